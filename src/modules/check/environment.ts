import type { Db } from '#kernel/db/index.ts'
import { scopeOf, type Actor } from '#kernel/permission/index.ts'
import { ciContainers } from '#modules/ci/index.ts'
import { visibleCheck } from './policy.ts'
import { selectEnvironment, type EnvironmentRow } from './store/environment.ts'

/** The last readings of surroundings that the actor may see, with the machine room of the item where it stands in one. */
export async function environmentReadings(
  db: Db,
  actor: Actor,
): Promise<(EnvironmentRow & { room: string | null })[]> {
  const rows = await selectEnvironment(db, visibleCheck(actor))
  const ids = [...new Set(rows.flatMap((row) => row.ciId ?? []))]
  const rooms = await ciContainers(db, scopeOf(actor, 'ci.read'), ids, 'machine-room')
  return rows.map((row) => ({ ...row, room: (row.ciId && rooms.get(row.ciId)?.name) || null }))
}
