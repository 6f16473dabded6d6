import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import { orgSource, personSource, serviceSource } from '#web/kit/sources.ts'
import { editIncident } from '../../contract.ts'
import { levels, types } from '../../words.ts'
import { CategorySelect } from '../parts/CategorySelect.tsx'
import { FormDialog } from '../parts/FormDialog.tsx'
import { NewerVersion, useSeenVersion } from '../parts/LastChange.tsx'
import { incidentSource } from '../parts/sources.ts'
import type { Incident } from '../types.ts'

/** Changes title, description and classification; only what was changed is sent. */
export function EditDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const { t } = useTranslation('incident')
  const { seen, newer, accept } = useSeenVersion(incident.version)
  const edit = useMove(editIncident, { done: t('ui.record.saved'), onDone: onClose, onProblem: () => true })
  const initial = valuesOf(incident)
  const submit = async (values: FormValues) => {
    const changes = changesBetween(initial, values)
    if (Object.keys(changes).length === 0) return onClose()
    return edit.mutateAsync({ id: incident.id, version: seen, ...changes })
  }
  return (
    <FormDialog
      title={
        <>
          {t('ui.record.editTitle')} <span className="zy-inc-number">{incident.number}</span>
        </>
      }
      width={680}
      fields={useFields(incident)}
      initial={initial}
      submitLabel={t('web:action.save')}
      above={newer ? <NewerVersion id={incident.id} version={incident.version} accept={accept} /> : null}
      onSubmit={submit}
      onClose={onClose}
    />
  )
}

function useFields(incident: Incident): FormField[] {
  const { t } = useTranslation('incident')
  const options = (family: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`${family}.${value}`) }))
  const remote = (
    name: string,
    key: string,
    source: typeof serviceSource,
    valueLabel?: string | null,
  ): FormField => ({
    name,
    type: 'remote',
    label: t(`ui.field.${key}`),
    source,
    half: true,
    ...(valueLabel ? { valueLabel } : {}),
  })
  const known = incident.requester !== null
  return [
    { name: 'title', type: 'text', label: t('ui.field.title'), required: true, max: 200, autoFocus: true },
    { name: 'description', type: 'longtext', label: t('ui.field.description'), rows: 4 },
    { name: 'type', type: 'radio', label: t('ui.field.type'), options: options('type', types) },
    {
      name: 'impact',
      type: 'radio',
      label: t('ui.field.impact'),
      options: options('level', levels),
      half: true,
    },
    {
      name: 'urgency',
      type: 'radio',
      label: t('ui.field.urgency'),
      options: options('level', levels),
      half: true,
    },
    remote('serviceId', 'service', serviceSource, incident.service?.name),
    {
      name: 'categoryId',
      type: 'custom',
      label: t('ui.field.category'),
      half: true,
      render: (bound) => <CategorySelect {...(bound as object)} />,
    },
    remote('orgId', 'org', orgSource, incident.org?.name),
    remote('parentId', 'parent', incidentSource(incident.id), incident.parent?.number),
    remote('requesterId', 'requester', personSource, incident.requester?.name),
    {
      name: 'caller.name',
      type: 'text',
      label: t('ui.field.callerName'),
      max: 100,
      half: true,
      when: () => !known,
    },
    {
      name: 'caller.phone',
      type: 'text',
      label: t('ui.field.callerPhone'),
      max: 40,
      half: true,
      when: () => !known,
    },
    {
      name: 'caller.place',
      type: 'text',
      label: t('ui.field.callerPlace'),
      max: 200,
      half: true,
      when: () => !known,
    },
  ]
}

function valuesOf(incident: Incident): FormValues {
  return {
    title: incident.title,
    description: incident.description,
    type: incident.type,
    impact: incident.impact,
    urgency: incident.urgency,
    serviceId: incident.service?.id,
    categoryId: incident.category?.id,
    orgId: incident.org?.id,
    parentId: incident.parent?.id,
    requesterId: incident.requester?.id,
    caller: incident.callerName
      ? {
          name: incident.callerName,
          ...(incident.callerPhone ? { phone: incident.callerPhone } : {}),
          ...(incident.callerPlace ? { place: incident.callerPlace } : {}),
        }
      : undefined,
  }
}

const clearable = ['serviceId', 'categoryId', 'parentId']

/** What differs; a cleared reference is null, a cleared description is empty. */
function changesBetween(before: FormValues, after: FormValues): FormValues {
  const changes: FormValues = {}
  for (const [key, old] of Object.entries(before)) {
    const now = after[key]
    if (JSON.stringify(now) === JSON.stringify(old)) continue
    if (now !== undefined) changes[key] = now
    else if (clearable.includes(key)) changes[key] = null
    else if (key === 'description' && old !== '') changes[key] = ''
  }
  return changes
}
