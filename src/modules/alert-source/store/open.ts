import { sql } from 'kysely'
import type { Tx } from '#kernel/db/index.ts'

/** An alert that a source began and has not ended. */
export interface OpenRow {
  ref: string
  name: string
  severity: string
  labels: Record<string, string>
  labelsHash: string
  groupKey: string | null
  lastAt: Date
  toldAt: Date
  count: number
  resolveAt: Date | null
}

const columns = sql`ref, name, severity, labels, labels_hash as "labelsHash", group_key as "groupKey",
  last_at as "lastAt", told_at as "toldAt", count, resolve_at as "resolveAt"`

/** The open ones of these, locked in one order. */
export async function lockOpen(tx: Tx, sourceId: string, refs: readonly string[]): Promise<OpenRow[]> {
  const { rows } = await sql<OpenRow>`select ${columns} from alert_source_open
    where source_id = ${sourceId} and ref = any(${[...refs]}::text[]) order by ref for update`.execute(tx)
  return rows
}

export async function upsertOpen(tx: Tx, sourceId: string, rows: readonly OpenRow[]): Promise<void> {
  if (rows.length === 0) return
  const sorted = rows.toSorted((a, b) => (a.ref < b.ref ? -1 : 1))
  await sql`insert into alert_source_open (source_id, ref, name, severity, labels, labels_hash, group_key, last_at,
      told_at, count, resolve_at)
    select ${sourceId}, x->>'ref', x->>'name', x->>'severity', x->'labels', x->>'labelsHash', x->>'groupKey',
      (x->>'lastAt')::timestamptz, (x->>'toldAt')::timestamptz, (x->>'count')::bigint, (x->>'resolveAt')::timestamptz
    from jsonb_array_elements(${JSON.stringify(sorted)}::jsonb) x
    on conflict (source_id, ref) do update set name = excluded.name, severity = excluded.severity,
      last_at = excluded.last_at, told_at = excluded.told_at, count = excluded.count,
      resolve_at = excluded.resolve_at`.execute(tx)
}

export async function removeOpen(tx: Tx, sourceId: string, refs: readonly string[]): Promise<void> {
  if (refs.length === 0) return
  await sql`delete from alert_source_open
    where source_id = ${sourceId} and ref = any(${[...refs]}::text[])`.execute(tx)
}

/** Of these label sets, those that something else still holds open. */
export async function stillOpen(
  tx: Tx,
  sourceId: string,
  hashes: readonly string[],
): Promise<ReadonlySet<string>> {
  if (hashes.length === 0) return new Set()
  const { rows } = await sql<{ hash: string }>`select distinct labels_hash as hash from alert_source_open
    where source_id = ${sourceId} and labels_hash = any(${[...hashes]}::text[])`.execute(tx)
  return new Set(rows.map((row) => row.hash))
}

/** How many a source holds open, up to `most`. */
export async function countOpen(tx: Tx, sourceId: string, most: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (
    select from alert_source_open where source_id = ${sourceId} limit ${most}) x`.execute(tx)
  return rows[0]!.n
}

export interface DueRow extends OpenRow {
  sourceId: string
}

/** Takes out what is over by itself; what another process holds is left for the next turn. */
export async function takeDue(tx: Tx, limit: number): Promise<DueRow[]> {
  const { rows } = await sql<DueRow>`with due as (
      select source_id, ref from alert_source_open where resolve_at <= clock_timestamp()
      order by resolve_at limit ${limit} for update skip locked
    )
    delete from alert_source_open x using due d where x.source_id = d.source_id and x.ref = d.ref
    returning x.source_id as "sourceId", x.ref, x.name, x.severity, x.labels, x.labels_hash as "labelsHash",
      x.group_key as "groupKey", x.last_at as "lastAt", x.told_at as "toldAt", x.count, x.resolve_at as "resolveAt"`.execute(
    tx,
  )
  return rows
}

/** Takes out all that a source holds open. */
export async function takeAllOpen(tx: Tx, sourceId: string): Promise<OpenRow[]> {
  const { rows } = await sql<OpenRow>`delete from alert_source_open where source_id = ${sourceId}
    returning ${columns}`.execute(tx)
  return rows
}
