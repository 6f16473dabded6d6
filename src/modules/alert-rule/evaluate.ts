/** What the rules make of an alert. Pure. */
import type { BodyOf, RuleBody } from './contract.ts'
import { compile, type Labels, type Test } from './matchers.ts'

export interface RuleRow {
  id: string
  name: string
  version: number
  enabled: boolean
  body: RuleBody
}

/** Which rule it was, in which version. */
export interface RuleRef {
  id: string
  name: string
  version: number
}

interface Ready<K extends RuleBody['kind']> {
  ref: RuleRef
  body: BodyOf<K>
  test: Test
}
export type Inhibition = Ready<'inhibit'> & { isSource: Test }

export interface Facts {
  labels: Labels
  name: string
  source: string
  severity: string
}

/** What matchers look at: `alertname` and `source` may be overruled by labels of that name, the severity is what it is. */
export function factsOf(alert: Facts, extra: Labels = {}): Record<string, string> {
  return { alertname: alert.name, source: alert.source, ...alert.labels, ...extra, severity: alert.severity }
}

/** What enrichment has made of an alert. */
export interface Enriched {
  extra: Record<string, string>
  severity: string
  serviceId: string | undefined
  ciId: string | undefined
  groupId: string | undefined
  by: RuleRef[]
}

export class RuleSet {
  readonly #enrich: Ready<'enrich'>[] = []
  readonly #decide: Ready<'decide'>[] = []
  readonly #recover: Ready<'recover'>[] = []
  readonly inhibitions: Inhibition[] = []

  /** @param rows in the order in which they work; those that are off are passed over */
  constructor(rows: readonly RuleRow[]) {
    for (const { id, name, version, body, enabled } of rows) {
      if (!enabled) continue
      const ref = { id, name, version }
      const test = compile(body.match)
      if (body.kind === 'enrich') this.#enrich.push({ ref, body, test })
      else if (body.kind === 'decide') this.#decide.push({ ref, body, test })
      else if (body.kind === 'recover') this.#recover.push({ ref, body, test })
      else this.inhibitions.push({ ref, body, test, isSource: compile(body.source) })
    }
  }

  /** Services that rules put alerts to. */
  get serviceIds(): string[] {
    const named = [...this.#enrich.map((r) => r.body), ...this.#decide.map((r) => r.body.then)]
    return named.flatMap((by) => ('serviceId' in by && by.serviceId ? [by.serviceId] : []))
  }

  /** Every rule that fits adds to the alert, in order; later ones see what earlier ones have set, and win. */
  enrich(alert: Facts): Enriched {
    const out: Enriched = {
      extra: {},
      severity: alert.severity,
      serviceId: undefined,
      ciId: undefined,
      groupId: undefined,
      by: [],
    }
    for (const { ref, body, test } of this.#enrich) {
      if (!test(factsOf({ ...alert, severity: out.severity }, out.extra))) continue
      Object.assign(out.extra, body.labels)
      out.severity = body.severity ?? out.severity
      out.serviceId = body.serviceId ?? out.serviceId
      out.ciId = body.ciId ?? out.ciId
      out.groupId = body.groupId ?? out.groupId
      out.by.push(ref)
    }
    return out
  }

  /** The first rule that fits. @param passing kinds of outcome to pass over */
  decide(facts: Labels, passing?: 'delay'): { ref: RuleRef; then: BodyOf<'decide'>['then'] } | undefined {
    const found = this.#decide.find(({ body, test }) => body.then.do !== passing && test(facts))
    return found && { ref: found.ref, then: found.body.then }
  }

  /** After how many minutes without a word the alert counts as recovered. */
  recovery(facts: Labels): { ref: RuleRef; minutes: number } | undefined {
    const found = this.#recover.find(({ test }) => test(facts))
    return found && { ref: found.ref, minutes: found.body.minutes }
  }
}
