/** What keeps alerts quiet: work on their service, silences and windows, another alert, a rule. */
import type { Tx } from '#kernel/db/index.ts'
import { quietersNow, type RuleSet } from '#modules/alert-rule/index.ts'
import type { Placed } from '../place.ts'
import { coveredBySilencers } from '../silence.ts'
import { quietAmong, type Keeper } from '../store/silenced.ts'
import { inhibitedNow } from './inhibit.ts'

/** How a released alert came to be looked at again: what it has had behind it is not done to it twice. */
export interface Past {
  /** a rule has waited with it already */
  waited: boolean
  /** people were given their time, and nobody acknowledged it */
  unanswered?: true
}

/**
 * Decides which of the alerts that fire are kept quiet, and notes it in `keeper` and `decision`: those that begin while
 * something covers them, and those that are quiet already. What fired before goes on as it did.
 * @returns ids of all that are quiet
 */
export async function quietNow(
  tx: Tx,
  rules: RuleSet,
  alerts: readonly Placed[],
  pasts: ReadonlyMap<string, Past>,
): Promise<Set<string>> {
  const fired = alerts.filter((a) => a.fired)
  const known = fired.filter((a) => a.known?.quiet)
  const already = await quietAmong(
    tx,
    known.map((a) => a.id),
  )
  const quiet = new Set<string>(already)
  // before any ticket is locked: whoever ends the work locks its own row first, too
  await byWork(tx, fired, quiet)
  const fresh = (): Placed[] => fired.filter((a) => begins(a) && !quiet.has(a.id))
  await bySilences(tx, fresh(), quiet)
  await byAlerts(tx, rules, fresh(), alerts, quiet)
  byRules(rules, fresh(), quiet, pasts)
  return quiet
}

const begins = (a: Placed): boolean => a.known?.status !== 'firing' || a.began

async function byWork(tx: Tx, fired: readonly Placed[], quiet: Set<string>): Promise<void> {
  const covered = await coveredBySilencers(
    tx,
    fired.flatMap((a) => (a.service && a.known?.status !== 'firing' ? [a.service.id] : [])),
  )
  if (covered.size === 0) return
  for (const alert of fired) {
    const by = alert.service && covered.get(alert.service.id)
    if (!by || alert.known?.status === 'firing') continue
    keep(alert, quiet, by, { outcome: 'quiet', by: { ...by, name: '' } })
  }
}

async function bySilences(tx: Tx, fresh: readonly Placed[], quiet: Set<string>): Promise<void> {
  if (fresh.length === 0) return
  const quieters = await quietersNow(tx)
  if (quieters.length === 0) return
  for (const alert of fresh) {
    const by = quieters.find((one) => one.covers(alert.facts, alert.homePath))
    if (!by) continue
    const { entity, id, name, until } = by
    keep(alert, quiet, { entity, id, until }, { outcome: 'quiet', by: { entity, id, name } })
  }
}

async function byAlerts(
  tx: Tx,
  rules: RuleSet,
  fresh: readonly Placed[],
  all: readonly Placed[],
  quiet: Set<string>,
): Promise<void> {
  const firing = all.filter((a) => a.status === 'firing')
  for (const [id, { rule, source }] of await inhibitedNow(tx, rules, fresh, firing)) {
    const alert = fresh.find((a) => a.id === id)!
    const by = { entity: 'alert', id: source.alertId, name: source.name }
    keep(alert, quiet, { entity: 'inhibition', id: source.alertId }, { outcome: 'inhibited', rule, by })
  }
}

function byRules(
  rules: RuleSet,
  fresh: readonly Placed[],
  quiet: Set<string>,
  pasts: ReadonlyMap<string, Past>,
): void {
  for (const alert of fresh) {
    const found = rules.decide(alert.facts, pasts.get(alert.id)?.waited ? 'delay' : undefined)
    if (!found) continue
    const { ref: rule, then } = found
    if (then.do === 'drop') keep(alert, quiet, { entity: 'drop', id: rule.id }, { outcome: 'dropped', rule })
    if (then.do !== 'delay') continue
    const until = new Date(alert.lastAt.getTime() + then.minutes * 60_000)
    keep(alert, quiet, { entity: 'delay', id: rule.id, until }, { outcome: 'delayed', rule })
  }
}

function keep(
  alert: Placed,
  quiet: Set<string>,
  keeper: Keeper,
  decision: NonNullable<Placed['decision']>,
): void {
  quiet.add(alert.id)
  alert.keeper = keeper
  alert.decision = decision
}
