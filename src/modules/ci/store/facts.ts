import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'

/** Services that rest on each of the items: essential links first, then by name. */
export async function servicesOfMany(db: Db, ciIds: readonly string[]): Promise<Map<string, string[]>> {
  if (ciIds.length === 0) return new Map()
  const { rows } = await sql<{ ciId: string; ids: string[] }>`
    select l.ci_id as "ciId", array_agg(l.service_id order by not l.essential, s.name, s.id) as ids
    from ci_service l join service s on s.id = l.service_id
    where l.ci_id = any(${[...ciIds]}::uuid[]) group by l.ci_id`.execute(db)
  return new Map(rows.map((row) => [row.ciId, row.ids]))
}
