/** Taking the figures of a report: only by facts, for its org and all below it. */
import type { Db } from '#kernel/db/index.ts'
import {
  allFacts,
  figureOfFact,
  namedParts,
  recordsOfFact,
  spanOfDays,
  type Fact,
  type FactQuery,
} from '#kernel/fact/index.ts'
import { timeSplits } from '#kernel/fact/words.ts'
import { unitZone } from '#kernel/settings/index.ts'
import type { FigureOf, FrozenOf } from './frozen-contract.ts'
import { after, before, yearBefore, type Period } from './period.ts'
import { chartsOf, planOf, splitOf } from './sections.ts'
import type { Kind, SectionKey } from './words.ts'

export interface Subject {
  kind: Kind
  from: string
  to: string
  org: { id: string; path: string }
  locale: 'zh-CN' | 'en'
  sections: readonly { key: SectionKey }[]
}

/** A list in a report has so many lines; the page of the fact has all. */
const MOST_LISTED = 20
/** So many questions are asked at a time: a report must not hold the connections of the service desk. */
const AT_A_TIME = 2

/**
 * Asks every fact that the sections name, once: the period, the one before, the same of the last year, and the parts
 * that charts show. A fact that nobody has is kept as unknown, one whose query fails as failed: never as a figure.
 * @param log told about every query that failed
 */
export async function measure(
  db: Db,
  subject: Subject,
  log: (line: string, data: Record<string, unknown>) => void = () => undefined,
): Promise<FrozenOf> {
  const { kind, from, to } = subject
  const periods = {
    period: { from, to },
    before: before(kind, from),
    yearBefore: yearBefore(kind, from),
    next: after(kind, from),
  }
  const frozen: FrozenOf = { orgId: subject.org.id, ...periods, figures: {}, parts: {}, lists: {} }
  const at = async (days: Period): Promise<FactQuery> => ({
    orgPath: subject.org.path,
    ...(await spanOfDays(db, days, unitZone())),
  })
  const spans = {
    period: await at(periods.period),
    before: await at(periods.before),
    yearBefore: await at(periods.yearBefore),
    next: await at(periods.next),
  }
  await each(asked(subject), async ({ key, splits, listed, next }) => {
    const fact = allFacts().get(key)
    if (!fact) {
      frozen.figures[key] = nothing(key, 'unknown')
      return
    }
    try {
      const own = { ...spans, ...(next ? { period: spans.next } : {}) }
      frozen.figures[key] = await figureOf(db, fact, own, subject)
      for (const split of splits)
        if ([...timeSplits, ...fact.splits].includes(split))
          frozen.parts[`${key}/${split}`] = await namedParts(db, fact, own.period, split, subject.locale)
      if (listed) frozen.lists[key] = await listOf(db, fact, own.period)
    } catch (error) {
      log('a fact could not be measured for a report', { fact: key, error: String(error) })
      frozen.figures[key] = { ...nothing(key, 'failed'), ...named(fact, subject.locale) }
      for (const name of Object.keys(frozen.parts)) if (name.startsWith(`${key}/`)) delete frozen.parts[name]
    }
  })
  return frozen
}

interface Asked {
  key: string
  splits: Set<string>
  listed: boolean
  /** asked of the period that follows */
  next: boolean
}

/** Every fact once, with all that any section wants of it. */
function asked(subject: Subject): Asked[] {
  const all = new Map<string, Asked>()
  const of = (key: string): Asked => {
    const one = all.get(key) ?? { key, splits: new Set<string>(), listed: false, next: false }
    all.set(key, one)
    return one
  }
  for (const { key } of subject.sections) {
    const plan = planOf(key)
    for (const fact of plan.facts) of(fact)
    for (const chart of chartsOf(key, subject.kind))
      for (const fact of chart.facts) of(fact).splits.add(splitOf(chart, subject.kind))
    for (const list of plan.lists ?? [])
      Object.assign(of(list.fact), { listed: true, next: list.next === true })
  }
  return [...all.values()]
}

async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items]
  const worker = async (): Promise<void> => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, worker))
}

const named = (fact: Fact, locale: Subject['locale']) => ({
  name: locale === 'en' ? fact.names.en : fact.names.zh,
  words: locale === 'en' ? fact.words.en : fact.words.zh,
  kind: fact.kind,
  unit: fact.unit,
})

const nothing = (key: string, state: 'unknown' | 'failed'): FigureOf => ({
  key,
  ...{ name: '', words: '', kind: null, unit: null, state },
  ...{ value: null, cases: 0, good: null, imported: 0, before: null, yearBefore: null },
})

async function figureOf(
  db: Db,
  fact: Fact,
  spans: { period: FactQuery; before: FactQuery; yearBefore: FactQuery },
  { kind, locale }: Subject,
): Promise<FigureOf> {
  const figure = await figureOfFact(db, fact, spans.period)
  const other = async (at: FactQuery) => {
    const { value, cases } = await figureOfFact(db, fact, at)
    return { value, cases }
  }
  const beforeThat = await other(spans.before)
  return {
    key: fact.key,
    ...named(fact, locale),
    // none of what is counted is a figure; a share or a sum of nothing is not
    state: figure.cases === 0 && fact.kind !== 'count' ? 'empty' : 'known',
    ...figure,
    before: beforeThat,
    yearBefore: kind === 'year' ? beforeThat : await other(spans.yearBefore),
  }
}

async function listOf(db: Db, fact: Fact, at: FactQuery): Promise<FrozenOf['lists'][string]> {
  const rows = await recordsOfFact(db, fact, at, unitZone(), { limit: MOST_LISTED + 1 })
  const items = rows
    .slice(0, MOST_LISTED)
    .map(({ label, path, at: on, note }) => ({ label, path, at: on, note }))
  return { items, more: rows.length > MOST_LISTED }
}
