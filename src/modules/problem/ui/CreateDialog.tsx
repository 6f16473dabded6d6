import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import type { FormField } from '#web/kit/RecordForm.tsx'
import { RemoteMany } from '#web/kit/RemoteMany.tsx'
import { groupSource, memberSource, serviceSource } from '#web/kit/sources.ts'
import { openProblem } from '../contract.ts'
import { useCategories, type Problem } from './parts.tsx'

/** What a person says of a problem, new or changed. */
export function useContentFields(problem?: Problem): FormField[] {
  const { t } = useTranslation('problem')
  const { t: tWeb } = useTranslation('web')
  const categories = useCategories()
  return [
    { name: 'title', type: 'text', label: t('ui.field.title'), required: true, max: 200, autoFocus: true },
    { name: 'description', type: 'longtext', label: t('ui.field.description'), rows: 3 },
    {
      name: 'serviceIds',
      type: 'custom',
      label: t('ui.field.services'),
      half: true,
      render: (bound) => <RemoteMany source={serviceSource} {...bound} known={problem?.services ?? []} />,
    },
    { name: 'categoryId', type: 'select', label: t('ui.field.category'), half: true, options: categories },
    {
      name: 'groupId',
      type: 'remote',
      label: t('ui.field.group'),
      half: true,
      source: groupSource,
      ...(problem?.group ? { valueLabel: problem.group.name } : {}),
    },
    {
      name: 'ownerId',
      type: 'remote',
      label: t('ui.field.owner'),
      half: true,
      source: memberSource,
      ...(problem?.owner ? { valueLabel: problem.owner.name } : {}),
    },
    {
      name: 'priority',
      type: 'radio',
      label: t('ui.field.priority'),
      options: [1, 2, 3, 4].map((value) => ({ value, label: `P${value} ${tWeb(`priority.${value}`)}` })),
    },
  ]
}

/** A new problem; with `incident`, the one that it is behind. */
export function CreateDialog({
  incident,
  onClose,
}: {
  incident?: { id: string; title: string }
  onClose: () => void
}) {
  const { t } = useTranslation('problem')
  const navigate = useNavigate()
  const fields = useContentFields()
  const create = useMove(openProblem, { onProblem: () => true })
  return (
    <FormDialog
      title={t('ui.create.title')}
      width={720}
      // service, category and group come from the incident
      fields={
        incident
          ? fields.filter(({ name }) => !['serviceIds', 'categoryId', 'groupId'].includes(name))
          : fields
      }
      initial={{ priority: 3, ...(incident ? { title: incident.title } : {}) }}
      submitLabel={t('ui.create.go')}
      onClose={onClose}
      onSubmit={async (values) => {
        const made = await create.mutateAsync({
          ...(values as CallInput<typeof openProblem>),
          ...(incident ? { incidentIds: [incident.id] } : {}),
        })
        await navigate({ to: '/problems/$id', params: { id: made.id } })
      }}
    />
  )
}
