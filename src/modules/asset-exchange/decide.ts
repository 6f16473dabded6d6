import { transaction, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeNumberCursor, page, problemDocument, say, toAppError } from '#kernel/http/index.ts'
import { findOrg } from '#kernel/org/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { createAsset, updateAsset } from '#modules/asset/index.ts'
import { accessRun, demandState, departmentsAt, leave } from './access.ts'
import type * as contract from './contract.ts'
import { form } from './form-contract.ts'
import { actsOn, financial, settledBy, type Decision } from './lifecycle.ts'
import { rowOf, worderOf } from './present.ts'
import { allClasses, cardOf, type Card } from './store/card.ts'
import { differencesOf, selectRows, settle, type ExchangeRowRow } from './store/row.ts'
import { lockRun, type RunRow } from './store/run.ts'

type Row = Output<typeof contract.decideRow>

/** Rows in the order of the file, those that are only here behind them. @throws asset-exchange.not_found (404) */
export async function listRowsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listExchangeRows>,
): Promise<Output<typeof contract.listExchangeRows>> {
  const { id, cursor, limit, ...filter } = input
  const run = await accessRun(db, actor, id)
  const [rows, words] = await Promise.all([
    selectRows(db, run.id, { ...filter, after: decodeNumberCursor(cursor), limit }),
    worderOf(db, actor),
  ])
  const { items, nextCursor } = page(rows, limit, (row) => [row.seq])
  return { items: items.map((row) => rowOf(actor, run, row, words)), nextCursor }
}

interface Doing {
  id: string
  seq: number
  version: number
  decision: Decision
  reason?: string | undefined
  classId?: string | undefined
}

/** What a decision does beside settling fields. */
interface Done {
  differs: readonly string[]
  open: readonly string[]
  ours: Card | null
  assetId: string | null
  createdId: string | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/**
 * Decides about what is open of a row, as far as it is the actor's: financial values are taken by finance alone, drafts are made by
 * asset keepers, both say what stays different and why.
 * @throws asset-exchange.not_found (404), asset-exchange.not_now (409), asset-exchange.row_stale (412): somebody else has decided
 * meanwhile; asset-exchange.not_yours (403); asset-exchange.reason_needed (422); asset-exchange.ours_changed (409): the ledger is no longer
 * what was compared; what the asset ledger throws
 */
async function decide(tx: Tx, actor: Actor, input: Doing): Promise<{ run: RunRow; row: ExchangeRowRow }> {
  await lockRun(tx, input.id, 'share')
  const run = await accessRun(tx, actor, input.id)
  const [row] = await selectRows(tx, run.id, { seq: input.seq, lock: true, limit: 1 })
  if (!row) throw notFound('asset-exchange')
  demandState(run, 'open')
  if (row.version !== input.version) throw new AppError('asset-exchange.row_stale', { status: 412 })
  const mine = departmentsAt(actor, run.orgPath)
  const { decision } = input
  if (!actsOn(row, mine).includes(decision)) throw new AppError('asset-exchange.not_yours', { status: 403 })
  const reason = input.reason?.trim() || null
  if (reason === null && (decision === 'keep' || decision === 'explain'))
    throw new AppError('asset-exchange.reason_needed', { status: 422, field: 'reason' })
  const fields = settledBy(decision, row.open, mine)
  const done = await carryOut(tx, actor, run, row, decision, fields, { reason, classId: input.classId })
  await settle(tx, {
    ...done,
    ...{ runId: run.id, seq: row.seq, decision, fields, reason },
    by: { id: actor.id, name: actor.name },
  })
  await leave(tx, actor, run, 'decide', {
    ...(done.before ? { before: done.before } : {}),
    after: { row: row.seq, card: row.card, asset: row.assetNumber, decision, fields, reason, ...done.after },
  })
  const [after] = await selectRows(tx, run.id, { seq: row.seq, limit: 1 })
  return { run, row: after! }
}

/** Writes what a decision says into the asset ledger, if anything. */
async function carryOut(
  tx: Tx,
  actor: Actor,
  run: RunRow,
  row: ExchangeRowRow,
  decision: Decision,
  fields: readonly string[],
  more: { reason: string | null; classId: string | undefined },
): Promise<Done> {
  const { assetId, createdId, ours } = row
  const still = row.open.filter((field) => !fields.includes(field))
  if (decision === 'take') return take(tx, actor, run, row, fields, still)
  if (decision === 'create') return create(tx, actor, run, row, more.classId)
  return { differs: row.fields, open: still, ours, assetId, createdId, before: null, after: null }
}

const cause = (actor: Actor, run: RunRow, row: ExchangeRowRow): string =>
  say(actor.locale, 'asset-exchange:told.cause', { number: run.number, card: row.card ?? '' })

async function take(
  tx: Tx,
  actor: Actor,
  run: RunRow,
  row: ExchangeRowRow,
  fields: readonly string[],
  still: readonly string[],
): Promise<Done> {
  const now = await cardOf(tx, row.assetId!)
  // decided was about what stood beside it
  if (!now || fields.some((field) => now.card[field] !== row.ours?.[field]))
    throw new AppError('asset-exchange.ours_changed', { status: 409 })
  const nameOf = (key: string) => form.find((one) => one.key === key)?.field ?? key
  const values = Object.fromEntries(fields.map((key) => [nameOf(key), row.theirs![key]]))
  const reason = cause(actor, run, row)
  await updateAsset(tx, actor, { id: row.assetId!, version: now.version, values, reason })
  const part = (card: Card) => Object.fromEntries(fields.map((key) => [key, card[key] ?? null]))
  return {
    differs: row.fields,
    open: still,
    // the record keeps what was found
    ours: row.ours,
    assetId: row.assetId,
    createdId: row.createdId,
    before: part(now.card),
    after: part(row.theirs!),
  }
}

/** Values of a draft: what is the asset keepers' to write. Who uses it is a name there, and a person here. */
const drafted = ['name', 'model', 'serial', 'measure', 'location'] as const

async function create(
  tx: Tx,
  actor: Actor,
  run: RunRow,
  row: ExchangeRowRow,
  classId: string | undefined,
): Promise<Done> {
  const theirs = row.theirs!
  const assetClass =
    classId ?? (await allClasses(tx)).find((one) => one.code === theirs['class'])?.id ?? undefined
  if (assetClass === undefined)
    throw new AppError('asset-exchange.class_needed', { status: 422, field: 'classId' })
  const org = row.orgId === null ? null : await findOrg(tx, row.orgId)
  const made = await createAsset(tx, actor, {
    orgId: org?.id ?? run.org.id,
    values: {
      assetClass,
      ...Object.fromEntries(
        drafted.flatMap((key) => (theirs[key] === undefined ? [] : [[key, theirs[key]]])),
      ),
      ...(theirs['quantity'] === undefined ? {} : { quantity: Number(theirs['quantity']) }),
      remark: [cause(actor, run, row), theirs['custodian'], theirs['usingOrg']].filter(Boolean).join(' · '),
    },
  })
  const now = await cardOf(tx, made.id)
  // what is finance's to write waits for finance; where the draft differs otherwise, it is a draft
  const owed = (await differencesOf(tx, theirs, now!.card)).filter((field) => financial.includes(field))
  return {
    differs: owed,
    open: owed,
    ours: now!.card,
    assetId: made.id,
    createdId: made.id,
    before: null,
    after: { created: made.number },
  }
}

/** Decides about one row. @throws as `decide` */
export async function decideRowVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.decideRow>,
): Promise<Row> {
  const { run, row } = await decide(tx, actor, input)
  return rowOf(actor, run, row, await worderOf(tx, actor))
}

/** Decides alike about several rows, each in a transaction of its own, and says of each what became of it. */
export async function decideRowsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.decideRows>,
): Promise<Output<typeof contract.decideRows>> {
  const { id, rows, decision, reason } = input
  const run = await accessRun(db, actor, id)
  demandState(run, 'open')
  const outcomes = []
  for (const { seq, version } of rows) {
    try {
      await transaction(db as Parameters<typeof transaction>[0], (tx) =>
        decide(tx, actor, { id, seq, version, decision, reason }),
      )
      outcomes.push({ seq, ok: true, code: null, message: null })
    } catch (error) {
      const problem = toAppError(error)
      // a fault of the program is no outcome of one row
      if (problem.status >= 500) throw error
      const { code, detail, errors } = problemDocument(problem, actor.locale, actor.traceId)
      outcomes.push({ seq, ok: false, code, message: errors[0]?.message || detail })
    }
  }
  return { outcomes }
}
