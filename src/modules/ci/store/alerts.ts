import { sql } from 'kysely'
import { statement, type Db } from '#kernel/db/index.ts'
import type { Spreading } from './graph.ts'

/** Where alerts of items belong; retired items are none. */
export async function factsOfItems(
  db: Db,
  ids: readonly string[],
): Promise<{ id: string; name: string; orgId: string; groupId: string | null; serviceIds: string[] }[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{
    id: string
    name: string
    orgId: string
    groupId: string | null
    serviceIds: string[]
  }>`
    select c.id, c.name, c.org_id as "orgId", c.group_id as "groupId",
      array(select s.service_id from ci_service s where s.ci_id = c.id and s.essential) as "serviceIds"
    from unnest(${[...ids]}::uuid[]) q (id) join ci c on c.id = q.id where c.lifecycle <> 'retired'`.execute(
    db,
  )
  return rows
}

// the other way round than `step` of graph.ts: from what fails to what it fails with. A relation in a redundancy group
// of the item counts only when the group does not survive the loss of one.
const upward = statement<{ id: string; up: string }>(`
  with recursive line (id, at, level) as (
    select q.id, q.id, 0 from unnest($1::uuid[]) q (id)
    union
    select l.id, x.up, l.level + 1 from line l join lateral (
      select r.target_id as up, r.redundancy_id from ci_relation r
        where r.source_id = l.at and r.type = any($2::text[]) and r.ended_at is null
      union all
      select r.source_id, r.redundancy_id from ci_relation r
        where r.target_id = l.at and r.type = any($3::text[]) and r.ended_at is null
    ) x on not exists (
      select from ci_redundancy g where g.id = x.redundancy_id and g.ci_id = l.at and g.needs < (
        select count(*) from ci_relation m where m.redundancy_id = g.id and m.ended_at is null))
    where l.level < $4
  )
  select id, at as up from line where at <> id group by id, at order by id, min(level), at`)

/** For each item those without which it fails for certain, the nearest first, `levels` steps up at most. */
export async function certainUpstream(
  db: Db,
  ids: readonly string[],
  types: Spreading,
  levels: number,
): Promise<{ id: string; up: string }[]> {
  return upward(db, [[...ids], [...types.toSource], [...types.toTarget], levels])
}
