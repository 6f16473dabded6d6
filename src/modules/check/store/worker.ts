import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { ThresholdValue } from '../contract.ts'
import type { ActiveKind } from '../words.ts'

/** Shares of the work: `monitor_check.shard` is the number modulo this (0900). */
export const shards = 64

export interface Beat {
  /** of the database */
  now: Date
  /** counts up with every change of definitions */
  version: number
  /** workers that live, this one among them */
  workers: number
  /** shares of this worker, with the epoch under which it holds them */
  mine: { shard: number; epoch: number }[]
  /** shares that nobody who lives holds */
  free: number
}

/** Says that a worker lives, and reads all that it must know. @param ttlMs after which one that is silent is dead */
export async function beat(db: Db, id: string, name: string, ttlMs: number): Promise<Beat> {
  const { rows } = await sql<Beat>`
    with me as (
      insert into monitor_worker (id, name) values (${id}::uuid, ${name})
      on conflict (id) do update set beat_at = clock_timestamp() returning id
    ), alive as (
      select id from monitor_worker where beat_at > clock_timestamp() - ${ttlMs} * interval '1 millisecond'
      union select id from me
    )
    select clock_timestamp() as now, (select version from config_version where name = 'check') as version,
      (select count(*)::int from alive) as workers,
      (select coalesce(json_agg(json_build_object('shard', shard, 'epoch', epoch)), '[]') from monitor_lease
        where worker_id = ${id}::uuid) as mine,
      (select count(*)::int from monitor_lease l where not exists (select from alive where alive.id = l.worker_id)) as free`.execute(
    db,
  )
  return rows[0]!
}

/** Takes shares that nobody who lives holds, at most so many, under a new epoch. */
export async function takeShards(
  db: Db,
  id: string,
  most: number,
  ttlMs: number,
): Promise<{ shard: number; epoch: number }[]> {
  const { rows } = await sql<{ shard: number; epoch: number }>`
    update monitor_lease set worker_id = ${id}::uuid, epoch = epoch + 1
    where shard in (select shard from monitor_lease l where not exists (select from monitor_worker w
        where w.id = l.worker_id and w.beat_at > clock_timestamp() - ${ttlMs} * interval '1 millisecond')
      order by shard limit ${most} for update skip locked)
    returning shard, epoch`.execute(db)
  return rows
}

/** Gives shares back. */
export async function giveShards(db: Db, id: string, given: readonly number[]): Promise<void> {
  await sql`update monitor_lease set worker_id = null
    where worker_id = ${id}::uuid and shard = any(${[...given]}::smallint[])`.execute(db)
}

/** Signs a worker off, and forgets those that died long ago. */
export async function signOff(db: Db, id: string): Promise<void> {
  await sql`update monitor_lease set worker_id = null where worker_id = ${id}::uuid`.execute(db)
  await sql`delete from monitor_worker where id = ${id}::uuid or beat_at < now() - interval '1 hour'`.execute(
    db,
  )
}

/**
 * The shares that the worker still holds, kept for it until the transaction ends: nobody takes one over meanwhile, and
 * what was found under an older epoch is not written.
 */
export async function holdShards(
  tx: Tx,
  id: string,
  wanted: readonly number[],
): Promise<Map<number, number>> {
  const { rows } = await sql<{ shard: number; epoch: number }>`select shard, epoch from monitor_lease
    where worker_id = ${id}::uuid and shard = any(${[...wanted]}::smallint[]) order by shard for share`.execute(
    tx,
  )
  return new Map(rows.map((row) => [row.shard, row.epoch]))
}

/** Checks of the shares that are to be asked, with a mark that changes with the row. */
export async function marksOf(db: Db, held: readonly number[]): Promise<{ id: string; mark: string }[]> {
  const { rows } = await sql<{ id: string; mark: string }>`select id, xmin::text as mark from monitor_check
    where shard = any(${[...held]}::smallint[]) and probe_id is null and enabled and paused_until is null
      and kind <> all('{heartbeat,manual}')`.execute(db)
  return rows
}

/** Checks on which others depend, directly or as those of an item. */
export async function watchedChecks(db: Db): Promise<Set<string>> {
  const { rows } = await sql<{
    id: string
  }>`select on_check_id as id from monitor_dependency where on_check_id is not null
    union select c.id from monitor_dependency d join monitor_check c on c.ci_id = d.on_ci_id`.execute(db)
  return new Set(rows.map((row) => row.id))
}

/** What is needed to ask. */
export interface RunRow {
  id: string
  mark: string
  version: number
  shard: number
  kind: ActiveKind
  spec: Record<string, unknown>
  secrets: string | null
  intervalSeconds: number
  retrySeconds: number
  retries: number
  timeoutMs: number
  thresholds: ThresholdValue[]
  askedAt: Date | null
}

const runColumns = sql`id, xmin::text as mark, version, shard, kind, spec, secrets, interval_seconds as "intervalSeconds",
  retry_seconds as "retrySeconds", retries, timeout_ms as "timeoutMs", thresholds, asked_at as "askedAt"`

export async function runRows(db: Db, ids: readonly string[]): Promise<RunRow[]> {
  const { rows } = await sql<RunRow>`select ${runColumns} from monitor_check
    where id = any(${[...ids]}::uuid[])`.execute(db)
  return rows
}

/** What a remote probe is to ask. */
export async function runRowsOfProbe(db: Db, probeId: string): Promise<RunRow[]> {
  const { rows } = await sql<RunRow>`select ${runColumns} from monitor_check
    where probe_id = ${probeId}::uuid and enabled and paused_until is null
      and kind <> all('{heartbeat,manual}') order by no`.execute(db)
  return rows
}
