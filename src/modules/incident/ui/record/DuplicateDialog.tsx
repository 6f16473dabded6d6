import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { markDuplicate } from '../../contract.ts'
import { FormDialog } from '../parts/FormDialog.tsx'
import { NewerVersion, useSeenVersion } from '../parts/LastChange.tsx'
import { incidentSource } from '../parts/sources.ts'
import type { Incident } from '../types.ts'

/** Says that this incident repeats another one. */
export function DuplicateDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const { t } = useTranslation('incident')
  const { seen, newer, accept } = useSeenVersion(incident.version)
  const send = useMove(markDuplicate, {
    done: t('ui.record.duplicateDone'),
    onDone: onClose,
    onProblem: () => true,
  })
  return (
    <FormDialog
      title={
        <>
          {t('ui.record.duplicateTitle')} <span className="zy-inc-number">{incident.number}</span>
        </>
      }
      fields={[
        {
          name: 'ofId',
          type: 'remote',
          label: t('ui.record.duplicateOf'),
          source: incidentSource(incident.id),
          placeholder: t('ui.record.pickIncident'),
          required: true,
          hint: t('ui.record.duplicateHint'),
        },
        { name: 'reason', type: 'longtext', label: t('ui.field.reason'), rows: 3, max: 2000 },
      ]}
      submitLabel={t('ui.record.duplicateTitle')}
      above={newer ? <NewerVersion id={incident.id} version={incident.version} accept={accept} /> : null}
      onSubmit={(values) =>
        send.mutateAsync({
          id: incident.id,
          version: seen,
          ofId: String(values['ofId']),
          ...(values['reason'] ? { reason: String(values['reason']) } : {}),
        })
      }
      onClose={onClose}
    />
  )
}
