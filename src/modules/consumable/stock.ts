import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeCursor, page } from '#kernel/http/index.ts'
import { accessRecord, type Ledger } from '#kernel/ledger/index.ts'
import { notify } from '#kernel/notify/index.ts'
import { holdersOf, scopeOf, type Actor } from '#kernel/permission/index.ts'
import type { addStockEntry, listLowStock, listStockEntries } from './contract.ts'
import { insertEntry, lockStock, selectEntries, selectLow } from './store/stock.ts'

/** What there is after a movement. Pure. undefined: more would go out than there is */
export function stockAfter(
  stock: number,
  kind: 'in' | 'out' | 'count',
  quantity: number,
): number | undefined {
  const after = kind === 'count' ? quantity : kind === 'in' ? stock + quantity : stock - quantity
  return after < 0 ? undefined : after
}

/**
 * Brings in, gives out or counts. Keepers are told when the reorder point is reached.
 * @throws ledger.not_found (404); consumable.not_enough, consumable.unknown_person (422)
 */
export async function addEntryVerb(
  tx: Tx,
  actor: Actor,
  ledger: Ledger,
  input: Input<typeof addStockEntry>,
): Promise<Output<typeof addStockEntry>> {
  const record = await accessRecord(tx, actor, ledger, input.id, 'consumable.keep')
  const { stock, reorderPoint } = await lockStock(tx, record.id)
  const after = stockAfter(stock, input.kind, input.quantity)
  if (after === undefined)
    throw new AppError('consumable.not_enough', { status: 422, field: 'quantity', params: { stock } })
  const id = await insertEntry(tx, {
    consumableId: record.id,
    kind: input.kind,
    quantity: input.quantity,
    after,
    personId: input.personId ?? null,
    purpose: input.purpose ?? null,
    madeBy: actor.kind === 'person' ? actor.id : null,
  })
  const [entry] = await selectEntries(tx, record.id, { id, limit: 1 })
  await audit(tx, actor, {
    action: 'consumable.entry',
    entity: 'consumable',
    entityId: record.id,
    orgId: record.org.id,
    before: { stock },
    after: { stock: after, kind: input.kind, quantity: input.quantity, purpose: input.purpose ?? null },
  })
  if (reorderPoint !== null && stock > reorderPoint && after <= reorderPoint)
    await notify(tx, {
      to: await holdersOf(tx, { permission: 'consumable.keep' }, record.orgPath),
      textKey: 'consumable:notify.low',
      params: { number: record.number ?? '', name: String(record.values['name']), stock: String(after) },
      entity: 'consumable',
      entityId: record.id,
      dedupeKey: `low ${id}`,
    })
  return entry!
}

/** @throws ledger.not_found (404) */
export async function listEntriesVerb(
  db: Db,
  actor: Actor,
  ledger: Ledger,
  input: Input<typeof listStockEntries>,
): Promise<Output<typeof listStockEntries>> {
  const record = await accessRecord(db, actor, ledger, input.id)
  const before = input.cursor === undefined ? null : String(decodeCursor(input.cursor, 1)[0])
  const rows = await selectEntries(db, record.id, { before, limit: input.limit + 1 })
  return page(rows, input.limit, (row) => [row.id])
}

export async function listLowVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof listLowStock>,
): Promise<Output<typeof listLowStock>> {
  return { items: await selectLow(db, scopeOf(actor, 'consumable.read'), input.limit) }
}
