import { fromMapped } from './convert/mapped.ts'
import { fromNightingale } from './convert/nightingale.ts'
import { fromZabbix } from './convert/zabbix.ts'
import { Unreadable, type Occurrence } from './occurrence.ts'
import type { Rule } from './rule-contract.ts'
import { applyRules } from './rules/apply-rules.ts'
import type { Lookup } from './rules/template.ts'
import type { Windows } from './rules/window.ts'
import type { Spec } from './spec-contract.ts'

/** Alerts of one POST at most. */
const maxOccurrences = 5000

/** What a POST to a source says. @throws Unreadable, naming what is wrong with the body */
export function occurrencesOf(spec: Spec, body: unknown): Occurrence[] {
  const found =
    spec.kind === 'zabbix'
      ? fromZabbix(body, spec)
      : spec.kind === 'nightingale'
        ? fromNightingale(body)
        : spec.kind === 'json'
          ? fromMapped(body, spec.mapping)
          : undefined
  if (!found) throw new Unreadable('this source takes no POSTs')
  if (found.length > maxOccurrences) throw new Unreadable(`more than ${maxOccurrences} alerts`)
  return found
}

/** What rules make of one message. */
export interface Judged {
  /** `counting`: a rule fits, and there were not enough of them yet */
  what: 'alert' | 'ignored' | 'unmatched' | 'counting'
  rule: Rule | null
  occurrence: Occurrence | null
}

/**
 * Holds a message against the rules of its source.
 * @param windows counts of this source's messages; null: thresholds do not hold back (a preview)
 */
export function judge(
  rules: readonly Rule[],
  lookup: Lookup,
  windows: Windows | null,
  nowMs: number,
): Judged {
  const found = applyRules(rules, lookup)
  if (found === undefined) return { what: 'unmatched', rule: null, occurrence: null }
  if (found === 'ignore') return { what: 'ignored', rule: null, occurrence: null }
  const { rule } = found
  if (found.status === 'resolved') windows?.forget(found.ref)
  else if (
    rule.threshold &&
    windows &&
    windows.add(found.ref, rule.threshold.seconds, nowMs) < rule.threshold.count
  )
    return { what: 'counting', rule, occurrence: null }
  return {
    what: 'alert',
    rule,
    occurrence: {
      ref: found.ref,
      status: found.status,
      name: found.name,
      severity: found.severity,
      labels: { alertname: found.name, ...found.labels },
      annotations: { summary: found.summary, rule: rule.name },
      count: 1,
      resolveMinutes: rule.resolveMinutes,
      onlyIfOpen: true,
    },
  }
}
