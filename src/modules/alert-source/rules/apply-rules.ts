import type { Rule } from '../rule-contract.ts'
import type { AlertSeverity } from '../words.ts'
import { fits } from './condition.ts'
import { render, type Lookup } from './template.ts'

/** What a message is for the rules. */
export interface Fitting {
  rule: Rule
  status: 'firing' | 'resolved'
  /** the same for the message that begins an alert and the one that ends it */
  ref: string
  name: string
  severity: AlertSeverity
  labels: Record<string, string>
  summary: string
}

/** Labels that a rule makes of a message, without those that are empty. */
function labelsOf(rule: Rule, lookup: Lookup): Record<string, string> {
  const labels: Record<string, string> = {}
  for (const { key, value } of rule.labels) {
    const text = render(value, lookup, 500).trim()
    if (text !== '') labels[key] = text
  }
  return labels
}

/**
 * The first rule that a message fits. A message that both begins and ends the alert of a rule ends it: what ends is the
 * special case of what is watched.
 * @returns 'ignore': a rule wants it left out; undefined: no rule fits
 */
export function applyRules(rules: readonly Rule[], lookup: Lookup): Fitting | 'ignore' | undefined {
  for (const rule of rules) {
    const over = rule.clearWhen.length > 0 ? fits(rule.clearWhen, lookup) : null
    const seen = over ?? fits(rule.when, lookup)
    if (!seen) continue
    if (rule.effect === 'ignore') return 'ignore'
    const labels = labelsOf(rule, seen)
    const named = render(rule.alertName, seen, 200).trim()
    return {
      rule,
      status: over ? 'resolved' : 'firing',
      ref: `${rule.id} ${JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))}`,
      name: named === '' ? rule.name : named,
      severity: severityOf(rule, seen),
      labels,
      summary: render(rule.summary, seen, 4000),
    }
  }
  return undefined
}

function severityOf(rule: Rule, lookup: Lookup): AlertSeverity {
  if (rule.severity !== 'source') return rule.severity
  const level = lookup('level')
  return level === 'critical' || level === 'info' ? level : 'warning'
}
