import { dbNow, transaction, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { attachFile, listFiles, openFile, receiveSource, type ReceivedFile } from '#kernel/files/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeIdCursor, decodeNumberCursor, page, say } from '#kernel/http/index.ts'
import type { Download, Upload } from '#kernel/http/index.ts'
import { dayIn, nextNumber } from '#kernel/numbering/index.ts'
import { findOrg, type OrgRow } from '#kernel/org/index.ts'
import { digestOf } from '#kernel/approval/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { accessRun, leave, lockedRun } from './access.ts'
import type * as contract from './contract.ts'
import { departments } from './lifecycle.ts'
import { brief, present, signsFor } from './present.ts'
import { readRun } from './read.ts'
import { orgsBelow } from './store/card.ts'
import { recompareRows, resultRows } from './store/row.ts'
import * as store from './store/run.ts'

type Record_ = Output<typeof contract.getExchange>
type Plain = Parameters<typeof transaction>[0]

/** A file of 200,000 cards is some 40 MiB as text. */
const maxBytes = 64 * 2 ** 20
const types: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

export async function listExchangesVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listExchanges>,
): Promise<Output<typeof contract.listExchanges>> {
  const { limit, cursor, state } = input
  const rows = await store.selectRuns(db, scopeOf(actor, 'asset-exchange.read'), {
    state,
    limit,
    after: decodeIdCursor(cursor),
  })
  const { items, nextCursor } = page(rows, limit, (row) => [row.id])
  return { items: items.map(brief), nextCursor }
}

/** @throws asset-exchange.not_found (404) */
export const getExchangeVerb = (db: Db, actor: Actor, input: { id: string }): Promise<Record_> =>
  present(db, actor, input.id)

/**
 * Compares a file of the bureau's with the assets of a unit and those below it. One file is compared once: sent again it
 * answers the run that it has; refused or interrupted before, it is read again.
 * @throws asset-exchange.unknown_org (422) for an org outside the caller's scope; what `receiveSource` refuses
 */
export async function importExchangeVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.importExchange> & { upload: Upload },
): Promise<Record_> {
  const { upload } = input
  const org = await findOrg(db, input.orgId)
  if (!org || !inScope(actor, 'asset-exchange.run', org.path)) {
    // unread bytes would block the request
    upload.stream.resume()
    throw new AppError('asset-exchange.unknown_org', { status: 422, field: 'orgId' })
  }
  const type = types[upload.fileName.split('.').pop()?.toLowerCase() ?? ''] ?? 'application/octet-stream'
  const file = await receiveSource(upload.stream, { name: upload.fileName || 'file', type, maxBytes })
  const { id, read } = await transaction(db as Plain, (tx) => take(tx, actor, org, file))
  if (read) await readOrTell(db, actor, id)
  return present(db, actor, id)
}

async function take(
  tx: Tx,
  actor: Actor,
  org: OrgRow,
  file: ReceivedFile,
): Promise<{ id: string; read: boolean }> {
  await store.holdFile(tx, org.id, file.sha256)
  const known = await store.findByFile(tx, org.id, file.sha256)
  if (known) {
    const again = known.state === 'refused' || known.state === 'interrupted'
    if (again) await restart(tx, actor, { id: known.id, org })
    return { id: known.id, read: again }
  }
  const number = await nextNumber(tx, 'exchange', 'CZ', dayIn(await dbNow(tx), unitZone()))
  const values = { number, org_id: org.id, file_name: file.name.slice(0, 255), sha256: file.sha256 }
  const id = await store.insertRun(tx, { ...values, created_by: actor.id })
  await attachFile(tx, actor, file, { entity: 'asset-exchange', entityId: id })
  await leave(tx, actor, { id, org }, 'import', {
    after: { number, fileName: file.name, sha256: file.sha256, size: file.size },
  })
  return { id, read: true }
}

async function restart(tx: Tx, actor: Actor, run: { id: string; org: { id: string } }): Promise<void> {
  await store.restartRun(tx, run.id)
  await leave(tx, actor, run, 'retry', { after: { state: 'reading' } })
}

/** Reads the file of a run; where that fails by no fault of the file, the run says that it was interrupted. */
async function readOrTell(db: Db, actor: Actor, id: string): Promise<void> {
  try {
    await readRun(db, actor, id)
  } catch (error) {
    // where that fails as well, the database is gone, and the watch tells it later
    await interrupt(db, actor, id).catch(() => false)
    throw error
  }
}

/** Marks a run whose reading has ended without a result. Whoever reads it now holds its lock, and it is left alone. */
export async function interrupt(db: Db, actor: Actor, id: string): Promise<boolean> {
  return transaction(db as Plain, async (tx) => {
    if (!(await store.holdReading(tx, id, false))) return false
    await store.lockRun(tx, id, 'update')
    const run = await store.runAt(tx, id)
    if (run?.state !== 'reading') return false
    await store.finishRun(tx, id, { state: 'interrupted' })
    await leave(tx, actor, { id, org: { id: run.orgId } }, 'interrupt', {
      before: { state: 'reading' },
      after: { state: 'interrupted' },
    })
    return true
  })
}

/**
 * Reads the kept file once more. @throws asset-exchange.not_found (404), asset-exchange.version_stale (412),
 * asset-exchange.not_now (409)
 */
export async function retryExchangeVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.retryExchange>,
): Promise<Record_> {
  await transaction(db as Plain, async (tx) => {
    const run = await lockedRun(tx, actor, input, 'asset-exchange.run', 'interrupted', 'refused')
    await restart(tx, actor, run)
  })
  await readOrTell(db, actor, input.id)
  return present(db, actor, input.id)
}

/** Compares what is open with the ledger as it is now; what has become equal is settled, and the record says how. */
export async function recompareExchangeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.recompareExchange>,
): Promise<Record_> {
  const run = await lockedRun(tx, actor, input, 'asset-exchange.run', 'open')
  const orgs = await orgsBelow(tx, run.orgPath)
  const by = { id: actor.id, name: actor.name }
  const changed = await recompareRows(
    tx,
    run.id,
    orgs.map((org) => org.id),
    by,
  )
  await store.patchRun(tx, run.id, {})
  await leave(tx, actor, run, 'recompare', { after: { changed } })
  return present(tx, actor, run.id)
}

/** What is signed: the run, its file and every row with its decisions. Equal results have equal digests (SM3, chained). */
async function digestNow(db: Db, run: store.RunRow): Promise<string> {
  const { number, sha256, org, counts } = run
  let digest = digestOf({ number, sha256, org: org.id, counts })
  for (let after = 0; ;) {
    const rows = await resultRows(db, run.id, { after, limit: 2000 })
    if (rows.length === 0) return digest
    digest = digestOf([digest, rows.map((one) => one.row)])
    after = rows.at(-1)!.seq
  }
}

/**
 * A department's signature under the result; with the first no more is decided, the second closes the run for ever.
 * @throws as `lockedRun`; asset-exchange.still_open (409): a row waits for a decision; asset-exchange.signs_not (403): not of that
 * department, or signed already, for this or the other one
 */
export async function signExchangeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.signExchange>,
): Promise<Record_> {
  const run = await lockedRun(tx, actor, input, 'asset-exchange.decide', 'open', 'signing')
  if (run.open.all > 0)
    throw new AppError('asset-exchange.still_open', { status: 409, params: { n: run.open.all } })
  const signatures = await store.signatures.list(tx, run.id)
  if (!signsFor(actor, run, signatures).includes(input.department))
    throw new AppError('asset-exchange.signs_not', { status: 403 })
  const digest = await digestNow(tx, run)
  if (run.digest !== null && run.digest !== digest)
    throw new AppError('asset-exchange.result_changed', { status: 409 })
  const { department, opinion = null } = input
  await store.signatures.add(tx, run.id, { department, personId: actor.id!, digest, opinion })
  const last = signatures.length + 1 === departments.length
  await leave(tx, actor, run, last ? 'close' : 'sign', { after: { department, opinion, digest } })
  await store.patchRun(tx, run.id, { state: last ? 'signed' : 'signing', digest })
  return present(tx, actor, run.id)
}

/** Takes a result back that one department has signed; the audit keeps who had. @throws as `lockedRun` */
export async function returnExchangeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.returnExchange>,
): Promise<Record_> {
  const run = await lockedRun(tx, actor, input, 'asset-exchange.decide', 'signing')
  const signed = (await store.signatures.list(tx, run.id)).map(
    (one) => `${one.department} ${one.person.name}`,
  )
  await store.deleteSignatures(tx, run.id)
  await store.patchRun(tx, run.id, { state: 'open', digest: null })
  await leave(tx, actor, run, 'return', {
    before: { state: run.state, signed, digest: run.digest },
    after: { state: 'open', reason: input.reason },
  })
  return present(tx, actor, run.id)
}

/** Gives a run up; what was decided stays to be read, and its file may be compared anew. @throws as `lockedRun` */
export async function cancelExchangeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.cancelExchange>,
): Promise<Record_> {
  const states = ['refused', 'interrupted', 'open', 'signing'] as const
  const run = await lockedRun(tx, actor, input, 'asset-exchange.run', ...states)
  await store.patchRun(tx, run.id, { state: 'cancelled', cancel_reason: input.reason })
  await leave(tx, actor, run, 'cancel', {
    before: { state: run.state },
    after: { state: 'cancelled', reason: input.reason },
  })
  return present(tx, actor, run.id)
}

/** All that is wrong with a file, in the reader's language. @throws asset-exchange.not_found (404) */
export async function listProblemsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listExchangeProblems>,
): Promise<Output<typeof contract.listExchangeProblems>> {
  const run = await accessRun(db, actor, input.id)
  const after = decodeNumberCursor(input.cursor) ?? 0
  const rows = await store.selectProblems(db, run.id, { after, limit: input.limit })
  const { items, nextCursor } = page(rows, input.limit, (row) => [row.seq])
  return {
    items: items.map(({ seq, line, cell, column, value, code, params }) => ({
      id: String(seq),
      row: line,
      cell,
      column,
      value,
      code: code.replace(/^.*:(problem|error)\./, ''),
      message: say(actor.locale, code, params),
    })),
    nextCursor,
  }
}

/** The file as it came. @throws asset-exchange.not_found (404) */
export async function exchangeFileVerb(db: Db, actor: Actor, input: { id: string }): Promise<Download> {
  const run = await accessRun(db, actor, input.id)
  const [file] = (await listFiles(db, 'asset-exchange', [run.id])).get(run.id) ?? []
  if (!file) throw notFound('asset-exchange')
  return openFile(db, file.id, { entity: 'asset-exchange', entityId: run.id })
}
