import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { ThresholdValue } from '../contract.ts'

export interface ProbeRow {
  id: string
  name: string
  org: { id: string; name: string }
  orgPath: string
  active: boolean
  checks: number
  seenAt: Date | null
  silentSince: Date | null
  dropped: number
  buffered: number
  address: string | null
  program: string | null
  version: number
}

const columns = sql`p.id, p.name, json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath", p.active,
  (select count(*)::int from monitor_check c where c.probe_id = p.id) as checks, p.seen_at as "seenAt",
  p.silent_since as "silentSince", p.dropped, p.buffered, p.address, p.program, p.version`

/** Probes of the orgs, the newest first. */
export async function selectProbes(
  db: Db,
  paths: readonly string[],
  window: { id?: string; before?: string | undefined; limit: number },
): Promise<ProbeRow[]> {
  const { rows } = await sql<ProbeRow>`select ${columns} from monitor_probe p join org o on o.id = p.org_id
    where ${paths.includes('/') ? sql`true` : sql`o.path like any(${paths.map((one) => `${one}%`)}::text[])`}
      and ${window.id ? sql`p.id = ${window.id}::uuid` : sql`true`}
      and ${window.before ? sql`p.id < ${window.before}::uuid` : sql`true`}
    order by p.id desc limit ${window.limit}`.execute(db)
  return rows
}

export async function insertProbe(
  tx: Tx,
  probe: { name: string; orgId: string; active: boolean; hash: Buffer; by: string | null },
): Promise<string> {
  const id = newId()
  await sql`insert into monitor_probe (id, name, org_id, active, token_hash, created_by)
    values (${id}, ${probe.name}, ${probe.orgId}, ${probe.active}, ${probe.hash}, ${probe.by})`.execute(tx)
  return id
}

/** @returns false when somebody changed it meanwhile */
export async function updateProbe(
  tx: Tx,
  id: string,
  version: number,
  set: { name?: string; orgId?: string; active?: boolean; hash?: Buffer },
): Promise<boolean> {
  const { rows } = await sql`update monitor_probe set name = coalesce(${set.name ?? null}, name),
      org_id = coalesce(${set.orgId ?? null}::uuid, org_id), active = coalesce(${set.active ?? null}::boolean, active),
      token_hash = coalesce(${set.hash ?? null}::bytea, token_hash), version = version + 1
    where id = ${id} and version = ${version} returning id`.execute(tx)
  return rows.length > 0
}

/** @returns false when somebody changed it meanwhile */
export async function removeProbe(tx: Tx, id: string, version: number): Promise<boolean> {
  const { rows } =
    await sql`delete from monitor_probe where id = ${id} and version = ${version} returning id`.execute(tx)
  return rows.length > 0
}

/** A probe as what it posts needs it. */
export interface Known {
  id: string
  name: string
  orgId: string
  runId: string | null
  lastSeq: number
  silentSince: Date | null
}

/** The active probe of a token, locked. */
export async function lockByToken(tx: Tx, hash: Buffer): Promise<Known | undefined> {
  const { rows } =
    await sql<Known>`select id, name, org_id as "orgId", run_id as "runId", last_seq as "lastSeq",
      silent_since as "silentSince"
    from monitor_probe where token_hash = ${hash} and active for no key update`.execute(tx)
  return rows[0]
}

/** Notes that a probe has spoken. */
export async function noteSeen(
  tx: Tx,
  id: string,
  seen: {
    runId: string
    lastSeq: number
    address?: string | null
    program?: string
    dropped?: number
    buffered?: number
  },
): Promise<void> {
  await sql`update monitor_probe set seen_at = clock_timestamp(), silent_since = null, run_id = ${seen.runId},
      last_seq = ${seen.lastSeq}, address = coalesce(${seen.address ?? null}, address),
      program = coalesce(${seen.program ?? null}, program), dropped = coalesce(${seen.dropped ?? null}::bigint, dropped),
      buffered = coalesce(${seen.buffered ?? null}::int, buffered)
    where id = ${id}`.execute(tx)
}

/** Says of all that a probe is to ask whether it has changed. */
export async function markOfProbe(db: Db, id: string): Promise<string> {
  const { rows } = await sql<{
    mark: string
  }>`select md5(coalesce(string_agg(id::text || xmin::text, ',' order by id), ''))
    as mark from monitor_check where probe_id = ${id}::uuid and enabled and paused_until is null`.execute(db)
  return rows[0]!.mark
}

/** Those of the checks that the probe runs. */
export async function ofProbe(
  db: Db,
  probeId: string,
  ids: readonly string[],
): Promise<Map<string, { id: string; kind: string; thresholds: ThresholdValue[] }>> {
  const { rows } = await sql<{
    id: string
    kind: string
    thresholds: ThresholdValue[]
  }>`select id, kind, thresholds
    from monitor_check where probe_id = ${probeId}::uuid and id = any(${[...ids]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Marks active probes that have checks and have not spoken for so long. */
export async function markSilent(
  tx: Tx,
  seconds: number,
): Promise<{ id: string; name: string; orgId: string }[]> {
  const { rows } = await sql<{ id: string; name: string; orgId: string }>`update monitor_probe p
    set silent_since = clock_timestamp()
    where active and silent_since is null and seen_at < clock_timestamp() - ${seconds} * interval '1 second'
      and exists (select from monitor_check c where c.probe_id = p.id and c.enabled)
    returning id, name, org_id as "orgId"`.execute(tx)
  return rows
}

export async function checksOfProbes(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`select id from monitor_check where probe_id = any(${[...ids]}::uuid[])`.execute(tx)
  return rows.map((row) => row.id)
}
