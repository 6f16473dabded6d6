import { audit } from '#kernel/audit/index.ts'
import { parseDay } from '#kernel/calendar/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { notify } from '#kernel/notify/index.ts'
import { can, type Actor } from '#kernel/permission/index.ts'
import { arrangeTurn } from './clock.ts'
import type * as contract from './contract.ts'
import { fillRoster } from './fill.ts'
import { accessTeam, teamAbilities, type TeamAbility } from './policy.ts'
import { presentRoster } from './present.ts'
import { revise, type PlaceChange } from './revise.ts'
import * as store from './store/rosters.ts'
import { ofRoster, selectShifts } from './store/shifts.ts'
import { selectMembers, type TeamRow } from './store/teams.ts'

type Roster = Output<typeof contract.getRoster>

/** Longest period of one roster, in days: a year and a bit. */
const longest = 370

/** Drafts are seen by those who keep them. @throws duty.not_found (404) */
export async function listRostersVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listRosters>,
): Promise<Output<typeof contract.listRosters>> {
  const team = await accessTeam(db, actor, input.id)
  const keeps = teamAbilities(actor, team).includes('roster')
  const rows = await store.selectRosters(db, team.id)
  return {
    items: rows.filter((row) => keeps || row.state === 'published'),
    mayCreate: keeps && can(actor, 'duty.manage'),
  }
}

/** The only way to a roster. With `lock`, team and roster wait for each other's changes. @throws duty.not_found (404) */
export async function accessRoster(
  db: Db | Tx,
  actor: Actor,
  id: string,
  ability?: TeamAbility,
  lock = false,
): Promise<{ team: TeamRow; roster: store.RosterRow }> {
  const found = await store.findRoster(db, id)
  if (!found) throw notFound('duty')
  const team = await accessTeam(db, actor, found.team.id, ability, lock)
  // read again behind the lock: somebody may have published it meanwhile
  const roster = lock ? await store.findRoster(db, id, true) : found
  const seen = roster?.state === 'published' || teamAbilities(actor, team).includes('roster')
  if (!roster || !seen) throw notFound('duty')
  return { team, roster }
}

async function lockRoster(
  tx: Tx,
  actor: Actor,
  input: { id: string; version: number },
): Promise<{ team: TeamRow; roster: store.RosterRow }> {
  const locked = await accessRoster(tx, actor, input.id, 'roster', true)
  if (locked.roster.version !== input.version)
    throw new AppError('duty.version_stale', { status: 412, params: { version: locked.roster.version } })
  return locked
}

/** @throws duty.not_found (404) */
export async function getRosterVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getRoster>,
): Promise<Roster> {
  const { team, roster } = await accessRoster(db, actor, input.id)
  return presentRoster(db, actor, team, roster)
}

/** @throws duty.bad_span (422), duty.roster_overlaps (409), duty.not_found (404) */
export async function createRosterVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createRoster>,
): Promise<Roster> {
  const team = await accessTeam(tx, actor, input.teamId, 'roster', true)
  const { fromDay, toDay } = input
  const length = parseDay(toDay) - parseDay(fromDay) + 1
  if (length < 1 || length > longest) throw new AppError('duty.bad_span', { status: 422, field: 'toDay' })
  const [other] = await store.selectRosters(tx, team.id, { from: fromDay, to: toDay })
  if (other)
    throw new AppError('duty.roster_overlaps', {
      field: 'fromDay',
      params: { from: other.fromDay, to: other.toDay },
    })
  const id = await store.insertRoster(tx, { teamId: team.id, fromDay, toDay, createdBy: actor.id })
  await fillRoster(tx, team, (await store.findRoster(tx, id))!)
  await audit(tx, actor, {
    action: 'duty.create-roster',
    entity: 'duty-roster',
    entityId: id,
    orgId: team.org.id,
    after: { team: team.name, fromDay, toDay },
  })
  return presentRoster(tx, actor, team, (await store.findRoster(tx, id))!)
}

/** @throws duty.not_found (404), duty.version_stale (412) */
export async function generateRosterVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.generateRoster>,
): Promise<Roster> {
  const { team, roster } = await lockRoster(tx, actor, input)
  const about = { why: 'generate' as const, reason: input.reason }
  const changes = await revise(tx, actor, roster, about, () => fillRoster(tx, team, roster))
  await auditChange(tx, actor, 'duty.generate-roster', team, roster, changes, input.reason)
  return presentRoster(tx, actor, team, (await store.findRoster(tx, roster.id))!)
}

/** Everybody on it is told how many shifts they have, once. @throws duty.published (409); as `generateRosterVerb` */
export async function publishRosterVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.publishRoster>,
): Promise<Roster> {
  const { team, roster } = await lockRoster(tx, actor, input)
  if (roster.state === 'published') throw new AppError('duty.published')
  await store.markPublished(tx, roster.id, actor.id)
  await arrangeTurn(tx, team.id)
  const shifts = await selectShifts(tx, ofRoster(roster.id), { limit: 5000 })
  const count = new Map<string, number>()
  for (const shift of shifts)
    for (const id of new Set(shift.people.map((p) => p.personId))) count.set(id, (count.get(id) ?? 0) + 1)
  for (const [personId, n] of count)
    await notify(tx, {
      to: [personId],
      textKey: 'duty:notify.published',
      params: { team: team.name, from: roster.fromDay, to: roster.toDay, count: n },
      entity: 'duty-roster',
      entityId: roster.id,
      dedupeKey: `duty:${roster.id}:published:${personId}`,
    })
  await emit(tx, {
    type: 'duty.roster-published',
    entity: 'duty-roster',
    entityId: roster.id,
    data: { teamId: team.id },
  })
  await audit(tx, actor, {
    action: 'duty.publish-roster',
    entity: 'duty-roster',
    entityId: roster.id,
    orgId: team.org.id,
    after: { team: team.name, fromDay: roster.fromDay, toDay: roster.toDay, shifts: shifts.length },
  })
  return presentRoster(tx, actor, team, (await store.findRoster(tx, roster.id))!)
}

/**
 * Sets people by hand; they stay when the roster is filled anew. Who is absent or stands elsewhere may be put on a shift all
 * the same: it is shown as a defect.
 * @throws duty.reason_missing, duty.not_member, duty.unknown_shift (422); as `generateRosterVerb`
 */
export async function editRosterVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editRoster>,
): Promise<Roster> {
  const { team, roster } = await lockRoster(tx, actor, input)
  if (roster.state === 'published' && input.reason.length < 2)
    throw new AppError('duty.reason_missing', { status: 422, field: 'reason' })
  const [members, shifts] = await Promise.all([
    selectMembers(tx, team.id),
    selectShifts(tx, ofRoster(roster.id), { limit: 5000 }),
  ])
  const known = new Set(members.map((m) => m.person.id))
  const byId = new Map(shifts.map((s) => [s.shiftId, s]))
  for (const [i, place] of input.places.entries()) {
    const shift = byId.get(place.shiftId)
    if (!shift) throw new AppError('duty.unknown_shift', { status: 422, field: `places.${i}.shiftId` })
    // who has left the team may stay where they are
    const there = new Set(shift.people.filter((p) => p.role === place.role).map((p) => p.personId))
    if (!place.personIds.every((id) => known.has(id) || there.has(id)))
      throw new AppError('duty.not_member', { status: 422, field: `places.${i}.personIds` })
  }
  const places = input.places.map((p) => ({
    shiftId: p.shiftId,
    role: p.role,
    people: [...new Set(p.personIds)],
  }))
  const changes = await revise(tx, actor, roster, { why: 'hand', reason: input.reason }, () =>
    store.setPlaces(tx, places, 'hand'),
  )
  await auditChange(tx, actor, 'duty.edit-roster', team, roster, changes, input.reason)
  return presentRoster(tx, actor, team, (await store.findRoster(tx, roster.id))!)
}

/** @throws duty.published (409); as `generateRosterVerb` */
export async function deleteRosterVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.deleteRoster>,
): Promise<Output<typeof contract.deleteRoster>> {
  const { team, roster } = await lockRoster(tx, actor, input)
  if (roster.state === 'published') throw new AppError('duty.published')
  await store.removeRoster(tx, roster.id)
  await audit(tx, actor, {
    action: 'duty.delete-roster',
    entity: 'duty-roster',
    entityId: roster.id,
    orgId: team.org.id,
    before: { team: team.name, fromDay: roster.fromDay, toDay: roster.toDay },
  })
  return { id: roster.id }
}

/** An entry with the first hundred places that changed. */
export async function auditChange(
  tx: Tx,
  actor: Actor,
  action: string,
  team: TeamRow,
  roster: store.RosterRow,
  changes: readonly PlaceChange[],
  reason: string,
): Promise<void> {
  const side = (which: 'before' | 'after') =>
    Object.fromEntries(
      changes.slice(0, 100).map((c) => [`${c.shift.day} ${c.shift.name} ${c.role}`, c[which]]),
    )
  await audit(tx, actor, {
    action,
    entity: 'duty-roster',
    entityId: roster.id,
    orgId: team.org.id,
    before: side('before'),
    after: { ...side('after'), reason, changed: changes.length },
  })
}
