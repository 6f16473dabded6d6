import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import { below } from './ci.ts'

/** Services that rest on each of the items: essential links first, then by name. */
export async function servicesOfMany(db: Db, ciIds: readonly string[]): Promise<Map<string, string[]>> {
  if (ciIds.length === 0) return new Map()
  const { rows } = await sql<{ ciId: string; ids: string[] }>`
    select l.ci_id as "ciId", array_agg(l.service_id order by not l.essential, s.name, s.id) as ids
    from ci_service l join service s on s.id = l.service_id
    where l.ci_id = any(${[...ciIds]}::uuid[]) group by l.ci_id`.execute(db)
  return new Map(rows.map((row) => [row.ciId, row.ids]))
}

/** Levels of things within things that are followed. */
const deep = 10

/** The nearest item of the classes that contains each of the items; an item of the classes is in itself. */
export async function containersOf(
  db: Db,
  paths: readonly string[],
  ids: readonly string[],
  classIds: readonly string[],
): Promise<Map<string, { id: string; name: string }>> {
  const { rows } = await sql<{ ciId: string; id: string; name: string }>`
    with recursive up(ci_id, at, depth) as (
      select x, x, 0 from unnest(${[...ids]}::uuid[]) x
      union
      select u.ci_id, r.source_id, u.depth + 1 from up u
        join ci_relation r on r.target_id = u.at and r.type = 'contains' and r.ended_at is null
      where u.depth < ${deep}
    )
    select distinct on (u.ci_id) u.ci_id as "ciId", c.id, c.name
    from up u join ci c on c.id = u.at join org o on o.id = c.org_id
    where c.class_id = any(${[...classIds]}::uuid[]) and ${below(sql`o.path`, paths)}
    order by u.ci_id, u.depth, c.id`.execute(db)
  return new Map(rows.map(({ ciId, id, name }) => [ciId, { id, name }]))
}

/** Ids of all that is in an item, itself included. */
export async function contentsOf(db: Db, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive down(id, depth) as (
      select ${id}::uuid, 0
      union
      select r.target_id, d.depth + 1 from down d
        join ci_relation r on r.source_id = d.id and r.type = 'contains' and r.ended_at is null
      where d.depth < ${deep}
    )
    select distinct id from down`.execute(db)
  return rows.map((row) => row.id)
}
