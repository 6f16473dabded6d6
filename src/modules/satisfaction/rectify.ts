import { audit } from '#kernel/audit/index.ts'
import { workingDaysAfter } from '#kernel/calendar/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeIdCursor, page } from '#kernel/http/index.ts'
import { cancelTimer, setTimer } from '#kernel/jobs/index.ts'
import type { TimerHandler } from '#kernel/manifest.ts'
import { notify } from '#kernel/notify/index.ts'
import { findOrg, leaderOf } from '#kernel/org/index.ts'
import { holdersOf, inScope, scopeOf, systemActor, type Actor } from '#kernel/permission/index.ts'
import type * as contract from './rectification-contract.ts'
import * as store from './store/rectifications.ts'
import type { NewRectification, RectificationRow } from './store/rectifications.ts'
import { findTask, type TaskRow } from './store/tasks.ts'
import { afterVerdict, mayRectify, rectifyWithinDays, type RectificationMove } from './words.ts'

const chaseKind = 'satisfaction.chase'
/** Working days after which it is chased once more. */
const chaseEvery = 3

/**
 * Somebody is unhappy and known by name: from now on it is put right within fifteen working days, and they are called again.
 * Once for each source; those who may call back learn of it, but not those who worked on it, nor the person.
 * @param from when the period begins; now, if it is not given
 */
export async function openRectification(
  tx: Tx,
  actor: Actor,
  n: NewRectification,
  from?: Date,
): Promise<void> {
  const dueAt = await workingDaysAfter(tx, from ?? (await dbNow(tx)), rectifyWithinDays)
  const id = await store.insertRectification(tx, n, dueAt)
  if (id === undefined) return
  await store.insertEntry(tx, { id, kind: 'opened', by: null })
  await setTimer(tx, { kind: chaseKind, key: id, dueAt })
  const org = await findOrg(tx, n.orgId)
  const not = new Set([...n.workedBy, n.personId, actor.id])
  // a call-back task has its own notice
  if (org && n.source === 'questionnaire')
    await notify(tx, {
      to: (await callers(tx, org.path)).filter((one) => !not.has(one)),
      textKey: 'satisfaction:notify.rectify',
      params: { number: n.number, title: n.title },
      entity: 'rectification',
      entityId: id,
      dedupeKey: `satisfaction.rectify:${id}`,
    })
  await audit(tx, actor, {
    action: 'satisfaction.open-rectification',
    entity: 'rectification',
    entityId: id,
    orgId: n.orgId,
    after: { source: n.source, sourceId: n.sourceId, number: n.number, dueAt: dueAt.toISOString() },
  })
}

const callers = (tx: Tx, orgPath: string): Promise<string[]> =>
  holdersOf(tx, { permission: 'satisfaction.callback' }, orgPath)

/** What is to be put right of an unhappy rating of a ticket. */
export const ofTask = (task: TaskRow): NewRectification => ({
  source: 'ticket',
  sourceId: task.taskId,
  recordId: task.ticketId,
  orgId: task.orgId,
  number: task.ticketNumber,
  title: task.ticketTitle,
  personId: task.person?.id ?? null,
  contact: task.person ? null : { name: task.callerName, phone: task.callerPhone },
  said: task.remark,
  workedBy: task.workedBy,
})

/** Tasks that were open when this came to be get their period, too, from the day on which they were opened. */
export async function ensureRectifications(tx: Tx): Promise<void> {
  for (const id of await store.tasksWithout(tx)) {
    const task = await findTask(tx, id)
    if (task) await openRectification(tx, systemActor('satisfaction'), ofTask(task), task.taskRecordedAt)
  }
}

function present(actor: Actor, row: RectificationRow): Output<typeof contract.getRectification> {
  const { orgPath, recordId, ticketKind, personId: _, workedBy: __, phone, entries, ...rest } = row
  const calls = inScope(actor, 'satisfaction.callback', orgPath)
  const path = row.source === 'ticket' ? `/${ticketKind}s/${recordId}` : `/questionnaire-runs/${recordId}`
  return {
    ...rest,
    path,
    phone: calls ? phone : null,
    entries: entries.map((one) => ({ ...one, at: new Date(one.at) })),
    abilities: (['assign', 'remedy', 'verify'] as const).filter(
      (move) => mayRectify(move, row.state) && allowed(actor, row, move) === true,
    ),
  }
}

/** true, or why not. Who put it right, or worked on it before, does not say that it is right now. */
function allowed(actor: Actor, row: RectificationRow, move: RectificationMove): true | 'denied' | 'own_work' {
  const calls = inScope(actor, 'satisfaction.callback', row.orgPath)
  if (move === 'assign') return calls || 'denied'
  if (move === 'remedy') return calls || row.owner?.id === actor.id ? true : 'denied'
  if (!calls) return 'denied'
  const hands = [...row.workedBy, row.owner?.id, row.remediedBy?.id, row.personId]
  return actor.id !== null && hands.includes(actor.id) ? 'own_work' : true
}

const sightOf = (actor: Actor) => ({ paths: scopeOf(actor, 'satisfaction.callback'), personId: actor.id })

/** Those in the scope of my call-backs, and those that I am to put right. */
export async function listRectificationsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listRectifications>,
): Promise<Output<typeof contract.listRectifications>> {
  const rows = await store.selectRectifications(db, sightOf(actor), {
    state: input.state,
    ...(input.late ? { late: true } : {}),
    ...(input.mine ? { ownerId: actor.id } : {}),
    before: decodeIdCursor(input.cursor) ?? null,
    limit: input.limit + 1,
  })
  const { items, nextCursor } = page(rows, input.limit, (row) => [row.id])
  return { items: items.map((row) => present(actor, row)), nextCursor }
}

/** @throws satisfaction.not_found (404) */
async function access(db: Db, actor: Actor, id: string, lock = false): Promise<RectificationRow> {
  const [row] = await store.selectRectifications(db, sightOf(actor), { id, lock, limit: 1 })
  if (!row) throw notFound('satisfaction')
  return row
}

/** @throws satisfaction.not_found (404) */
export async function getRectificationVerb(
  db: Db,
  actor: Actor,
  { id }: { id: string },
): Promise<Output<typeof contract.getRectification>> {
  return present(actor, await access(db, actor, id))
}

/**
 * @throws satisfaction.not_found (404), satisfaction.rectify_state (409), satisfaction.not_owner, satisfaction.own_work (403),
 * satisfaction.version_stale (412)
 */
async function forMove(
  tx: Tx,
  actor: Actor,
  at: { id: string; version: number },
  move: RectificationMove,
): Promise<RectificationRow> {
  const row = await access(tx, actor, at.id, true)
  if (!mayRectify(move, row.state))
    throw new AppError('satisfaction.rectify_state', { status: 409, field: 'state' })
  const may = allowed(actor, row, move)
  if (may === 'own_work') throw new AppError('satisfaction.own_work', { status: 403 })
  if (may === 'denied') throw new AppError('satisfaction.not_owner', { status: 403 })
  if (row.version !== at.version)
    throw new AppError('satisfaction.rectification_stale', { status: 412, params: { version: row.version } })
  return row
}

async function done(
  tx: Tx,
  actor: Actor,
  before: RectificationRow,
  action: 'assign-rectification' | 'remedy' | 'verify',
  after: Record<string, unknown>,
): Promise<Output<typeof contract.getRectification>> {
  await audit(tx, actor, {
    action: `satisfaction.${action}`,
    entity: 'rectification',
    entityId: before.id,
    orgId: before.org.id,
    before: { state: before.state, owner: before.owner?.name ?? null },
    after,
  })
  return present(actor, await access(tx, actor, before.id))
}

/** @throws as `forMove`; satisfaction.unknown_owner (422) */
export async function assignRectificationVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.assignRectification>,
): Promise<Output<typeof contract.assignRectification>> {
  const row = await forMove(tx, actor, input, 'assign')
  if (!(await store.isActive(tx, input.ownerId)) || input.ownerId === row.personId)
    throw new AppError('satisfaction.unknown_owner', { status: 422, field: 'ownerId' })
  await store.setOwner(tx, row.id, input.ownerId)
  await store.insertEntry(tx, { id: row.id, kind: 'assigned', by: actor.id })
  await notify(tx, {
    to: [input.ownerId].filter((one) => one !== actor.id),
    textKey: 'satisfaction:notify.owner',
    params: { number: row.number, title: row.title },
    entity: 'rectification',
    entityId: row.id,
    dedupeKey: `satisfaction.owner:${row.id}:${input.ownerId}:${row.version}`,
  })
  return done(tx, actor, row, 'assign-rectification', { ownerId: input.ownerId })
}

/** What was done to put it right; then somebody else calls. @throws as `forMove` */
export async function remedyRectificationVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.remedyRectification>,
): Promise<Output<typeof contract.remedyRectification>> {
  const row = await forMove(tx, actor, input, 'remedy')
  await store.markRemedied(tx, row.id, actor.id, input.remedy)
  await store.insertEntry(tx, { id: row.id, kind: 'remedied', by: actor.id, note: input.remedy })
  const not = new Set([...row.workedBy, row.owner?.id, row.personId, actor.id])
  await notify(tx, {
    to: (await callers(tx, row.orgPath)).filter((one) => !not.has(one)),
    textKey: 'satisfaction:notify.verify',
    params: { number: row.number, title: row.title },
    entity: 'rectification',
    entityId: row.id,
    dedupeKey: `satisfaction.verify:${row.id}:${row.version}`,
  })
  return done(tx, actor, row, 'remedy', { state: 'remedied', remedy: input.remedy })
}

/** The second call, by somebody who had no hand in it. @throws as `forMove` */
export async function verifyRectificationVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.verifyRectification>,
): Promise<Output<typeof contract.verifyRectification>> {
  const row = await forMove(tx, actor, input, 'verify')
  const state = afterVerdict[input.verdict]
  const kinds = { right: 'verified', 'not-yet': 'returned', unreached: 'unreached' } as const
  await store.markVerified(tx, row.id, { state, by: actor.id })
  await store.insertEntry(tx, { id: row.id, kind: kinds[input.verdict], by: actor.id, note: input.note })
  if (state === 'done') await cancelTimer(tx, chaseKind, row.id)
  if (state === 'open' && row.owner)
    await notify(tx, {
      to: [row.owner.id],
      textKey: 'satisfaction:notify.returned',
      params: { number: row.number, title: row.title },
      entity: 'rectification',
      entityId: row.id,
      dedupeKey: `satisfaction.returned:${row.id}:${row.version}`,
    })
  await emit(tx, { type: 'satisfaction.verified', entity: 'rectification', entityId: row.id })
  return done(tx, actor, row, 'verify', { state, verdict: input.verdict, note: input.note })
}

/** What is late is chased, again and again until it is done: who is to do it, who calls, and who leads the org. */
export const chaseTimer: TimerHandler = {
  kind: chaseKind,
  run: async (tx, timer) => {
    const everything = { paths: ['/'], personId: null }
    const [row] = await store.selectRectifications(tx, everything, { id: timer.key, lock: true, limit: 1 })
    if (!row || row.state === 'done') return
    await store.markChased(tx, row.id)
    await store.insertEntry(tx, { id: row.id, kind: 'chased', by: null })
    const leader = await leaderOf(tx, row.orgPath)
    await notify(tx, {
      to: [row.owner?.id, leader, ...(await callers(tx, row.orgPath))].filter((one) => one != null),
      textKey: 'satisfaction:notify.late',
      params: { number: row.number, title: row.title },
      entity: 'rectification',
      entityId: row.id,
      dedupeKey: `satisfaction.late:${row.id}:${row.chased}`,
    })
    await audit(tx, systemActor('satisfaction', `timer:${row.id}`), {
      action: 'satisfaction.chase',
      entity: 'rectification',
      entityId: row.id,
      orgId: row.org.id,
      after: { chased: row.chased + 1, dueAt: row.dueAt.toISOString() },
    })
    const dueAt = await workingDaysAfter(tx, await dbNow(tx), chaseEvery)
    await setTimer(tx, { kind: chaseKind, key: row.id, dueAt })
  },
}
