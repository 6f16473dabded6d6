import { auditAll } from './audit.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { can } from '#kernel/permission/index.ts'
import { fileOnly, readIncident } from '#modules/incident/index.ts'
import type { openIncident as contract } from '../console-contract.ts'
import { descriptionOf, titleOf } from '../describe.ts'
import { lockRows, type Handled } from '../store/list.ts'
import { visibleAlerts } from '../visible.ts'
import { putTo, refused } from './bulk.ts'

/**
 * Opens an incident for alerts, as a person decides; those that belong to an open one stay there.
 * @throws alert.may_not_open (403); alert.none_to_open (409) when none is left; as filing an incident
 */
export async function openIncidentVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract>,
): Promise<Output<typeof contract>> {
  if (!can(actor, 'incident.create') || !can(actor, 'incident.file-for-others'))
    throw new AppError('alert.may_not_open', { status: 403 })
  const rows = await lockRows(tx, visibleAlerts(actor, 'alert.handle'), input.ids)
  const why = new Map(
    input.ids.map((id) => {
      const row = rows.get(id)
      return [id, row ? (row.ticketOpen ? 'alert.has_incident' : undefined) : 'alert.not_found']
    }),
  )
  const able = input.ids.flatMap((id) => (why.get(id) === undefined ? [rows.get(id)!] : []))
  const [lead] = able
  if (!lead) throw new AppError('alert.none_to_open', { status: 409, field: 'ids' })
  const id = await fileOnly(tx, actor, await filing(tx, input, lead, able))
  const incident = (await readIncident(tx, id, null))!
  await putTo(tx, actor, able, incident)
  await auditAll(tx, actor, able, 'alert.open-incident', { incident: incident.number })
  await emit(tx, { type: 'alert.changed', entity: 'alert', entityId: lead.id, data: { alerts: able.length } })
  return {
    incident: { id, number: incident.number },
    items: input.ids.map((one) => {
      const code = why.get(one)
      return code ? refused(actor, one, code) : { id: one, outcome: 'done', code: null, message: null }
    }),
  }
}

async function filing(
  tx: Tx,
  input: Input<typeof contract>,
  lead: Handled,
  able: readonly Handled[],
): Promise<Parameters<typeof fileOnly>[2]> {
  const now = (await dbNow(tx)).getTime()
  const serviceId = input.serviceId ?? able.find((row) => row.serviceId)?.serviceId
  return {
    title: input.title ?? titleOf(lead),
    description: descriptionOf(able),
    impact: input.impact,
    urgency: input.urgency,
    channel: 'alert',
    type: 'fault',
    orgId: lead.orgId,
    ...(serviceId ? { serviceId } : {}),
    ...(input.groupId ? { groupId: input.groupId } : {}),
    // a sender whose clock runs ahead must not make a fact of the future
    occurredAt: new Date(Math.min(lead.startsAt.getTime(), now)).toISOString(),
  }
}
