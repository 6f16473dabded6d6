/** Figures of facts for a subject and a period, and what they give an item. */
import type { Db } from '#kernel/db/index.ts'
import { figureOfFact, spanOfDays, type Fact, type FactQuery } from '#kernel/fact/index.ts'
import { rootOrg } from '#kernel/org/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { evaluateFormula } from './formula.ts'
import { pointsOfCases, pointsOn, round2 } from './points.ts'
import type { Rule } from './rule-contract.ts'
import { factsOfRule, formulaOf, isCounted, type CountedRule } from './rules.ts'
import type { KeptFact } from './store/item.ts'
import type { CountedScope, SubjectKind } from './words.ts'

export interface Subject {
  orgPath: string
  subjectKind: SubjectKind
  subjectPath: string
  subject: { id: string }
  from: string
  to: string
}

/** Facts by key, each measured once. */
export type Figures = ReadonlyMap<string, KeptFact>

/**
 * Which cases of a fact count: of a company, and of a department where the fact knows who worked, what their own groups
 * did; else what is of the org (its assets, its shifts) or was done for it.
 */
export function scopeOfFact(kind: SubjectKind, fact: Pick<Fact, 'by'>): CountedScope {
  return kind === 'vendor' || (kind === 'department' && fact.by.includes('group')) ? 'by' : 'of'
}

/** That of a kept figure, old ones included. */
export const keptScope = (kind: SubjectKind, kept: Pick<KeptFact, 'counted'>): CountedScope =>
  kept.counted ?? (kind === 'vendor' ? 'by' : 'of')

/** Of a company what it did for the evaluating org; of a department what it did for anybody. */
async function queryOf(db: Db, of: Subject, scope: CountedScope): Promise<FactQuery> {
  const span = await spanOfDays(db, of, unitZone())
  if (of.subjectKind === 'vendor') return { orgPath: of.orgPath, vendorId: of.subject.id, ...span }
  if (scope === 'of') return { orgPath: of.subjectPath, ...span }
  return { orgPath: (await rootOrg(db))!.path, workOrgId: of.subject.id, ...span }
}

/**
 * Measures every fact that the rules ask.
 * @param kept figures of an earlier time, which are counted again as they were counted then
 * @throws evaluation.unknown_fact (422): a fact is no longer there
 */
export async function measureFacts(
  db: Db,
  of: Subject,
  rules: readonly Rule[],
  kept: readonly KeptFact[] = [],
): Promise<Figures> {
  const facts = new Map<string, Fact>()
  for (const rule of rules)
    if (isCounted(rule)) for (const fact of factsOfRule(rule)) facts.set(fact.key, fact)
  if (facts.size === 0) return new Map()
  const before = new Map(kept.map((one) => [one.key, keptScope(of.subjectKind, one)]))
  const queries = { of: await queryOf(db, of, 'of'), by: await queryOf(db, of, 'by') }
  const out = new Map<string, KeptFact>()
  for (const [key, fact] of facts) {
    const counted = before.get(key) ?? scopeOfFact(of.subjectKind, fact)
    const at = queries[counted]
    const { value, cases, good, imported } = await figureOfFact(db, fact, at)
    // a sum of nothing says 0, which is no figure of anything
    const figure = { value: fact.kind === 'sum' && cases === 0 ? null : value, cases, good, imported }
    out.set(key, { key, ...figure, counted })
  }
  return out
}

export type Lack = 'no-cases' | 'few-cases' | 'undefined'

export interface Counted {
  value: number | null
  points: number | null
  lack: Lack | null
  facts: KeptFact[]
}

/** What a rule over facts gives. Nothing to count gives nothing, never full points. */
export function countedPoints(rule: CountedRule, figures: Figures): Counted {
  const asked = factsOfRule(rule)
  const facts = asked.map((fact) => figures.get(fact.key)!)
  const none = (lack: Lack): Counted => ({ value: null, points: null, lack, facts })
  const empty = asked.some(({ key, kind }) => {
    const { cases } = figures.get(key)!
    return cases === 0 && (kind !== 'count' || rule.needs.includes(key))
  })
  if (empty) return none('no-cases')
  const least = rule.kind === 'formula' ? rule.minCases : 1
  if (asked.some(({ key, kind }) => kind !== 'count' && figures.get(key)!.cases < least))
    return none('few-cases')
  const found = evaluateFormula(
    formulaOf(rule),
    new Map([...figures].map(([key, { value }]) => [key, value])),
  )
  if (found === null) return none('undefined')
  // what is shown is what is scored
  const value = Number(found.toFixed(4))
  const points = rule.kind === 'formula' ? pointsOn(rule.curve, value) : pointsOfCases(rule, value)
  return { value, points, lack: null, facts }
}

/** Mean of the scores of forms; null with fewer than the item needs. */
export function meanScore(scores: readonly number[], least: number): number | null {
  if (scores.length < least) return null
  return round2(scores.reduce((all, one) => all + one, 0) / scores.length)
}

/** Which records a kept figure counted, and the page of them. */
export function originOfFigure(
  of: Subject & { org: { id: string } },
  kept: Pick<KeptFact, 'key' | 'counted'>,
): { counted: CountedScope; path: string } {
  const counted = keptScope(of.subjectKind, kept)
  const { id } = of.subject
  const vendor = of.subjectKind === 'vendor'
  const whose = vendor
    ? { orgId: of.org.id, vendorId: id }
    : counted === 'by'
      ? { workOrgId: id }
      : { orgId: id }
  const query = new URLSearchParams({ from: of.from, to: of.to, ...whose })
  return { counted, path: `/facts/${kept.key}?${query.toString()}` }
}
