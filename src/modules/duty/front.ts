/** What other rooms ask: who is on duty. Only published rosters answer. */
import type { Db } from '#kernel/db/index.ts'
import { selectPeriods, type PeriodRow } from './store/periods.ts'
import * as store from './store/shifts.ts'
import type { ShiftRow } from './store/shifts.ts'

/** A team, or the org whose main team answers (its own, else that of the nearest org above). */
export type Whose = { teamId: string } | { orgId: string }

/** Longest list that `shiftsBetween` gives: a year of three shifts a day. */
const most = 1200

async function teamOf(db: Db, whose: Whose): Promise<string | undefined> {
  return 'teamId' in whose ? whose.teamId : store.mainTeamId(db, whose.orgId)
}

/**
 * The shift that runs at an instant (its beginning included, its end not) with its people, the leading cadre first.
 * @returns null where there is no team, no published roster or no shift at that time; a shift nobody stands on has no people
 */
export async function onDuty(db: Db, q: Whose & { at: Date }): Promise<ShiftRow | null> {
  const teamId = await teamOf(db, q)
  if (!teamId) return null
  const where = store.both(store.publishedOf(teamId), store.runningAt(q.at))
  return (await store.selectShifts(db, where, { limit: 1 }))[0] ?? null
}

/** The first shift that begins after an instant; as `onDuty`. */
export async function nextOnDuty(db: Db, q: Whose & { at: Date }): Promise<ShiftRow | null> {
  const teamId = await teamOf(db, q)
  if (!teamId) return null
  const where = store.both(store.publishedOf(teamId), store.beginsAfter(q.at))
  return (await store.selectShifts(db, where, { limit: 1 }))[0] ?? null
}

/** Published shifts that have a moment in common with [from, to), in time order; at most 1,200. */
export async function shiftsBetween(db: Db, q: Whose & { from: Date; to: Date }): Promise<ShiftRow[]> {
  const teamId = await teamOf(db, q)
  if (!teamId) return []
  return store.selectShifts(db, store.both(store.publishedOf(teamId), store.touches(q.from, q.to)), {
    limit: most,
  })
}

/** One shift of whatever roster, draft or published; undefined when it does not exist or was dropped. */
export async function findShift(db: Db, shiftId: string): Promise<ShiftRow | undefined> {
  return (await store.selectShifts(db, store.shiftIs(shiftId), { limit: 1 }))[0]
}

/** Guarantee periods 重保 that touch the days and were not called off; `concerns` says whom one is for. */
export async function periodsBetween(db: Db, from: string, to: string): Promise<PeriodRow[]> {
  return selectPeriods(db, { from, to, activeOnly: true })
}

/** Person ids of those who lead a team, active accounts only. */
export async function teamLeaders(db: Db, teamId: string): Promise<string[]> {
  return store.selectLeaders(db, teamId)
}
