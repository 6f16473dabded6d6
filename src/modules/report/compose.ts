/** A report's content from its frozen figures: sentences, figures, charts and lists of each section. Pure. */
import type { ChartData } from '#kernel/document/index.ts'
import type { FigureOf, FrozenOf, PartOf } from './frozen-contract.ts'
import { slots } from './period.ts'
import { chartsOf, planOf, splitOf, type ChartPlan } from './sections.ts'
import { sentencesOf, topSentence, valued, type Wording } from './sentences.ts'
import type { SectionKey } from './words.ts'

export interface Drawn extends Omit<ChartData, 'categories' | 'series'> {
  caption: string
  split: string
  categories: string[]
  /** value of the split at each category, for a link to its records; null: what is not recorded */
  values: (string | null)[]
  series: { fact: string; name: string; values: (number | null)[] }[]
}

export interface Composed {
  sentences: string[]
  figures: FigureOf[]
  charts: Drawn[]
  lists: {
    fact: string
    name: string
    next: boolean
    items: FrozenOf['lists'][string]['items']
    more: boolean
  }[]
}

/** What a section says; nothing for one that is written by hand alone, and before the figures were taken. */
export function composeSection(key: SectionKey, frozen: FrozenOf | null, wording: Wording): Composed {
  if (!frozen || key === 'text') return { sentences: [], figures: [], charts: [], lists: [] }
  const plan = planOf(key)
  const figures = plan.facts.flatMap((fact) => frozen.figures[fact] ?? [])
  const drawn = chartsOf(key, wording.kind).flatMap((chart) => drawChart(chart, frozen, wording) ?? [])
  const tops = drawn.flatMap((chart) => {
    const only = chart.series[0]!
    const figure = frozen.figures[only.fact]
    if (chart.type !== 'ranking' || !figure || figure.kind === 'share') return []
    const parts = frozen.parts[`${only.fact}/${chart.split}`] ?? []
    return topSentence(figure, parts, wording.w(`split.${chart.split}`), wording) ?? []
  })
  const lists = (plan.lists ?? []).flatMap(({ fact, next }) => {
    const list = frozen.lists[fact]
    const figure = frozen.figures[fact]
    return list ? [{ fact, name: figure?.name ?? fact, next: next === true, ...list }] : []
  })
  return { sentences: [...sentencesOf(figures, wording), ...tops], figures, charts: drawn, lists }
}

/** Undefined where no part has a case: an empty chart says nothing. */
function drawChart(plan: ChartPlan, frozen: FrozenOf, wording: Wording): Drawn | undefined {
  const { w, kind } = wording
  const split = splitOf(plan, kind)
  const known = plan.facts.filter((fact) => (frozen.parts[`${fact}/${split}`]?.length ?? 0) > 0)
  const first = frozen.figures[known[0] ?? '']
  if (!first) return undefined
  const parts = (fact: string): PartOf[] => frozen.parts[`${fact}/${split}`] ?? []
  const time = plan.split === 'time'
  const values = time ? slots(kind, frozen.period) : ranked(plan, known.flatMap(parts))
  // that nothing is recorded is no chart
  if (values.every((value) => value === null)) return undefined
  const names = new Map(known.flatMap(parts).map((one) => [one.part, one.name]))
  const at = (fact: string, value: string | null): number | null => {
    const found = parts(fact).find((one) => one.part === value)
    if (found) return found.value
    // no case is zero of a count, and nothing of a share
    const figure = frozen.figures[fact]!
    return figure.kind === 'count' || figure.kind === 'sum' ? 0 : null
  }
  const unit = first.unit === null ? '' : first.unit === 'percent' ? '%' : w(`unit.${first.unit}`)
  return {
    caption: w(`chart.${plan.caption}`),
    type: plan.type,
    split,
    ...(unit.trim() === '' ? {} : { unit: unit.trim() }),
    ...(plan.most ? { most: plan.most } : {}),
    values,
    categories: values.map((value) =>
      time ? slotName(value!) : value === null ? w('say.notRecorded') : (names.get(value) ?? value),
    ),
    series: known.map((fact) => ({
      fact,
      name: frozen.figures[fact]!.name,
      values: values.map((value) => at(fact, value)),
    })),
  }
}

/** Days by their number, months by year and month. */
const slotName = (value: string): string => (value.length > 7 ? String(Number(value.slice(8))) : value)

/** Parts by their value, the greatest first; priorities in their own order. */
function ranked(plan: ChartPlan, parts: readonly PartOf[]): (string | null)[] {
  const best = new Map<string | null, number>()
  for (const one of parts)
    best.set(one.part, Math.max(best.get(one.part) ?? -Infinity, one.value ?? -Infinity))
  const values = [...best.keys()]
  if (plan.split === 'priority') return values.sort((a, b) => Number(a ?? 99) - Number(b ?? 99))
  return values.sort((a, b) => best.get(b)! - best.get(a)!).slice(0, plan.top ?? 12)
}

/** A row of the table of figures: name, value, the two other periods, cases. */
export const figureRow = (figure: FigureOf, wording: Wording): string[] => [
  figure.name || figure.key,
  figure.state === 'known' ? valued(figure, figure.value, wording) : wording.w(`figureState.${figure.state}`),
  valued(figure, figure.before?.value ?? null, wording),
  ...(wording.kind === 'year' ? [] : [valued(figure, figure.yearBefore?.value ?? null, wording)]),
  figure.kind === 'share' && figure.good !== null ? `${figure.good} / ${figure.cases}` : String(figure.cases),
]
