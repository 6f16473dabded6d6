import { audit } from '#kernel/audit/index.ts'
import { formatDay, parseDay } from '#kernel/calendar/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { findOrg } from '#kernel/org/index.ts'
import { can, inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { concerns } from './engine/periods.ts'
import { calendarOf } from './fill.ts'
import type * as contract from './period-contract.ts'
import * as store from './store/periods.ts'
import type { TeamRow } from './store/teams.ts'

type Period = Output<typeof contract.getPeriod>

/** A period may last so long, in days. */
const longest = 366
/** Periods that are over are shown so far back, in days. */
const back = 3 * 366

function present(actor: Actor, row: store.PeriodRow): Period {
  const { orgPath, orgPaths: _paths, teamIds: _ids, ...facts } = row
  return { ...facts, mayEdit: !row.calledOff && inScope(actor, 'duty.manage', orgPath) }
}

/** Today where the unit is. */
export async function unitToday(db: Db): Promise<string> {
  const calendar = await calendarOf(db, { calendarId: null })
  return formatDay(calendar.zone.dayOf((await dbNow(db)).getTime()))
}

/** Periods of the caller's orgs and of those above them: what runs and lies ahead, or what is over. */
export async function listPeriodsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listPeriods>,
): Promise<Output<typeof contract.listPeriods>> {
  const [paths, today] = [scopeOf(actor, 'duty.read'), await unitToday(db)]
  const over = input.which === 'over'
  const span = over ? { from: formatDay(parseDay(today) - back), to: today } : { from: today }
  const rows = await store.selectPeriods(db, { paths, ...span })
  const gone = (row: store.PeriodRow) => row.toDay < today || row.calledOff
  const items = rows.filter((row) => gone(row) === over)
  return {
    items: (over ? items.toReversed() : items).map((row) => present(actor, row)),
    mayCreate: can(actor, 'duty.manage'),
  }
}

async function access(db: Db, actor: Actor, id: string, lock = false): Promise<store.PeriodRow> {
  const [row] = await store.selectPeriods(db, { id, lock, paths: scopeOf(actor, 'duty.read') })
  if (!row) throw notFound('duty')
  return row
}

/** @throws duty.not_found (404) */
export async function getPeriodVerb(db: Db, actor: Actor, { id }: { id: string }): Promise<Period> {
  return present(actor, await access(db, actor, id))
}

/** @throws duty.bad_span (422): the end lies before the beginning, or more than a year behind it */
function demandSpan({ fromDay, toDay }: { fromDay: string; toDay: string }): void {
  const days = parseDay(toDay) - parseDay(fromDay)
  if (days < 0 || days > longest) throw new AppError('duty.bad_span', { status: 422, field: 'toDay' })
}

/** @throws duty.unknown_reference (422): a unit or team that is not there or not below whose period it is */
async function demandParts(
  tx: Tx,
  orgPath: string,
  input: { orgIds: readonly string[]; teamIds: readonly string[] },
): Promise<void> {
  const known = await store.idsWithin(tx, orgPath, { orgs: input.orgIds, teams: input.teamIds })
  for (const field of ['orgIds', 'teamIds'] as const)
    if (input[field].some((id) => !known.has(id)))
      throw new AppError('duty.unknown_reference', { status: 422, field })
}

async function leave(
  tx: Tx,
  actor: Actor,
  what: 'create-period' | 'edit-period' | 'call-off-period',
  row: store.PeriodRow,
  before?: store.PeriodRow,
): Promise<void> {
  await audit(tx, actor, {
    action: `duty.${what}`,
    entity: 'duty-period',
    entityId: row.id,
    orgId: row.org.id,
    ...(before ? { before: { ...before } } : {}),
    after: { ...row },
  })
  // zero reports of today follow
  await emit(tx, { type: 'duty.period-changed', entity: 'duty-period', entityId: row.id })
}

/** @throws duty.not_found (404): the org is not the caller's to keep; duty.bad_span, duty.unknown_reference (422) */
export async function createPeriodVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createPeriod>,
): Promise<Period> {
  const org = await findOrg(tx, input.orgId)
  if (!org || !inScope(actor, 'duty.manage', org.path))
    throw new AppError('duty.unknown_reference', { status: 422, field: 'orgId' })
  demandSpan(input)
  await demandParts(tx, org.path, input)
  const id = await store.insertPeriod(tx, org.id, actor.id, input)
  const row = await access(tx, actor, id)
  await leave(tx, actor, 'create-period', row)
  return present(actor, row)
}

/** A period for a change, locked. @throws duty.not_found (404), duty.version_stale (412), duty.called_off (409) */
async function forChange(
  tx: Tx,
  actor: Actor,
  at: { id: string; version: number },
): Promise<store.PeriodRow> {
  const row = await access(tx, actor, at.id, true)
  if (!inScope(actor, 'duty.manage', row.orgPath)) throw notFound('duty')
  if (row.version !== at.version)
    throw new AppError('duty.version_stale', { status: 412, params: { version: row.version } })
  if (row.calledOff) throw new AppError('duty.called_off', { status: 409 })
  return row
}

/** @throws see `forChange`; duty.bad_span, duty.unknown_reference (422) */
export async function editPeriodVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editPeriod>,
): Promise<Period> {
  const before = await forChange(tx, actor, input)
  demandSpan(input)
  await demandParts(tx, before.orgPath, input)
  await store.updatePeriod(tx, before.id, input)
  const row = await access(tx, actor, before.id)
  await leave(tx, actor, 'edit-period', row, before)
  return present(actor, row)
}

/** @throws see `forChange` */
export async function callOffPeriodVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.callOffPeriod>,
): Promise<Period> {
  const before = await forChange(tx, actor, input)
  await store.callOff(tx, before.id)
  const row = await access(tx, actor, before.id)
  await leave(tx, actor, 'call-off-period', row, before)
  return present(actor, row)
}

/** Periods that touch the days and are for one of the teams; not those that were called off. */
export async function periodsOf(
  db: Db,
  teams: readonly Pick<TeamRow, 'id' | 'orgPath'>[],
  from: string,
  to: string,
): Promise<store.PeriodRow[]> {
  const rows = await store.selectPeriods(db, { from, to, activeOnly: true })
  return rows.filter((row) => teams.some((team) => concerns(row, { teamId: team.id, orgPath: team.orgPath })))
}

/** What a calendar, a roster or a print says of a period. */
export const periodLine = ({ id, name, level, fromDay, toDay, rules }: store.PeriodRow) => ({
  ...{ id, name, level, fromDay, toDay, rules },
})
