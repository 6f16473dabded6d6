import type { Db } from '#kernel/db/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { staysOf, type HandOver } from '#modules/sla/index.ts'
import { accessIncident } from './access.ts'
import { seesInternal } from './policy.ts'
import type { listStays as contract } from './story-contract.ts'
import type { IncidentRow } from './store/read.ts'

/** What decides which agreements bind the group that gets it. */
export function stayOf(
  row: IncidentRow,
): Pick<HandOver, 'ticketId' | 'grade' | 'type' | 'serviceId' | 'orgId' | 'categoryId'> {
  return {
    ticketId: row.id,
    grade: row.grade,
    type: row.type,
    serviceId: row.service?.id ?? null,
    orgId: row.org.id,
    categoryId: row.category?.id ?? null,
  }
}

/** The group that has it now: none when it is over, at the desk, or repeats another one. */
export function holderOf(row: IncidentRow): string | null {
  return row.open && !row.duplicateOf ? (row.group?.id ?? null) : null
}

/**
 * Which group had it how long, with the clocks of the agreements that bind them. For those who work on it and lead the
 * work; others see none. @throws incident.not_found
 */
export async function listStays(
  db: Db,
  actor: Actor,
  input: Input<typeof contract>,
): Promise<Output<typeof contract>> {
  const row = await accessIncident(db, actor, input.id)
  if (!seesInternal(actor, row)) return { items: [] }
  return { items: await staysOf(db, { ticketId: row.id, holder: holderOf(row), locale: actor.locale }) }
}
