import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { HealthFigure } from '../contract.ts'
import { below } from './ci.ts'
import { healthSql, type StaleRule } from './list.ts'

/** How many items a figure counts, `most` at most. */
export async function countFigure(
  db: Db,
  scope: { orgIds: readonly string[] | null; classIds: readonly string[] | null },
  figure: HealthFigure,
  stale: readonly StaleRule[],
  most: number,
): Promise<number> {
  const orgs = scope.orgIds ? sql`c.org_id = any(${[...scope.orgIds]}::uuid[])` : sql`true`
  const classes = scope.classIds ? sql`c.class_id = any(${[...scope.classIds]}::uuid[])` : sql`true`
  const { rows } = await sql<{ n: number }>`select count(*) as n from (
    select from ci c where c.lifecycle <> 'retired' and ${healthSql(figure, stale)} and ${orgs} and ${classes}
    limit ${most}) x`.execute(db)
  return rows[0]!.n
}

/** Open proposals below the paths, `most` at most. */
export async function countProposals(db: Db, paths: readonly string[], most: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from (
    select from ci_proposal q join org o on o.id = q.org_id
    where q.state = 'open' and ${below(sql`o.path`, paths)} limit ${most}) x`.execute(db)
  return rows[0]!.n
}

export interface DuplicateRow {
  field: string
  value: string
  classId: string
  cis: { id: string; name: string; code: string }[]
}

/** Identifying values that several items of one class below the paths have. */
export async function selectDuplicates(
  db: Db,
  paths: readonly string[],
  limit: number,
): Promise<DuplicateRow[]> {
  const { rows } = await sql<DuplicateRow>`
    with shared as (
      select field, value from ci_identity group by field, value having count(*) > 1 limit 5000
    )
    select i.field, i.value, c.class_id as "classId",
      json_agg(json_build_object('id', c.id, 'name', c.name, 'code', c.code) order by c.id) as cis
    from shared s join ci_identity i using (field, value) join ci c on c.id = i.ci_id join org o on o.id = c.org_id
    where c.lifecycle <> 'retired' and ${below(sql`o.path`, paths)}
    group by i.field, i.value, c.class_id having count(*) > 1
    order by i.field, i.value limit ${limit}`.execute(db)
  return rows
}

/** Moves what names the one item over to the other: tickets, services, source keys. */
export async function moveLinks(tx: Tx, fromId: string, intoId: string): Promise<void> {
  await sql`insert into ci_ticket (ticket_id, ci_id, added_by, added_at)
    select ticket_id, ${intoId}::uuid, added_by, added_at from ci_ticket where ci_id = ${fromId}
    on conflict do nothing`.execute(tx)
  await sql`insert into ci_service (ci_id, service_id, essential)
    select ${intoId}::uuid, service_id, essential from ci_service where ci_id = ${fromId}
    on conflict do nothing`.execute(tx)
  await sql`delete from ci_service where ci_id = ${fromId}`.execute(tx)
  await sql`update ci_source_key set ci_id = ${intoId} where ci_id = ${fromId}`.execute(tx)
}
