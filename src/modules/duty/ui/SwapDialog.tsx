import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { askSwap, getRoster, type ShiftRecord } from '../contract.ts'
import { getTeam } from '../team-contract.ts'
import type { DutyRole } from '../words.ts'
import { hoursOf } from './parts.tsx'

/** Whom to ask for a shift of one's own, and which shift is taken in return. */
export function SwapDialog({
  shift,
  role,
  onClose,
}: {
  shift: ShiftRecord
  role: DutyRole
  onClose: () => void
}) {
  const { t } = useTranslation('duty')
  const team = useCall(getTeam, { id: shift.team.id })
  const roster = useCall(getRoster, { id: shift.rosterId })
  const [now] = useState(() => Date.now())
  const ask = useMove(askSwap, { done: t('screen.swap.asked'), onProblem: () => true as const })
  const own = new Set(shift.people.filter((p) => p.role === role).map((p) => p.id))
  const members = (team.data?.members ?? []).filter((m) => m.active && !own.has(m.person.id))
  const returns = (roster.data?.shifts ?? [])
    .filter((s) => Date.parse(s.from) > now && s.id !== shift.id)
    .flatMap((s) =>
      s.people
        .filter((p) => p.role === role && !own.has(p.id))
        .map((p) => ({ value: `${s.id} ${p.id}`, label: `${p.name} · ${s.day} ${s.name} ${hoursOf(s)}` })),
    )
  return (
    <FormDialog
      title={t('screen.swap.askOf', { day: shift.day, shift: shift.name })}
      fields={[
        {
          name: 'otherId',
          type: 'select',
          label: t('screen.field.other'),
          hint: t('screen.field.otherHint'),
          options: members.map((m) => ({ value: m.person.id, label: m.person.name })),
        },
        {
          name: 'otherShiftId',
          type: 'select',
          label: t('screen.field.inReturn'),
          hint: t('screen.field.inReturnHint'),
          options: returns,
        },
        {
          name: 'reason',
          type: 'longtext',
          rows: 2,
          max: 500,
          label: t('screen.field.reason'),
          required: true,
        },
      ]}
      onSubmit={(values) => {
        const [otherShiftId, owner] = String(values['otherShiftId'] ?? '').split(' ')
        // a shift in return says whose it is
        const otherId = owner ?? values['otherId']
        return ask.mutateAsync({
          shiftId: shift.id,
          role,
          reason: values['reason'],
          ...(otherId ? { otherId } : {}),
          ...(otherShiftId ? { otherShiftId } : {}),
        } as CallInput<typeof askSwap>)
      }}
      onClose={onClose}
    />
  )
}
