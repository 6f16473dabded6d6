import { sql } from 'kysely'
import type { Db, Tx } from '../../db/index.ts'
import type { RawEntry } from '../canonical.ts'
import type { Head } from '../heads.ts'

const LOCK = 7239002

/** Where sealing stands: the last seal without its entries. */
export interface SealTip {
  seq: number
  cluster: string
  floor_id: number
  last_xid: string
  last_xid_id: number
  last_id: number
  hash: string
}

export interface SealRow {
  seq: number
  cluster: string
  floor_id: number
  last_xid: string
  last_xid_id: number
  entry_count: number
  first_id: number
  last_id: number
  entry_ids: number[]
  entry_hashes: Buffer
  prev_hash: string
  hash: string
  key_id: string
  signature: string
  sealed_at: Date
}

/** What the database knows of its running transactions; ids at and beyond `xmax` are of another cluster. */
export interface Horizon {
  cluster: string
  xmin: string
  xmax: string
  now: Date
}

export const entryColumns = sql`id, xid::text as xid, (extract(epoch from recorded_at) * 1000000)::bigint::text as recorded_us,
  actor_kind, actor_id, actor_login, action, entity, entity_id, org_id, before::text as before, after::text as after,
  ip::text as ip, trace_id, origin, nonce, mac`

const sealColumns = sql`seq, cluster, floor_id, last_xid::text as last_xid, last_xid_id, entry_count, first_id, last_id,
  entry_ids, entry_hashes, prev_hash, hash, key_id, signature, sealed_at`

/** Makes this session the only sealer until it unlocks or ends; false when another one is at it. */
export async function lockSealing(session: Db): Promise<boolean> {
  const { rows } = await sql<{ ok: boolean }>`select pg_try_advisory_lock(${LOCK}) as ok`.execute(session)
  return rows[0]!.ok
}

export async function unlockSealing(session: Db): Promise<void> {
  await sql`select pg_advisory_unlock(${LOCK})`.execute(session)
}

export async function sealTip(db: Db): Promise<SealTip | undefined> {
  const { rows } =
    await sql<SealTip>`select seq, cluster, floor_id, last_xid::text as last_xid, last_xid_id, last_id, hash
    from audit_seal order by seq desc limit 1`.execute(db)
  return rows[0]
}

export async function horizon(db: Db): Promise<Horizon> {
  const { rows } =
    await sql<Horizon>`select (select system_identifier::text from pg_control_system()) as cluster,
    pg_snapshot_xmin(s)::text as xmin, pg_snapshot_xmax(s)::text as xmax, clock_timestamp() as now
    from pg_current_snapshot() s`.execute(db)
  return rows[0]!
}

/**
 * Entries after the position in sealing order whose transactions are older than every running one. The order names the
 * table: `xid` alone would be the selected text, by which 999 comes after 1000.
 */
export async function entriesToSeal(
  db: Db,
  after: { xid: string; id: number; floorId: number },
  xmin: string,
  limit: number,
): Promise<RawEntry[]> {
  const { rows } = await sql<RawEntry>`select ${entryColumns} from audit_entry
    where (xid, id) > (${after.xid}::xid8, ${after.id}::bigint) and xid < ${xmin}::xid8 and id > ${after.floorId}
    order by audit_entry.xid, id limit ${limit}`.execute(db)
  return rows
}

/** The highest id that came with a restored dump: sealed before, or of a transaction this cluster has not reached. */
export async function foreignFloor(db: Db, lastSealedId: number, xmax: string): Promise<number> {
  const { rows } = await sql<{
    floor: number
  }>`select greatest(${lastSealedId}::bigint, coalesce(max(id), 0)) as floor
    from audit_entry where xid >= ${xmax}::xid8`.execute(db)
  return rows[0]!.floor
}

/** Entries that a former cluster had not sealed yet when its dump was taken. */
export async function foreignEntries(
  db: Db,
  after: { xid: string; id: number; floorId: number },
  at: Horizon,
  floor: number,
): Promise<RawEntry[]> {
  const { rows } = await sql<RawEntry>`select ${entryColumns} from audit_entry
    where (xid, id) > (${after.xid}::xid8, ${after.id}::bigint) and id > ${after.floorId} and id <= ${floor}
      and (xid >= ${at.xmax}::xid8 or xid < ${at.xmin}::xid8)
    order by audit_entry.xid, id`.execute(db)
  return rows
}

export async function insertSeal(tx: Tx, seal: SealRow): Promise<void> {
  await sql`insert into audit_seal (seq, cluster, floor_id, last_xid, last_xid_id, entry_count, first_id, last_id,
      entry_ids, entry_hashes, prev_hash, hash, key_id, signature, sealed_at)
    values (${seal.seq}, ${seal.cluster}, ${seal.floor_id}, ${seal.last_xid}::xid8, ${seal.last_xid_id},
      ${seal.entry_count}, ${seal.first_id}, ${seal.last_id}, ${seal.entry_ids}::bigint[], ${seal.entry_hashes},
      ${seal.prev_hash}, ${seal.hash}, ${seal.key_id}, ${seal.signature}, ${seal.sealed_at})`.execute(tx)
}

/** Seals after `seq`, with their entries. */
export async function readSeals(db: Db, seq: number, limit: number): Promise<SealRow[]> {
  const { rows } =
    await sql<SealRow>`select ${sealColumns} from audit_seal where seq > ${seq} order by seq limit ${limit}`.execute(
      db,
    )
  return rows.map((row) => ({ ...row, entry_ids: row.entry_ids.map(Number) }))
}

/** Heads of seals after `seq`, oldest first. */
export async function readHeadRows(db: Db, seq: number, limit: number): Promise<Head[]> {
  const { rows } =
    await sql<HeadRow>`select seq, hash, entry_count, first_id, last_id, sealed_at, key_id, signature
    from audit_seal where seq > ${seq} order by seq limit ${limit}`.execute(db)
  return rows.map(toHead)
}

/** Heads of seals before `seq` (null: the newest), newest first. */
export async function readHeadPage(db: Db, before: number | null, limit: number): Promise<Head[]> {
  const { rows } =
    await sql<HeadRow>`select seq, hash, entry_count, first_id, last_id, sealed_at, key_id, signature
    from audit_seal where (${before}::bigint is null or seq < ${before}::bigint) order by seq desc limit ${limit}`.execute(
      db,
    )
  return rows.map(toHead)
}

/** Hashes of the named seals, by their number. */
export async function sealHashes(db: Db, seqs: readonly number[]): Promise<Map<number, string>> {
  const { rows } = await sql<{ seq: number; hash: string }>`select seq, hash from audit_seal
    where seq = any(${[...seqs]}::bigint[])`.execute(db)
  return new Map(rows.map((row) => [row.seq, row.hash]))
}

/** Entries after the position in id order, for verification. */
export async function entriesById(
  db: Db,
  after: { id: number; us: string },
  limit: number,
): Promise<RawEntry[]> {
  const { rows } = await sql<RawEntry>`select ${entryColumns} from audit_entry
    where (id, recorded_at) > (${after.id}::bigint, timestamptz 'epoch' + ${after.us}::bigint * interval '1 microsecond')
    order by id, recorded_at limit ${limit}`.execute(db)
  return rows
}

/** Entries that bear the code of an earlier entry: copies. The database looks through all codes (hash, may spill). */
export async function copiedIds(db: Db, limit: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`with twice as (
      select mac, min(id) as first from audit_entry where mac is not null group by mac having count(*) > 1 limit ${limit}
    ) select e.id from audit_entry e join twice using (mac) where e.id <> twice.first order by e.id limit ${limit}`.execute(
    db,
  )
  return rows.map((row) => row.id)
}

interface HeadRow {
  seq: number
  hash: string
  entry_count: number
  first_id: number
  last_id: number
  sealed_at: Date
  key_id: string
  signature: string
}

function toHead(row: HeadRow): Head {
  return {
    seq: row.seq,
    hash: row.hash,
    count: row.entry_count,
    firstId: row.first_id,
    lastId: row.last_id,
    sealedAt: row.sealed_at.toISOString(),
    keyId: row.key_id,
    signature: row.signature,
  }
}
