/** What conditions fit, and what a rule would have done: judged on stored alerts, in bounded time. */
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import {
  checkBody,
  checkMatchers,
  compile,
  factsOf,
  rulesNow,
  rulesWith,
  type RuleSet,
} from '#modules/alert-rule/index.ts'
import { answerDue, hoursOf } from '../answer.ts'
import { correlationKey, levelOf } from '../correlate.ts'
import type * as contract from '../console-contract.ts'
import { rowsByIds } from '../store/list.ts'
import { firingRows, samples, type SampleRow } from '../store/preview.ts'
import { readSetting } from '../store/setting.ts'
import type { Severity } from '../words.ts'
import { visibleAlerts } from '../visible.ts'

const chunk = 5000
const shown = 50
const days = 7
/** So long a preview looks; what it has seen by then is its answer. */
const mostMs = 4000

/** Alerts that fire now and fit. @throws alert-rule.bad_pattern (422) */
export async function previewMatchVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.previewMatch>,
): Promise<Output<typeof contract.previewMatch>> {
  checkMatchers(input.matchers)
  const test = compile(input.matchers)
  const until = performance.now() + mostMs
  const ids: string[] = []
  let count = 0
  let after: string | null = null
  let cut = false
  while (true) {
    const rows = await firingRows(tx, visibleAlerts(actor), after, chunk)
    for (const row of rows) {
      if (!test(factsOf(row, row.extra))) continue
      count++
      if (ids.length < shown) ids.push(row.id)
    }
    if (rows.length < chunk) break
    after = rows.at(-1)!.id
    if ((cut = performance.now() > until)) break
  }
  return { count, cut, items: await rowsByIds(tx, ids) }
}

type Answer = Output<typeof contract.previewRule>
type Effect = Answer['samples'][number]['now']

/** By what an alert is judged. */
interface Judge {
  rules: RuleSet
  /** alerts that its inhibiting rules keep quiet */
  quieted: ReadonlySet<string>
  /** of the unit, or of a service */
  hours: Awaited<ReturnType<typeof hoursOf>>
  now: Date
}

/** What the rules say of an alert, and when (epoch seconds) its beginnings come to ask for an incident. */
interface Judged extends Effect {
  serviceId: string | null
  asks: readonly number[]
}

/** What a set of rules makes of an alert when it begins to fire. */
function effectOf(judge: Judge, row: SampleRow): Judged {
  const { rules, quieted } = judge
  const by = rules.enrich(row)
  const severity = by.severity as Severity
  const facts = factsOf({ ...row, severity }, by.extra)
  const found = rules.decide(facts)
  const rule = found?.ref.name ?? null
  const common = {
    unanswered: null,
    asks: [],
    severity,
    recoverMinutes: rules.recovery(facts)?.minutes ?? null,
    serviceId:
      by.serviceId ?? (found?.then.do === 'open' ? found.then.serviceId : undefined) ?? row.serviceId,
  }
  if (quieted.has(row.id)) return { ...common, outcome: 'quiet', rule: null }
  const asks = row.began.map(({ at }) => at)
  const patience = found?.then.do === 'open' ? found.then.unansweredMinutes : undefined
  if (found?.then.do === 'open' && patience !== undefined) {
    const calendar = found.then.hours === 'service' ? judge.hours(common.serviceId) : undefined
    const late = row.began.flatMap(({ at, answered }) => {
      const due = answerDue(calendar, at * 1000, patience) / 1000
      return due < (answered ?? judge.now.getTime() / 1000) ? [due] : []
    })
    return { ...common, outcome: 'unanswered', unanswered: late.length, asks: late, rule }
  }
  if (found) {
    const waits = found.then.do === 'open' || found.then.do === 'delay'
    return { ...common, outcome: found.then.do, asks: waits ? asks : [], rule }
  }
  const low = levelOf(severity) === undefined
  return { ...common, outcome: low ? 'low' : 'open', asks: low ? [] : asks, rule: null }
}

/** Which alerts an inhibiting rule would have kept quiet: some source began before and is alike. Topology is left out. */
function quietedBy(rules: RuleSet, rows: readonly SampleRow[]): Set<string> {
  const out = new Set<string>()
  for (const rule of rules.inhibitions.filter((one) => !one.body.topology)) {
    const key = (facts: Readonly<Record<string, string>>): string =>
      JSON.stringify(rule.body.equal.map((label) => facts[label] ?? ''))
    const ready = rows.map((row) => ({ row, facts: factsOf(row, row.extra) }))
    const sources = ready.filter(({ facts }) => rule.isSource(facts))
    const keys = new Set(sources.map(({ facts }) => key(facts)))
    const causes = new Set(sources.map(({ row }) => row.id))
    for (const { row, facts } of ready)
      if (!causes.has(row.id) && rule.test(facts) && keys.has(key(facts))) out.add(row.id)
  }
  return out
}

/** Incidents that beginnings would open: one per key and stretch of the correlation window. */
class Incidents {
  readonly #spans = new Map<string, Set<number>>()
  readonly #seconds: number
  constructor(windowMinutes: number) {
    this.#seconds = windowMinutes * 60
  }

  add(row: SampleRow, effect: Judged): void {
    if (effect.asks.length === 0) return
    const key = correlationKey(row, effect.serviceId ?? undefined)
    const spans = this.#spans.get(key) ?? new Set()
    for (const at of effect.asks) spans.add(Math.floor(at / this.#seconds))
    this.#spans.set(key, spans)
  }

  get count(): number {
    let n = 0
    for (const spans of this.#spans.values()) n += spans.size
    return n
  }
}

async function lately(db: Db, actor: Actor, from: Date): Promise<{ rows: SampleRow[]; cut: boolean }> {
  const until = performance.now() + mostMs
  const rows: SampleRow[] = []
  let after: [Date, string] | null = null
  while (true) {
    const next: SampleRow[] = await samples(db, visibleAlerts(actor), from, after, chunk)
    // one row at a time: a spread of hundreds of thousands would break the stack
    for (const row of next) rows.push(row)
    if (next.length < chunk) return { rows, cut: false }
    after = [next.at(-1)!.lastAt, next.at(-1)!.id]
    if (performance.now() > until) return { rows, cut: true }
  }
}

/**
 * What the rules would have made of the last 7 days, as they are and with the draft.
 * @throws alert-rule.bad_pattern, alert-rule.sets_nothing (422)
 */
export async function previewRuleVerb(
  tx: Tx,
  actor: Actor,
  { draft, id }: Input<typeof contract.previewRule>,
): Promise<Answer> {
  checkBody(draft.body)
  const now = await dbNow(tx)
  const from = new Date(now.getTime() - days * 86_400_000)
  const { rows, cut } = await lately(tx, actor, from)
  const [before, after] = [await rulesNow(tx), await rulesWith(tx, { ...draft, enabled: true }, id)]
  const named = rows.flatMap((row) => row.serviceId ?? [])
  const hours = await hoursOf(tx, [...named, ...before.serviceIds, ...after.serviceIds])
  const judge = (rules: RuleSet): Judge => ({ rules, quieted: quietedBy(rules, rows), hours, now })
  const [present, drafted] = [judge(before), judge(after)]
  const { windowMinutes } = await readSetting(tx)
  const [incidentsNow, incidentsThen] = [new Incidents(windowMinutes), new Incidents(windowMinutes)]
  const test = compile(draft.body.match)
  const answer: Answer = {
    from: cut ? rows.at(-1)!.lastAt : from,
    alerts: rows.length,
    beginnings: 0,
    cut,
    matched: 0,
    changed: 0,
    incidents: { now: 0, then: 0 },
    now: {},
    then: {},
    samples: [],
  }
  const fitting: Answer['samples'] = []
  for (const row of rows) {
    const [was, becomes] = [effectOf(present, row), effectOf(drafted, row)]
    incidentsNow.add(row, was)
    incidentsThen.add(row, becomes)
    const times = row.began.length
    answer.beginnings += times
    answer.now[was.outcome] = (answer.now[was.outcome] ?? 0) + times
    answer.then[becomes.outcome] = (answer.then[becomes.outcome] ?? 0) + times
    const fits = test(factsOf(row, row.extra))
    const differs = JSON.stringify(plain(was)) !== JSON.stringify(plain(becomes))
    if (fits) answer.matched++
    if (differs) answer.changed++
    const list = differs ? answer.samples : fits ? fitting : undefined
    if (list && list.length < shown) list.push(sampleOf(row, was, becomes))
  }
  answer.samples = [...answer.samples, ...fitting].slice(0, shown)
  answer.incidents = { now: incidentsNow.count, then: incidentsThen.count }
  return answer
}

const plain = ({ outcome, unanswered, severity, recoverMinutes, serviceId }: Judged): unknown[] => [
  outcome,
  unanswered,
  severity,
  recoverMinutes,
  serviceId,
]

function sampleOf(
  row: SampleRow,
  { serviceId: _, asks: __, ...was }: Judged,
  { serviceId: ___, asks: ____, ...becomes }: Judged,
): Answer['samples'][number] {
  const { id, name, source, labels, lastAt, began } = row
  return { id, name, source, labels, lastAt, times: began.length, now: was, then: becomes }
}
