import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { entryKinds } from '../contract.ts'

export interface StockEntryRow {
  id: string
  kind: (typeof entryKinds)[number]
  quantity: number
  after: number
  person: string | null
  purpose: string | null
  madeAt: Date
  madeBy: string | null
}

/** What there is of an item and when to order again; the row is locked until the transaction ends. */
export async function lockStock(tx: Tx, id: string): Promise<{ stock: number; reorderPoint: number | null }> {
  const { rows } = await sql<{ stock: number; reorderPoint: number | null }>`
    select coalesce(stock, 0)::int as stock, reorder_point::int as "reorderPoint" from consumable where id = ${id} for update`.execute(
    tx,
  )
  return rows[0]!
}

/** Writes a movement and what there is since. @returns its id */
export async function insertEntry(
  tx: Tx,
  entry: Pick<StockEntryRow, 'kind' | 'quantity' | 'after' | 'purpose'> & {
    consumableId: string
    personId: string | null
    madeBy: string | null
  },
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('stock_entry')
    .values({
      id,
      consumable_id: entry.consumableId,
      kind: entry.kind,
      quantity: entry.quantity,
      after: entry.after,
      person_id: entry.personId,
      purpose: entry.purpose,
      made_by: entry.madeBy,
    })
    .execute()
  // the version tells an open form that the record has changed
  await sql`update consumable set stock = ${entry.after}, updated_at = now(), version = version + 1
    where id = ${entry.consumableId}`.execute(tx)
  return id
}

/** Movements of an item, newest first. */
export async function selectEntries(
  db: Db,
  consumableId: string,
  window: { id?: string; before?: string | null; limit: number },
): Promise<StockEntryRow[]> {
  const { rows } = await sql<StockEntryRow>`
    select e.id, e.kind, e.quantity, e.after, p.name as person, e.purpose, e.made_at as "madeAt", m.name as "madeBy"
    from stock_entry e left join person p on p.id = e.person_id left join person m on m.id = e.made_by
    where e.consumable_id = ${consumableId} and (${window.id ?? null}::uuid is null or e.id = ${window.id ?? null})
      and (${window.before ?? null}::uuid is null or e.id < ${window.before ?? null})
    order by e.id desc limit ${window.limit}`.execute(db)
  return rows
}

export interface LowRow {
  id: string
  number: string
  name: string
  measure: string
  stock: number
  reorderPoint: number
}

/** Items below the org paths that are at or below their reorder point, the emptiest first. */
export async function selectLow(db: Db, paths: readonly string[], limit: number): Promise<LowRow[]> {
  const { rows } = await sql<LowRow>`
    select c.id, c.number, c.name, c.measure, coalesce(c.stock, 0)::int as stock, c.reorder_point::int as "reorderPoint"
    from consumable c join org o on o.id = c.org_id
    where c.reorder_point is not null and coalesce(c.stock, 0) <= c.reorder_point
      and exists (select from unnest(${paths}::text[]) p where o.path like p || '%')
    order by coalesce(c.stock, 0) - c.reorder_point, c.number limit ${limit}`.execute(db)
  return rows
}
