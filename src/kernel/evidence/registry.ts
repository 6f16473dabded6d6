import type { Db } from '../db/index.ts'
import type { EvidenceQuery, EvidenceRule } from './rule.ts'
import { tally } from './store.ts'

const rules = new Map<string, EvidenceRule>()

/** Makes the rules of a room known to this process; a rule registered again replaces the former one. */
export function registerEvidence(given: readonly EvidenceRule[] = []): void {
  for (const rule of given) rules.set(rule.key, rule)
}

/** All rules of the program, by key. */
export function evidenceRules(): ReadonlyMap<string, EvidenceRule> {
  return rules
}

/** A rule that is a share of cases: the usual one. `page` as in `tally`. */
export function shareRule(
  rule: Omit<EvidenceRule, 'measure'> & Required<Pick<EvidenceRule, 'cases' | 'page'>>,
): EvidenceRule {
  return { ...rule, measure: (db: Db, at: EvidenceQuery) => tally(db, rule.cases(at), rule.page) }
}
