import { Button } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { Duration } from '#web/kit/Duration.tsx'
import { Bars } from '#web/kit/Loading.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { addWorkLog, listWorkLogs } from '../../story-contract.ts'
import { FormDialog } from '../parts/FormDialog.tsx'
import type { Incident } from '../types.ts'

/** Time spent, by whom and on what. */
export function WorkLogPanel({ incident }: { incident: Incident }) {
  const { t } = useTranslation('incident')
  const [adding, setAdding] = useState(false)
  const may = incident.abilities.includes('work-log')
  const logs = useCall(listWorkLogs, { id: incident.id }, { enabled: may })
  const add = useMove(addWorkLog, {
    done: t('ui.work.done'),
    onDone: () => setAdding(false),
    onProblem: () => true,
  })
  if (!may) return null
  const total = (logs.data?.items ?? []).reduce((sum, log) => sum + log.minutes, 0)
  return (
    <Panel
      title={
        <>
          {t('ui.work.title')} {total > 0 ? <Duration seconds={total * 60} /> : null}
        </>
      }
      actions={
        <Button
          size="small"
          type="text"
          icon={<PlusOutlined />}
          className="zy-no-print"
          onClick={() => setAdding(true)}
        >
          {t('ui.work.add')}
        </Button>
      }
    >
      {logs.error ? (
        <ErrorState error={logs.error} retry={() => void logs.refetch()} small />
      ) : !logs.data ? (
        <Bars rows={2} />
      ) : logs.data.items.length === 0 ? (
        <p className="zy-inc-none">{t('ui.work.none')}</p>
      ) : (
        <ul className="zy-inc-logs">
          {logs.data.items.map((log) => (
            <li key={log.id}>
              <b>{log.person.name}</b> <Duration seconds={log.minutes * 60} />
              <small>
                <TimeText at={log.occurredAt} />
              </small>
              {log.note ? <div dir="auto">{log.note}</div> : null}
            </li>
          ))}
        </ul>
      )}
      {adding ? (
        <FormDialog
          title={t('ui.work.add')}
          fields={[
            {
              name: 'minutes',
              type: 'number',
              label: t('ui.work.minutes'),
              min: 1,
              max: 1440,
              required: true,
              autoFocus: true,
            },
            { name: 'note', type: 'longtext', label: t('ui.work.note'), rows: 3, max: 2000 },
            {
              name: 'occurredAt',
              type: 'datetime',
              label: t('ui.form.backdate'),
              hint: t('ui.form.occurredAtHint'),
            },
          ]}
          submitLabel={t('ui.work.add')}
          onSubmit={(values) => add.mutateAsync({ id: incident.id, ...values } as never)}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </Panel>
  )
}
