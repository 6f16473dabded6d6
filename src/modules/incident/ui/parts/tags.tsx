import { useTranslation } from 'react-i18next'
import { GradeTag, StatusTag } from '#web/kit/tags.tsx'
import { ClockBadge } from '#web/kit/ClockBadge.tsx'
import { nearestClock } from './clocks.ts'
import type { Clock } from '../types.ts'

/** State of an incident; a pending one says what it waits for. */
export function StateTag({ state, holdReason }: { state: string; holdReason?: string | null }) {
  const { t } = useTranslation('incident')
  const label = t(`state.${state}`)
  const why = state === 'pending' && holdReason ? ` · ${t(`holdReason.${holdReason}`)}` : ''
  return <StatusTag state={state} label={label + why} />
}

/** Grade of an incident, marked while no person has confirmed it. Requests and consultations have none worth showing. */
export function IncidentGrade({ row }: { row: { grade: string; gradeConfirmed: boolean } }) {
  return <GradeTag grade={row.grade} suggested={!row.gradeConfirmed} />
}

/** The clock that will matter next, for one line of a list. */
export function NearestClock({ clocks }: { clocks: readonly Clock[] }) {
  const { t } = useTranslation('incident')
  const clock = nearestClock(clocks)
  if (!clock) return null
  return (
    <ClockBadge
      state={clock.state}
      metric={t(`metric.${clock.metric}`, { defaultValue: clock.metric })}
      dueAt={clock.dueAt}
      remainingSeconds={clock.remainingSeconds}
      explanation={clock.explanation}
    />
  )
}
