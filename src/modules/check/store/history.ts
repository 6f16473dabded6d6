import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'

export interface Bucket {
  at: Date
  series: number[]
  /** milliseconds since the bucket began */
  atMs: number[]
  value: (number | null)[]
  state: number[]
}

/** Writes what came in: one row for each five minutes it belongs to. */
export async function insertSamples(db: Db, buckets: readonly Bucket[]): Promise<void> {
  for (const b of buckets)
    await sql`insert into monitor_sample (bucket, series, at_ms, value, state)
      values (${b.at}, ${b.series}::int[], ${b.atMs}::int[], ${b.value}::float8[], ${b.state}::smallint[])`.execute(
      db,
    )
}

/**
 * Numbers of series, drawn where they are new. A check that has more than `most` gets no more of them, and one that is
 * gone none.
 */
export async function drawSeries(
  db: Db,
  wanted: readonly { checkId: string; name: string; unit: string }[],
  most: number,
): Promise<{ checkId: string; name: string; no: number }[]> {
  const json = JSON.stringify(wanted)
  const find = () => sql<{ checkId: string; name: string; no: number }>`
    select s.check_id as "checkId", s.name, s.no from monitor_series s
    join jsonb_to_recordset(${json}::jsonb) as x("checkId" uuid, name text) on s.check_id = x."checkId" and s.name = x.name`
  const { rows } = await find().execute(db)
  if (rows.length === wanted.length) return rows
  await sql`insert into monitor_series (check_id, name, unit)
    select x."checkId", x.name, x.unit
    from jsonb_to_recordset(${json}::jsonb) as x("checkId" uuid, name text, unit text)
      join monitor_check c on c.id = x."checkId"
    where (select count(*) from monitor_series s where s.check_id = x."checkId") < ${most}
    -- each row holds its check: nobody waits for another in a ring
    order by c.no
    on conflict (check_id, name) do nothing`.execute(db)
  return (await find().execute(db)).rows
}

export async function selectSeries(
  db: Db,
  checkId: string,
): Promise<{ no: number; name: string; unit: string }[]> {
  const { rows } = await sql<{
    no: number
    name: string
    unit: string
  }>`select no, name, unit from monitor_series
    where check_id = ${checkId}::uuid order by name <> 'ms', name`.execute(db)
  return rows
}

interface Chunk {
  at: Date
  data: Buffer
}
interface Waiting {
  bucket: Date
  atMs: number
  value: number | null
  state: number
}

/** Raw values of a series whose five minutes begin in the range: packed ones, and those that are not packed yet. */
export async function selectRaw(
  db: Db,
  no: number,
  from: Date,
  to: Date,
): Promise<{ chunks: Chunk[]; waiting: Waiting[] }> {
  // one snapshot: between two statements values could be packed, and be seen by neither
  const { rows } = await sql<{
    at: Date
    data: Buffer | null
    atMs: number
    value: number | null
    state: number
  }>`
    select at, data, 0 as "atMs", null::float8 as value, 0::smallint as state from monitor_chunk
    where series = ${no} and at >= ${from} and at < ${to}
    union all
    select m.bucket, null, x.at_ms, x.value, x.state from monitor_sample m,
      unnest(m.series, m.at_ms, m.value, m.state) as x(series, at_ms, value, state)
    where m.bucket >= ${from} and m.bucket < ${to} and ${no} = any(m.series) and x.series = ${no}`.execute(db)
  const chunks: Chunk[] = []
  const waiting: Waiting[] = []
  for (const { at, data, ...rest } of rows)
    if (data) chunks.push({ at, data })
    else waiting.push({ bucket: at, ...rest })
  return { chunks, waiting }
}

export async function selectRollups(
  db: Db,
  no: number,
  level: number,
  from: Date,
  to: Date,
): Promise<Chunk[]> {
  const { rows } = await sql<Chunk>`select at, data from monitor_rollup
    where series = ${no} and level = ${level} and at >= ${from} and at < ${to} order by at`.execute(db)
  return rows
}

/** Values whose five minutes are over, locked; those of one moment, oldest first. */
export async function takeSamples(
  tx: Tx,
  before: Date,
  limit: number,
): Promise<
  { id: number; bucket: Date; series: number[]; atMs: number[]; value: (number | null)[]; state: number[] }[]
> {
  const { rows } = await sql<{
    id: number
    bucket: Date
    series: number[]
    atMs: number[]
    value: (number | null)[]
    state: number[]
  }>`select id, bucket, series, at_ms as "atMs", value, state from monitor_sample
    where bucket <= ${before} order by bucket, id limit ${limit} for update skip locked`.execute(tx)
  return rows
}

export async function dropSamples(tx: Tx, ids: readonly number[]): Promise<void> {
  await sql`delete from monitor_sample where id = any(${[...ids]}::bigint[])`.execute(tx)
}

export async function selectChunks(
  db: Db,
  series: readonly number[],
  from: Date,
  to: Date,
): Promise<(Chunk & { series: number })[]> {
  const { rows } = await sql<Chunk & { series: number }>`select series, at, data from monitor_chunk
    where series = any(${[...series]}::int[]) and at >= ${from} and at < ${to}`.execute(db)
  return rows
}

/** Values as the driver takes arrays of bytes. */
const hexes = (all: readonly Buffer[]): string[] => all.map((one) => one.toString('hex'))

export async function putChunks(
  tx: Tx,
  all: readonly { series: number; at: Date; data: Buffer }[],
): Promise<void> {
  await sql`insert into monitor_chunk (series, at, data)
    select series, at, decode(hex, 'hex') from unnest(${all.map((c) => c.series)}::int[],
      ${all.map((c) => c.at.toISOString())}::timestamptz[], ${hexes(all.map((c) => c.data))}::text[]) as x(series, at, hex)
    on conflict (series, at) do update set data = excluded.data`.execute(tx)
}

/** Notes hours whose roll-ups are to be made at `dueAt`. */
export async function noteHours(tx: Tx, hours: readonly Date[], dueAt: Date): Promise<void> {
  await sql`insert into monitor_rollup_due (hour, due_at)
    select hour, greatest(${dueAt}::timestamptz, hour + interval '66 minutes')
    from unnest(${hours.map((h) => h.toISOString())}::timestamptz[]) as x(hour)
    on conflict (hour) do update set due_at = excluded.due_at`.execute(tx)
}

export async function nextDueHour(db: Db, now: Date): Promise<{ hour: Date; dueAt: string } | undefined> {
  const { rows } = await sql<{
    hour: Date
    dueAt: string
  }>`select hour, due_at::text as "dueAt" from monitor_rollup_due
    where due_at <= ${now} order by hour limit 1`.execute(db)
  return rows[0]
}

/** Forgets an hour, unless something has come for it meanwhile. */
export async function hourDone(db: Db, hour: Date, dueAt: string): Promise<void> {
  await sql`delete from monitor_rollup_due where hour = ${hour} and due_at = ${dueAt}::timestamptz`.execute(
    db,
  )
}

/** Series that have values in an hour, after one of them. */
export async function seriesOfHour(db: Db, hour: Date, after: number, limit: number): Promise<number[]> {
  const { rows } = await sql<{ series: number }>`select distinct series from monitor_chunk
    where at >= ${hour} and at < ${hour}::timestamptz + interval '1 hour' and series > ${after}
    order by series limit ${limit}`.execute(db)
  return rows.map((row) => row.series)
}

export async function selectBlocks(
  tx: Tx,
  level: number,
  series: readonly number[],
  at: Date,
): Promise<Map<number, Buffer>> {
  const { rows } = await sql<{ series: number; data: Buffer }>`select series, data from monitor_rollup
    where series = any(${[...series]}::int[]) and level = ${level} and at = ${at} for update`.execute(tx)
  return new Map(rows.map((row) => [row.series, row.data]))
}

export async function putBlocks(
  tx: Tx,
  level: number,
  at: Date,
  blocks: readonly { series: number; data: Buffer }[],
): Promise<void> {
  await sql`insert into monitor_rollup (series, level, at, data)
    select series, ${level}, ${at}, decode(hex, 'hex') from unnest(${blocks.map((b) => b.series)}::int[],
      ${hexes(blocks.map((b) => b.data))}::text[]) as x(series, hex)
    on conflict (series, level, at) do update set data = excluded.data`.execute(tx)
}

/** Deletes some of what is past its time. @returns how many rows */
export async function dropOld(db: Db, now: Date, keep: SettingRow, limit: number): Promise<number> {
  const day = 86_400_000
  const before = (days: number): Date => new Date(now.getTime() - days * day)
  const dropped = await Promise.all([
    sql`delete from monitor_chunk where ctid = any(array(select ctid from monitor_chunk
      where at < ${before(keep.rawDays)} limit ${limit}))`.execute(db),
    sql`delete from monitor_rollup where ctid = any(array(select ctid from monitor_rollup
      where at < ${before(keep.fineDays)} and (level = 300 or at < ${before(keep.hourlyDays)}) limit ${limit}))`.execute(
      db,
    ),
    sql`delete from monitor_rollup_due where hour < ${before(keep.rawDays)}`.execute(db),
  ])
  return dropped.reduce((sum, one) => sum + Number(one.numAffectedRows ?? 0), 0)
}

export interface SettingRow {
  rawDays: number
  fineDays: number
  hourlyDays: number
  version: number
}

export async function readSetting(db: Db): Promise<SettingRow> {
  const { rows } = await sql<SettingRow>`select raw_days as "rawDays", fine_days as "fineDays",
    hourly_days as "hourlyDays", version from monitor_setting`.execute(db)
  return rows[0]!
}

/** @returns false when somebody changed it meanwhile */
export async function writeSetting(tx: Tx, setting: SettingRow): Promise<boolean> {
  const { rows } =
    await sql`update monitor_setting set raw_days = ${setting.rawDays}, fine_days = ${setting.fineDays},
      hourly_days = ${setting.hourlyDays}, version = version + 1
    where version = ${setting.version} returning version`.execute(tx)
  return rows.length > 0
}
