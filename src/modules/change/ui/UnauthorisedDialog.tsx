import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { RemoteMany } from '#web/kit/RemoteMany.tsx'
import { serviceSource } from '#web/kit/sources.ts'
import { linkIncident } from '../parts-contract.ts'
import { recordUnauthorised } from '../contract.ts'

/** Keeps a change that nobody asked for and that was found out later. */
export function UnauthorisedDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('change')
  const navigate = useNavigate()
  const record = useMove(recordUnauthorised, { done: t('ui.done.recorded'), onProblem: () => true })
  const link = useMove(linkIncident)
  return (
    <FormDialog
      title={t('ui.action.unauthorised')}
      submitLabel={t('ui.action.unauthorised')}
      fields={[
        { name: 'title', label: t('field.title'), type: 'text', required: true, autoFocus: true },
        { name: 'reason', label: t('ui.form.unauthorisedReason'), type: 'longtext', rows: 3, required: true },
        {
          name: 'serviceIds',
          label: t('field.services'),
          type: 'custom',
          required: true,
          render: (props) => <RemoteMany source={serviceSource} {...props} />,
        },
        { name: 'doneBy', label: t('ui.form.doneBy'), type: 'text', half: true },
        { name: 'occurredAt', label: t('ui.form.occurredAt'), type: 'datetime', half: true },
        { name: 'incidentNumber', label: t('ui.form.incident'), type: 'text', half: true },
      ]}
      onSubmit={async ({ incidentNumber, ...values }) => {
        const made = await record.mutateAsync(values as CallInput<typeof recordUnauthorised>)
        if (incidentNumber)
          await link.mutateAsync({
            id: made.id,
            incidentNumber: String(incidentNumber),
            relation: 'found',
          })
        await navigate({ to: '/changes/$id' as never, params: { id: made.id } as never })
      }}
      onClose={onClose}
    />
  )
}
