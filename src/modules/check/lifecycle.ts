/** How a check stands and what a result makes of it. Pure: no I/O, no clock. */
import { alarms, parseRange } from '#modules/probe/range-contract.ts'
import type { ThresholdValue } from './contract.ts'
import type { CheckState, ResultState } from './words.ts'

export interface FigureValue {
  name: string
  value: number
  unit?: string | undefined
  warn?: string | undefined
  crit?: string | undefined
  min?: number | undefined
  max?: number | undefined
}

export interface Result {
  at: Date
  state: ResultState
  code: string
  params: Record<string, string | number>
  output: string
  /** null: nothing was measured (a reading by hand) */
  ms: number | null
  figures: FigureValue[]
  /** silence of what should have spoken: certain at once, and nothing that was heard */
  silent?: true
}

export type Level = 'warning' | 'critical'
/** Of an alert that was raised. */
export type Raised = 'critical' | 'warning'

/** What of a definition decides. */
export interface Rules {
  /** results in a row that may differ before it is certain, beyond the first */
  retries: number
  thresholds: readonly ThresholdValue[]
  alerts: boolean
}

export interface Standing {
  state: CheckState
  softState: CheckState
  attempt: number
  since: Date
  softSince: Date | null
  lastAt: Date | null
  lastMs: number | null
  code: string
  params: Record<string, string | number>
  output: string
  figures: FigureValue[]
  levels: Record<string, Level>
  recent: number
  flapping: boolean
  raised: Raised | null
}

/** What lies around a check at the moment of a result. */
export interface Surroundings {
  /** something that it depends on is down for certain */
  unreachable: boolean
  /** something that it depends on may be down and will be certain soon */
  unsure: boolean
  /** alerts may be raised now (service hours) */
  mayAlert: boolean
}

export interface Change {
  from: CheckState
  to: CheckState
  /** when the first of the results in a row was had that led to it */
  beganAt: Date
}

export interface Step {
  standing: Standing
  /** a change of the hard state */
  change: Change | null
  /** what is to be raised now (anew, or with another severity), or taken back */
  alert: Raised | 'resolve' | null
}

/** Results that flapping looks at. */
export const window = 20
const mask = (1 << window) - 1
/** Changes between ok and not ok within the window: from so many on it flaps, down to so many it still does. */
const flapFrom = 8
const flapUntil = 3

const rank: Record<ResultState, number> = { ok: 0, warning: 1, unknown: 2, critical: 3 }
const worse = <T extends ResultState>(a: T, b: T): T => (rank[a] >= rank[b] ? a : b)

/** What alarms a range as text; what is no range alarms never. */
function beyond(range: string | undefined, value: number): boolean {
  const parsed = range === undefined || range === '' ? undefined : parseRange(range)
  return parsed !== undefined && alarms(parsed, value)
}

/**
 * What the bounds of a definition make of a result: never better than the result itself. A figure beyond a bound stays
 * so until it is within the second one.
 * @param levels of the results before
 */
export function judgeFigures(
  thresholds: readonly ThresholdValue[],
  result: Pick<Result, 'state' | 'figures'>,
  levels: Readonly<Record<string, Level>>,
): { state: ResultState; levels: Record<string, Level>; figure: string | null } {
  const next: Record<string, Level> = {}
  let state = result.state
  let blamed: string | null = null
  for (const one of thresholds) {
    const figure = result.figures.find((f) => f.name === one.figure)
    if (!figure) continue
    const before = levels[one.figure]
    const critical =
      beyond(one.crit ?? figure.crit, figure.value) ||
      (before === 'critical' && beyond(one.recoverCrit, figure.value))
    const warning =
      beyond(one.warn ?? figure.warn, figure.value) ||
      (before !== undefined && beyond(one.recoverWarn, figure.value))
    const level = critical ? 'critical' : warning ? 'warning' : undefined
    if (!level) continue
    next[one.figure] = level
    if (rank[level] > rank[state]) blamed = one.figure
    state = worse(state, level)
  }
  return { state, levels: next, figure: blamed }
}

/** Whether the last results changed between ok and not ok so often that the check flaps. */
export function flaps(recent: number, before: boolean): boolean {
  let changes = 0
  for (let bits = (recent ^ (recent >> 1)) & (mask >> 1); bits > 0; bits &= bits - 1) changes++
  return before ? changes > flapUntil : changes >= flapFrom
}

const severity: Partial<Record<CheckState, Raised>> = {
  critical: 'critical',
  warning: 'warning',
  // nobody knows how it is: somebody should look, nobody need be woken
  unknown: 'warning',
}

/**
 * Takes one result. Results no newer than the last one, and those of a paused check, change nothing.
 *
 * A check is certain of a fault after `retries` more results that are not ok; of being well at once. Between kinds of
 * faults it changes at once. While something that it depends on is down it is unreachable instead and raises nothing;
 * what was raised before stays until it is well.
 */
export function step(rules: Rules, before: Standing, result: Result, around: Surroundings): Step {
  const old = !result.silent && before.lastAt !== null && result.at <= before.lastAt
  if (before.state === 'paused' || old) return { standing: before, change: null, alert: null }
  const judged = judgeFigures(rules.thresholds, result, before.levels)
  const is = judged.state
  const recent = ((before.recent << 1) | (is === 'ok' ? 0 : 1)) & mask
  const { state, attempt } = decide(rules, before, is, result.silent === true, around)
  const differs = is !== 'ok' && before.softState === 'ok'
  const softSince = is === 'ok' ? null : differs ? result.at : (before.softSince ?? result.at)
  const blamed = judged.figure === null ? undefined : result.figures.find((f) => f.name === judged.figure)
  const changed = state !== before.state
  const standing: Standing = {
    state,
    softState: is,
    attempt,
    since: changed ? result.at : before.since,
    softSince,
    lastAt: result.silent ? before.lastAt : result.at,
    lastMs: result.silent ? before.lastMs : result.ms,
    code: blamed ? 'threshold' : result.code,
    params: blamed ? blame(rules, blamed, is) : result.params,
    output: result.output,
    figures: result.silent ? before.figures : result.figures,
    levels: judged.levels,
    recent,
    flapping: flaps(recent, before.flapping),
    raised: before.raised,
  }
  const alert = alertOf(rules, standing, around)
  if (alert) standing.raised = alert === 'resolve' ? null : alert
  const beganAt = softSince ?? result.at
  return { standing, change: changed ? { from: before.state, to: state, beganAt } : null, alert }
}

function blame(rules: Rules, figure: FigureValue, is: ResultState): Record<string, string | number> {
  const own = rules.thresholds.find((one) => one.figure === figure.name)
  const range =
    is === 'critical'
      ? (own?.crit ?? figure.crit ?? own?.recoverCrit)
      : (own?.warn ?? figure.warn ?? own?.recoverWarn)
  return { figure: figure.name, value: figure.value, unit: figure.unit ?? '', range: range ?? '' }
}

/** The hard state after a result, and how many in a row were not ok while that is not certain. */
function decide(
  rules: Rules,
  before: Standing,
  is: ResultState,
  certain: boolean,
  around: Surroundings,
): { state: CheckState; attempt: number } {
  if (is === 'ok') return { state: 'ok', attempt: 0 }
  const known = before.state === 'warning' || before.state === 'critical' || before.state === 'unknown'
  if (known) return { state: around.unreachable ? 'unreachable' : is, attempt: 0 }
  // the way is open again: what hung on it gets the same chances to come back as any other
  const attempt = before.state === 'unreachable' && around.unreachable ? 0 : before.attempt + 1
  if (before.state === 'unreachable' && around.unreachable) return { state: 'unreachable', attempt }
  const most = rules.retries + 1
  if (!certain && attempt < most) return { state: before.state, attempt }
  if (around.unreachable) return { state: 'unreachable', attempt: 0 }
  if (around.unsure && !certain) return { state: before.state, attempt: Math.min(attempt, most) }
  return { state: is, attempt: 0 }
}

function alertOf(rules: Rules, now: Standing, around: Surroundings): Step['alert'] {
  if (now.raised !== null && (now.state === 'ok' || !rules.alerts)) return 'resolve'
  const wanted = severity[now.state]
  if (!wanted || !rules.alerts || wanted === now.raised) return null
  return now.raised !== null || around.mayAlert ? wanted : null
}

/**
 * Whether a result changes nothing that others would see but when the check was last looked at: it need not be written
 * at once, nor under the lock of the row.
 * @param depends whether the check depends on others: what they are decides while it fails
 */
export function changesNothing(rules: Rules, before: Standing, result: Result, depends: boolean): boolean {
  const calm: Surroundings = { unreachable: false, unsure: false, mayAlert: true }
  const { standing, change, alert } = step(rules, before, result, calm)
  return (
    !change &&
    !alert &&
    !(depends && standing.state !== 'ok') &&
    standing.attempt === before.attempt &&
    standing.softState === before.softState &&
    standing.recent === before.recent &&
    standing.flapping === before.flapping &&
    sameLevels(standing.levels, before.levels)
  )
}

function sameLevels(a: Record<string, Level>, b: Record<string, Level>): boolean {
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key])
}

/** A check of which nothing is known. */
export function newStanding(at: Date): Standing {
  return {
    state: 'pending',
    softState: 'pending',
    attempt: 0,
    since: at,
    softSince: null,
    lastAt: null,
    lastMs: null,
    code: '',
    params: {},
    output: '',
    figures: [],
    levels: {},
    recent: 0,
    flapping: false,
    raised: null,
  }
}

/** What a check hangs on, as far as it decides. */
export interface Parent {
  state: CheckState
  attempt: number
  lastAt: Date | null
  intervalSeconds: number
  retries: number
  retrySeconds: number
  timeoutMs: number
}

/**
 * Whether what a check depends on is down, or may turn out to be: it has failed and is not certain yet, or has not been
 * looked at since the check itself began to fail. That is waited for no longer than certainty can take.
 */
export function surroundingsOf(
  parents: readonly Parent[],
  failingSince: Date,
  now: Date,
): Omit<Surroundings, 'mayAlert'> {
  const down = parents.some(({ state }) => state === 'critical' || state === 'unreachable')
  const waited = now.getTime() - failingSince.getTime()
  const unsure = parents.some((one) => {
    if (one.state === 'paused' || one.state === 'pending') return false
    const takes = one.intervalSeconds * 1000 + one.retries * (one.retrySeconds * 1000 + one.timeoutMs)
    const open = one.attempt > 0 || (one.lastAt !== null && one.lastAt < failingSince)
    return open && waited < takes + one.timeoutMs + 2000
  })
  return { unreachable: down, unsure: !down && unsure }
}
