import { sql, type Updateable } from 'kysely'
import { newId, type DB, type Db, type Tx } from '#kernel/db/index.ts'
import type { Result, Waiting } from '../lifecycle.ts'

export interface LineRow {
  id: string
  assetId: string | null
  number: string | null
  name: string
  className: string | null
  model: string | null
  serial: string | null
  quantity: number
  location: string | null
  custodian: string | null
  value: string | null
  bookVersion: number | null
  result: Result | null
  countedQuantity: number | null
  countedLocation: string | null
  note: string | null
  countedById: string | null
  countedBy: string | null
  countedAt: Date | null
  rounds: number
  recount: boolean
  explanation: string | null
  explainedById: string | null
  explainedBy: string | null
  decision: 'adjust' | 'leave' | null
  decisionNote: string | null
  decidedBy: string | null
  adjustedAt: Date | null
  version: number
}

/** Takes the book: a line for every asset of the scope. @returns how many */
export async function takeBook(
  tx: Tx,
  s: { id: string; orgPath: string; classPath: string | null },
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with taken as (
      insert into stocktake_line (id, stocktake_id, asset_id, number, name, class_name, model, serial, quantity, location,
        custodian_name, value, book_version)
      select gen_random_uuid(), ${s.id}, b.id, b.number, b.name, b.class_name, b.model, b.serial, b.quantity, b.location,
        b.custodian_name, b.value, b.version
      from asset_book b
      where b.org_path like ${s.orgPath} || '%'
        and (${s.classPath}::text is null or b.class_path like ${s.classPath}::text || '%')
      returning 1
    ) select count(*)::int as n from taken`.execute(tx)
  return rows[0]!.n
}

const columns = sql`l.id, l.asset_id as "assetId", l.number, l.name, l.class_name as "className", l.model, l.serial, l.quantity,
  l.location, l.custodian_name as custodian, l.value, l.book_version as "bookVersion", l.result,
  l.counted_quantity as "countedQuantity", l.counted_location as "countedLocation", l.counted_note as note,
  l.counted_by as "countedById", c.name as "countedBy", l.counted_at as "countedAt", l.rounds, l.recount, l.explanation,
  l.explained_by as "explainedById", e.name as "explainedBy", l.decision, l.decision_note as "decisionNote",
  d.name as "decidedBy", l.adjusted_at as "adjustedAt", l.version`
const from = sql`from stocktake_line l left join person c on c.id = l.counted_by
  left join person e on e.id = l.explained_by left join person d on d.id = l.decided_by`

const waitsFor: Record<keyof Waiting, ReturnType<typeof sql>> = {
  count: sql`l.result is null`,
  recount: sql`l.result is not null and l.recount`,
  explanation: sql`l.result <> 'found' and not l.recount and l.explanation is null`,
  decision: sql`l.result <> 'found' and not l.recount and l.explanation is not null and l.decision is null`,
  adjustment: sql`l.result <> 'found' and not l.recount and l.decision = 'adjust' and l.adjusted_at is null`,
}

/** Lines of a stocktake in the order in which they are kept; `limit` + 1 of them. */
export async function selectLines(
  db: Db,
  stocktakeId: string,
  f: {
    id?: string
    lock?: boolean
    numbers?: readonly string[]
    q?: string | undefined
    result?: Result | 'none' | 'difference' | undefined
    waits?: keyof Waiting | undefined
    after?: string | undefined
    limit: number
  },
): Promise<LineRow[]> {
  if (f.lock) await sql`select from stocktake_line where id = ${f.id} for update`.execute(db)
  const where = [sql`l.stocktake_id = ${stocktakeId}`]
  if (f.id) where.push(sql`l.id = ${f.id}`)
  if (f.numbers) where.push(sql`l.number = any(${f.numbers}::text[])`)
  if (f.q) {
    const like = `%${f.q.replace(/[\\%_]/g, '\\$&')}%`
    where.push(
      sql`(l.number ilike ${like} or l.name ilike ${like} or l.serial ilike ${like} or l.location ilike ${like}
        or l.custodian_name ilike ${like})`,
    )
  }
  if (f.result === 'none') where.push(sql`l.result is null`)
  else if (f.result === 'difference') where.push(sql`l.result <> 'found'`)
  else if (f.result) where.push(sql`l.result = ${f.result}`)
  if (f.waits) where.push(sql`${waitsFor[f.waits]}`)
  if (f.after) where.push(sql`l.id > ${f.after}::uuid`)
  const { rows } = await sql<LineRow>`select ${columns} ${from} where ${sql.join(where, sql` and `)}
    order by l.id limit ${f.limit + 1}`.execute(db)
  return rows
}

export async function insertSurplus(
  tx: Tx,
  row: {
    stocktakeId: string
    name: string
    model: string | null
    serial: string | null
    quantity: number
    location: string
    note: string | null
    by: string
  },
): Promise<string> {
  const id = newId()
  await sql`insert into stocktake_line (id, stocktake_id, name, model, serial, quantity, result, counted_quantity,
      counted_location, counted_note, counted_by, counted_at, rounds)
    values (${id}, ${row.stocktakeId}, ${row.name}, ${row.model}, ${row.serial}, 0, 'surplus', ${row.quantity},
      ${row.location}, ${row.note}, ${row.by}, now(), 1)`.execute(tx)
  return id
}

/** Changes a line and its version. */
export async function patchLine(tx: Tx, id: string, patch: Updateable<DB['stocktake_line']>): Promise<void> {
  await tx
    .updateTable('stocktake_line')
    .set(patch)
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

export interface Count {
  lineId: string
  result: Result
  quantity: number | null
  location: string | null
  note: string | null
  via: 'phone' | 'sheet' | 'hand'
  by: string
}

/**
 * Writes a count into its line and the log; what was explained or decided of an earlier count no longer holds.
 */
export async function writeCount(tx: Tx, count: Count): Promise<void> {
  await sql`with counted as (
      update stocktake_line set result = ${count.result}, counted_quantity = ${count.quantity},
        counted_location = ${count.location}, counted_note = ${count.note}, counted_by = ${count.by}, counted_at = now(),
        rounds = rounds + 1, recount = false, explanation = null, explained_by = null, decision = null, decision_note = null,
        decided_by = null, decided_at = null, version = version + 1
      where id = ${count.lineId} returning id, rounds
    )
    insert into stocktake_count (line_id, round, result, quantity, location, note, via, counted_by)
    select id, rounds, ${count.result}, ${count.quantity}, ${count.location}, ${count.note}, ${count.via}, ${count.by}
    from counted`.execute(tx)
}

export async function logSurplus(
  tx: Tx,
  lineId: string,
  count: Omit<Count, 'lineId' | 'result'>,
): Promise<void> {
  await sql`insert into stocktake_count (line_id, round, result, quantity, location, note, via, counted_by)
    values (${lineId}, 1, 'surplus', ${count.quantity}, ${count.location}, ${count.note}, ${count.via}, ${count.by})`.execute(
    tx,
  )
}

/** Ends the counting: what nobody counted is missing. @returns how many lines */
export async function missTheRest(tx: Tx, stocktakeId: string, by: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`with missed as (
      update stocktake_line set result = 'missing', counted_by = ${by}, counted_at = now(), rounds = rounds + 1,
        version = version + 1
      where stocktake_id = ${stocktakeId} and result is null returning id, rounds
    ), logged as (
      insert into stocktake_count (line_id, round, result, via, counted_by)
      select id, rounds, 'missing', 'hand', ${by} from missed
    ) select count(*)::int as n from missed`.execute(tx)
  return rows[0]!.n
}

/** What is signed: every line as it stands, in one order. */
export async function resultOf(db: Db, stocktakeId: string): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<{ line: Record<string, unknown> }>`
    select jsonb_build_object('number', l.number, 'name', l.name, 'quantity', l.quantity, 'location', l.location,
      'value', l.value, 'result', l.result, 'countedQuantity', l.counted_quantity, 'countedLocation', l.counted_location,
      'explanation', l.explanation, 'decision', l.decision) as line
    from stocktake_line l where l.stocktake_id = ${stocktakeId} order by l.id`.execute(db)
  return rows.map((one) => one.line)
}

/** The version that the ledger has of an asset now; undefined when it is no longer on the book. */
export async function bookOf(
  db: Db,
  assetId: string,
): Promise<{ version: number; state: string } | undefined> {
  const { rows } = await sql<{ version: number; state: string }>`
    select version, state from asset_book where id = ${assetId}`.execute(db)
  return rows[0]
}
