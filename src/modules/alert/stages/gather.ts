import { dbNow, type Tx } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { RuleSet } from '#modules/alert-rule/index.ts'
import { serviceForIntake } from '#modules/service/index.ts'
import { correlationKey, levelOf } from '../correlate.ts'
import { placeGroup, type Group, type Placed, type Wanted } from '../place.ts'
import { ticketsOf } from '../store/alerts.ts'
import type { SettingRow } from '../store/setting.ts'
import { topology } from '../topology.ts'
import { burstKey, burstsOf, type Burst } from './burst.ts'

/** What the rules, or the severity, say of one alert that is not quiet. */
interface Verdict {
  may: 'open' | 'attach' | 'nothing'
  wanted: Wanted | undefined
}

async function verdictOf(tx: Tx, rules: RuleSet, alert: Placed): Promise<Verdict> {
  const found = rules.decide(alert.facts)
  if (found?.then.do === 'open') {
    const { serviceId, impact, urgency, groupId } = found.then
    const service = serviceId ? await serviceForIntake(tx, serviceId) : undefined
    if (service?.active) {
      alert.service = service
      alert.homeOrgId = service.ownerOrgId
    }
    return { may: 'open', wanted: { rule: found.ref, impact, urgency, groupId } }
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
): Promise<void> {
  const verdicts = new Map<string, Verdict>()
  for (const alert of alerts) {
    const verdict = await verdictOf(tx, rules, alert)
    verdicts.set(alert.id, verdict)
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
  const moment = { now: await dbNow(tx), windowMinutes: setting.windowMinutes }
  // always in the same order, so that nobody who locks several tickets can wait for us in a circle
  for (const key of [...groups.keys()].sort()) {
    const group = groups.get(key)!
    const { ticketId, how } = await placeGroup(tx, actor, group, moment)
    for (const alert of group.changes) {
      alert.ticketId = ticketId
      const rule = verdicts.get(alert.id)!.wanted?.rule
      alert.decision = {
        outcome: how,
        ...(rule ? { rule } : {}),
        ...(group.outage ? { behind: group.outage.ci } : {}),
      }
    }
  }
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
