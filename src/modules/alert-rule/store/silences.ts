import { sql, type RawBuilder } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { Matcher } from '../matcher-contract.ts'
import type { Schedule } from '../silence-contract.ts'
import type { SilenceState } from '../words.ts'

export interface SilenceRow {
  id: string
  matchers: Matcher[]
  reason: string
  paths: string[]
  startsAt: Date
  endsAt: Date
  createdBy: { id: string; name: string } | null
  createdAt: Date
  endedAt: Date | null
  endedBy: { id: string; name: string } | null
  state: SilenceState
}

const person = (column: string): RawBuilder<unknown> =>
  sql`(select json_build_object('id', p.id, 'name', p.name) from person p where p.id = ${sql.ref(column)})`

const columns = sql`s.id, s.matchers, s.reason, s.paths, s.starts_at as "startsAt", s.ends_at as "endsAt",
  ${person('s.created_by')} as "createdBy", s.created_at as "createdAt", s.ended_at as "endedAt",
  ${person('s.ended_by')} as "endedBy",
  case when s.ended_at is not null or s.ends_at <= clock_timestamp() then 'over'
    when s.starts_at > clock_timestamp() then 'coming' else 'active' end as state`

const inState: Record<SilenceState, RawBuilder<unknown>> = {
  active: sql`s.ended_at is null and s.starts_at <= clock_timestamp() and s.ends_at > clock_timestamp()`,
  coming: sql`s.ended_at is null and s.starts_at > clock_timestamp()`,
  over: sql`(s.ended_at is not null or s.ends_at <= clock_timestamp())`,
}

/** Paths of which one lies in a scope, or the other way round. */
const touches = (column: RawBuilder<unknown>, scope: readonly string[]): RawBuilder<unknown> =>
  sql`exists (select from unnest(${column}) p, unnest(${[...scope]}::text[]) q
    where p like q || '%' or q like p || '%')`

/** Silences that reach into the scope, those that end last first; one more than `limit` shows that it goes on. */
export async function selectSilences(
  db: Db,
  scope: readonly string[],
  state: SilenceState,
  options: { limit: number; after?: readonly [at: string, id: string] | undefined },
): Promise<(SilenceRow & { sortKey: string })[]> {
  const after = options.after
    ? sql`and (s.ends_at, s.id) < (${options.after[0]}::timestamptz, ${options.after[1]}::uuid)`
    : sql``
  const { rows } = await sql<SilenceRow & { sortKey: string }>`
    select ${columns}, to_char(s.ends_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sortKey"
    from alert_silence s where ${inState[state]} and ${touches(sql`s.paths`, scope)} ${after}
    order by s.ends_at desc, s.id desc limit ${options.limit + 1}`.execute(db)
  return rows
}

/** @param lock for whoever ends it */
export async function selectSilence(db: Db, id: string, lock = false): Promise<SilenceRow | undefined> {
  const { rows } = await sql<SilenceRow>`
    select ${columns} from alert_silence s where s.id = ${id} ${lock ? sql`for update of s` : sql``}`.execute(
    db,
  )
  return rows[0]
}

export async function insertSilence(
  tx: Tx,
  s: { matchers: readonly Matcher[]; reason: string; paths: readonly string[]; startsAt: Date; endsAt: Date },
  by: string | null,
): Promise<string> {
  const id = newId()
  await sql`insert into alert_silence (id, matchers, reason, paths, starts_at, ends_at, created_by)
    values (${id}, ${JSON.stringify(s.matchers)}, ${s.reason}, ${[...s.paths]}::text[], ${s.startsAt}, ${s.endsAt},
      ${by})`.execute(tx)
  return id
}

export async function markEnded(tx: Tx, id: string, by: string | null): Promise<void> {
  await sql`update alert_silence set ended_at = clock_timestamp(), ended_by = ${by} where id = ${id}`.execute(
    tx,
  )
}

export interface ActiveSilence {
  id: string
  reason: string
  matchers: Matcher[]
  paths: string[]
  endsAt: Date
}

/**
 * Silences in force, held as they are until the transaction ends: whoever ends one waits for those who go by it.
 * At most 2,000.
 */
export async function activeSilences(tx: Tx): Promise<ActiveSilence[]> {
  const { rows } = await sql<ActiveSilence>`
    select s.id, s.reason, s.matchers, s.paths, s.ends_at as "endsAt" from alert_silence s
    where ${inState.active} order by s.id limit 2000 for share`.execute(tx)
  return rows
}

export interface WindowRow {
  id: string
  name: string
  reason: string
  matchers: Matcher[]
  paths: string[]
  schedule: Schedule
  enabled: boolean
  createdBy: { id: string; name: string } | null
  version: number
}

const windowColumns = sql`w.id, w.name, w.reason, w.matchers, w.paths, w.schedule, w.enabled,
  ${person('w.created_by')} as "createdBy", w.version`

/** @param scope undefined: all of them */
export async function selectWindows(db: Db, scope?: readonly string[], id?: string): Promise<WindowRow[]> {
  const { rows } = await sql<WindowRow>`
    select ${windowColumns} from alert_window w where ${scope ? touches(sql`w.paths`, scope) : sql`true`}
      and (${id ?? null}::uuid is null or w.id = ${id ?? null}) order by w.name, w.id limit 500`.execute(db)
  return rows
}

/** Windows that are switched on, held as they are until the transaction ends. */
export async function heldWindows(tx: Tx): Promise<WindowRow[]> {
  const { rows } = await sql<WindowRow>`
    select ${windowColumns} from alert_window w where w.enabled order by w.id limit 500 for share of w`.execute(
    tx,
  )
  return rows
}

export interface WindowValues {
  name: string
  reason: string
  matchers: readonly Matcher[]
  schedule: Schedule
  enabled: boolean
}

export async function insertWindow(
  tx: Tx,
  v: WindowValues,
  paths: readonly string[],
  by: string | null,
): Promise<string> {
  const id = newId()
  await sql`insert into alert_window (id, name, reason, matchers, paths, schedule, enabled, created_by)
    values (${id}, ${v.name}, ${v.reason}, ${JSON.stringify(v.matchers)}, ${[...paths]}::text[],
      ${JSON.stringify(v.schedule)}, ${v.enabled}, ${by})`.execute(tx)
  return id
}

/** @returns false when it was changed since `version` */
export async function writeWindow(tx: Tx, id: string, version: number, v: WindowValues): Promise<boolean> {
  const { rows } = await sql`update alert_window set name = ${v.name}, reason = ${v.reason},
      matchers = ${JSON.stringify(v.matchers)}, schedule = ${JSON.stringify(v.schedule)}, enabled = ${v.enabled},
      version = version + 1 where id = ${id} and version = ${version} returning id`.execute(tx)
  return rows.length > 0
}

/** @returns false when it was changed since `version` */
export async function deleteWindow(tx: Tx, id: string, version: number): Promise<boolean> {
  const { rows } =
    await sql`delete from alert_window where id = ${id} and version = ${version} returning id`.execute(tx)
  return rows.length > 0
}
