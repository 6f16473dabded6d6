import type { Tx } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { say } from '#kernel/http/index.ts'
import type { RuleRef } from '#modules/alert-rule/index.ts'
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
import type { Decision } from './decision-contract.ts'
import { descriptionOf, outageTitle, titleOf } from './describe.ts'
import type { Change } from './fold.ts'
import type { Keeper } from './store/silenced.ts'
import { topology } from './topology.ts'

/** A change with its alert's row, and all that is known of where it belongs. */
export interface Placed extends Change {
  id: string
  /** labels that rules have added */
  extra: Record<string, string>
  /** what matchers look at */
  facts: Record<string, string>
  enrichedBy: RuleRef[]
  service: ServiceFacts | undefined
  ci: { id: string; name: string } | null
  /** items without which its own fails, the nearest first */
  upstream: readonly string[]
  /** support group that a label, a rule or the item names */
  groupId: string | null
  /** where it belongs: the owner of its service, else the org of its item, else of the account that received it */
  homeOrgId: string
  homePath: string
  /** the incident it has been put to in this batch */
  ticketId: string | null
  /** what keeps it quiet from now on */
  keeper: Keeper | null
  /** until when a rule leaves it to people */
  answerBy: Date | null
  /** what was decided in this batch, and why */
  decision: Decision | null
}

/** What a rule says of the incident to open. */
export interface Wanted {
  rule: RuleRef
  impact?: 'high' | 'medium' | 'low' | undefined
  urgency?: 'high' | 'medium' | 'low' | undefined
  groupId?: string | undefined
  /** nobody has acknowledged it for so many minutes */
  unanswered?: number | undefined
}

/** Alerts of one correlation key that fired in this batch and are to come to an incident. */
export interface Group {
  key: string
  service: ServiceFacts | undefined
  orgId: string
  groupId: string | null
  changes: Placed[]
  /** of the alert that leads it */
  wanted: Wanted | undefined
  /** one alert at least may open an incident; else they are attached to an open one or to none */
  mayOpen: boolean
  /** the item whose outage it is; `adopt`: an incident that may go on as that of the outage */
  outage: { ci: { id: string; name: string }; adopt: string | null } | undefined
}

export interface Moment {
  now: Date
  windowMinutes: number
}

export interface Put {
  ticketId: string | null
  how: 'opened' | 'joined' | 'reopened' | 'ended-lately' | 'unattached'
}

/** Finds the incident of a group of alerts, reopens it, or opens one. */
export async function placeGroup(tx: Tx, actor: Actor, group: Group, moment: Moment): Promise<Put> {
  const held = (await findByAlertKey(tx, group.key)) ?? (await adopted(tx, group))
  const row = held ? await readIncident(tx, held.id, null) : await formerIncident(tx, group)
  const began = group.changes.some((c) => c.began)
  const what = decide(row && presentOf(row), began, moment.now, moment.windowMinutes)
  if (what === 'wait') return { ticketId: null, how: 'ended-lately' }
  if (what !== 'open') {
    if (row!.alertKey === null) await setAlertKey(tx, row!.id, group.key)
    if (what === 'reopen') await reopen(tx, actor, row!, group)
    return { ticketId: row!.id, how: what === 'reopen' ? 'reopened' : 'joined' }
  }
  const reported = group.service && (await reportedByPeople(tx, group.service.id, moment))
  if (!reported && !group.mayOpen) return { ticketId: null, how: 'unattached' }
  if (held) await setAlertKey(tx, held.id, null)
  if (!reported) return { ticketId: await open(tx, actor, group, moment), how: 'opened' }
  await setAlertKey(tx, reported, group.key)
  return { ticketId: reported, how: 'joined' }
}

/** The incident of one that fell out before the outage was known goes on as that of the outage. */
async function adopted(tx: Tx, group: Group): Promise<{ id: string } | undefined> {
  const id = group.outage?.adopt
  if (!id) return undefined
  await setAlertKey(tx, id, group.key)
  return { id }
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

/** So many items of its alerts are put on an incident that opens. */
const itemsNamed = 20

async function open(tx: Tx, actor: Actor, group: Group, moment: Moment): Promise<string> {
  const critical = group.changes.find((c) => c.severity === 'critical')
  const lead = critical ?? group.changes[0]!
  const level = levelOf(lead.severity) ?? 'medium'
  // a sender whose clock runs ahead must not make a fact of the future
  const began = Math.min(lead.startsAt.getTime(), moment.now.getTime())
  const groupId = group.wanted?.groupId ?? group.groupId
  const id = await fileOnly(tx, actor, {
    title: group.outage ? outageTitle(group.outage.ci.name, lead) : titleOf(lead),
    description:
      unansweredText(group.wanted) + descriptionOf([lead, ...group.changes.filter((c) => c !== lead)]),
    impact: group.wanted?.impact ?? (group.outage ? 'high' : level),
    urgency: group.wanted?.urgency ?? level,
    channel: 'alert',
    type: 'fault',
    orgId: group.orgId,
    ...(group.service ? { serviceId: group.service.id } : {}),
    ...(groupId ? { groupId } : {}),
    occurredAt: new Date(began).toISOString(),
    alertKey: group.key,
  })
  const items = group.outage ? [group.outage.ci.id] : group.changes.flatMap((c) => c.ci?.id ?? [])
  const named = [...new Set(items)].slice(0, itemsNamed)
  if (named.length > 0) await topology().putOnIncident(tx, actor, id, named)
  return id
}

/** Why an incident opens of what had been left to people; empty for others. */
function unansweredText(wanted: Wanted | undefined): string {
  if (wanted?.unanswered === undefined) return ''
  const { unanswered: minutes, rule } = wanted
  return `${say('zh-CN', 'alert:incident.unanswered', { minutes, rule: rule.name })}\n\n`
}

async function reopen(tx: Tx, actor: Actor, row: IncidentRow, group: Group): Promise<void> {
  const again = group.changes.find((c) => c.began) ?? group.changes[0]!
  await reopenIncident(tx, actor, {
    id: row.id,
    version: row.version,
    reason: say('zh-CN', 'alert:incident.relapsed', { name: again.name }),
  })
}
