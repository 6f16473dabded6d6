import type { Tx } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { say } from '#kernel/http/index.ts'
import {
  fileOnly,
  findByAlertKey,
  openOfService,
  readIncident,
  reopenIncident,
  setAlertKey,
  type IncidentRow,
} from '#modules/incident/index.ts'
import type { ServiceFacts } from '#modules/service/index.ts'
import { decide, levelOf, type Present } from './correlate.ts'
import { descriptionOf, titleOf } from './describe.ts'
import type { Change } from './fold.ts'

/** A change with its alert's row, service and org. */
export interface Placed extends Change {
  id: string
  service: ServiceFacts | undefined
  /** where it belongs: the service's owner, else the org of the account that received it */
  homeOrgId: string
  /** the incident it has been put to in this batch */
  ticketId: string | null
}

/** Alerts of one correlation key that fired in this batch and are grave enough to open an incident. */
export interface Group {
  key: string
  service: ServiceFacts | undefined
  orgId: string
  changes: Placed[]
}

export interface Moment {
  now: Date
  windowMinutes: number
}

/**
 * Finds the incident of a group of alerts, reopens it, or opens one.
 * @returns its id; null when people ended it a moment ago and the alerts are mere repetitions
 */
export async function placeGroup(tx: Tx, actor: Actor, group: Group, moment: Moment): Promise<string | null> {
  const held = await findByAlertKey(tx, group.key)
  const row = held ? await readIncident(tx, held.id, null) : await formerIncident(tx, group)
  const began = group.changes.some((c) => c.began)
  const what = decide(row && presentOf(row), began, moment.now, moment.windowMinutes)
  if (what === 'wait') return null
  if (what !== 'open') {
    if (row!.alertKey === null) await setAlertKey(tx, row!.id, group.key)
    if (what === 'reopen') await reopen(tx, actor, row!, group)
    return row!.id
  }
  if (held) await setAlertKey(tx, held.id, null)
  const reported = group.service && (await reportedByPeople(tx, group.service.id, moment))
  if (!reported) return open(tx, actor, group, moment)
  await setAlertKey(tx, reported, group.key)
  return reported
}

/**
 * Where the alerts belonged before, when no incident carries their key: one that was closed or cancelled since, or, for
 * a duplicate, the one that it repeats.
 */
async function formerIncident(tx: Tx, group: Group): Promise<IncidentRow | undefined> {
  const id = group.changes.find((c) => c.known?.ticketId)?.known?.ticketId
  const row = id ? await readIncident(tx, id, null) : undefined
  if (!row?.duplicateOf) return row
  return readIncident(tx, row.duplicateOf.id, null)
}

function presentOf(row: IncidentRow): Present {
  return {
    open: row.open,
    endedAt: row.open ? null : (row.closedAt ?? row.resolvedAt ?? row.updatedAt),
    reopenable: row.state === 'resolved',
  }
}

/** An open fault of the service that people reported within the window and that no other alerts hold yet. */
async function reportedByPeople(tx: Tx, serviceId: string, moment: Moment): Promise<string | undefined> {
  for (const { id, alertKey } of await openOfService(tx, serviceId)) {
    if (alertKey !== null) continue
    const row = await readIncident(tx, id, null)
    const fresh = row && moment.now.getTime() - row.updatedAt.getTime() <= moment.windowMinutes * 60_000
    if (fresh && row.type === 'fault' && row.origin === 'live') return id
  }
  return undefined
}

async function open(tx: Tx, actor: Actor, group: Group, moment: Moment): Promise<string> {
  const critical = group.changes.find((c) => c.severity === 'critical')
  const lead = critical ?? group.changes[0]!
  const level = levelOf(lead.severity) ?? 'medium'
  // a sender whose clock runs ahead must not make a fact of the future
  const began = Math.min(lead.startsAt.getTime(), moment.now.getTime())
  return fileOnly(tx, actor, {
    title: titleOf(lead),
    description: descriptionOf([lead, ...group.changes.filter((c) => c !== lead)]),
    impact: level,
    urgency: level,
    channel: 'alert',
    type: 'fault',
    orgId: group.orgId,
    ...(group.service ? { serviceId: group.service.id } : {}),
    occurredAt: new Date(began).toISOString(),
    alertKey: group.key,
  })
}

async function reopen(tx: Tx, actor: Actor, row: IncidentRow, group: Group): Promise<void> {
  const again = group.changes.find((c) => c.began) ?? group.changes[0]!
  await reopenIncident(tx, actor, {
    id: row.id,
    version: row.version,
    reason: say('zh-CN', 'alert:incident.relapsed', { name: again.name }),
  })
}
