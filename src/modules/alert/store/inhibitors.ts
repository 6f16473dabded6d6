import { sql } from 'kysely'
import type { Tx } from '#kernel/db/index.ts'
import type { Source } from '../stages/inhibit.ts'
import type { Severity } from '../words.ts'

/** Alerts that fire and are sources at one of the places: rule, key and, by topology, item. */
export async function firingSources(
  tx: Tx,
  places: readonly { ruleId: string; key: string; ciId: string | null }[],
): Promise<Source[]> {
  const { rows } = await sql<Source>`
    select i.rule_id as "ruleId", i.key, i.alert_id as "alertId", i.ci_id as "ciId", a.name, a.upstream
    from (select distinct * from unnest(${places.map((p) => p.ruleId)}::uuid[], ${places.map((p) => p.key)}::text[],
      ${places.map((p) => p.ciId)}::uuid[]) as x(rule_id, key, ci_id)) q
    join alert_inhibitor i on i.rule_id = q.rule_id and i.key = q.key and i.ci_id is not distinct from q.ci_id
    join alert a on a.id = i.alert_id and a.status = 'firing'
    order by a.began_at, a.id`.execute(tx)
  return rows
}

export async function insertSources(tx: Tx, sources: readonly Source[]): Promise<void> {
  await sql`insert into alert_inhibitor (rule_id, key, alert_id, ci_id)
    select * from unnest(${sources.map((s) => s.ruleId)}::uuid[], ${sources.map((s) => s.key)}::text[],
      ${sources.map((s) => s.alertId)}::uuid[], ${sources.map((s) => s.ciId)}::uuid[])
    on conflict do nothing`.execute(tx)
}

/** Alerts that ended are sources no longer. @returns those that were */
export async function deleteSources(tx: Tx, alertIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    delete from alert_inhibitor where alert_id = any(${[...alertIds]}::uuid[]) returning alert_id as id`.execute(
    tx,
  )
  return rows.map((row) => row.id)
}

export async function deleteAllSources(tx: Tx): Promise<void> {
  await sql`delete from alert_inhibitor`.execute(tx)
}

/** What was kept quiet by alerts that are sources no longer. */
export async function releaseOrphans(tx: Tx): Promise<void> {
  await sql`update alert_silenced s set released_at = clock_timestamp()
    where s.entity = 'inhibition' and s.released_at is null
      and not exists (select from alert_inhibitor i where i.alert_id = s.by_id)`.execute(tx)
}

export interface OpenRow {
  id: string
  source: string
  name: string
  severity: Severity
  labels: Record<string, string>
  extra: Record<string, string>
  ci: { id: string; name: string } | null
  upstream: string[]
  orgPath: string
}

/** Alerts that fire, by id from `after` on. */
export async function openRows(tx: Tx, after: string | null, limit: number): Promise<OpenRow[]> {
  const { rows } = await sql<OpenRow>`
    select a.id, a.source, a.name, a.severity, a.labels, a.extra, a.upstream,
      case when c.id is not null then json_build_object('id', c.id, 'name', c.name) end as ci,
      o.path as "orgPath"
    from alert a join org o on o.id = a.org_id left join ci c on c.id = a.ci_id
    where a.status = 'firing' and (${after}::uuid is null or a.id > ${after}::uuid)
    order by a.id limit ${limit}`.execute(tx)
  return rows
}
