import type { Db, Tx } from '../../db/index.ts'
import { statement } from '../../db/index.ts'
import { send } from './sql.ts'

/** A change of a field, as answered at the time. */
export interface FieldChange {
  field: string
  before: unknown
  after: unknown
}

export interface NewEntry {
  ledger: string
  recordId: string
  byId: string | null
  byName: string
  what:
    'create' | 'edit' | 'move' | 'comment' | 'import' | 'reveal' | 'pending' | 'refused' | 'attach' | 'detach'
  move?: string | null
  from?: string | null
  to?: string | null
  text?: string | null
  changes?: readonly FieldChange[] | null
}

export interface EntryRow {
  id: number
  at: Date
  byId: string | null
  byName: string
  what: string
  move: string | null
  from: string | null
  to: string | null
  text: string | null
  changes: FieldChange[] | null
}

const columns = `id, at, by_id as "byId", by_name as "byName", what, move, from_state as "from", to_state as "to", text, changes`

const insert = statement<EntryRow>(`insert into ledger_entry
    (ledger, record_id, by_id, by_name, what, move, from_state, to_state, text, changes)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${columns}`)

/** Adds a line to the history of a record. */
export async function addEntry(tx: Tx, entry: NewEntry): Promise<EntryRow> {
  const [row] = await insert(tx, [
    entry.ledger,
    entry.recordId,
    entry.byId,
    entry.byName,
    entry.what,
    entry.move ?? null,
    entry.from ?? null,
    entry.to ?? null,
    entry.text ?? null,
    entry.changes ? JSON.stringify(entry.changes) : null,
  ])
  return row!
}

/** The history of a record, the newest first. */
export async function selectEntries(
  db: Db,
  recordId: string,
  window: { before: number | null; limit: number },
): Promise<EntryRow[]> {
  return send(
    db,
    `select ${columns} from ledger_entry where record_id = $1 and ($2::bigint is null or id < $2)
     order by id desc limit $3`,
    [recordId, window.before, window.limit],
  )
}

/** Who did which of the moves last, by record. */
export async function lastMovers(
  db: Db,
  recordIds: readonly string[],
  moves: readonly string[],
): Promise<{ recordId: string; move: string; byId: string | null }[]> {
  return send(
    db,
    `select distinct on (record_id, move) record_id as "recordId", move, by_id as "byId" from ledger_entry
     where record_id = any($1::uuid[]) and what = 'move' and move = any($2::text[]) order by record_id, move, id desc`,
    [[...recordIds], [...moves]],
  )
}

/** As `addEntry`, for many in one statement. */
export async function addEntries(tx: Tx, entries: readonly NewEntry[]): Promise<void> {
  await send(
    tx,
    `insert into ledger_entry (ledger, record_id, by_id, by_name, what, move, from_state, to_state, text, changes)
     select r.ledger, r."recordId", r."byId", r."byName", r.what, r.move, r."from", r."to", r.text, r.changes
     from json_to_recordset($1) as r(ledger text, "recordId" uuid, "byId" uuid, "byName" text, what text, move text,
       "from" text, "to" text, text text, changes jsonb)`,
    [JSON.stringify(entries)],
  )
}
