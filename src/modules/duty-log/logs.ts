import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeIdCursor, page } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import { isEmpty } from './lifecycle.ts'
import { abilitiesOf, accessLog, demandVersion, logFor, visibleLogs } from './policy.ts'
import { fillIn } from './prefill.ts'
import { endWatch, tellDispute, tellNext } from './shifts.ts'
import * as store from './store/log.ts'

type Log = Output<typeof contract.getLog>
type Line = Output<typeof contract.addLine>

export function brief(row: store.LogRow): Output<typeof contract.listLogs>['items'][number] {
  const { id, team, org, day, shift, startsAt, endsAt, state, missed, people } = row
  const { signedBy, signedAt, takenBy, takenAt, lines, unfinished, version } = row
  return {
    ...{ id, team, org, day, shift, startsAt, endsAt, state, missed, people },
    ...{ signedBy, signedAt, takenBy, takenAt, lines, unfinished, version },
  }
}

const presentLine = ({ logId: _log, ...line }: store.LineRow): Line => line

/** Logs the caller sees, the newest first. */
export async function listLogsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listLogs>,
): Promise<Output<typeof contract.listLogs>> {
  const { limit, cursor, ...filter } = input
  const rows = await store.selectLogs(db, visibleLogs(actor), {
    ...filter,
    limit,
    after: decodeIdCursor(cursor),
  })
  const { items, nextCursor } = page(rows, limit, (row) => [row.id])
  return { items: items.map(brief), nextCursor }
}

/** What waits for the caller: to be written and signed, or to be taken over. */
export async function myLogVerb(db: Db, actor: Actor): Promise<Output<typeof contract.myLog>> {
  return { items: (await store.selectWaiting(db, actor.id!)).map(brief) }
}

/** @throws duty-log.not_found (404) */
export async function getLogVerb(db: Db, actor: Actor, { id }: { id: string }): Promise<Log> {
  const row = await accessLog(db, actor, id)
  const { summary, next } = row
  return {
    ...brief(row),
    ...{ summary, next },
    lines: (await store.selectLines(db, id)).map(presentLine),
    abilities: abilitiesOf(actor, row) as Log['abilities'],
  }
}

async function leave(
  tx: Tx,
  actor: Actor,
  log: store.LogRow,
  action: string,
  data: { before?: Record<string, unknown>; after: Record<string, unknown> },
): Promise<void> {
  await audit(tx, actor, {
    action: `duty-log.${action}`,
    entity: 'duty-log',
    entityId: log.id,
    orgId: log.org.id,
    ...data,
  })
  await emit(tx, { type: `duty-log.${action}`, entity: 'duty-log', entityId: log.id })
}

/** Fills in what happened since the shift began and is not in the log yet. @throws see `logFor` */
export async function prefillLogVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.prefillLog>,
): Promise<Log> {
  const log = await logFor(tx, actor, input, 'write')
  const added = await fillIn(tx, actor, log)
  await store.touchLog(tx, log.id)
  await leave(tx, actor, log, 'prefill', { after: { added } })
  return getLogVerb(tx, actor, log)
}

/** @throws see `logFor`; duty-log.not_in_shift (422): it says it happened at another time */
export async function addLineVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.addLine>,
): Promise<Line> {
  const log = await logFor(tx, actor, { id: input.id }, 'write')
  const now = await dbNow(tx)
  const occurredAt = input.occurredAt ? new Date(input.occurredAt) : now
  if (input.occurredAt && (occurredAt < log.startsAt || occurredAt > now))
    throw new AppError('duty-log.not_in_shift', { status: 422, field: 'occurredAt' })
  const { kind, text } = input
  const [id] = await store.insertLines(tx, log.id, actor.id, [{ kind, text, source: 'hand', occurredAt }])
  await store.touchLog(tx, log.id)
  await leave(tx, actor, log, 'add-line', { after: { kind, text } })
  return presentLine((await store.selectLines(tx, log.id, id))[0]!)
}

async function lineOf(
  tx: Tx,
  log: store.LogRow,
  at: { lineId: string; version: number },
): Promise<store.LineRow> {
  const [line] = await store.selectLines(tx, log.id, at.lineId)
  if (!line) throw notFound('duty-log')
  demandVersion(line, at.version)
  return line
}

/** @throws see `logFor` */
export async function editLineVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editLine>,
): Promise<Line> {
  const log = await logFor(tx, actor, { id: input.id }, 'write')
  const line = await lineOf(tx, log, input)
  const { kind, text } = input
  await store.updateLine(tx, line.id, { kind, text, by: actor.id })
  await store.touchLog(tx, log.id)
  await leave(tx, actor, log, 'edit-line', {
    before: { kind: line.kind, text: line.text },
    after: { kind, text },
  })
  return presentLine((await store.selectLines(tx, log.id, line.id))[0]!)
}

/** What the shift before left unfinished stays. @throws see `logFor`; duty-log.carried_stays (409) */
export async function removeLineVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.removeLine>,
): Promise<Output<typeof contract.removeLine>> {
  const log = await logFor(tx, actor, { id: input.id }, 'write')
  const line = await lineOf(tx, log, input)
  if (line.source === 'carried') throw new AppError('duty-log.carried_stays', { status: 409 })
  await store.deleteLine(tx, line.id)
  await store.touchLog(tx, log.id)
  await leave(tx, actor, log, 'remove-line', {
    before: { kind: line.kind, text: line.text },
    after: { removed: true },
  })
  return { id: line.id }
}

/** @throws see `logFor`; duty-log.empty (422): be it that nothing happened, it must be said */
export async function signLogVerb(tx: Tx, actor: Actor, input: Input<typeof contract.signLog>): Promise<Log> {
  const log = await logFor(tx, actor, input, 'sign')
  const summary = input.summary || null
  if (isEmpty(summary, log.lines)) throw new AppError('duty-log.empty', { status: 422, field: 'summary' })
  await store.signRow(tx, log.id, actor.id!, summary)
  await endWatch(tx, log.id)
  await leave(tx, actor, log, 'sign', {
    after: { summary, lines: log.lines, unfinished: log.unfinished, late: log.missed },
  })
  await tellNext(tx, log)
  return getLogVerb(tx, actor, log)
}

/**
 * Takes over from a signed log: each unfinished line is accepted or disputed, by somebody else than who signed. What is
 * accepted goes on in the log of the shift that runs, and so does what is disputed: it is not done either way.
 * @throws see `logFor`; duty-log.each_line (422): one is missing, or is none of the unfinished; duty-log.note_needed (422)
 */
export async function takeOverVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.takeOver>,
): Promise<Log> {
  const log = await logFor(tx, actor, input, 'take-over')
  const unfinished = (await store.selectLines(tx, log.id)).filter((one) => one.kind === 'unfinished')
  const said = new Map(input.lines.map((one) => [one.id, one]))
  if (
    said.size !== input.lines.length ||
    said.size !== unfinished.length ||
    unfinished.some((one) => !said.has(one.id))
  )
    throw new AppError('duty-log.each_line', {
      status: 422,
      field: 'lines',
      params: { n: unfinished.length },
    })
  const disputed = input.lines.filter((one) => one.decision === 'disputed')
  if (disputed.some((one) => !one.note))
    throw new AppError('duty-log.note_needed', { status: 422, field: 'lines' })
  for (const one of input.lines)
    await store.decideLine(tx, one.id, { decision: one.decision, note: one.note || null })
  await carryOn(tx, log, unfinished)
  await store.takeRow(tx, log.id, actor.id!)
  await leave(tx, actor, log, 'take-over', {
    after: { accepted: input.lines.length - disputed.length, disputed: disputed.length },
  })
  if (disputed.length > 0) await tellDispute(tx, log)
  return getLogVerb(tx, actor, log)
}

async function carryOn(tx: Tx, log: store.LogRow, lines: readonly store.LineRow[]): Promise<void> {
  const next = await store.followingLog(tx, log)
  if (!next || lines.length === 0) return
  await store.carryLines(tx, next, lines)
  await store.touchLog(tx, next)
}
