import { App, Button } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import { personSource } from '#web/kit/sources.ts'
import { useCan } from '#web/session.tsx'
import { joinIncident } from '../../contract.ts'
import { listAffected } from '../../story-contract.ts'
import { FormDialog } from '../parts/FormDialog.tsx'
import type { Incident } from '../types.ts'

/** Who suffers from it: all of them are told of the restoration and asked to rate it. */
export function AffectedPanel({ incident }: { incident: Incident }) {
  const { t } = useTranslation('incident')
  const can = useCan()
  const [adding, setAdding] = useState(false)
  const seesNames = incident.abilities.includes('work-log')
  const people = useCall(listAffected, { id: incident.id }, { enabled: seesNames })
  const open = !['resolved', 'closed', 'cancelled'].includes(incident.state)
  return (
    <Panel
      title={`${t('ui.affected.title')} ${incident.affectedCount}`}
      actions={
        open && can('incident.file-for-others') ? (
          <Button
            size="small"
            type="text"
            icon={<PlusOutlined />}
            className="zy-no-print"
            onClick={() => setAdding(true)}
          >
            {t('ui.affected.add')}
          </Button>
        ) : null
      }
    >
      {people.error ? (
        <ErrorState error={people.error} retry={() => void people.refetch()} small />
      ) : seesNames && !people.data ? (
        <Bars rows={2} />
      ) : (
        <ul className="zy-inc-people">
          {(people.data?.items ?? []).slice(0, 50).map((one) => (
            <li key={one.id} title={one.note}>
              <b>{one.person?.name ?? one.callerName}</b>
              <small className="zy-num">{one.callerPhone}</small>
              <small>{t(`ui.affected.via.${one.via}`)}</small>
            </li>
          ))}
        </ul>
      )}
      {incident.affectedCount === 0 ? <p className="zy-inc-none">{t('ui.affected.none')}</p> : null}
      {adding ? <AddDialog incident={incident} onClose={() => setAdding(false)} /> : null}
    </Panel>
  )
}

function AddDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const { t } = useTranslation('incident')
  const { message } = App.useApp()
  const join = useMove(joinIncident, {
    onProblem: () => true,
    onDone: ({ joined }) => {
      if (joined) message.success(t('ui.affected.added'))
      else message.info(t('ui.affected.already'))
      onClose()
    },
  })
  const unknown = (values: FormValues) => !values['personId']
  const fields: FormField[] = [
    {
      name: 'personId',
      type: 'remote',
      label: t('ui.affected.known'),
      source: personSource,
      autoFocus: true,
    },
    {
      name: 'caller.name',
      type: 'text',
      label: t('ui.affected.unknown'),
      max: 100,
      half: true,
      when: unknown,
    },
    {
      name: 'caller.phone',
      type: 'text',
      label: t('ui.field.callerPhone'),
      max: 40,
      half: true,
      when: unknown,
    },
    { name: 'note', type: 'text', label: t('ui.field.note'), max: 2000 },
  ]
  return (
    <FormDialog
      title={t('ui.affected.add')}
      fields={fields}
      submitLabel={t('ui.affected.add')}
      onSubmit={(values) => join.mutateAsync({ id: incident.id, ...values })}
      onClose={onClose}
    />
  )
}
