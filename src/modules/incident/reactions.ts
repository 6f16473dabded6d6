import { dbNow, type Tx } from '#kernel/db/index.ts'
import { emit } from '#kernel/events/index.ts'
import { notify } from '#kernel/notify/index.ts'
import type { AppEvent, Reaction } from '#kernel/manifest.ts'
import { holdersOf, systemActor } from '#kernel/permission/index.ts'
import { addTimeline, duplicatesOf, setDue, touchTicket } from '#modules/ticket/index.ts'
import { readNearestDue } from './due.ts'
import { closeIncident, resolveIncident } from './moves/end.ts'
import { releaseDuplicate } from './moves/release.ts'
import { indexFollowers } from './search.ts'
import { readIncident, type IncidentRow } from './store/read.ts'
import { readGroup } from './store/filing.ts'
import { vendorContact } from './store/write.ts'

const system = systemActor('incident')

/** What repeats an incident is restored with it. */
async function resolveDuplicates(tx: Tx, event: AppEvent): Promise<void> {
  const master = await readIncident(tx, event.entityId, null)
  if (!master || master.open) return
  for (const d of await duplicatesOf(tx, master.id))
    await resolveIncident(tx, system, {
      id: d.id,
      version: d.version,
      resolution: `${master.number}: ${master.resolution ?? ''}`,
      code: 'fixed',
    })
}

/** What repeats a cancelled incident has lost what it waited for: it is worked on by itself. */
async function releaseDuplicates(tx: Tx, event: AppEvent): Promise<void> {
  const master = await readIncident(tx, event.entityId, null)
  if (master?.state !== 'cancelled') return
  for (const d of await duplicatesOf(tx, master.id))
    if (d.state === 'pending')
      await releaseDuplicate(tx, system, { id: d.id, version: d.version, of: master.number })
}

/** What those who joined find an incident by was one with its description once (migration 0341). */
const indexFormerFollowers = (tx: Tx, event: AppEvent): Promise<void> => indexFollowers(tx, event.entityId)

/** All who were asked have answered (or their time is over) and nobody is unhappy: the incident is closed. */
async function closeSettled(tx: Tx, event: AppEvent): Promise<void> {
  const row = await readIncident(tx, event.entityId, null)
  if (row?.state !== 'resolved') return
  await closeIncident(tx, system, { id: row.id, version: row.version })
}

interface Step {
  ticketId: string
  metric: string
  percent: number
  breached: boolean
  dueAt: string
  recipients: string[]
  /** of a group's stay: whose promise it is */
  stayId?: string
  groupId?: string
}

/** An escalation step of a clock: the roles become people, who are told once per step; the timeline keeps it. */
async function escalateStep(tx: Tx, event: AppEvent): Promise<void> {
  const step = event.data as unknown as Step
  const row = await readIncident(tx, step.ticketId, null)
  if (!row) return
  const to = await peopleOf(tx, row, step.recipients, step.groupId ?? row.group?.id)
  const group = step.groupId ? await readGroup(tx, step.groupId) : undefined
  await addTimeline(tx, {
    ticketId: row.id,
    kind: 'clock',
    public: false,
    actorId: null,
    actorName: 'SLA',
    data: {
      metric: step.metric,
      percent: step.percent,
      breached: step.breached,
      dueAt: step.dueAt,
      told: to.length,
      ...(group ? { group: group.name } : {}),
    },
    occurredAt: new Date(event.recordedAt),
  })
  await touchTicket(tx, row.id)
  await showChange(tx, row.id)
  await notify(tx, {
    to,
    textKey: step.breached ? 'incident:notify.breached' : 'incident:notify.due-soon',
    params: {
      number: row.number,
      title: row.title,
      metric: `t:incident:metric.${step.metric}`,
      percent: step.percent,
    },
    entity: 'incident',
    entityId: row.id,
    dedupeKey: `sla:${step.stayId ?? row.id}:${step.metric}:${step.percent}:${step.dueAt}`,
  })
}

async function peopleOf(
  tx: Tx,
  row: IncidentRow,
  recipients: string[],
  groupId: string | undefined,
): Promise<string[]> {
  const people = new Set<string>()
  if (recipients.includes('owner') && row.owner) people.add(row.owner.id)
  const group = groupId ? await readGroup(tx, groupId) : undefined
  // nobody owns it yet: the whole group is meant
  if (recipients.includes('group') || (recipients.includes('owner') && !row.owner))
    for (const id of group?.memberIds ?? []) people.add(id)
  if (recipients.includes('group-leader')) for (const id of group?.leaderIds ?? []) people.add(id)
  if (group && recipients.includes('vendor-contact')) {
    const contact = await vendorContact(tx, group.id)
    for (const id of contact ? [contact] : group.leaderIds) people.add(id)
  }
  const roles = recipients.filter((r) => r === 'duty-leader' || r === 'manager')
  for (const id of await holdersOf(tx, { roles }, row.orgPath)) people.add(id)
  return [...people]
}

/** Calendars or agreements changed: the story keeps what the due times were and are. */
async function keepRecalculation(tx: Tx, event: AppEvent): Promise<void> {
  const { ticketId, reason, before, after } = event.data as Record<string, unknown> & { ticketId: string }
  await setDue(tx, ticketId, await readNearestDue(tx, ticketId))
  await addTimeline(tx, {
    ticketId,
    kind: 'clock',
    public: false,
    actorId: null,
    actorName: 'SLA',
    data: { recalculated: { reason, before, after } },
    occurredAt: await dbNow(tx),
  })
  await showChange(tx, ticketId)
}

/** The clock's room knows tickets only, which no page shows: pages that show the incident read it anew. */
async function showChange(tx: Tx, id: string): Promise<void> {
  await emit(tx, { type: 'incident.clock', entity: 'incident', entityId: id })
}

export const reactions: readonly Reaction[] = [
  {
    name: 'incident.resolve-duplicates',
    on: ['incident.resolved', 'incident.closed'],
    run: resolveDuplicates,
  },
  {
    name: 'incident.release-duplicates',
    // the second: those that waited for ever before this reaction was there (migration 0340)
    on: ['incident.cancelled', 'incident.duplicates-left'],
    run: releaseDuplicates,
  },
  { name: 'incident.index-followers', on: 'incident.followers-left', run: indexFormerFollowers },
  { name: 'incident.close-settled', on: 'satisfaction.settled', run: closeSettled },
  { name: 'incident.sla-step', on: 'sla.step', run: escalateStep },
  { name: 'incident.sla-recalculated', on: 'sla.recalculated', run: keepRecalculation },
]
