/** While one alert fires, those that it causes are kept quiet. */
import { createHash } from 'node:crypto'
import type { Tx } from '#kernel/db/index.ts'
import type { Inhibition, Labels, RuleRef, RuleSet } from '#modules/alert-rule/index.ts'
import type { Placed } from '../place.ts'
import * as store from '../store/inhibitors.ts'

/** An alert that fires and keeps others quiet. */
export interface Source {
  ruleId: string
  key: string
  alertId: string
  ciId: string | null
  name: string
  /** items without which its own fails */
  upstream: readonly string[]
}

/** The values that source and target must have alike, as one short text. */
export function keyOf(rule: Inhibition, facts: Labels): string {
  const { equal } = rule.body
  if (equal.length === 0) return ''
  const values = equal.map((label) => (Object.hasOwn(facts, label) ? facts[label] : ''))
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 22)
}

type Member = Pick<Placed, 'id' | 'name' | 'facts' | 'ci' | 'upstream'>

/** What an alert is the source of. */
export function sourcesOf(rules: RuleSet, alert: Member): Source[] {
  return rules.inhibitions
    .filter((rule) => (!rule.body.topology || alert.ci !== null) && rule.isSource(alert.facts))
    .map((rule) => ({
      ruleId: rule.ref.id,
      key: keyOf(rule, alert.facts),
      alertId: alert.id,
      ciId: rule.body.topology ? alert.ci!.id : null,
      name: alert.name,
      upstream: alert.upstream,
    }))
}

const at = (ruleId: string, key: string, ciId: string | null): string => `${ruleId} ${key} ${ciId ?? ''}`

/** Where an alert could be kept quiet from: rule, key and, by topology, item; the nearest item first. */
function placesOf(
  rules: RuleSet,
  alert: Member,
): { rule: Inhibition; place: string; key: string; ciId: string | null }[] {
  return rules.inhibitions.flatMap((rule) => {
    // an alert that is a cause by labels is no effect of the same rule: two would keep each other quiet
    if (!rule.test(alert.facts) || (!rule.body.topology && rule.isSource(alert.facts))) return []
    const key = keyOf(rule, alert.facts)
    const ciIds = rule.body.topology ? alert.upstream : [null]
    return ciIds.map((ciId) => ({ rule, key, ciId, place: at(rule.ref.id, key, ciId) }))
  })
}

export interface Inhibited {
  rule: RuleRef
  source: Source
}

/**
 * Which of `targets` are kept quiet by an alert that fires, and by which.
 * @param firing alerts of the same batch that end up firing: they may be sources, too
 */
export async function inhibitedNow(
  tx: Tx,
  rules: RuleSet,
  targets: readonly Member[],
  firing: readonly Member[],
): Promise<Map<string, Inhibited>> {
  const out = new Map<string, Inhibited>()
  if (rules.inhibitions.length === 0 || targets.length === 0) return out
  const wanted = targets.map((alert) => ({ alert, places: placesOf(rules, alert) }))
  const places = new Map(wanted.flatMap(({ places }) => places.map((p) => [p.place, p] as const)))
  if (places.size === 0) return out
  const sources = new Map<string, Source[]>()
  const add = (source: Source): void => {
    const place = at(source.ruleId, source.key, source.ciId)
    sources.set(place, [...(sources.get(place) ?? []), source])
  }
  for (const alert of firing) sourcesOf(rules, alert).forEach(add)
  const asked = [...places.values()].map(({ rule, key, ciId }) => ({ ruleId: rule.ref.id, key, ciId }))
  for (const source of await store.firingSources(tx, asked)) add(source)
  for (const { alert, places: own } of wanted)
    for (const { rule, place } of own) {
      const source = sources.get(place)?.find((one) => isCause(one, alert))
      if (!source) continue
      out.set(alert.id, { rule: rule.ref, source })
      break
    }
  return out
}

/** Not itself, and not one whose item hangs on the alert's in turn: of a ring nobody would be heard. */
const isCause = (source: Source, alert: Member): boolean =>
  source.alertId !== alert.id && !(alert.ci && source.upstream.includes(alert.ci.id))

/** Remembers which alerts of a batch are sources now. */
export async function rememberSources(
  tx: Tx,
  rules: RuleSet,
  alerts: readonly (Member & Pick<Placed, 'status'>)[],
): Promise<void> {
  if (rules.inhibitions.length === 0) return
  const sources = alerts.filter((a) => a.status === 'firing').flatMap((alert) => sourcesOf(rules, alert))
  if (sources.length > 0) await store.insertSources(tx, sources)
}
