import type { Db, Tx } from '../../db/index.ts'
import { send } from './sql.ts'

/** A move that waits for its approval. */
export interface PendingRow {
  recordId: string
  ledger: string
  move: string
  approvalId: string
  values: Record<string, unknown>
  reason: string | null
  byId: string | null
}

export async function insertPending(tx: Tx, row: PendingRow): Promise<void> {
  await send(
    tx,
    `insert into ledger_pending (record_id, ledger, move, approval_id, values, reason, by_id)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [row.recordId, row.ledger, row.move, row.approvalId, JSON.stringify(row.values), row.reason, row.byId],
  )
}

export async function findPending(db: Db, recordId: string, lock = false): Promise<PendingRow | undefined> {
  const [row] = await send<PendingRow>(
    db,
    `select record_id as "recordId", ledger, move, approval_id as "approvalId", values, reason, by_id as "byId"
     from ledger_pending where record_id = $1 ${lock ? 'for update' : ''}`,
    [recordId],
  )
  return row
}

export async function deletePending(tx: Tx, recordId: string): Promise<void> {
  await send(tx, 'delete from ledger_pending where record_id = $1', [recordId])
}
