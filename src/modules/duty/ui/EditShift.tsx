import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { editRoster, type RosterRecord, type ShiftRecord } from '../contract.ts'
import { getTeam } from '../team-contract.ts'

const roles = ['leader', 'duty', 'deputy'] as const

/** People of one shift, by hand. */
export function EditShift({
  roster,
  shift,
  onClose,
}: {
  roster: RosterRecord
  shift: ShiftRecord
  onClose: () => void
}) {
  const { t } = useTranslation('duty')
  const team = useCall(getTeam, { id: roster.team.id })
  const edit = useMove(editRoster, { done: t('screen.saved'), onProblem: () => true as const })
  const there = (role: (typeof roles)[number]) => shift.people.filter((p) => p.role === role).map((p) => p.id)
  const people = new Map([
    ...shift.people.map((p) => [p.id, p.name] as const),
    ...(team.data?.members ?? []).map((m) => [m.person.id, m.person.name] as const),
  ])
  const options = [...people].map(([value, label]) => ({ value, label }))
  return (
    <FormDialog
      title={t('screen.editOf', { day: shift.day, shift: shift.name })}
      above={t('screen.settledHint')}
      initial={Object.fromEntries(roles.map((role) => [role, there(role)]))}
      fields={[
        ...roles.map((role) => ({
          name: role,
          type: 'select' as const,
          multiple: true,
          label: t(`screen.role.${role}`),
          options,
        })),
        {
          name: 'reason',
          type: 'text' as const,
          label: t('screen.field.reason'),
          max: 500,
          required: roster.state === 'published',
        },
      ]}
      onSubmit={(values) => {
        const places = roles
          .map((role) => ({
            shiftId: shift.id,
            role,
            personIds: (values[role] as string[] | undefined) ?? [],
          }))
          .filter((p) => p.personIds.toSorted().join() !== there(p.role).toSorted().join())
        if (places.length === 0) return Promise.resolve()
        return edit.mutateAsync({
          id: roster.id,
          version: roster.version,
          places,
          reason: values['reason'] ?? '',
        } as CallInput<typeof editRoster>)
      }}
      onClose={onClose}
    />
  )
}
