import { parseDay } from '#kernel/calendar/index.ts'
import { dbNow, type Db } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import { dayFacts, daysBetween } from './engine/slots.ts'
import { calendarOf, spanOfDays } from './fill.ts'
import { issuesOf } from './issues.ts'
import { periodLine, periodsOf } from './periods.ts'
import { accessTeam, teamAbilities, visibleTeams } from './policy.ts'
import { presentShift } from './present.ts'
import { selectFairness } from './store/figures.ts'
import * as shifts from './store/shifts.ts'
import { selectTeams, type TeamRow } from './store/teams.ts'

/** Days that one look at the calendar spans at most: six weeks of a month, and some. */
const widest = 62
/** Teams whose defects are looked for in one look. */
const checked = 20

/**
 * Days with their holidays, and the shifts that begin on them: published ones, and drafts of teams whose rosters the caller
 * keeps, with their defects. @throws duty.bad_span (422), duty.not_found (404)
 */
export async function getDutyCalendarVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getDutyCalendar>,
): Promise<Output<typeof contract.getDutyCalendar>> {
  const { from, to } = input
  const length = parseDay(to) - parseDay(from) + 1
  if (length < 1 || length > widest) throw new AppError('duty.bad_span', { status: 422, field: 'to' })
  const teams = input.teamId
    ? [await accessTeam(db, actor, input.teamId)]
    : await selectTeams(db, visibleTeams(actor), { activeOnly: true })
  const calendar = await calendarOf(db, { calendarId: (input.teamId && teams[0]?.calendarId) || null })
  const kept = teams.filter((team) => teamAbilities(actor, team).includes('roster'))
  const span = spanOfDays(calendar, from, to)
  const within = shifts.inCalendar(ids(teams), ids(kept), span.from, span.to)
  const where = input.mine === 'true' && actor.id ? shifts.both(within, shifts.ofPerson(actor.id)) : within
  const rows = await shifts.selectShifts(db, where, { limit: 5000 })
  const issues = []
  if (input.mine !== 'true')
    for (const team of kept.slice(0, checked)) issues.push(...(await issuesOf(db, team, from, to)))
  return {
    days: daysBetween(from, to).map((day) => dayFacts(calendar, day)),
    provisional: calendar.provisional(span.from.getTime(), span.to.getTime() - 1),
    shifts: rows.map(presentShift),
    issues,
    periods: (await periodsOf(db, teams, from, to)).map(periodLine),
  }
}

const ids = (teams: readonly TeamRow[]): string[] => teams.map((team) => team.id)

/** Who is on duty now and next in the caller's teams, the own first; and the caller's own shift. */
export async function getDutyNowVerb(db: Db, actor: Actor): Promise<Output<typeof contract.getDutyNow>> {
  const [teams, now] = await Promise.all([
    selectTeams(db, visibleTeams(actor), { activeOnly: true }),
    dbNow(db),
  ])
  const [rows, own] = await Promise.all([
    shifts.selectShifts(db, shifts.nowAndNext(ids(teams), now), { limit: 1000 }),
    actor.id
      ? shifts.selectShifts(
          db,
          shifts.both(shifts.both(shifts.published, shifts.endsAfter(now)), shifts.ofPerson(actor.id)),
          { limit: 1 },
        )
      : [],
  ])
  const find = (teamId: string, runs: boolean) => {
    const row = rows.find((one) => one.teamId === teamId && one.from <= now === runs)
    return row ? presentShift(row) : null
  }
  return {
    items: teams
      .toSorted((a, b) => Number(b.mine) - Number(a.mine))
      .map(({ id, name, phone, fullCover }) => ({
        team: { id, name },
        phone,
        fullCover,
        now: find(id, true),
        next: find(id, false),
      }))
      .filter((one) => one.now || one.next),
    mine: own[0] ? presentShift(own[0]) : null,
  }
}

/** @throws duty.not_found (404) */
export async function getStatisticsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getStatistics>,
): Promise<Output<typeof contract.getStatistics>> {
  const team = await accessTeam(db, actor, input.teamId)
  return { items: await selectFairness(db, team.id, input.year) }
}
