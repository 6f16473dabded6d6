import type { Db } from '#kernel/db/index.ts'
import { can, type Actor } from '#kernel/permission/index.ts'
import { visibleIncidents } from '#modules/incident/index.ts'
import { selectOpenMajors, type OpenMajor } from './store/open.ts'

/**
 * Open major incidents of the actor's sight with how work on them stands, the oldest first.
 * @returns null for who may not read such work at all (as `accessMajor`)
 */
export async function openMajors(db: Db, actor: Actor): Promise<OpenMajor[] | null> {
  if (!can(actor, 'major.read') || !can(actor, 'incident.read-internal')) return null
  return selectOpenMajors(db, visibleIncidents(actor))
}
