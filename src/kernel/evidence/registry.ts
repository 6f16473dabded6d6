import type { Db } from '../db/index.ts'
import type { CaseQuery, EvidenceQuery, EvidenceRule } from './rule.ts'
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
export function shareRule({
  cases,
  page,
  ...rule
}: Omit<EvidenceRule, 'measure'> & {
  cases: (at: EvidenceQuery) => CaseQuery
  page: string | null
}): EvidenceRule {
  return { ...rule, measure: (db: Db, at: EvidenceQuery) => tally(db, cases(at), page) }
}
