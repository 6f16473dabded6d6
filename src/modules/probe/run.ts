import type { Answer, Ask } from './ask.ts'
import { Failure, socketFailure } from './failure.ts'
import { kinds, type Kind, type Secret, type Spec, type SpecInput } from './kind-contract.ts'
import type { Outcome } from './outcome-contract.ts'
import { cleanOutput, round } from './output.ts'
import { judge, type Figure } from './range-contract.ts'
import { batchOf, proberOf, whyNot, type WhyNot } from './registry.ts'
import { Span } from './span.ts'

export interface ProbeContext {
  /** for one probe; at its end the outcome is `timeout`, whatever the target does */
  timeoutMs: number
  /** ends it early with the outcome `stopped`; sockets and processes are gone when the promise is settled */
  signal?: AbortSignal | undefined
  secret?: Secret | undefined
}

/**
 * Asks one thing. Never throws for what a target does, or for a bad spec: those are outcomes.
 * @param spec as the schema of the kind takes it (`kinds[kind]`); the same object is checked once only
 */
export async function runProbe<K extends Kind>(
  kind: K,
  spec: SpecInput<K>,
  context: ProbeContext,
): Promise<Outcome> {
  const parsed = parse(kind, spec)
  if (parsed instanceof Failure) return failed(parsed, 0, [])
  const span = new Span(context.timeoutMs, context.signal)
  try {
    const ask: Ask = { span, secret: context.secret ?? {} }
    return outcomeOf(await proberOf(kind)(parsed, ask), parsed, span.elapsed())
  } catch (error) {
    return failed(socketFailure(error), span.elapsed(), thresholdsOf(parsed))
  } finally {
    span.finish()
  }
}

/**
 * Asks several of one kind, in one go where the kind can (`ping`: one fping for all); outcomes in the order of the
 * specs. Each has `timeoutMs`.
 */
export async function runProbes<K extends Kind>(
  kind: K,
  specs: readonly SpecInput<K>[],
  context: ProbeContext,
): Promise<Outcome[]> {
  const batch = batchOf(kind)
  if (!batch) return Promise.all(specs.map((spec) => runProbe(kind, spec, context)))
  const parsed = specs.map((spec) => parse(kind, spec))
  const good = parsed.filter((one) => !(one instanceof Failure)) as Spec<K>[]
  const span = new Span(context.timeoutMs, context.signal)
  try {
    const answers = await batch(good, { span, secret: context.secret ?? {} })
    const ms = span.elapsed()
    let next = 0
    return parsed.map((one) => {
      if (one instanceof Failure) return failed(one, 0, [])
      const answer = answers[next++]!
      return answer instanceof Failure ? failed(answer, ms, thresholdsOf(one)) : outcomeOf(answer, one, ms)
    })
  } catch (error) {
    const failure = socketFailure(error)
    return parsed.map((one) =>
      one instanceof Failure ? failed(one, 0, []) : failed(failure, span.elapsed(), thresholdsOf(one)),
    )
  } finally {
    span.finish()
  }
}

/** Whether this machine can ask things of a kind; the text of `why` is `probe:why.<why>`. */
export async function available(kind: Kind): Promise<{ ok: true } | { ok: false; why: WhyNot }> {
  const why = await whyNot(kind)
  return why ? { ok: false, why } : { ok: true }
}

type Threshold = Spec['thresholds'][number]
const checked = new WeakMap<object, unknown>()

function parse<K extends Kind>(kind: K, spec: SpecInput<K>): Spec<K> | Failure {
  const known = checked.get(spec)
  if (known) return known as Spec<K>
  const result = kinds[kind].safeParse(spec)
  if (!result.success) {
    const issue = result.error.issues[0]!
    const field = issue.path.join('.')
    return new Failure('bad_spec', { field }, { state: 'unknown', output: `${field}: ${issue.message}` })
  }
  checked.set(spec, result.data)
  return result.data as Spec<K>
}

function thresholdsOf(spec: { thresholds: readonly Threshold[] }): readonly Threshold[] {
  return spec.thresholds
}

const rank = { ok: 0, unknown: 1, warning: 2, critical: 3 } as const

function outcomeOf(answer: Answer, spec: { thresholds: readonly Threshold[] }, ms: number): Outcome {
  const figures = finished(answer.figures, spec.thresholds)
  const base = { output: cleanOutput(answer.output ?? ''), ms: round(ms), figures }
  const { verdict } = answer
  const own = new Set(spec.thresholds.map((one) => one.figure))
  const worst = worstOf(answer.judged ? figures.filter((one) => own.has(one.name)) : figures)
  // of two that are equally bad, the one that is no mere figure
  if (verdict && (!worst || rank[verdict.state] >= rank[worst.state])) return { ...verdict, ...base }
  if (worst) return { ...worst, ...base }
  return { state: 'ok', code: 'ok', params: {}, ...base }
}

function failed(failure: Failure, ms: number, thresholds: readonly Threshold[]): Outcome {
  return {
    state: failure.state,
    code: failure.code,
    params: failure.params,
    output: cleanOutput(failure.message),
    ms: round(ms),
    figures: finished(failure.figures, thresholds),
  }
}

function finished(figures: readonly Figure[], thresholds: readonly Threshold[]): Figure[] {
  return figures
    .filter(({ value }) => Number.isFinite(value))
    .map((figure) => {
      const made = {
        ...figure,
        value: figure.unit === 'ms' ? round(figure.value) : Number(figure.value.toPrecision(12)),
      }
      const own = thresholds.find((one) => one.figure === figure.name)
      if (!own) return made
      if (own.warning) made.warn = own.warning
      if (own.critical) made.crit = own.critical
      return made
    })
}

/** The figure that alarms most; the first of several. */
function worstOf(figures: readonly Figure[]): Pick<Outcome, 'state' | 'code' | 'params'> | undefined {
  let found: Figure | undefined
  for (const figure of figures) {
    const state = judge(figure)
    if (state === 'critical') return told(figure, state)
    if (state === 'warning') found ??= figure
  }
  return found && told(found, 'warning')
}

function told(figure: Figure, state: 'warning' | 'critical'): Pick<Outcome, 'state' | 'code' | 'params'> {
  const range = (state === 'critical' ? figure.crit : figure.warn) ?? ''
  const params = { figure: figure.name, value: figure.value, unit: figure.unit ?? '', range }
  return { state, code: 'threshold', params }
}
