import { Button } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { listDecisions, recordDecision } from '../../story-contract.ts'
import { FormDialog } from '../parts/FormDialog.tsx'
import type { Incident } from '../types.ts'

/** Record of a major incident: what was decided, by whom, and who was told. */
export function MajorPanel({ incident }: { incident: Incident }) {
  const { t } = useTranslation('incident')
  const [adding, setAdding] = useState(false)
  const may = incident.abilities.includes('decide')
  const sees = incident.grade === 'major' && (may || incident.abilities.includes('work-log'))
  const list = useCall(listDecisions, { id: incident.id }, { enabled: sees })
  const add = useMove(recordDecision, {
    done: t('ui.major.done'),
    onDone: () => setAdding(false),
    onProblem: () => true,
  })
  if (!sees) return null
  return (
    <Panel
      title={t('ui.major.title')}
      actions={
        <span className="zy-no-print">
          <Link to="/incidents/$id/major" params={{ id: incident.id }}>
            {t('ui.major.page')}
          </Link>
          {may ? (
            <Button size="small" type="text" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
              {t('ui.major.add')}
            </Button>
          ) : null}
        </span>
      }
    >
      {list.error ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} small />
      ) : !list.data ? (
        <Bars rows={2} />
      ) : list.data.items.length === 0 ? (
        <p className="zy-inc-none">{t('ui.major.none')}</p>
      ) : (
        list.data.items.map((one) => (
          <article key={one.id} className="zy-inc-card">
            <div className="zy-inc-card-head">
              <b>{one.decidedBy.name}</b>
              <small>
                <TimeText at={one.occurredAt} />
              </small>
            </div>
            <PlainText>{one.decision}</PlainText>
            {one.notified ? (
              <p className="zy-inc-sub">{t('ui.major.toldTo', { who: one.notified })}</p>
            ) : null}
          </article>
        ))
      )}
      {adding ? (
        <FormDialog
          title={t('ui.major.add')}
          fields={[
            {
              name: 'decision',
              type: 'longtext',
              label: t('ui.major.decision'),
              required: true,
              max: 5000,
              rows: 3,
              autoFocus: true,
            },
            { name: 'notified', type: 'longtext', label: t('ui.major.notified'), max: 2000, rows: 2 },
            {
              name: 'occurredAt',
              type: 'datetime',
              label: t('ui.form.backdate'),
              hint: t('ui.form.occurredAtHint'),
            },
          ]}
          submitLabel={t('ui.major.add')}
          onSubmit={(values) => add.mutateAsync({ id: incident.id, ...values } as never)}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </Panel>
  )
}
