import { useTranslation } from 'react-i18next'
import { lookupGroups } from '#kernel/org/contract.ts'
import { useCall } from '#web/hooks.ts'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import { orgSource } from '#web/kit/sources.ts'
import { useCan, useMe } from '#web/session.tsx'

interface Shared {
  share: string
  group: { id: string; name: string } | null
  org: { id: string; name: string } | null
}

/** The fields that say with whom something is shared, as far as this person may share. */
export function useShareFields(now: Shared | null): FormField[] {
  const { t } = useTranslation('canned')
  const can = useCan()
  const me = useMe()
  const groups = useCall(lookupGroups, { limit: 200 }, { enabled: can('group.lookup'), staleTime: 60_000 })
  const mine = (groups.data?.items ?? []).filter((group) =>
    group.members.some((member) => member.id === me?.person.id),
  )
  const known = new Map(mine.map((group) => [group.id, group.name]))
  if (now?.group) known.set(now.group.id, now.group.name)
  const may = {
    personal: true,
    group: known.size > 0,
    org: can('canned.share') || now?.share === 'org',
  }
  const is = (share: string) => (values: FormValues) => values['share'] === share
  return [
    {
      type: 'radio',
      name: 'share',
      label: t('share.label'),
      options: (['personal', 'group', 'org'] as const)
        .filter((value) => may[value])
        .map((value) => ({ value, label: t(`share.${value}`) })),
    },
    {
      type: 'select',
      name: 'groupId',
      label: t('field.group'),
      required: true,
      when: is('group'),
      options: [...known].map(([value, label]) => ({ value, label })),
    },
    {
      type: 'remote',
      name: 'orgId',
      label: t('field.org'),
      required: true,
      when: is('org'),
      source: orgSource,
      ...(now?.org ? { valueLabel: now.org.name } : {}),
    },
  ]
}

export function shareOf(now: Shared | null): FormValues {
  return { share: now?.share ?? 'personal', groupId: now?.group?.id, orgId: now?.org?.id }
}
