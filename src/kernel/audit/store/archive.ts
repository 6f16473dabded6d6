import { sql } from 'kysely'
import type pg from 'pg'
import type { Db, Tx } from '../../db/index.ts'
import type { RawEntry } from '../canonical.ts'
import { entryColumns } from './seal.ts'

export interface ArchiveRow {
  id: string
  before: string
  from_seal: number
  to_seal: number
  entry_count: number
  ranges: number[]
  file_name: string
  file_hash: string
  recorded_at: Date
  key_id: string
  signature: string
}

export async function insertArchive(tx: Tx, a: ArchiveRow): Promise<void> {
  await sql`insert into audit_archive (id, before, from_seal, to_seal, entry_count, ranges, file_name, file_hash,
      recorded_at, key_id, signature)
    values (${a.id}, ${a.before}::date, ${a.from_seal}, ${a.to_seal}, ${a.entry_count}, ${a.ranges}::bigint[],
      ${a.file_name}, ${a.file_hash}, ${a.recorded_at}, ${a.key_id}, ${a.signature})`.execute(tx)
}

/** All archives, oldest first. */
export async function readArchives(db: Db): Promise<ArchiveRow[]> {
  const { rows } =
    await sql<ArchiveRow>`select id, before::text as before, from_seal, to_seal, entry_count, ranges,
      file_name, file_hash, recorded_at, key_id, signature
    from audit_archive order by recorded_at, id`.execute(db)
  return rows.map((row) => ({ ...row, ranges: row.ranges.map(Number) }))
}

/** Monthly partitions of audit_entry that end at or before the day, oldest first. */
export async function partitionsBefore(db: Db, day: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'audit_entry'::regclass and c.relname ~ '^audit_entry_p[0-9]{6}$'
      and (to_date(right(c.relname, 6), 'YYYYMM') + interval '1 month') <= ${day}::date
    order by c.relname`.execute(db)
  return rows.map((row) => row.name)
}

/** How many entries lie in the partitions, and between which ids. */
export async function extentOf(
  db: Db,
  partitions: readonly string[],
): Promise<{ count: number; first: number; last: number }> {
  if (partitions.length === 0) return { count: 0, first: 0, last: 0 }
  const parts = partitions.map((name) => sql`select id from ${sql.table(name)}`)
  const { rows } = await sql<{ count: number; first: number | null; last: number | null }>`
    select count(*) as count, min(id) as first, max(id) as last from (${sql.join(parts, sql` union all `)}) e`.execute(
    db,
  )
  const { count, first, last } = rows[0]!
  return { count: Number(count), first: first ?? 0, last: last ?? 0 }
}

/** Of the ids given the entries that lie in the partitions, by id. */
export async function entriesIn(
  db: Db,
  partitions: readonly string[],
  ids: readonly number[],
): Promise<Map<number, RawEntry>> {
  const { rows } = await sql<RawEntry>`select ${entryColumns} from audit_entry
    where id = any(${[...ids]}::bigint[]) and tableoid = any(${[...partitions]}::regclass[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

/**
 * Drops the partitions if they hold exactly `count` entries: nothing that was not exported goes. Needs the owner's
 * connection. @returns false, and nothing dropped, when they hold another number
 */
export async function dropPartitions(
  owner: pg.ClientBase,
  partitions: readonly string[],
  count: number,
): Promise<boolean> {
  const names = partitions.map((name) => `"${name}"`)
  await owner.query('begin')
  try {
    await owner.query(`lock table ${names.join(', ')} in access exclusive mode`)
    const counts = names.map((name) => `(select count(*) from ${name})`).join(' + ')
    const { rows } = await owner.query<{ n: string }>(`select ${counts} as n`)
    const same = Number(rows[0]!.n) === count
    if (same) await owner.query(`drop table ${names.join(', ')}`)
    await owner.query(same ? 'commit' : 'rollback')
    return same
  } catch (error) {
    await owner.query('rollback')
    throw error
  }
}
