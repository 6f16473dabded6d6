import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { Level } from '../words.ts'

export interface MatrixCell {
  impact: Level
  urgency: Level
  priority: number
}

export async function matrix(db: Db): Promise<MatrixCell[]> {
  const rows = await db.selectFrom('priority_matrix').select(['impact', 'urgency', 'priority']).execute()
  return rows as MatrixCell[]
}

export async function saveMatrix(tx: Tx, cells: MatrixCell[]): Promise<void> {
  for (const cell of cells)
    await tx
      .insertInto('priority_matrix')
      .values(cell)
      .onConflict((c) => c.columns(['impact', 'urgency']).doUpdateSet({ priority: cell.priority }))
      .execute()
}

export interface RuleRow {
  id: string
  position: number
  service: { id: string; name: string } | null
  category: { id: string; name: string } | null
  org: { id: string; name: string } | null
  group: { id: string; name: string }
}

export async function rules(db: Db): Promise<RuleRow[]> {
  const { rows } = await sql<RuleRow>`
    select d.id, d.position,
      case when s.id is not null then json_build_object('id', s.id, 'name', s.name) end as service,
      case when c.id is not null then json_build_object('id', c.id, 'name', c.name) end as category,
      case when o.id is not null then json_build_object('id', o.id, 'name', o.name) end as org,
      json_build_object('id', g.id, 'name', g.name) as "group"
    from dispatch_rule d join support_group g on g.id = d.group_id
    left join service s on s.id = d.service_id left join category c on c.id = d.category_id
    left join org o on o.id = d.org_id
    where d.active order by d.position`.execute(db)
  return rows
}

/** Replaces the list, in the given order. */
export async function replaceRules(
  tx: Tx,
  list: { serviceId: string | null; categoryId: string | null; orgId: string | null; groupId: string }[],
): Promise<void> {
  await tx.deleteFrom('dispatch_rule').execute()
  if (list.length === 0) return
  await tx
    .insertInto('dispatch_rule')
    .values(
      list.map((r, position) => ({
        id: newId(),
        position,
        service_id: r.serviceId,
        category_id: r.categoryId,
        org_id: r.orgId,
        group_id: r.groupId,
      })),
    )
    .execute()
}

/** Indices of rules that name something that does not exist. */
export async function brokenRules(
  db: Db,
  list: { serviceId: string | null; categoryId: string | null; orgId: string | null; groupId: string }[],
): Promise<{ at: number; field: string }[]> {
  const { rows } = await sql<{ at: number; field: string }>`
    select x.at - 1 as at, case
      when x.s is not null and not exists (select from service where id = x.s) then 'serviceId'
      when x.c is not null and not exists (select from category where id = x.c) then 'categoryId'
      when x.o is not null and not exists (select from org where id = x.o) then 'orgId'
      when not exists (select from support_group where id = x.g and active) then 'groupId' end as field
    from unnest(${list.map((r) => r.serviceId)}::uuid[], ${list.map((r) => r.categoryId)}::uuid[],
      ${list.map((r) => r.orgId)}::uuid[], ${list.map((r) => r.groupId)}::uuid[]) with ordinality as x(s, c, o, g, at)`.execute(
    db,
  )
  return rows.filter((r) => r.field !== null)
}
