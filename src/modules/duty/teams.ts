import { audit } from '#kernel/audit/index.ts'
import { formatDay, loadCalendars } from '#kernel/calendar/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { findOrg } from '#kernel/org/index.ts'
import { can, inScope, type Actor } from '#kernel/permission/index.ts'
import { overlapOf } from './engine/slots.ts'
import { calendarOf } from './fill.ts'
import { accessTeam, teamAbilities, visibleTeams } from './policy.ts'
import * as store from './store/teams.ts'
import type * as contract from './team-contract.ts'

type Team = Output<typeof contract.getTeam>

/** Teams of the caller's orgs and the own, active ones first. */
export async function listTeamsVerb(db: Db, actor: Actor): Promise<Output<typeof contract.listTeams>> {
  const rows = await store.selectTeams(db, visibleTeams(actor))
  return { items: rows.map((row) => line(actor, row)), mayCreate: can(actor, 'duty.manage') }
}

/** @throws duty.not_found (404) */
export async function getTeamVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getTeam>,
): Promise<Team> {
  return present(db, actor, await accessTeam(db, actor, input.id))
}

/** @throws duty.unknown_reference, duty.shifts_overlap, duty.same_code (422); duty.name_taken, duty.main_taken (409) */
export async function createTeamVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createTeam>,
): Promise<Team> {
  const org = await findOrg(tx, input.orgId)
  if (!org || !inScope(actor, 'duty.manage', org.path)) throw unknown('orgId')
  await check(tx, org.id, null, input)
  const id = await store.insertTeam(tx, org.id, input)
  await keepMembers(tx, id, input)
  const after = await present(tx, actor, await accessTeam(tx, actor, id))
  await audit(tx, actor, {
    action: 'duty.create-team',
    entity: 'duty_team',
    entityId: id,
    orgId: org.id,
    after: facts(after),
  })
  return after
}

/** Members that go leave the rotations; what they stood stays. @throws as creation; duty.not_found (404), duty.version_stale (412) */
export async function editTeamVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editTeam>,
): Promise<Team> {
  const row = await lockTeam(tx, actor, input)
  const before = await present(tx, actor, row)
  await check(tx, row.org.id, before, input)
  await store.updateTeam(tx, row.id, input)
  await keepMembers(tx, row.id, input)
  const after = await present(tx, actor, await accessTeam(tx, actor, row.id))
  await audit(tx, actor, {
    action: 'duty.edit-team',
    entity: 'duty_team',
    entityId: row.id,
    orgId: row.org.id,
    before: facts(before),
    after: facts(after),
  })
  return after
}

/**
 * Rosters that exist stay as they are until they are filled anew.
 * @throws duty.not_member, duty.unknown_code (422); duty.not_found (404), duty.version_stale (412)
 */
export async function setRotationsVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.setRotations>,
): Promise<Team> {
  const row = await lockTeam(tx, actor, input)
  const before = await present(tx, actor, row)
  const members = new Set(before.members.map((m) => m.person.id))
  const codes = new Set(row.plan.map((shift) => shift.code))
  for (const [i, rotation] of input.rotations.entries()) {
    if (
      new Set(rotation.people).size < rotation.people.length ||
      !rotation.people.every((id) => members.has(id))
    )
      throw new AppError('duty.not_member', { status: 422, field: `rotations.${i}.people` })
    if (rotation.pattern?.some((code) => code !== null && !codes.has(code)))
      throw new AppError('duty.unknown_code', { status: 422, field: `rotations.${i}.pattern` })
  }
  await store.replaceRotations(tx, row.id, input.rotations)
  const after = await present(tx, actor, await accessTeam(tx, actor, row.id))
  await audit(tx, actor, {
    action: 'duty.set-rotations',
    entity: 'duty_team',
    entityId: row.id,
    orgId: row.org.id,
    before: { rotations: before.rotations },
    after: { rotations: after.rotations },
  })
  return after
}

async function lockTeam(
  tx: Tx,
  actor: Actor,
  input: { id: string; version: number },
): Promise<store.TeamRow> {
  const row = await accessTeam(tx, actor, input.id, 'edit', true)
  if (row.version !== input.version)
    throw new AppError('duty.version_stale', { status: 412, params: { version: row.version } })
  return row
}

const unknown = (field: string) => new AppError('duty.unknown_reference', { status: 422, field })

async function check(
  tx: Tx,
  orgId: string,
  before: Team | null,
  input: Omit<Input<typeof contract.createTeam>, 'orgId'>,
): Promise<void> {
  const codes = input.plan.map((shift) => shift.code)
  const twice = codes.findIndex((code, i) => codes.indexOf(code) < i)
  if (twice >= 0) throw new AppError('duty.same_code', { status: 422, field: `plan.${twice}.code` })
  const overlap = overlapOf(input.plan)
  if (overlap)
    throw new AppError('duty.shifts_overlap', {
      status: 422,
      field: 'plan',
      params: { one: overlap[0].name, other: overlap[1].name },
    })
  const used = before?.rotations.flatMap((r) => r.pattern ?? []).find((code) => code && !codes.includes(code))
  if (used) throw new AppError('duty.code_in_use', { status: 422, field: 'plan', params: { code: used } })
  if (input.calendarId && (await loadCalendars(tx, [input.calendarId])).size === 0)
    throw unknown('calendarId')
  const ids = input.members.map((m) => m.personId)
  const active = await store.activePeople(tx, ids)
  for (const [i, id] of ids.entries()) {
    // somebody whose account was ended since may stay until the rosters are made anew
    const known = active.has(id) || before?.members.some((m) => m.person.id === id)
    if (!known || ids.indexOf(id) < i) throw unknown(`members.${i}.personId`)
  }
  const clash = await store.clashOf(tx, orgId, {
    id: before?.id ?? null,
    name: input.name,
    main: input.main && input.active,
  })
  if (clash) throw new AppError(`duty.${clash}_taken`, { status: 409, field: clash })
}

async function keepMembers(
  tx: Tx,
  id: string,
  input: Pick<Input<typeof contract.createTeam>, 'members' | 'calendarId'>,
): Promise<void> {
  const [calendar, now] = await Promise.all([calendarOf(tx, input), dbNow(tx)])
  const today = formatDay(calendar.zone.dayOf(now.getTime()))
  await store.replaceMembers(
    tx,
    id,
    input.members.map((m) => ({ ...m, joinedOn: m.joinedOn ?? null })),
    today,
  )
}

function line(actor: Actor, row: store.TeamRow): Output<typeof contract.listTeams>['items'][number] {
  const { id, name, org, phone, main, active, memberCount, mine } = row
  return { id, name, org, phone, main, active, memberCount, mine, abilities: teamAbilities(actor, row) }
}

async function present(db: Db, actor: Actor, row: store.TeamRow): Promise<Team> {
  const [members, rotations] = await Promise.all([
    store.selectMembers(db, row.id),
    store.selectRotations(db, row.id),
  ])
  const { place, calendarId, fullCover, plan, version } = row
  return { ...line(actor, row), place, calendarId, fullCover, plan, members, rotations, version }
}

function facts(team: Team): Record<string, unknown> {
  const { abilities: _, mine: __, rotations: ___, members, ...rest } = team
  return {
    ...rest,
    members: members.map((m) => ({ id: m.person.id, name: m.person.name, leader: m.leader, phone: m.phone })),
  }
}

/** Absences of the members of a team, from a day on (by default a month back). @throws duty.not_found (404) */
export async function listAbsencesVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listAbsences>,
): Promise<Output<typeof contract.listAbsences>> {
  const team = await accessTeam(db, actor, input.id)
  const members = await store.selectMembers(db, team.id)
  const from =
    input.from ?? new Date((await dbNow(db)).getTime() - 30 * 86_400_000).toISOString().slice(0, 10)
  const rows = await store.selectAbsences(
    db,
    members.map((m) => m.person.id),
    from,
  )
  const manages = teamAbilities(actor, team).includes('roster')
  return {
    items: rows.map((row) => ({
      ...row,
      // why somebody is away is for those who plan, and for the person
      ...(manages || row.person.id === actor.id ? {} : { kind: 'other' as const, note: '' }),
      mayDelete: manages || row.person.id === actor.id,
    })),
  }
}

/** @throws duty.bad_span (422); duty.not_found (404) for somebody whose rosters the caller does not keep */
export async function createAbsenceVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createAbsence>,
): Promise<Output<typeof contract.createAbsence>> {
  const personId = input.personId ?? actor.id
  if (!personId) throw notFound('duty')
  if (input.toDay < input.fromDay || Date.parse(input.toDay) - Date.parse(input.fromDay) > 400 * 86_400_000)
    throw new AppError('duty.bad_span', { status: 422, field: 'toDay' })
  await demandKeeper(tx, actor, personId)
  const id = await store.insertAbsence(tx, { ...input, personId, recordedBy: actor.id })
  const after = (await store.findAbsence(tx, id))!
  await audit(tx, actor, {
    action: 'duty.create-absence',
    entity: 'duty_absence',
    entityId: id,
    after: { ...after },
  })
  return { ...after, mayDelete: true }
}

/** @throws duty.not_found (404) */
export async function deleteAbsenceVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.deleteAbsence>,
): Promise<Output<typeof contract.deleteAbsence>> {
  const before = await store.findAbsence(tx, input.id)
  if (!before) throw notFound('duty')
  await demandKeeper(tx, actor, before.person.id)
  if (!(await store.removeAbsence(tx, before.id))) throw notFound('duty')
  await audit(tx, actor, {
    action: 'duty.delete-absence',
    entity: 'duty_absence',
    entityId: before.id,
    before: { ...before },
  })
  return { id: before.id }
}

async function demandKeeper(tx: Tx, actor: Actor, personId: string): Promise<void> {
  if (personId === actor.id) return
  const paths = await store.teamPathsOf(tx, personId)
  if (!paths.some((path) => inScope(actor, 'duty.manage', path))) throw notFound('duty')
}
