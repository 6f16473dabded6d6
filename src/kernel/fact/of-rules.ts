import type { EvidenceRule } from '../evidence/rule.ts'
import type { Fact } from './fact.ts'
import { judgedCases } from './store.ts'

/** The key of the fact that counts what a rule counts. */
export const factKeyOfRule = (rule: string): string => `clause.${rule}`

/**
 * What a rule measures is a fact as well: so that the share of a clause can stand in a report or an evaluation and is the same
 * number there, and opens to every record that it counted. Imported history is not judged by rules, and is left out.
 */
export function factsOfRules(rules: readonly EvidenceRule[] = []): Fact[] {
  return rules.flatMap(({ key, words, proves, supports = [], cases, page }): Fact[] => {
    if (!cases) return []
    const codes = [...proves, ...supports]
    const some = codes.slice(0, 2).join('、') + (codes.length > 2 ? ' …' : '')
    return [
      {
        key: factKeyOfRule(key),
        names: { zh: `规范取证 ${some}`, en: `Evidence for ${some}` },
        words,
        kind: 'share',
        unit: 'percent',
        by: [],
        splits: [],
        page: page ?? null,
        cases: (at) => judgedCases(cases(at)),
      },
    ]
  })
}
