/** From a value to points, and from the points of items to a score. Pure. */
import type { Curve, Grade } from './rule-contract.ts'
import type { Dimension } from './words.ts'

/** Two digits, halves away from zero, without the dust of binary fractions. */
export function round2(value: number): number {
  const cents = Math.round(Number((Math.abs(value) * 100).toPrecision(13)))
  return cents === 0 ? 0 : (Math.sign(value) * cents) / 100
}

/**
 * Points (0 to 100) of a value. `linear`: between two thresholds as far as the value has come, beyond the ends as at them.
 * `steps`: those of the best threshold that the value reaches, none where it reaches none.
 */
export function pointsOn(curve: Curve, value: number): number {
  const points = curve.points.toSorted((a, b) => a.at - b.at)
  if (curve.shape === 'linear') return round2(linear(points, value))
  const reached =
    curve.direction === 'higher'
      ? points.findLast((one) => value >= one.at)
      : points.find((one) => value <= one.at)
  return reached?.points ?? 0
}

function linear(points: readonly { at: number; points: number }[], value: number): number {
  const above = points.findIndex((one) => value <= one.at)
  if (above === 0) return points[0]!.points
  if (above === -1) return points.at(-1)!.points
  const [low, high] = [points[above - 1]!, points[above]!]
  return low.points + ((high.points - low.points) * (value - low.at)) / (high.at - low.at)
}

/** What is wrong with a curve; null: nothing. Points must go with the direction, each threshold must stand once. */
export function curveFault(curve: Curve): 'twice' | 'direction' | null {
  const points = curve.points.toSorted((a, b) => a.at - b.at)
  for (const [i, one] of points.entries()) {
    const before = points[i - 1]
    if (!before) continue
    if (before.at === one.at) return 'twice'
    const grows = one.points - before.points
    if (curve.direction === 'higher' ? grows < 0 : grows > 0) return 'direction'
  }
  return null
}

/** An item with a weight; `points` null: it cannot be scored. */
export interface Weighted {
  id: string
  dimension: Dimension
  weight: number
  points: number | null
}

/**
 * Weights that count, by item: what cannot be scored gives its weight to the rest of its dimension, a dimension of which
 * nothing can be scored to the others, each in proportion. They sum to 100, or to nothing where nothing can be scored.
 */
export function effectiveWeights(items: readonly Weighted[]): Map<string, number> {
  const scored = items.filter((one) => one.points !== null)
  const sum = (list: readonly Weighted[]) => list.reduce((all, one) => all + one.weight, 0)
  const inDimension = (list: readonly Weighted[], of: Weighted) =>
    sum(list.filter((one) => one.dimension === of.dimension))
  const counted = items.filter((one) => scored.some((other) => other.dimension === one.dimension))
  const whole = sum(counted)
  return new Map(
    scored.map((one) => [
      one.id,
      // share of the item in its dimension, times the share of the dimension in all that count
      (one.weight / inDimension(scored, one)) * (inDimension(counted, one) / whole) * 100,
    ]),
  )
}

/**
 * The score: points by weight, then bonuses and deductions (signed); between 0 and 100. Null where nothing can be scored.
 */
export function scoreOf(
  items: readonly Weighted[],
  adjustments: readonly number[],
): { base: number; score: number; weights: Map<string, number> } | null {
  const weights = effectiveWeights(items)
  if (weights.size === 0) return null
  const base = round2(
    items.reduce((all, one) => all + (one.points ?? 0) * (weights.get(one.id) ?? 0), 0) / 100,
  )
  const adjusted = round2(adjustments.reduce((all, one) => all + one, base))
  return { base, score: Math.min(100, Math.max(0, adjusted)), weights }
}

/** Points of a deduction (negative) or bonus: so many for each case, no more than the cap. */
export function pointsOfCases(
  rule: { sign: 'deduct' | 'bonus'; perCase: number; cap: number },
  cases: number,
): number {
  const points = round2(Math.min(rule.cap, rule.perCase * Math.max(0, cases)))
  return rule.sign === 'deduct' && points !== 0 ? -points : points
}

/** Place of the grade of a score, best first. */
export function gradeOf(grades: readonly Grade[], score: number): number {
  const at = grades.findIndex((one) => score >= one.from)
  return at === -1 ? grades.length - 1 : at
}
