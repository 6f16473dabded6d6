import type { Kysely } from 'kysely'
import { dbNow, transaction, type DB, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { JobContext } from '#kernel/manifest.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { applyChanges, applyOccurrences } from './apply.ts'
import { beganAnew, endedNow } from './again.ts'
import { parseIntake, PoisonBody, type IntakeRow, type Occurrence } from './parse.ts'
import { markFailed, markProcessed, takeIntakes, waitingIds } from './store/intake.ts'
import { insertEvents } from './store/events.ts'
import { markPlaced, recoveredRows, releaseDue, releasedRows, unansweredRows } from './store/silenced.ts'

/** One transaction's worth: bounds its length, and with it how long anybody waits for a ticket's lock. */
const batch = { maxRows: 500, maxAlerts: 5000 }
/** A turn gives way after so long, so that the loop's owner can stop or be stopped. */
const turnMs = 20_000

/** Periodic job: processes what waits, in the order it was stored, until nothing does. One process at a time. */
export async function processAlerts(context: Pick<JobContext, 'db' | 'log'>): Promise<void> {
  const until = Date.now() + turnMs
  while (Date.now() < until && (await processBatch(context)) > 0);
  while (Date.now() < until && (await placeReleased(context.db)) > 0);
  while (Date.now() < until && (await recoverSilent(context.db)) > 0);
  while (Date.now() < until && (await openUnanswered(context.db)) > 0);
}

/** What was kept quiet, is so no longer, and still fires, comes to an incident as if it began now. */
async function placeReleased(db: Kysely<DB>): Promise<number> {
  return transaction(db, async (tx) => {
    await releaseDue(tx, batch.maxAlerts)
    const rows = await releasedRows(tx, batch.maxAlerts)
    if (rows.length === 0) return 0
    // what flapped and has recovered is told to its incident only now
    const news = rows.filter((row) => row.status === 'firing' || row.flapped)
    const changes = news.map((row) => (row.status === 'firing' ? beganAnew(row) : endedNow(row, row.endsAt)))
    const pasts = new Map(news.map(({ id, waited }) => [id, { waited }]))
    const placed = changes.length > 0 ? await applyChanges(tx, changes, pasts) : []
    const tickets = new Map(placed.map((alert) => [alert.id, alert.ticketId]))
    await markPlaced(
      tx,
      rows.map(({ id }) => ({ alertId: id, ticketId: tickets.get(id) ?? null })),
    )
    return rows.length
  })
}

/** What a rule says is over when nothing was heard of it for so long. */
async function recoverSilent(db: Kysely<DB>): Promise<number> {
  return transaction(db, async (tx) => {
    const rows = await recoveredRows(tx, batch.maxAlerts)
    if (rows.length === 0) return 0
    const now = await dbNow(tx)
    await applyChanges(
      tx,
      rows.map((row) => endedNow(row, now)),
    )
    await insertEvents(
      tx,
      systemActor('alert'),
      rows.map((row) => ({ alertId: row.id, kind: 'recovered-by-rule' as const })),
    )
    return rows.length
  })
}

/**
 * What nobody has acknowledged in time comes to the incident that its rule wants, or to the open one of its group. The
 * rows are locked until then: whoever acknowledges one at this moment is either before us or finds the incident.
 * @returns how many alerts were due
 */
async function openUnanswered(db: Kysely<DB>): Promise<number> {
  return transaction(db, async (tx) => {
    const rows = await unansweredRows(tx, batch.maxAlerts)
    if (rows.length === 0) return 0
    // a rule that delays has had its turn, too: it must not take away what people were given
    const pasts = new Map(rows.map(({ id }) => [id, { waited: true, unanswered: true } as const]))
    const placed = await applyChanges(tx, rows.map(beganAnew), pasts)
    const opened = placed.filter((alert) => alert.ticketId)
    await insertEvents(
      tx,
      systemActor('alert'),
      opened.map(({ id }) => ({ alertId: id, kind: 'unanswered' as const })),
    )
    return rows.length
  })
}

/** @returns how many POSTs were taken; a batch that fails is taken apart, so that a bad POST stops no other */
async function processBatch({ db, log }: Pick<JobContext, 'db' | 'log'>): Promise<number> {
  try {
    return await processIn(db)
  } catch (error) {
    if (!isBlamable(error)) throw error
    const ids = await waitingIds(db, batch.maxRows)
    for (const id of ids) await processAlone(db, id, log)
    return ids.length
  }
}

async function processIn(db: Kysely<DB>, ids?: readonly number[]): Promise<number> {
  return transaction(db, async (tx) => {
    const rows = await takeIntakes(tx, batch, ids)
    if (rows.length > 0) await processRows(tx, rows)
    return rows.length
  })
}

async function processAlone(db: Kysely<DB>, id: number, log: JobContext['log']): Promise<void> {
  try {
    await processIn(db, [id])
  } catch (error) {
    if (!isBlamable(error)) throw error
    await markFailed(db, id, reasonOf(error))
    log('alert: a POST could not be processed', { intakeId: id, error: reasonOf(error) })
  }
}

const reasonOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error))

/** Whether the data may be to blame. A database that is gone or busy is not the fault of any alert: the turn is repeated. */
function isBlamable(error: unknown): boolean {
  if (error instanceof AppError) return error.status !== 412 && error.status < 500
  const { code } = error as { code?: string }
  if (code !== undefined) return !/^(08|53|57|40|55|58|XX|E[A-Z]+)/.test(code)
  return !/connection|timeout/i.test(String(error))
}

/** Everything that a batch of POSTs does, in the transaction that also marks them done. */
async function processRows(tx: Tx, rows: readonly IntakeRow[]): Promise<void> {
  const occurrences: Occurrence[] = []
  for (const row of rows)
    try {
      occurrences.push(...parseIntake(row))
    } catch (error) {
      if (!(error instanceof PoisonBody)) throw error
      await markFailed(tx, row.id, error.message)
    }
  if (occurrences.length > 0) await applyOccurrences(tx, occurrences)
  await markProcessed(
    tx,
    rows.map((r) => r.id),
  )
}
