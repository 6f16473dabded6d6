import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { Severity, Status } from '../words.ts'

/** What keeps alerts quiet: a record of another room. */
export interface Keeper {
  entity: string
  id: string
}

/** Of these alerts, those that are kept quiet already. */
export async function quietAmong(tx: Tx, alertIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select alert_id as id from alert_silenced
    where alert_id = any(${[...alertIds]}::uuid[]) and released_at is null`.execute(tx)
  return new Set(rows.map((row) => row.id))
}

export async function insertSilenced(
  tx: Tx,
  items: readonly { alertId: string; by: Keeper }[],
): Promise<void> {
  await sql`insert into alert_silenced (alert_id, entity, by_id)
    select * from unnest(${items.map((i) => i.alertId)}::uuid[], ${items.map((i) => i.by.entity)}::text[],
      ${items.map((i) => i.by.id)}::uuid[])
    on conflict do nothing`.execute(tx)
}

/** @returns how many were released now */
export async function markReleased(tx: Tx, by: Keeper): Promise<number> {
  const { rows } = await sql`update alert_silenced set released_at = clock_timestamp()
    where by_id = ${by.id} and entity = ${by.entity} and released_at is null returning alert_id`.execute(tx)
  return rows.length
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
}

/** Released alerts that nobody has looked at yet, whatever they do now. */
export async function releasedRows(tx: Tx, limit: number): Promise<ReleasedRow[]> {
  const { rows } = await sql<ReleasedRow>`
    select distinct a.id, a.source, a.labels_hash as hash, a.labels, a.annotations, a.name, a.severity, a.status,
      coalesce(a.group_key, '') as "groupKey", a.org_id as "orgId", a.ticket_id as "ticketId",
      a.starts_at as "startsAt", a.ends_at as "endsAt", a.first_at as "firstAt", a.last_at as "lastAt"
    from alert_silenced x join alert a on a.id = x.alert_id
    where x.released_at is not null and x.placed_at is null order by a.id limit ${limit}`.execute(tx)
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
export async function silencedRows(db: Db, by: Keeper): Promise<SilencedRow[]> {
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
