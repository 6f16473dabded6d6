import { Alert } from 'antd'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { mergeIncident } from '../../contract.ts'
import { FormDialog } from '../parts/FormDialog.tsx'
import { NewerVersion, useSeenVersion } from '../parts/LastChange.tsx'
import { incidentSource } from '../parts/sources.ts'
import type { Incident } from '../types.ts'

/** Says that this incident was filed twice and goes on in another one; there is no way back, and it says so. */
export function MergeDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const { t } = useTranslation('incident')
  const { seen, newer, accept } = useSeenVersion(incident.version)
  const send = useMove(mergeIncident, { done: t('ui.merge.done'), onDone: onClose, onProblem: () => true })
  return (
    <FormDialog
      title={
        <>
          {t('ui.merge.title')} <span className="zy-inc-number">{incident.number}</span>
        </>
      }
      fields={[
        {
          name: 'intoId',
          type: 'remote',
          label: t('ui.merge.into'),
          source: incidentSource(incident.id),
          placeholder: t('ui.record.pickIncident'),
          required: true,
          hint: t('ui.merge.hint'),
        },
        { name: 'reason', type: 'longtext', label: t('ui.field.reason'), rows: 2, max: 2000 },
      ]}
      submitLabel={t('ui.merge.submit')}
      above={
        <>
          <Alert type="warning" showIcon title={t('ui.merge.forGood')} className="zy-inc-newer" />
          {newer ? <NewerVersion id={incident.id} version={incident.version} accept={accept} /> : null}
        </>
      }
      onSubmit={(values) =>
        send.mutateAsync({
          id: incident.id,
          version: seen,
          intoId: String(values['intoId']),
          ...(values['reason'] ? { reason: String(values['reason']) } : {}),
        })
      }
      onClose={onClose}
    />
  )
}

/** On an incident that was merged: where it goes on. */
export function MergedBar({ incident, portal = false }: { incident: Incident; portal?: boolean }) {
  const { t } = useTranslation('incident')
  const { mergedInto } = incident
  if (!mergedInto) return null
  return (
    <Alert
      type="info"
      showIcon
      title={
        <>
          {t('ui.merge.goesOn')}{' '}
          <Link to={portal ? '/portal/incidents/$id' : '/incidents/$id'} params={{ id: mergedInto.id }}>
            {mergedInto.number} {mergedInto.title}
          </Link>
        </>
      }
    />
  )
}
