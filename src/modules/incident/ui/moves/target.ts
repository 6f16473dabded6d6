import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { lookupGroups } from '#kernel/org/contract.ts'
import { useCall } from '#web/hooks.ts'

export interface TargetOption {
  value: string
  label: string
  children?: TargetOption[]
  disabled?: boolean
}

/** Groups with their members, as one tree to choose from: a group alone, or a person of it. Asked for when `wanted`. */
export function useTargets(wanted: boolean): { options: TargetOption[]; loading: boolean; error: unknown } {
  const { t } = useTranslation('incident')
  const groups = useCall(lookupGroups, { limit: 200 }, { staleTime: 60_000, enabled: wanted })
  const options = useMemo(
    () =>
      (groups.data?.items ?? []).map(({ id, name, members }) => ({
        value: id,
        label: name,
        children: members.map((one) => ({
          value: one.id,
          label: one.onDuty ? one.name : `${one.name}（${t('ui.form.offDuty')}）`,
        })),
      })),
    [groups.data, t],
  )
  return { options, loading: groups.isPending, error: groups.error }
}
