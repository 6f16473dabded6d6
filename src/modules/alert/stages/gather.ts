import { dbNow, type Tx } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { RuleSet } from '#modules/alert-rule/index.ts'
import { serviceForIntake } from '#modules/service/index.ts'
import { answerDue, hoursOf, type Patience } from '../answer.ts'
import { correlationKey, levelOf } from '../correlate.ts'
import { placeGroup, type Group, type Placed, type Wanted } from '../place.ts'
import { ticketsOf } from '../store/alerts.ts'
import type { SettingRow } from '../store/setting.ts'
import { topology } from '../topology.ts'
import { burstKey, burstsOf, type Burst } from './burst.ts'
import type { Past } from './quiet.ts'

/** What the rules, or the severity, say of one alert that is not quiet. */
interface Verdict {
  may: 'open' | 'attach' | 'nothing'
  wanted: Wanted | undefined
  /** no incident opens before people have had so much time */
  patience?: Patience
}

async function verdictOf(tx: Tx, rules: RuleSet, alert: Placed, past: Past | undefined): Promise<Verdict> {
  // what a rule delays is quiet, and not here; what it has delayed goes by the next rule
  const found = rules.decide(alert.facts, 'delay')
  if (found?.then.do === 'open') {
    const { serviceId, impact, urgency, groupId, unansweredMinutes: minutes, hours } = found.then
    const service = serviceId ? await serviceForIntake(tx, serviceId) : undefined
    if (service?.active) {
      alert.service = service
      alert.homeOrgId = service.ownerOrgId
    }
    const wanted = { rule: found.ref, impact, urgency, groupId }
    if (minutes === undefined) return { may: 'open', wanted }
    if (past?.unanswered) return { may: 'open', wanted: { ...wanted, unanswered: minutes } }
    // to an incident that is open already it comes at once
    return { may: 'attach', wanted, patience: { minutes, hours: hours ?? 'always' } }
  }
  if (found?.then.do === 'attach') return { may: 'attach', wanted: { rule: found.ref } }
  // what fired before the rule was made has come to its incident, and goes on there
  if (found?.then.do === 'drop' && !alert.known?.ticketId)
    return { may: 'nothing', wanted: { rule: found.ref } }
  return { may: levelOf(alert.severity) === undefined ? 'nothing' : 'open', wanted: undefined }
}

/** Puts every alert that fired, is not quiet, and is grave enough or wanted by a rule, to the incident of its key. */
export async function placeAll(
  tx: Tx,
  actor: Actor,
  rules: RuleSet,
  alerts: readonly Placed[],
  setting: SettingRow,
  pasts: ReadonlyMap<string, Past>,
): Promise<void> {
  const verdicts = new Map<string, Verdict>()
  for (const alert of alerts) {
    const verdict = await verdictOf(tx, rules, alert, pasts.get(alert.id))
    verdicts.set(alert.id, verdict)
    if (!verdict.patience) alert.answerBy = null
    if (verdict.may === 'nothing')
      alert.decision = verdict.wanted ? { outcome: 'dropped', rule: verdict.wanted.rule } : { outcome: 'low' }
  }
  const placeable = alerts.filter((a) => verdicts.get(a.id)!.may !== 'nothing')
  if (placeable.length === 0) return
  const bursts = await burstsOf(tx, placeable, setting.burstCis)
  const names = await topology().factsOf(tx, [...new Set([...bursts.values()].map((b) => b.ciId))])
  const groups = new Map<string, Group>()
  for (const alert of placeable) {
    const burst = bursts.get(alert.id)
    join(groups, alert, verdicts.get(alert.id)!, burst, burst && names.get(burst.ciId)?.name)
  }
  const due = await dueOf(tx, placeable, verdicts)
  const moment = { now: await dbNow(tx), windowMinutes: setting.windowMinutes }
  // always in the same order, so that nobody who locks several tickets can wait for us in a circle
  for (const key of [...groups.keys()].sort()) {
    const group = groups.get(key)!
    const { ticketId, how } = await placeGroup(tx, actor, group, moment)
    for (const alert of group.changes) {
      if (how !== 'unattached') alert.answerBy = null
      const waits = how === 'unattached' && leave(alert, moment.now, due)
      alert.ticketId = ticketId
      const rule = verdicts.get(alert.id)!.wanted?.rule
      alert.decision = {
        outcome: waits ? 'awaiting' : how,
        ...(rule ? { rule } : {}),
        ...(group.outage ? { behind: group.outage.ci } : {}),
      }
    }
  }
}

type Due = (alert: Placed, now: Date) => Date | null

/** Until when alerts that begin now are left to people; null: not at all. */
async function dueOf(
  tx: Tx,
  alerts: readonly Placed[],
  verdicts: ReadonlyMap<string, Verdict>,
): Promise<Due> {
  const counted = alerts.filter((a) => verdicts.get(a.id)!.patience?.hours === 'service')
  const services = counted.flatMap((a) => a.service?.id ?? [])
  const hours = counted.length > 0 ? await hoursOf(tx, services) : undefined
  return (alert, now) => {
    const patience = verdicts.get(alert.id)!.patience
    if (!patience) return null
    const calendar = patience.hours === 'service' ? hours?.(alert.service?.id ?? null) : undefined
    return new Date(answerDue(calendar, now.getTime(), patience.minutes))
  }
}

/** Leaves an alert to people where its rule wants that; one that merely goes on firing gets no more time for it. */
function leave(alert: Placed, now: Date, due: Due): boolean {
  const goesOn = alert.known?.status === 'firing' && alert.answerBy
  if (!goesOn) alert.answerBy = due(alert, now)
  return alert.answerBy !== null
}

function join(
  groups: Map<string, Group>,
  alert: Placed,
  verdict: Verdict,
  burst: Burst | undefined,
  burstName: string | undefined,
): void {
  const outage =
    burst && burstName !== undefined
      ? { ci: { id: burst.ciId, name: burstName }, adopt: burst.adopt }
      : undefined
  const key = outage ? burstKey(outage.ci.id) : correlationKey(alert, alert.service?.id)
  const group = groups.get(key) ?? {
    key,
    service: outage ? undefined : alert.service,
    orgId: alert.homeOrgId,
    groupId: alert.groupId,
    changes: [],
    wanted: undefined,
    mayOpen: false,
    outage,
  }
  group.changes.push(alert)
  group.mayOpen ||= verdict.may === 'open'
  if (verdict.may === 'open') group.wanted ??= verdict.wanted
  groups.set(key, group)
}

/** Alerts that another one keeps quiet belong to the incident of that one, where it has any. */
export async function attachInhibited(tx: Tx, alerts: readonly Placed[]): Promise<void> {
  const inhibited = alerts.filter((a) => a.keeper?.entity === 'inhibition')
  if (inhibited.length === 0) return
  const tickets = await ticketsOf(
    tx,
    inhibited.map((a) => a.keeper!.id),
  )
  for (const alert of alerts) if (alert.ticketId) tickets.set(alert.id, alert.ticketId)
  for (const alert of inhibited) alert.ticketId = tickets.get(alert.keeper!.id) ?? null
}
