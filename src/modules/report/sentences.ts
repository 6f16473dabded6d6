/**
 * What a report says in words about its figures. Pure, so that every wording rule is tested: a figure without a case is
 * said to have none, one that no room counts is named as such, a comparison needs both sides, and a percentage of
 * nothing is never given.
 */
import type { FigureOf, PartOf } from './frozen-contract.ts'
import type { Kind } from './words.ts'

/** A text of the room, in the language of the report. */
export type Words = (key: string, params?: Record<string, string | number>) => string

export interface Wording {
  w: Words
  kind: Kind
  english: boolean
}

/** Below so many cases a share may be chance, and it is said so. */
export const FEW = 10

/** 1234567.5 → 1,234,567.5 */
export function grouped(value: number): string {
  const [whole, rest] = String(Math.abs(Math.round(value * 100) / 100)).split('.')
  return `${value < 0 ? '-' : ''}${whole!.replace(/\B(?=(\d{3})+$)/g, ',')}${rest ? `.${rest}` : ''}`
}

/** A figure with its unit; — where there is none. */
export function valued(
  figure: Pick<FigureOf, 'unit'>,
  value: number | null,
  { w, english }: Wording,
): string {
  if (value === null) return '—'
  // English says what is counted and has no word for "pieces"
  if (english && figure.unit === 'cases') return grouped(value)
  const unit = figure.unit === null ? '' : w(`unit.${figure.unit}`)
  return figure.unit === 'percent' ? `${grouped(value)}%` : `${grouped(value)}${unit}`
}

/**
 * How a figure stands beside another period's: shares by percentage points, all others by amount and per cent, the per
 * cent left out where the other one is zero.
 * @param base how the other period is called, as 上月
 */
export function compared(
  figure: FigureOf,
  other: { value: number | null; cases: number } | null,
  base: string,
  wording: Wording,
): string {
  const { w } = wording
  if (figure.value === null) return ''
  // no case makes a share unknown, and a count zero
  if (other === null || other.value === null) return w('say.noBase', { base })
  const difference = Math.round((figure.value - other.value) * 100) / 100
  if (difference === 0) return w('say.same', { base })
  const way = difference > 0 ? 'up' : 'down'
  if (figure.kind === 'share' || figure.unit === 'percent')
    return w(`say.points.${way}`, { base, n: grouped(Math.abs(difference)) })
  const amount = valued(figure, Math.abs(difference), wording)
  if (other.value === 0) return w(`say.fromZero`, { base, amount })
  const percent = grouped(Math.abs(Math.round((difference / other.value) * 1000) / 10))
  return w(`say.by.${way}`, { base, amount, percent })
}

/** One sentence about a figure that is known; with both comparisons where they are not the same. */
export function sentenceOf(figure: FigureOf, wording: Wording): string {
  const { w, kind } = wording
  const parts = [w('say.value', { name: figure.name, value: valued(figure, figure.value, wording) })]
  if (figure.kind === 'share' && figure.good !== null)
    parts[0] += w('say.of', { good: grouped(figure.good), cases: grouped(figure.cases) })
  const both = [
    compared(figure, figure.before, w(`base.${kind}`), wording),
    ...(kind === 'year' ? [] : [compared(figure, figure.yearBefore, w(`baseYear.${kind}`), wording)]),
  ].filter(Boolean)
  let said = [...parts, ...both].join(w('say.comma'))
  if (figure.kind === 'share' && figure.cases < FEW) said += w('say.few', { n: FEW })
  if (figure.imported > 0) said += w('say.imported', { n: grouped(figure.imported) })
  return said + w('say.stop')
}

/** A count that is zero, and was: said together with others of the kind. */
const isNothing = (figure: FigureOf): boolean =>
  figure.kind === 'count' &&
  [figure.value, figure.before?.value ?? 0, figure.yearBefore?.value ?? 0].every((value) => value === 0)

/** Sentences about the figures of a section: what is known, what had no case, what nobody counts, what failed. */
export function sentencesOf(figures: readonly FigureOf[], wording: Wording): string[] {
  const { w } = wording
  const named = (state: FigureOf['state']): string =>
    figures
      .filter((one) => one.state === state)
      .map((one) => one.name || one.key)
      .join(w('say.and'))
  const known = figures.filter((one) => one.state === 'known')
  const nothing = known.filter(isNothing).map((one) => one.name)
  const said = known.filter((one) => !isNothing(one)).map((one) => sentenceOf(one, wording))
  if (nothing.length > 0) said.push(w(`say.nothing`, { names: nothing.join(w('say.and')) }))
  const rest = (['empty', 'unknown', 'failed'] as const).flatMap((state) => {
    const names = named(state)
    return names === '' ? [] : [w(`say.${state}`, { names })]
  })
  return [...said, ...rest]
}

/** The greatest parts of a figure in words: at most three, with what they are of the whole where parts add up to it. */
export function topSentence(
  figure: FigureOf,
  parts: readonly PartOf[],
  by: string,
  wording: Wording,
): string | undefined {
  const { w } = wording
  const named = parts.filter((one) => one.name !== null && one.value !== null && one.value > 0)
  const top = [...named].sort((a, b) => b.value! - a.value!).slice(0, 3)
  if (top.length === 0 || figure.value === null) return undefined
  const list = top
    .map((one) => w('say.part', { name: one.name!, value: valued(figure, one.value, wording) }))
    .join(w('say.and'))
  const sums = figure.kind === 'count' || figure.kind === 'sum'
  const share =
    sums && figure.value > 0 ? (top.reduce((sum, one) => sum + one.value!, 0) / figure.value) * 100 : null
  const said = w('say.top', { name: figure.name, by, list })
  return (
    said +
    (share === null ? '' : w('say.together', { percent: grouped(Math.round(share * 10) / 10) })) +
    w('say.stop')
  )
}
