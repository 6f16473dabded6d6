import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { Severity, Status } from '../words.ts'

/** What keeps alerts quiet: a record of another room, another alert (`inhibition`), a rule (`drop`, `delay`), `flapping`. */
export interface Keeper {
  entity: string
  id: string
  /** at the latest; absent: until it lets go */
  until?: Date
}

/** Of these alerts, those that are kept quiet already, by whatever else than that they flap. */
export async function quietAmong(tx: Tx, alertIds: readonly string[]): Promise<string[]> {
  if (alertIds.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    select distinct alert_id as id from alert_silenced
    where alert_id = any(${[...alertIds]}::uuid[]) and released_at is null and entity <> 'flapping'`.execute(
    tx,
  )
  return rows.map((row) => row.id)
}

/** Keeps alerts quiet; what was kept by the same before, and released, is kept anew. */
export async function insertSilenced(
  tx: Tx,
  items: readonly { alertId: string; by: Keeper }[],
): Promise<void> {
  await sql`insert into alert_silenced (alert_id, entity, by_id, until)
    select * from unnest(${items.map((i) => i.alertId)}::uuid[], ${items.map((i) => i.by.entity)}::text[],
      ${items.map((i) => i.by.id)}::uuid[], ${items.map((i) => i.by.until ?? null)}::timestamptz[])
    on conflict (by_id, alert_id) do update set until = excluded.until, recorded_at = excluded.recorded_at,
      released_at = null, placed_at = null`.execute(tx)
}

/** @returns how many were released now */
export async function markReleased(tx: Tx, by: Pick<Keeper, 'entity' | 'id'>): Promise<number> {
  const { rows } = await sql`update alert_silenced set released_at = clock_timestamp()
    where by_id = ${by.id} and entity = ${by.entity} and released_at is null returning alert_id`.execute(tx)
  return rows.length
}

/** Releases what was kept quiet by these alerts. */
export async function releaseByAlerts(tx: Tx, alertIds: readonly string[]): Promise<void> {
  await sql`update alert_silenced set released_at = clock_timestamp()
    where entity = 'inhibition' and by_id = any(${[...alertIds]}::uuid[]) and released_at is null`.execute(tx)
}

/** Alerts that have recovered need nobody to keep them quiet; people's silences outlast them. */
export async function endQuiet(tx: Tx, alertIds: readonly string[]): Promise<void> {
  await sql`update alert_silenced set released_at = clock_timestamp(), placed_at = clock_timestamp()
    where alert_id = any(${[...alertIds]}::uuid[]) and released_at is null
      and entity in ('inhibition', 'drop', 'delay')`.execute(tx)
}

/** Releases what was to be quiet until now at the latest; `limit` at most. */
export async function releaseDue(tx: Tx, limit: number): Promise<void> {
  await sql`update alert_silenced set released_at = clock_timestamp() where (by_id, alert_id) in (
    select by_id, alert_id from alert_silenced where released_at is null and until <= clock_timestamp()
    order by until limit ${limit} for update skip locked)`.execute(tx)
}

/** A released alert as it is stored. */
export interface ReleasedRow {
  id: string
  source: string
  hash: string
  labels: Record<string, string>
  annotations: Record<string, string>
  name: string
  severity: Severity
  status: Status
  groupKey: string
  orgId: string
  ticketId: string | null
  startsAt: Date
  endsAt: Date | null
  firstAt: Date
  lastAt: Date
  beganAt: Date
  changes: Date[]
  quiet: string | null
  /** a rule had waited with it */
  waited: boolean
  /** it flapped */
  flapped: boolean
}

const stored = sql`a.id, a.source, a.labels_hash as hash, a.labels, a.annotations, a.name, a.severity, a.status,
  coalesce(a.group_key, '') as "groupKey", a.org_id as "orgId", a.ticket_id as "ticketId",
  a.starts_at as "startsAt", a.ends_at as "endsAt", a.first_at as "firstAt", a.last_at as "lastAt",
  a.began_at as "beganAt", a.changes, a.quiet`

/** Released alerts that nobody has looked at yet, whatever they do now. */
export async function releasedRows(tx: Tx, limit: number): Promise<ReleasedRow[]> {
  const { rows } = await sql<ReleasedRow>`
    select ${stored}, x.waited, x.flapped
    from (select alert_id, bool_or(entity = 'delay') as waited, bool_or(entity = 'flapping') as flapped
      from alert_silenced where released_at is not null and placed_at is null
      group by alert_id order by alert_id limit ${limit}) x join alert a on a.id = x.alert_id
    order by a.id`.execute(tx)
  return rows
}

/** Alerts as they are stored. */
export async function storedRows(tx: Tx, ids: readonly string[]): Promise<ReleasedRow[]> {
  const { rows } = await sql<ReleasedRow>`
    select ${stored}, false as waited, false as flapped from alert a
    where a.id = any(${[...ids]}::uuid[]) order by a.id for update`.execute(tx)
  return rows
}

/** Alerts that fire and of which nothing was heard for so long that a rule says they are over. */
export async function recoveredRows(tx: Tx, limit: number): Promise<ReleasedRow[]> {
  const { rows } = await sql<ReleasedRow>`
    select ${stored}, false as waited, false as flapped from alert a
    where a.status = 'firing' and a.recover_at <= clock_timestamp() order by a.recover_at limit ${limit}
    for update skip locked`.execute(tx)
  return rows
}

/** Alerts that were left to people until now, that still fire and that nobody has acknowledged or taken. */
export async function unansweredRows(tx: Tx, limit: number): Promise<ReleasedRow[]> {
  const { rows } = await sql<ReleasedRow>`
    select ${stored}, false as waited, false as flapped from alert a
    where a.status = 'firing' and a.answer_by <= clock_timestamp() and a.acked_at is null and not a.taken
      and (a.quiet is null or a.quiet = 'flapping')
    order by a.answer_by limit ${limit} for update skip locked`.execute(tx)
  return rows
}

/** Notes where released alerts have come to. */
export async function markPlaced(
  tx: Tx,
  items: readonly { alertId: string; ticketId: string | null }[],
): Promise<void> {
  await sql`update alert_silenced x set placed_at = clock_timestamp(), ticket_id = i.ticket_id
    from unnest(${items.map((i) => i.alertId)}::uuid[], ${items.map((i) => i.ticketId)}::uuid[]) as i(alert_id, ticket_id)
    where x.alert_id = i.alert_id and x.released_at is not null and x.placed_at is null`.execute(tx)
}

export interface SilencedRow {
  id: string
  name: string
  severity: string
  status: string
  service: string | null
  firstAt: Date
  released: boolean
  incident: { id: string; number: string } | null
}

/** The alerts that a record keeps or kept quiet, the newest first; at most 500. */
export async function silencedRows(db: Db, by: Pick<Keeper, 'entity' | 'id'>): Promise<SilencedRow[]> {
  const { rows } = await sql<SilencedRow>`
    select a.id, a.name, a.severity, a.status, s.name as service, x.recorded_at as "firstAt",
      x.ticket_id is not null as released,
      case when t.id is not null then json_build_object('id', t.id, 'number', t.number) end as incident
    from alert_silenced x join alert a on a.id = x.alert_id left join service s on s.id = a.service_id
    left join ticket t on t.id = x.ticket_id
    where x.by_id = ${by.id} and x.entity = ${by.entity} order by x.recorded_at desc, a.id limit 500`.execute(
    db,
  )
  return rows
}

/** How many alerts each record of people keeps quiet now; at most 1,000 records. */
export async function heldAll(db: Db): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; n: number }>`
    select by_id as id, count(*) as n from alert_silenced
    where released_at is null and entity not in ('inhibition', 'flapping', 'drop', 'delay')
    group by by_id order by 2 desc limit 1000`.execute(db)
  return new Map(rows.map((row) => [row.id, row.n]))
}
