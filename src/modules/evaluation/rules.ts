/** What may stand in an indicator's rule: known facts, a formula that reads, a curve that goes one way. */
import { AppError } from '#kernel/errors/index.ts'
import { allFacts, type Fact } from '#kernel/fact/index.ts'
import { factsOf, FormulaError, parseFormula, type Formula } from './formula.ts'
import { curveFault } from './points.ts'
import type { Rule } from './rule-contract.ts'

export type CountedRule = Extract<Rule, { formula: string }>
export const isCounted = (rule: Rule): rule is CountedRule => 'formula' in rule

/** @throws evaluation.bad_formula (422) naming the place, evaluation.no_fact (422): it counts nothing */
export function formulaOf(rule: CountedRule): Formula {
  try {
    return parseFormula(rule.formula)
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error
    throw new AppError(`evaluation.formula_${error.what}`, {
      status: 422,
      field: 'rule.formula',
      params: { at: error.at },
      cause: error,
    })
  }
}

/** The facts that a rule asks, its formula's and those it needs. @throws evaluation.unknown_fact (422) naming the key */
export function factsOfRule(rule: CountedRule): Fact[] {
  const keys = new Set([...factsOf(formulaOf(rule)), ...rule.needs])
  return [...keys].map((key) => {
    const fact = allFacts().get(key)
    if (!fact)
      throw new AppError('evaluation.unknown_fact', {
        status: 422,
        field: rule.needs.includes(key) ? 'rule.needs' : 'rule.formula',
        params: { key },
      })
    return fact
  })
}

/**
 * @throws evaluation.formula_… , evaluation.unknown_fact, evaluation.no_fact, evaluation.curve_twice,
 * evaluation.curve_direction, evaluation.curve_short (422), naming the field
 */
export function checkRule(rule: Rule): void {
  if (!isCounted(rule)) return
  if (factsOfRule(rule).length === 0)
    throw new AppError('evaluation.no_fact', { status: 422, field: 'rule.formula' })
  if (rule.kind !== 'formula') return
  const fault = curveFault(rule.curve)
  const short = rule.curve.shape === 'linear' && rule.curve.points.length < 2
  if (fault || short)
    throw new AppError(`evaluation.curve_${fault ?? 'short'}`, { status: 422, field: 'rule.curve.points' })
}

/** That every fact of a rule can be narrowed to a company. @throws evaluation.not_by_vendor (422) */
export function demandByVendor(rule: Rule, name: string): void {
  if (!isCounted(rule)) return
  const whole = factsOfRule(rule).find((fact) => !fact.by.includes('vendor'))
  if (whole)
    throw new AppError('evaluation.not_by_vendor', {
      status: 422,
      field: 'items',
      params: { name, key: whole.key },
    })
}
