import { sql, type RawBuilder } from 'kysely'
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
    select a.id, a.source, a.labels_hash as hash, a.status, a.ticket_id as "ticketId", a.starts_at as "startsAt",
      a.severity, a.quiet, a.changes, a.began_at as "beganAt",
      a.answer_by as "answerBy"
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
  extra: Record<string, string>
  name: string
  severity: Severity
  status: Status
  groupKey: string
  serviceId: string | null
  ciId: string | null
  upstream: readonly string[]
  groupId: string | null
  orgId: string
  /** null: as it was */
  ticketId: string | null
  startsAt: Date
  endsAt: Date | null
  firstAt: Date
  lastAt: Date
  count: number
  /** when its episode began; later than what is known: a new one, that nobody has taken or closed */
  beganAt: Date
  changes: readonly Date[]
  recoverMinutes: number | null
  answerBy: Date | null
  /** null: as it was */
  decision: object | null
}

/** Only what the statement takes: an alert carries more on its way. */
function rowOf(a: AlertUpsert): object {
  const { id, source, hash, labels, annotations, extra, name, severity, status, groupKey, serviceId, ciId } =
    a
  const { upstream, groupId, orgId, ticketId, startsAt, endsAt, firstAt, lastAt, beganAt, count } = a
  const { changes, recoverMinutes, answerBy, decision } = a
  return {
    ...{ id, source, hash, labels, annotations, extra, name, severity, status, groupKey, serviceId, ciId },
    ...{ upstream, groupId, orgId, ticketId, startsAt, endsAt, firstAt, lastAt, beganAt, count },
    ...{ changes, recoverMinutes, answerBy, decision },
  }
}

/** What a new episode, which began later than the one that is known, starts without. */
const anew = (column: string): RawBuilder<unknown> =>
  sql`case when excluded.began_at > alert.began_at then null else ${sql.ref(`alert.${column}`)} end`

/** Writes the state of alerts, new and known, and counts their occurrences. */
export async function upsertAlerts(tx: Tx, alerts: readonly AlertUpsert[]): Promise<void> {
  for (const part of chunks(alerts))
    await sql`
      insert into alert (id, source, labels_hash, labels, annotations, extra, name, severity, status, group_key,
        service_id, ci_id, upstream, group_id, org_id, ticket_id, starts_at, ends_at, first_at, last_at, began_at, count,
        changes, recover_minutes, recover_at, answer_by, decision)
      select id, source, hash, labels, annotations, extra, name, severity, status, "groupKey", "serviceId", "ciId",
        upstream, "groupId", "orgId", "ticketId", "startsAt", "endsAt", "firstAt", "lastAt", "beganAt", count,
        changes, "recoverMinutes", "lastAt" + make_interval(mins => "recoverMinutes"), "answerBy", decision
      from jsonb_to_recordset(${JSON.stringify(part.map(rowOf))}::jsonb) as x(id uuid, source text, hash text,
        labels jsonb, annotations jsonb, extra jsonb, name text, severity text, status text, "groupKey" text,
        "serviceId" uuid, "ciId" uuid, upstream uuid[], "groupId" uuid, "orgId" uuid, "ticketId" uuid,
        "startsAt" timestamptz, "endsAt" timestamptz, "firstAt" timestamptz, "lastAt" timestamptz,
        "beganAt" timestamptz, count int, changes timestamptz[], "recoverMinutes" int, "answerBy" timestamptz, decision jsonb)
      on conflict (source, labels_hash) do update set annotations = excluded.annotations, name = excluded.name,
        severity = excluded.severity, status = excluded.status, group_key = excluded.group_key,
        service_id = excluded.service_id, ci_id = excluded.ci_id, upstream = excluded.upstream,
        group_id = excluded.group_id, extra = excluded.extra, org_id = excluded.org_id,
        ticket_id = coalesce(excluded.ticket_id, alert.ticket_id), starts_at = excluded.starts_at,
        ends_at = excluded.ends_at, last_at = greatest(alert.last_at, excluded.last_at),
        began_at = greatest(alert.began_at, excluded.began_at), count = alert.count + excluded.count,
        changes = excluded.changes, recover_minutes = excluded.recover_minutes, recover_at = excluded.recover_at,
        answer_by = excluded.answer_by, decision = coalesce(excluded.decision, alert.decision), owner_id = ${anew('owner_id')},
        taken = alert.taken and excluded.began_at <= alert.began_at,
        acked_at = ${anew('acked_at')}, acked_by = ${anew('acked_by')}, ack_until = ${anew('ack_until')},
        closed_by = ${anew('closed_by')}, close_reason = ${anew('close_reason')}`.execute(tx)
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

/** How many alerts that belong to the incident now are firing, or flap between firing and not. */
export async function firingOf(tx: Tx, ticketId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from alert where ticket_id = ${ticketId} and (status = 'firing' or quiet = 'flapping')`.execute(
    tx,
  )
  return rows[0]?.n ?? 0
}

/** Whether a critical alert other than `but` has belonged to the incident. */
export async function hadCritical(tx: Tx, ticketId: string, but: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`
    select exists (select from alert_of_ticket l join alert a on a.id = l.alert_id
      where l.ticket_id = ${ticketId} and a.severity = 'critical'
        and a.id not in (select unnest(${[...but]}::uuid[]))) as yes`.execute(tx)
  return rows[0]?.yes ?? false
}

/** The incidents of alerts, where they belong to any. */
export async function ticketsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; ticketId: string }>`
    select id, ticket_id as "ticketId" from alert
    where id = any(${[...ids]}::uuid[]) and ticket_id is not null`.execute(tx)
  return new Map(rows.map((row) => [row.id, row.ticketId]))
}

/** Paths of orgs. */
export async function orgPaths(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; path: string }>`
    select id, path from org where id = any(${[...ids]}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row.path]))
}

/** The unit itself: where alerts belong that neither a service nor an account places. */
export async function unitOrg(tx: Tx): Promise<string | undefined> {
  const { rows } = await sql<{
    id: string
  }>`select id from org where parent_id is null order by no limit 1`.execute(tx)
  return rows[0]?.id
}
