import { sql } from 'kysely'
import type { Tx } from '#kernel/db/index.ts'
import { identity, type KnownAlert } from '../fold.ts'
import type { Severity, Status } from '../words.ts'

/** A statement's worth of rows: bounds the memory of one JSON parameter. */
const chunk = 2000

function* chunks<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < rows.length; i += chunk) yield rows.slice(i, i + chunk)
}

/** What is known of these alerts, by `identity`. */
export async function knownAlerts(
  tx: Tx,
  keys: readonly { source: string; hash: string }[],
): Promise<Map<string, KnownAlert>> {
  const { rows } = await sql<KnownAlert & { source: string; hash: string }>`
    select a.id, a.source, a.labels_hash as hash, a.status, a.ticket_id as "ticketId", a.starts_at as "startsAt"
    from unnest(${keys.map((k) => k.source)}::text[], ${keys.map((k) => k.hash)}::text[]) as k(source, hash)
    join alert a on a.source = k.source and a.labels_hash = k.hash`.execute(tx)
  return new Map(rows.map((r) => [identity(r), r]))
}

export interface AlertUpsert {
  id: string
  source: string
  hash: string
  labels: Record<string, string>
  annotations: Record<string, string>
  name: string
  severity: Severity
  status: Status
  groupKey: string
  serviceId: string | null
  orgId: string
  /** null: as it was */
  ticketId: string | null
  startsAt: Date
  endsAt: Date | null
  firstAt: Date
  lastAt: Date
  count: number
}

/** Writes the state of alerts, new and known, and counts their occurrences. */
export async function upsertAlerts(tx: Tx, alerts: readonly AlertUpsert[]): Promise<void> {
  for (const part of chunks(alerts))
    await sql`
      insert into alert (id, source, labels_hash, labels, annotations, name, severity, status, group_key, service_id,
        org_id, ticket_id, starts_at, ends_at, first_at, last_at, count)
      select id, source, hash, labels, annotations, name, severity, status, "groupKey", "serviceId", "orgId",
        "ticketId", "startsAt", "endsAt", "firstAt", "lastAt", count
      from jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as x(id uuid, source text, hash text, labels jsonb,
        annotations jsonb, name text, severity text, status text, "groupKey" text, "serviceId" uuid, "orgId" uuid,
        "ticketId" uuid, "startsAt" timestamptz, "endsAt" timestamptz, "firstAt" timestamptz, "lastAt" timestamptz,
        count int)
      on conflict (source, labels_hash) do update set annotations = excluded.annotations, name = excluded.name,
        severity = excluded.severity, status = excluded.status, group_key = excluded.group_key,
        service_id = excluded.service_id, org_id = excluded.org_id,
        ticket_id = coalesce(excluded.ticket_id, alert.ticket_id), starts_at = excluded.starts_at,
        ends_at = excluded.ends_at, last_at = greatest(alert.last_at, excluded.last_at),
        count = alert.count + excluded.count`.execute(tx)
}

/** Notes which incident alerts belong to; returns the ids of those that did not belong to it before. */
export async function linkAlerts(
  tx: Tx,
  ticketId: string,
  alertIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    insert into alert_of_ticket (ticket_id, alert_id)
    select ${ticketId}, id from unnest(${[...alertIds]}::uuid[]) as x(id)
    on conflict do nothing returning alert_id as id`.execute(tx)
  return new Set(rows.map((r) => r.id))
}

/** How many alerts that belong to the incident now are firing. */
export async function firingOf(tx: Tx, ticketId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from alert where ticket_id = ${ticketId} and status = 'firing'`.execute(tx)
  return rows[0]?.n ?? 0
}

/** Whether a critical alert has belonged to the incident. */
export async function hadCritical(tx: Tx, ticketId: string): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`
    select exists (select from alert_of_ticket l join alert a on a.id = l.alert_id
      where l.ticket_id = ${ticketId} and a.severity = 'critical') as yes`.execute(tx)
  return rows[0]?.yes ?? false
}

/** The unit itself: where alerts belong that neither a service nor an account places. */
export async function unitOrg(tx: Tx): Promise<string | undefined> {
  const { rows } = await sql<{
    id: string
  }>`select id from org where parent_id is null order by no limit 1`.execute(tx)
  return rows[0]?.id
}
