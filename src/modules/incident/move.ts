import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { explainClocks, handOver } from '#modules/sla/index.ts'
import { addTimeline, updateTicket, watchersOf, type TicketPatch } from '#modules/ticket/index.ts'
import { lockIncident } from './access.ts'
import type { IncidentRecord } from './contract.ts'
import { readNearestDue } from './due.ts'
import { isOpen, nextState } from './lifecycle.ts'
import { momentOf, type Moment } from './moment.ts'
import { present } from './present.ts'
import { repeatsNoMore, restartClocks } from './repeat.ts'
import { stayOf } from './stays.ts'
import { readIncident, type IncidentRow } from './store/read.ts'
import { updateIncident, type IncidentPatch } from './store/write.ts'
import { tell } from './tell.ts'
import type { Move, State } from './words.ts'

export interface MoveInput {
  id: string
  version: number
  occurredAt?: string | undefined
}

/** What is peculiar to one move; the rest is the same for all. */
export interface Change {
  /** state to go to, where it is not the one the lifecycle gives */
  to?: State
  ticket?: TicketPatch
  incident?: IncidentPatch
  /** reason or note, shown in the timeline */
  body?: string
  data?: Record<string, unknown>
  /** whether the requester sees the timeline entry */
  public: boolean
  /** what the rest of the program is told */
  what: string
  to_notify?: (string | null | undefined)[]
  params?: Record<string, string | number>
  event?: Record<string, unknown>
}

export type Plan = (row: IncidentRow, moment: Moment) => Promise<Change> | Change
/** Clocks and other consequences, after the row has changed. */
export type Effects = (row: IncidentRow, moment: Moment) => Promise<unknown>

/**
 * Makes one move of the lifecycle: access, lock and version, legality, the change, clocks, timeline, audit, events.
 * @throws incident.not_found, incident.not_allowed, incident.version_stale, incident.illegal_move
 */
export async function makeMove(
  tx: Tx,
  actor: Actor,
  input: MoveInput,
  move: Move,
  plan: Plan,
  effects?: Effects,
): Promise<IncidentRecord> {
  await moveOnly(tx, actor, input, move, plan, effects)
  const [after, clocks] = await Promise.all([
    readIncident(tx, input.id, actor.id),
    // a replay of history reads no explanations
    actor.origin === 'import' ? [] : explainClocks(tx, input.id, actor.locale),
  ])
  return present(actor, after!, clocks)
}

/** As `makeMove`, without reading the record back. */
export async function moveOnly(
  tx: Tx,
  actor: Actor,
  input: MoveInput,
  move: Move,
  plan: Plan,
  effects?: Effects,
): Promise<void> {
  const [row, now] = await Promise.all([lockIncident(tx, actor, input.id, move, input.version), dbNow(tx)])
  const legal = nextState({ state: row.state, atWork: row.owner !== null && row.respondedAt !== null }, move)
  const moment = momentOf(actor, input.occurredAt, now, row.occurredAt)
  const change = await plan(row, moment)
  const to = change.to ?? legal
  const alone = repeatsNoMore(row, to)
  await Promise.all([updateIncident(tx, row.id, change.incident ?? {}), effects?.(row, moment)])
  if (alone) await restartClocks(tx, actor, row, moment.countsAt)
  if (moment.origin === 'live') await handOn(tx, row, { move, to, alone, change, at: moment.countsAt })
  const patch: TicketPatch = {
    ...change.ticket,
    ...(alone ? { duplicate_of_id: null } : {}),
    state: to,
    open: isOpen(to),
    // due times of history are long past and belong into no queue
    due_at: moment.origin === 'import' ? null : await readNearestDue(tx, row.id),
  }
  if (!(await updateTicket(tx, row.id, row.version, patch)))
    throw new AppError('incident.version_stale', { status: 412, params: { version: row.version } })
  const of = row.duplicateOf
  const data = alone && of ? { ...change.data, repeated: { id: of.id, number: of.number } } : change.data
  await record(tx, actor, row, move, to, data === undefined ? change : { ...change, data }, moment)
}

/** The group that works on it, if one does: who has what is over, or repeats another one, does not. */
function holder(state: State, repeats: boolean, groupId: string | null): string | null {
  return isOpen(state) && !repeats ? groupId : null
}

/** Another group has it now, or none: the stay of the one ends, that of the other begins. */
async function handOn(
  tx: Tx,
  row: IncidentRow,
  { move, to, alone, change, at }: { move: Move; to: State; alone: boolean; change: Change; at: Date },
): Promise<void> {
  const had = row.group?.id ?? null
  const has = change.ticket?.group_id === undefined ? had : change.ticket.group_id
  const from = holder(row.state, row.duplicateOf !== null, had)
  const next = holder(to, row.duplicateOf !== null && !alone, has)
  if (from !== next) await handOver(tx, { ...stayOf(row), from, to: next, move, at })
}

async function record(
  tx: Tx,
  actor: Actor,
  row: IncidentRow,
  move: Move,
  to: State,
  change: Change,
  moment: Moment,
): Promise<void> {
  const story = addTimeline(tx, {
    ticketId: row.id,
    kind: 'move',
    public: change.public,
    actorId: actor.id,
    actorName: actor.name,
    body: change.body ?? '',
    data: { move, from: row.state, to, ...change.data },
    occurredAt: moment.occurredAt,
    origin: moment.origin,
  })
  const trace = audit(tx, actor, {
    action: `incident.${move}`,
    entity: 'incident',
    entityId: row.id,
    orgId: row.org.id,
    origin: moment.origin,
    before: {
      state: row.state,
      ownerId: row.owner?.id ?? null,
      groupId: row.group?.id ?? null,
      version: row.version,
    },
    after: { state: to, ...change.data, version: row.version + 1 },
  })
  await Promise.all([story, trace])
  if (moment.origin === 'import') return
  await tell(tx, actor, {
    what: change.what,
    incident: { ...row, version: row.version + 1 },
    to: [...(change.to_notify ?? []), ...(change.public ? await watchersOf(tx, row.id) : [])],
    ...(change.event ? { data: change.event } : {}),
    ...(change.params ? { params: change.params } : {}),
  })
}
