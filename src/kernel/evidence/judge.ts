import type { Measure, Threshold } from './rule.ts'
import type { Status } from './words.ts'

/** Percent of good cases, to two digits; null without cases. */
export function figureOf(measure: Pick<Measure, 'cases' | 'good'>): number | null {
  return measure.cases === 0 ? null : Math.round((measure.good / measure.cases) * 10_000) / 100
}

/**
 * What a rule says of what it has measured. Too few cases never make a "conforms", but they can show that something
 * fails; imported history alone cannot be judged.
 */
export function judge(measure: Measure, needs: Threshold): Exclude<Status, 'error'> {
  if (measure.status) return measure.status
  const { cases, good } = measure
  if (cases === 0) return measure.imported > 0 ? 'not-measurable' : 'no-case'
  // integers, so that 95 of 100 is 95 %
  if (good * 100 >= needs.conforms * cases) return cases >= needs.cases ? 'conforms' : 'no-case'
  return good * 100 >= needs.partly * cases ? 'partly' : 'fails'
}
