import { sql } from 'kysely'
import { statement, type Db } from '#kernel/db/index.ts'
import type { Edge } from '../impact.ts'
import type { Lifecycle, LiveState } from '../words.ts'
import { below } from './ci.ts'

/** Types of relations by the way an outage goes along them. */
export interface Spreading {
  toSource: readonly string[]
  toTarget: readonly string[]
}

interface StepRow {
  relationId: string
  type: string
  from: string
  to: string
  groupId: string | null
  needs: number | null
  members: number | null
}

// `unnest` and not `= any`: thousands of ids in an array cost the planner more than the reading
const step = statement<StepRow>(`
  select x.id as "relationId", x.type, x.f as "from", x.t as "to", g.id as "groupId", g.needs,
    case when g.id is not null then (select count(*)::int from ci_relation m
      where m.redundancy_id = g.id and m.ended_at is null) end as members
  from (
    select r.id, r.type, r.target_id as f, r.source_id as t, r.redundancy_id
      from unnest($1::uuid[]) q (id) join ci_relation r
      on r.target_id = q.id and r.type = any($2::text[]) and r.ended_at is null
    union all
    select r.id, r.type, r.source_id as f, r.target_id as t, r.redundancy_id
      from unnest($1::uuid[]) q (id) join ci_relation r
      on r.source_id = q.id and r.type = any($3::text[]) and r.ended_at is null
  ) x left join ci_redundancy g on g.id = x.redundancy_id and g.ci_id = x.t
  limit $4`)

/** Relations along which an outage leaves the items, `limit` at most. */
export async function outgoing(
  db: Db,
  ids: readonly string[],
  types: Spreading,
  limit: number,
): Promise<Edge[]> {
  const rows = await step(db, [[...ids], [...types.toSource], [...types.toTarget], limit])
  return rows.map(({ relationId, type, from, to, groupId, needs, members }) => ({
    ...{ relationId, type, from, to },
    group: groupId === null ? null : { id: groupId, needs: needs!, members: members! },
  }))
}

const neighbours = statement<{ id: string }>(`
  select distinct id from (
    select r.source_id as id from unnest($1::uuid[]) q (id) join ci_relation r
      on r.target_id = q.id and r.type = any($2::text[]) and r.ended_at is null
    union all
    select r.target_id as id from unnest($1::uuid[]) q (id) join ci_relation r
      on r.source_id = q.id and r.type = any($3::text[]) and r.ended_at is null
  ) x limit $4`)

/** Items at the other ends: sources of relations of `toSource` that point here, targets of those of `toTarget`. */
export async function ends(
  db: Db,
  ids: readonly string[],
  types: Spreading,
  limit: number,
): Promise<string[]> {
  return (await neighbours(db, [[...ids], [...types.toSource], [...types.toTarget], limit])).map(
    (row) => row.id,
  )
}

export interface NodeRow {
  id: string
  visible: boolean
  name: string | null
  code: string | null
  classId: string
  orgName: string | null
  groupId: string | null
  groupName: string | null
  lifecycle: Lifecycle
  liveState: LiveState
}

/** Items as a picture shows them; names only below the paths. */
export async function nodesOf(
  db: Db,
  paths: readonly string[],
  ids: readonly string[],
): Promise<Map<string, NodeRow>> {
  const { rows } = await sql<NodeRow>`
    select c.id, v.visible, case when v.visible then c.name end as name, case when v.visible then c.code end as code,
      c.class_id as "classId", case when v.visible then o.name end as "orgName",
      case when v.visible then g.id end as "groupId", case when v.visible then g.name end as "groupName",
      c.lifecycle, c.live_state as "liveState"
    from ci c join org o on o.id = c.org_id left join support_group g on g.id = c.group_id
    cross join lateral (select ${below(sql`o.path`, paths)} as visible) v
    where c.id in (select unnest(${[...ids]}::uuid[]))`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

export interface EdgeRow {
  id: string
  type: string
  sourceId: string
  targetId: string
  redundancyId: string | null
}

const among = statement<EdgeRow>(`
  select r.id, r.type, r.source_id as "sourceId", r.target_id as "targetId", r.redundancy_id as "redundancyId"
  from unnest($1::uuid[]) q (id) join ci_relation r on r.source_id = q.id and r.ended_at is null
  where r.target_id in (select unnest($1::uuid[])) order by r.id limit $2`)

/** Relations between the items. */
export function edgesAmong(db: Db, ids: readonly string[], limit: number): Promise<EdgeRow[]> {
  return among(db, [[...ids], limit])
}

export interface HitService {
  id: string
  code: string
  name: string
  essential: boolean
  by: string[]
}

/** Active services that rest on one of the items; `essential` when they need one of them. */
export async function servicesOn(db: Db, ids: readonly string[]): Promise<HitService[]> {
  const { rows } = await sql<HitService>`
    select s.id, s.code, s.name, bool_or(l.essential) as essential,
      (array_agg(l.ci_id order by l.essential desc, l.ci_id))[1:5] as by
    from ci_service l join service s on s.id = l.service_id
    where l.ci_id in (select unnest(${[...ids]}::uuid[])) and s.active
    group by s.id order by bool_or(l.essential) desc, s.name`.execute(db)
  return rows
}

/** Names of redundancy groups by id. */
export async function groupNames(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; name: string }>`select id, name from ci_redundancy
    where id = any(${[...ids]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row.name]))
}
