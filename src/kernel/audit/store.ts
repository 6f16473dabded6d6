import { insertRows, type Tx } from '../db/index.ts'

export interface NewEntry {
  actor_kind: string
  actor_id: string | null
  actor_login: string
  action: string
  entity: string
  entity_id: string
  org_id: string | null
  before: string | null
  after: string | null
  ip: string | null
  trace_id: string | null
  origin: 'live' | 'import'
  nonce: string | null
  mac: string | null
}

export async function insertEntries(tx: Tx, entries: readonly NewEntry[]): Promise<void> {
  await insertRows(tx, 'audit_entry', entries)
}
