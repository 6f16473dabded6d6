/** Filling a roster: what the engine needs is read, what it gives is written. */
import {
  DAY,
  defaultCalendar,
  loadCalendar,
  parseDay,
  type CompiledCalendar,
} from '#kernel/calendar/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { generate, type EngineSlot } from './engine/generate.ts'
import { concerns, leastOn } from './engine/periods.ts'
import { daysBetween, slotsOf } from './engine/slots.ts'
import type { EngineRotation } from './engine/turns.ts'
import { selectPeriods } from './store/periods.ts'
import * as store from './store/rosters.ts'
import { ofRoster, selectShifts, ofTeamBetween, type ShiftRow } from './store/shifts.ts'
import { selectAbsences, selectMembers, selectRotations, type TeamRow } from './store/teams.ts'
import { dutyRoles, type DutyRole } from './words.ts'

/** The calendar whose holidays and zone count for a team. */
export async function calendarOf(db: Db, team: Pick<TeamRow, 'calendarId'>): Promise<CompiledCalendar> {
  return team.calendarId ? loadCalendar(db, team.calendarId) : defaultCalendar(db)
}

/** Rotations with the day from which each person takes part. */
export async function engineRotations(db: Db, teamId: string): Promise<EngineRotation[]> {
  const [members, rotations] = await Promise.all([selectMembers(db, teamId), selectRotations(db, teamId)])
  const joined = new Map(members.filter((m) => m.active).map((m) => [m.person.id, m.joinedOn]))
  return rotations.map((r) => ({
    ...r,
    people: r.people.flatMap(({ id }) => (joined.has(id) ? [{ id, joined: joined.get(id)! }] : [])),
  }))
}

/** Instants of the beginning of a local day and of the end of another. */
export function spanOfDays(calendar: CompiledCalendar, from: string, to: string): { from: Date; to: Date } {
  const at = (day: number) => new Date(calendar.zone.toInstant(day * DAY))
  return { from: at(parseDay(from)), to: at(parseDay(to) + 1) }
}

/**
 * Brings the shifts of a roster into step with the plan and the holidays, and fills what is not settled. What people stood
 * since the first of January counts for fairness. Of a published roster only what lies ahead is touched.
 */
export async function fillRoster(tx: Tx, team: TeamRow, roster: store.RosterRow): Promise<void> {
  const calendar = await calendarOf(tx, team)
  await store.syncShifts(tx, roster, slotsOf(team.plan, calendar, daysBetween(roster.fromDay, roster.toDay)))
  await store.clearRotated(tx, roster)
  const [rotations, settled, now, shifts, past, periods] = await Promise.all([
    engineRotations(tx, team.id),
    store.settledRoles(tx, roster.id),
    dbNow(tx),
    selectShifts(tx, ofRoster(roster.id), { limit: 5000 }),
    selectShifts(tx, ofTeamBetween(team.id, `${roster.fromDay.slice(0, 4)}-01-01`, roster.fromDay), {
      limit: 5000,
    }),
    selectPeriods(tx, { from: roster.fromDay, to: roster.toDay, activeOnly: true }),
  ])
  const mine = periods.filter((one) => concerns(one, { teamId: team.id, orgPath: team.orgPath }))
  const gone = (shift: ShiftRow) =>
    roster.state === 'published' && (shift.phase !== 'ahead' || shift.from <= now)
  const slots = [
    ...past.map((shift) => ({ shift, slot: engineSlot(shift, dutyRoles, true) })),
    ...shifts.map((shift) => ({
      shift,
      slot: gone(shift)
        ? engineSlot(shift, dutyRoles, true)
        : {
            ...engineSlot(shift, settled.get(shift.shiftId) ?? [], false),
            least: leastOn(mine, shift.day),
          },
    })),
  ]
  const people = [...new Set(rotations.flatMap((r) => r.people.map((p) => p.id)))]
  const span = spanOfDays(calendar, roster.fromDay, roster.toDay)
  const week = 7 * DAY
  const [absences, elsewhere] = await Promise.all([
    selectAbsences(tx, people, `${roster.fromDay.slice(0, 4)}-01-01`),
    store.foreignShifts(
      tx,
      people,
      team.id,
      new Date(span.from.getTime() - week),
      new Date(span.to.getTime() + week),
    ),
  ])
  const placed = generate({
    zone: calendar.zone,
    slots: slots.map((one) => one.slot),
    rotations,
    absences: absences.map(({ person, fromDay, toDay }) => ({ personId: person.id, fromDay, toDay })),
    elsewhere: elsewhere.map((s) => ({ personId: s.personId, from: s.from.getTime(), to: s.to.getTime() })),
  })
  await store.setPlaces(
    tx,
    placed.map(({ index, role, people: ids }) => ({
      shiftId: slots[index]!.shift.shiftId,
      role,
      people: ids,
    })),
    'rotation',
  )
}

function engineSlot(shift: ShiftRow, settled: readonly DutyRole[], past: boolean): EngineSlot {
  const { day, code, name, kind, dayName, night } = shift
  return {
    day,
    code,
    name,
    kind,
    dayName,
    night,
    from: shift.from.getTime(),
    to: shift.to.getTime(),
    past,
    settled: Object.fromEntries(
      settled.map((role) => [role, shift.people.filter((p) => p.role === role).map((p) => p.personId)]),
    ),
  }
}
