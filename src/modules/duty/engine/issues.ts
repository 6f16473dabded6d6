import { DAY, formatDay, parseDay, type Zone } from '#kernel/calendar/index.ts'
import type { DutyRole, issueKinds } from '../words.ts'
import { Whereabouts, meet, type AbsenceSpan, type Span } from './people.ts'
import { leastOn, type PeriodRule } from './periods.ts'
import type { DayFacts, Slot } from './slots.ts'
import type { EngineRotation } from './turns.ts'

/** A shift with its people, as far as defects go. */
export interface CheckedShift extends Slot {
  id: string
  people: readonly { personId: string; role: DutyRole }[]
}

/** A shift that one of the people stands in another team. */
export interface ForeignShift extends Span {
  personId: string
  team: string
  name: string
}

export interface Found {
  kind: (typeof issueKinds)[number]
  day: string
  shiftId: string | null
  shiftName: string
  personId: string | null
  role: DutyRole | null
  from: number | null
  to: number | null
  with: { team: string; shift: string; from: number } | null
  count: number
}

export interface CheckInput {
  zone: Zone
  /** of the team, in time order */
  shifts: readonly CheckedShift[]
  /** days that the rosters of the team cover; every hour of them is to be covered when `fullCover` */
  rosters: readonly { fromDay: string; toDay: string }[]
  fullCover: boolean
  rotations: readonly EngineRotation[]
  absences: readonly AbsenceSpan[]
  foreign: readonly ForeignShift[]
  /** what the days are by the calendar of today */
  days: readonly DayFacts[]
  /** guarantee periods 重保 that are for the team */
  periods?: readonly PeriodRule[]
}

const hour = 3_600_000
const nothing = { shiftId: null, shiftName: '', personId: null, role: null, from: null, to: null, with: null }

/** What is wrong with shifts, in the order of days: nobody there, too few, two places at once, absent, too little rest. */
export function findIssues(input: CheckInput): Found[] {
  const where = new Whereabouts(input.zone, input.absences, [])
  const own = standings(input.shifts)
  const found = [
    ...gaps(input.fullCover ? input : { ...input, rosters: coveredByPeriods(input) }),
    ...input.shifts.flatMap((shift) => [
      ...unfilled(shift, input.rotations, leastOn(input.periods ?? [], shift.day)),
      ...shift.people
        .filter(({ personId }) => where.isAway(personId, shift))
        .map((p) => ({
          ...about(shift),
          kind: 'absent' as const,
          personId: p.personId,
          role: p.role,
          count: 1,
        })),
    ]),
    ...[...own].flatMap(([personId, shifts]) => crowded(personId, shifts, input)),
    ...moved(input),
  ]
  return found.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : (a.from ?? 0) - (b.from ?? 0)))
}

const about = (shift: CheckedShift) => ({
  ...nothing,
  day: shift.day,
  shiftId: shift.id,
  shiftName: shift.name,
  from: shift.from,
  to: shift.to,
})

/** Time of a roster that no shift covers. A roster begins with the first shift of its first day. */
function gaps({ zone, shifts, rosters }: CheckInput): Found[] {
  const found: Found[] = []
  for (const { fromDay, toDay } of rosters) {
    const mine = shifts.filter((s) => s.day >= fromDay && s.day <= toDay)
    let covered = mine[0]?.from ?? zone.toInstant(parseDay(fromDay) * DAY)
    const gap = (until: number) => {
      if (until <= covered) return
      found.push({
        ...nothing,
        kind: 'gap',
        day: formatDay(zone.dayOf(covered)),
        from: covered,
        to: until,
        count: Math.ceil((until - covered) / hour),
      })
    }
    for (const shift of mine) {
      gap(shift.from)
      covered = Math.max(covered, shift.to)
    }
    // to the first shift of what follows, else to the end of the last day
    gap(shifts.find((s) => s.day > toDay)?.from ?? zone.toInstant((parseDay(toDay) + 1) * DAY))
  }
  return found
}

/** Days of rosters on which a guarantee period wants every hour covered. */
function coveredByPeriods({ rosters, periods = [] }: CheckInput): { fromDay: string; toDay: string }[] {
  return periods
    .filter((one) => one.fullCover)
    .flatMap((one) =>
      rosters.map((roster) => ({
        fromDay: one.fromDay > roster.fromDay ? one.fromDay : roster.fromDay,
        toDay: one.toDay < roster.toDay ? one.toDay : roster.toDay,
      })),
    )
    .filter((span) => span.fromDay <= span.toDay)
}

/** A shift needs as many in a role as rotations and guarantee periods say that hold on its day; one on duty in any case. */
function unfilled(
  shift: CheckedShift,
  rotations: readonly EngineRotation[],
  least: Partial<Record<DutyRole, number>>,
): Found[] {
  return (['leader', 'duty', 'deputy'] as const).flatMap((role) => {
    const serving = rotations.filter((r) => r.role === role && r.days.includes(shift.kind))
    const ordinary = serving.reduce((sum, r) => sum + r.needed, 0) || (role === 'duty' ? 1 : 0)
    const needed = Math.max(ordinary, least[role] ?? 0)
    const missing = needed - shift.people.filter((p) => p.role === role).length
    return missing > 0 ? [{ ...about(shift), kind: 'unfilled' as const, role, count: missing }] : []
  })
}

interface Standing {
  shift: CheckedShift
  role: DutyRole
}

function standings(shifts: readonly CheckedShift[]): Map<string, Standing[]> {
  const map = new Map<string, Standing[]>()
  for (const shift of shifts)
    for (const { personId, role } of shift.people)
      map.set(personId, [...(map.get(personId) ?? []), { shift, role }])
  return map
}

/** Two places at once, in this team or across teams, and too little rest between two shifts of this team. */
function crowded(personId: string, shifts: readonly Standing[], input: CheckInput): Found[] {
  const found: Found[] = []
  for (const [i, { shift, role }] of shifts.entries()) {
    const double = (other: Span, team: string, name: string) =>
      found.push({
        ...about(shift),
        kind: 'double',
        personId,
        role,
        with: { team, shift: name, from: other.from },
        count: 1,
      })
    const next = shifts[i + 1]
    if (next && meet(shift, next.shift)) double(next.shift, '', next.shift.name)
    for (const other of input.foreign)
      if (other.personId === personId && meet(shift, other)) double(other, other.team, other.name)
    if (next) found.push(...tired(personId, { shift, role }, next, input.rotations))
  }
  return found
}

function tired(
  personId: string,
  one: Standing,
  next: Standing,
  rotations: readonly EngineRotation[],
): Found[] {
  const rest = Math.min(
    ...rotations
      .filter((r) => r.role === next.role && r.unit !== 'week' && r.days.includes(next.shift.kind))
      .map((r) => r.minRestHours),
  )
  const gap = next.shift.from - one.shift.to
  // the shifts of one day may be one turn
  const sameTurn = one.role === next.role && one.shift.day === next.shift.day
  if (!Number.isFinite(rest) || gap < 0 || gap >= rest * hour || sameTurn) return []
  return [
    {
      ...about(next.shift),
      kind: 'rest',
      personId,
      role: next.role,
      count: Math.floor(gap / hour),
    },
  ]
}

/** Days whose kind has changed since their shifts were made: a notice of holidays came out. */
function moved({ shifts, days }: CheckInput): Found[] {
  const now = new Map(days.map((d) => [d.day, d]))
  const told = new Set<string>()
  return shifts.flatMap((shift) => {
    const is = now.get(shift.day)
    if (!is || is.kind === shift.kind || told.has(shift.day)) return []
    told.add(shift.day)
    return [{ ...nothing, kind: 'calendar' as const, day: shift.day, shiftName: is.name ?? '', count: 1 }]
  })
}
