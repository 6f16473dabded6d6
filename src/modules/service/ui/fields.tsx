import type { TFunction } from 'i18next'
import { listCalendars } from '#kernel/calendar/contract.ts'
import { listAgreements } from '#modules/sla/contract.ts'
import { useCall } from '#web/hooks.ts'
import type { FormField } from '#web/kit/RecordForm.tsx'
import { groupSource, orgSource, vendorSource } from '#web/kit/sources.ts'
import { MatcherEditor, type MatcherSets } from './MatcherEditor.tsx'

/** What the form starts with; names of chosen records spare a request. */
export interface ServiceValues {
  ownerOrgName?: string
  groupName?: string | null
  vendorOrgName?: string | null
}

/** The fields of a service; agreements and calendars are few and come as plain choices. */
export function useServiceFields(t: TFunction<'service'>, known: ServiceValues = {}): FormField[] {
  const agreements = useCall(listAgreements, { kind: 'sla', limit: 200 }, { staleTime: 60_000 })
  const calendars = useCall(listCalendars, {}, { staleTime: 60_000 })
  const named = (label: string | null | undefined) => (label ? { valueLabel: label } : {})
  return [
    {
      name: 'name',
      label: t('field.name'),
      type: 'text',
      max: 100,
      required: true,
      half: true,
      autoFocus: true,
    },
    { name: 'code', label: t('field.code'), type: 'text', max: 50, required: true, half: true },
    { name: 'description', label: t('field.description'), type: 'longtext', max: 2000, rows: 2 },
    {
      name: 'ownerOrgId',
      label: t('field.ownerOrg'),
      type: 'remote',
      source: orgSource,
      required: true,
      half: true,
      ...named(known.ownerOrgName),
    },
    {
      name: 'groupId',
      label: t('field.group'),
      type: 'remote',
      source: groupSource,
      half: true,
      ...named(known.groupName),
    },
    {
      name: 'vendorOrgId',
      label: t('field.vendor'),
      type: 'remote',
      source: vendorSource,
      half: true,
      ...named(known.vendorOrgName),
    },
    {
      name: 'protectionGrade',
      label: t('field.protectionGrade'),
      type: 'select',
      half: true,
      options: [1, 2, 3, 4, 5].map((grade) => ({
        value: grade,
        label: t('field.protectionGradeN', { grade }),
      })),
    },
    {
      name: 'agreementId',
      label: t('field.agreement'),
      type: 'select',
      half: true,
      placeholder: t('field.byRule'),
      options: (agreements.data?.items ?? []).map((a) => ({
        value: a.id,
        label: a.name,
        disabled: !a.active,
      })),
    },
    {
      name: 'calendarId',
      label: t('field.calendar'),
      type: 'select',
      half: true,
      placeholder: t('field.byUnit'),
      options: (calendars.data?.items ?? []).map((c) => ({ value: c.id, label: c.name })),
    },
    { name: 'public', label: t('field.public'), hint: t('field.publicHelp'), type: 'switch' },
    {
      name: 'matchers',
      label: t('field.matchers'),
      hint: t('matcher.help'),
      type: 'custom',
      render: ({ value, onChange }) => (
        <MatcherEditor
          value={(value as MatcherSets | undefined) ?? []}
          onChange={(sets) => onChange?.(sets)}
        />
      ),
    },
  ]
}

/** The form leaves empty inputs out; here empty means: none. */
export const emptied = {
  description: '',
  groupId: null,
  vendorOrgId: null,
  protectionGrade: null,
  agreementId: null,
  calendarId: null,
  matchers: [],
}
