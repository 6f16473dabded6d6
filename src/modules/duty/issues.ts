import { DAY, formatDay, parseDay } from '#kernel/calendar/index.ts'
import type { Db } from '#kernel/db/index.ts'
import type { Output } from '#kernel/http/endpoint.ts'
import type { getRoster } from './contract.ts'
import { findIssues } from './engine/issues.ts'
import { dayFacts, daysBetween } from './engine/slots.ts'
import { calendarOf, engineRotations } from './fill.ts'
import { periodsOf } from './periods.ts'
import { foreignShifts, selectRosters } from './store/rosters.ts'
import { ofTeamBetween, selectShifts } from './store/shifts.ts'
import { selectAbsences, type TeamRow } from './store/teams.ts'

type Issue = Output<typeof getRoster>['issues'][number]

/** The day `n` days after another. */
export const dayAfter = (day: string, n = 1): string => formatDay(parseDay(day) + n)

/**
 * What is wrong with a team's shifts from one day to another, both included. Drafts are looked at as well.
 * Time without a shift is a gap only within rosters: where there is none, nothing was promised.
 */
export async function issuesOf(db: Db, team: TeamRow, fromDay: string, toDay: string): Promise<Issue[]> {
  const calendar = await calendarOf(db, team)
  // the neighbours, too: rest and gaps reach over the edge
  const shifts = await selectShifts(db, ofTeamBetween(team.id, dayAfter(fromDay, -7), dayAfter(toDay, 3)), {
    limit: 5000,
  })
  const people = [...new Set(shifts.flatMap((s) => s.people.map((p) => p.personId)))]
  const first = shifts[0]?.from ?? new Date(parseDay(fromDay) * DAY)
  const last = shifts.at(-1)?.to ?? first
  const [rosters, rotations, absences, foreign, periods] = await Promise.all([
    selectRosters(db, team.id, { from: fromDay, to: toDay }),
    engineRotations(db, team.id),
    selectAbsences(db, people, dayAfter(fromDay, -1)),
    foreignShifts(db, people, team.id, first, last),
    periodsOf(db, [team], fromDay, toDay),
  ])
  const names = new Map(shifts.flatMap((s) => s.people.map((p) => [p.personId, p.name] as const)))
  const found = findIssues({
    zone: calendar.zone,
    shifts: shifts.map((s) => ({ ...s, id: s.shiftId, from: s.from.getTime(), to: s.to.getTime() })),
    rosters,
    periods,
    fullCover: team.fullCover,
    rotations,
    absences: absences.map((a) => ({ personId: a.person.id, fromDay: a.fromDay, toDay: a.toDay })),
    foreign: foreign.map((s) => ({ ...s, from: s.from.getTime(), to: s.to.getTime() })),
    days: daysBetween(fromDay, toDay).map((day) => dayFacts(calendar, day)),
  })
  const date = (at: number | null) => (at === null ? null : new Date(at))
  return found
    .filter((one) => one.day >= fromDay && one.day <= toDay)
    .map(({ personId, ...one }) => ({
      ...one,
      person: personId === null ? null : { id: personId, name: names.get(personId) ?? '' },
      from: date(one.from),
      to: date(one.to),
      with: one.with && { ...one.with, team: one.with.team || team.name, from: new Date(one.with.from) },
    }))
}
