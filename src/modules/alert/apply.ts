import type { Tx } from '#kernel/db/index.ts'
import { emit } from '#kernel/events/index.ts'
import { systemActor, type Actor } from '#kernel/permission/index.ts'
import { rulesNow, type RuleSet } from '#modules/alert-rule/index.ts'
import { fold, identity, type Change } from './fold.ts'
import { noteAlerts, raise, settle } from './follow.ts'
import type { Occurrence } from './parse.ts'
import type { Placed } from './place.ts'
import { enriched } from './stages/enrich.ts'
import { flapOf, type Flap } from './stages/flap.ts'
import { attachInhibited, placeAll } from './stages/gather.ts'
import { rememberSources } from './stages/inhibit.ts'
import { quietNow, type Past } from './stages/quiet.ts'
import { hadCritical, knownAlerts, linkAlerts, upsertAlerts } from './store/alerts.ts'
import { insertEvents, type NewEvent } from './store/events.ts'
import { deleteSources } from './store/inhibitors.ts'
import { readSetting } from './store/setting.ts'
import { endQuiet, insertSilenced, releaseByAlerts, type Keeper } from './store/silenced.ts'

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
 * @param pasts of alerts that are looked at again, by their ids
 * @returns the alerts with the incidents they have come to
 */
export async function applyChanges(
  tx: Tx,
  changes: readonly Change[],
  pasts: ReadonlyMap<string, Past> = new Map(),
): Promise<Placed[]> {
  const actor = systemActor('alert')
  const rules = await rulesNow(tx)
  const setting = await readSetting(tx)
  const alerts = await enriched(tx, rules, changes)
  const flaps = new Map(alerts.map((alert) => [alert.id, flapOf(alert, setting)]))
  const heard = alerts.filter(
    (alert) => pasts.get(alert.id)?.unanswered || hears(alert, flaps.get(alert.id)!),
  )
  const quiet = await quietNow(tx, rules, heard, pasts)
  const loud = heard.filter((a) => a.fired && !quiet.has(a.id))
  await placeAll(tx, actor, rules, loud, setting, pasts)
  await attachInhibited(tx, heard)
  // whatever keeps it quiet, or has it end, leaves nobody to wait for: it is decided anew when it fires again
  for (const alert of heard) if (alert.ended || quiet.has(alert.id)) alert.answerBy = null
  await write(tx, actor, rules, alerts, flaps, pasts)
  await followAll(tx, actor, alerts)
  // one hint per batch, so that open pages read anew; a storm must not become ten thousand
  await emit(tx, {
    type: 'alert.changed',
    entity: 'alert',
    entityId: alerts[0]!.id,
    data: { alerts: alerts.length },
  })
  return alerts
}

/**
 * An alert that flaps keeps the incident as it is, whatever it does: it is heard once more when it begins to flap while
 * it fires, and again when it flaps no longer.
 */
function hears(alert: Placed, { flaps }: Flap): boolean {
  if (flaps === 'no' || (flaps === 'enters' && alert.status === 'firing')) return true
  alert.fired = false
  alert.began = false
  alert.ended = false
  alert.decision = { outcome: 'flapping' }
  return false
}

async function write(
  tx: Tx,
  actor: Actor,
  rules: RuleSet,
  alerts: readonly Placed[],
  flaps: ReadonlyMap<string, Flap>,
  pasts: ReadonlyMap<string, Past>,
): Promise<void> {
  const recoveries = new Map(alerts.map((a) => [a.id, rules.recovery(a.facts)?.minutes ?? null]))
  await upsertAlerts(
    tx,
    alerts.map((a) => ({
      ...a,
      serviceId: a.service?.id ?? null,
      ciId: a.ci?.id ?? null,
      orgId: a.homeOrgId,
      beganAt: a.known && (!a.began || pasts.has(a.id)) ? a.known.beganAt : a.lastAt,
      changes: flaps.get(a.id)!.changes,
      recoverMinutes: recoveries.get(a.id)!,
      decision: a.decision && {
        ...a.decision,
        ...(a.enrichedBy.length > 0 ? { enriched: a.enrichedBy } : {}),
      },
    })),
  )
  const over = alerts.filter((a) => a.status === 'resolved' && !flapsOf(flaps, a)).map((a) => a.id)
  if (over.length > 0) {
    await endQuiet(tx, over)
    const sources = await deleteSources(tx, over)
    if (sources.length > 0) await releaseByAlerts(tx, sources)
  }
  await rememberSources(tx, rules, alerts)
  await rememberQuiet(tx, alerts, flaps)
  await insertEvents(tx, actor, eventsOf(alerts, flaps, pasts))
}

const flapsOf = (flaps: ReadonlyMap<string, Flap>, a: Placed): boolean => flaps.get(a.id)!.flaps !== 'no'

async function rememberQuiet(
  tx: Tx,
  alerts: readonly Placed[],
  flaps: ReadonlyMap<string, Flap>,
): Promise<void> {
  const items: { alertId: string; by: Keeper }[] = []
  for (const alert of alerts) {
    const until = flaps.get(alert.id)!.until
    if (alert.keeper) items.push({ alertId: alert.id, by: alert.keeper })
    if (until) items.push({ alertId: alert.id, by: { entity: 'flapping', id: alert.id, until } })
  }
  if (items.length > 0) await insertSilenced(tx, items)
}

/** Beginnings with what was decided, ends, and the beginning of flapping; what flaps is told once. */
function eventsOf(
  alerts: readonly Placed[],
  flaps: ReadonlyMap<string, Flap>,
  pasts: ReadonlyMap<string, Past>,
): NewEvent[] {
  return alerts.flatMap((a): NewEvent[] => {
    const { flaps: state, until } = flaps.get(a.id)!
    const data = { ...a.decision, severity: a.severity, ...(a.ticketId ? { ticketId: a.ticketId } : {}) }
    return [
      ...(a.began
        ? [{ alertId: a.id, kind: 'began' as const, data: { ...data, again: pasts.has(a.id) } }]
        : []),
      ...(a.ended ? [{ alertId: a.id, kind: 'ended' as const }] : []),
      ...(state === 'enters' ? [{ alertId: a.id, kind: 'flapping' as const, data: { until } }] : []),
    ]
  })
}

/** The incidents that the batch concerns, each with its alerts: those put to it now, and those of it that ended. */
async function followAll(tx: Tx, actor: Actor, alerts: readonly Placed[]): Promise<void> {
  const tickets = new Map<string, Placed[]>()
  for (const alert of alerts) {
    const id = alert.ticketId ?? (alert.ended ? alert.known?.ticketId : null)
    if (!id) continue
    const members = tickets.get(id)
    if (members) members.push(alert)
    else tickets.set(id, [alert])
  }
  for (const [ticketId, members] of tickets) await follow(tx, actor, ticketId, members)
}

async function follow(tx: Tx, actor: Actor, ticketId: string, alerts: readonly Placed[]): Promise<void> {
  const put = alerts.filter((a) => a.ticketId === ticketId)
  const added = await linkAlerts(
    tx,
    ticketId,
    put.map((a) => a.id),
  )
  const news = put.filter((a) => added.has(a.id))
  const critical = put.filter(
    (a) => a.severity === 'critical' && (added.has(a.id) || a.known?.severity !== 'critical'),
  )
  const wasCritical =
    critical.length > 0 &&
    (await hadCritical(
      tx,
      ticketId,
      critical.map((a) => a.id),
    ))
  await noteAlerts(tx, actor, ticketId, news)
  if (critical.length > 0 && !wasCritical) await raise(tx, actor, ticketId)
  await settle(tx, actor, ticketId, {
    began: news.length > 0 || put.some((a) => a.began),
    ended: alerts.some((a) => a.ended),
  })
}
