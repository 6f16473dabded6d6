import { dbNow, newId, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import { systemActor, type Actor } from '#kernel/permission/index.ts'
import { serviceByLabels, serviceForIntake, type ServiceFacts } from '#modules/service/index.ts'
import { correlationKey, levelOf } from './correlate.ts'
import { fold, identity, type Change } from './fold.ts'
import { noteAlerts, raise, settle } from './follow.ts'
import type { Occurrence } from './parse.ts'
import { placeGroup, type Group, type Placed } from './place.ts'
import { quietNow, rememberQuiet } from './silence.ts'
import { hadCritical, knownAlerts, linkAlerts, unitOrg, upsertAlerts } from './store/alerts.ts'
import { readSetting } from './store/setting.ts'

/**
 * Brings alerts and incidents up to date with what occurred, in the order given.
 * @throws alert.no_org (422) when nobody has set the unit up yet
 */
export async function applyOccurrences(tx: Tx, occurrences: readonly Occurrence[]): Promise<void> {
  const distinct = new Map(occurrences.map((o) => [identity(o), o]))
  await applyChanges(tx, fold(occurrences, await knownAlerts(tx, [...distinct.values()])))
}

/**
 * As `applyOccurrences`, for changes that are folded already.
 * @returns the alerts with the incidents they have come to
 */
export async function applyChanges(tx: Tx, changes: readonly Change[]): Promise<Placed[]> {
  const actor = systemActor('alert')
  const alerts = await atHome(tx, changes)
  // before any ticket is locked: whoever ends the work locks its own row first, too
  const quiet = await quietNow(tx, alerts)
  await placeAll(
    tx,
    actor,
    alerts.filter((a) => !quiet.has(a.id)),
  )
  const tickets = byTicket(alerts)
  const wereCritical = new Set<string>()
  for (const id of tickets.keys()) if (await hadCritical(tx, id)) wereCritical.add(id)
  await upsertAlerts(
    tx,
    alerts.map((a) => ({ ...a, serviceId: a.service?.id ?? null, orgId: a.homeOrgId })),
  )
  await rememberQuiet(tx, quiet)
  for (const [ticketId, members] of tickets)
    await follow(tx, actor, ticketId, members, wereCritical.has(ticketId))
  // one hint per batch, so that open pages read anew; a storm must not become ten thousand
  await emit(tx, {
    type: 'alert.changed',
    entity: 'alert',
    entityId: alerts[0]!.id,
    data: { alerts: alerts.length },
  })
  return alerts
}

/** Gives each alert its row, its service by its labels, and the org where it belongs. */
async function atHome(tx: Tx, changes: readonly Change[]): Promise<Placed[]> {
  const unit = await unitOrg(tx)
  const alerts: Placed[] = []
  for (const change of changes) {
    const service = await serviceOf(tx, change.labels)
    const homeOrgId = service?.ownerOrgId ?? change.orgId ?? unit
    if (!homeOrgId) throw new AppError('alert.no_org', { status: 422 })
    alerts.push({ ...change, id: change.known?.id ?? newId(), service, homeOrgId, ticketId: null })
  }
  return alerts
}

/** The service that the label `service_id` names, else the one whose matchers fit. */
async function serviceOf(tx: Tx, labels: Record<string, string>): Promise<ServiceFacts | undefined> {
  // from memory: one look at the database per transaction
  const named = labels['service_id'] ? await serviceForIntake(tx, labels['service_id']) : undefined
  return named?.active ? named : serviceByLabels(tx, labels)
}

/** Puts every alert that fired, and is grave enough, to the incident of its key. */
async function placeAll(tx: Tx, actor: Actor, alerts: readonly Placed[]): Promise<void> {
  const groups = new Map<string, Group>()
  for (const alert of alerts) {
    if (!alert.fired || levelOf(alert.severity) === undefined) continue
    const key = correlationKey(alert, alert.service?.id)
    const group = groups.get(key) ?? { key, service: alert.service, orgId: alert.homeOrgId, changes: [] }
    group.changes.push(alert)
    groups.set(key, group)
  }
  if (groups.size === 0) return
  const moment = { now: await dbNow(tx), windowMinutes: (await readSetting(tx)).windowMinutes }
  // always in the same order, so that nobody who locks several tickets can wait for us in a circle
  for (const key of [...groups.keys()].sort()) {
    const group = groups.get(key)!
    const ticketId = await placeGroup(tx, actor, group, moment)
    for (const alert of group.changes) alert.ticketId = ticketId
  }
}

/** The incidents that the batch concerns, each with its alerts: those put to it now, and those of it that ended. */
function byTicket(alerts: readonly Placed[]): Map<string, Placed[]> {
  const tickets = new Map<string, Placed[]>()
  for (const alert of alerts) {
    const id = alert.ticketId ?? (alert.ended ? alert.known?.ticketId : null)
    if (!id) continue
    const members = tickets.get(id)
    if (members) members.push(alert)
    else tickets.set(id, [alert])
  }
  return tickets
}

async function follow(
  tx: Tx,
  actor: Actor,
  ticketId: string,
  alerts: readonly Placed[],
  wasCritical: boolean,
): Promise<void> {
  const put = alerts.filter((a) => a.ticketId === ticketId)
  const added = await linkAlerts(
    tx,
    ticketId,
    put.map((a) => a.id),
  )
  const news = put.filter((a) => added.has(a.id))
  await noteAlerts(tx, actor, ticketId, news)
  if (!wasCritical && news.some((a) => a.severity === 'critical')) await raise(tx, actor, ticketId)
  await settle(tx, actor, ticketId, {
    began: news.length > 0 || put.some((a) => a.began),
    ended: alerts.some((a) => a.ended),
  })
}
