/**
 * History of measured values: all that writes and reads it goes through here, so that a larger site can point it at a
 * Prometheus-compatible store. Results are kept as they come, packed after five minutes, and rolled up after an hour.
 */
import type { Db } from '#kernel/db/index.ts'
import { figuresOf } from '#modules/probe/kind-contract.ts'
import type { ThresholdValue } from './contract.ts'
import { mergeSamples, unpackFigures, unpackSamples, type Sample } from './history-codec.ts'
import { Figures } from './history-figures.ts'
import type { Result } from './lifecycle.ts'
import * as store from './store/history.ts'
import { resultStates, timeSeries, type HistoryLevel } from './words.ts'

export { selectSeries } from './store/history.ts'

export const chunkMs = 300_000
export const hourMs = 3_600_000
export const dayMs = 86_400_000
/** A plugin that invents figures must not fill the database with names. */
const mostSeries = 60

/** A value of a series on its way into history. */
export interface NewSample {
  checkId: string
  name: string
  unit: string
  at: Date
  value: number | null
  state: number
}

/** What of a result goes into history: how long it took, and the figures that are about the thing and not the way there. */
export function samplesOf(
  check: { id: string; kind: string; thresholds: readonly ThresholdValue[] },
  result: Pick<Result, 'at' | 'state' | 'code' | 'ms' | 'figures'>,
): NewSample[] {
  const state = resultStates.indexOf(result.state)
  const base = { checkId: check.id, at: result.at, state }
  const answered = result.state === 'ok' || result.state === 'warning' || result.code === 'threshold'
  const own = (figuresOf as Record<string, Readonly<Record<string, string>>>)[check.kind]
  const all: NewSample[] = []
  if (result.ms !== null || result.figures.length === 0)
    all.push({
      ...base,
      name: timeSeries,
      unit: 'ms',
      value: answered && result.ms !== null ? tenth(result.ms) : null,
    })
  for (const figure of result.figures) {
    const watched =
      figure.warn !== undefined ||
      figure.crit !== undefined ||
      check.thresholds.some((one) => one.figure === figure.name)
    // the parts of the way that a kind measures beside its point are told, and not kept for years
    if (!watched && own && Object.hasOwn(own, figure.name) && !kept.has(figure.name)) continue
    const value = figure.unit === 'ms' ? tenth(figure.value) : figure.value
    all.push({ ...base, name: figure.name.slice(0, 100), unit: figure.unit ?? '', value })
  }
  return all
}

/** Figures of kinds that are the point of asking. */
const kept = new Set(['rtt', 'loss', 'days', 'value', 'json', 'offset', 'age', 'entries'])
const tenth = (ms: number): number => Math.round(ms * 10) / 10

/** Writes values: numbers of new series are drawn first. @param cache numbers known to be committed, kept by the caller */
export async function recordSamples(
  db: Db,
  samples: readonly NewSample[],
  cache: Map<string, number> = new Map(),
): Promise<void> {
  if (samples.length === 0) return
  await numberSeries(db, samples, cache)
  const buckets = new Map<number, store.Bucket>()
  for (const { checkId, name, at, value, state } of samples) {
    const no = cache.get(`${checkId} ${name}`)
    if (no === undefined || no < 0) continue
    const ms = at.getTime()
    const begin = ms - (ms % chunkMs)
    let bucket = buckets.get(begin)
    if (!bucket)
      buckets.set(begin, (bucket = { at: new Date(begin), series: [], atMs: [], value: [], state: [] }))
    bucket.series.push(no)
    bucket.atMs.push(ms - begin)
    bucket.value.push(value)
    bucket.state.push(state)
  }
  await store.insertSamples(db, [...buckets.values()])
}

/** Draws numbers for the series that the cache does not have. */
export async function numberSeries(
  db: Db,
  samples: readonly NewSample[],
  cache: Map<string, number>,
): Promise<void> {
  const missing = new Map<string, { checkId: string; name: string; unit: string }>()
  for (const { checkId, name, unit } of samples) {
    const key = `${checkId} ${name}`
    if (!cache.has(key)) missing.set(key, { checkId, name, unit: unit.slice(0, 20) })
  }
  if (missing.size === 0) return
  for (const row of await store.drawSeries(db, [...missing.values()], mostSeries))
    cache.set(`${row.checkId} ${row.name}`, row.no)
  // one figure too many: not asked for again
  for (const key of missing.keys()) if (!cache.has(key)) cache.set(key, -1)
}

export interface Span {
  at: number
  figures: Figures
}

export interface HistoryRead {
  level: HistoryLevel
  unit: string
  spans: Span[]
}

/** Points of an answer at most. */
export const mostPoints = 1500

/**
 * Figures of one series, the finest that is kept and gives no more than `mostPoints`; more are drawn together.
 * @param wanted this detail; where it is no longer kept, what is left of it
 */
export async function readHistory(
  db: Db,
  series: { no: number; unit: string },
  range: { from: number; to: number; now: number },
  every: { intervalSeconds: number; setting: store.SettingRow },
  wanted: HistoryLevel | undefined,
): Promise<HistoryRead> {
  const level = wanted ?? finest(range, every)
  const spans =
    level === 'raw' ? await readRaw(db, series.no, range) : await readRolled(db, series.no, range, level)
  return { level, unit: series.unit, spans: drawTogether(spans) }
}

function finest(
  { from, to, now }: { from: number; to: number; now: number },
  { intervalSeconds, setting }: { intervalSeconds: number; setting: store.SettingRow },
): HistoryLevel {
  const keeps = (days: number): boolean => from >= now - days * dayMs - hourMs
  if (keeps(setting.rawDays) && (to - from) / (intervalSeconds * 1000) <= mostPoints) return 'raw'
  return keeps(setting.fineDays) && (to - from) / chunkMs <= mostPoints ? 'fine' : 'hourly'
}

function drawTogether(spans: Span[]): Span[] {
  const per = Math.ceil(spans.length / mostPoints)
  if (per <= 1) return spans
  const out: Span[] = []
  for (let at = 0; at < spans.length; at += per) {
    const figures = new Figures()
    for (const one of spans.slice(at, at + per)) figures.merge(one.figures)
    out.push({ at: spans[at]!.at, figures })
  }
  return out
}

/** Values as measured, packed or not yet. */
export async function rawSamples(
  db: Db,
  no: number,
  from: number,
  to: number,
): Promise<{ at: number; value: number | null; state: number }[]> {
  const first = from - (from % chunkMs)
  const { chunks, waiting } = await store.selectRaw(db, no, new Date(first), new Date(to))
  const all = new Map<number, Sample[]>()
  for (const { at, data } of chunks) all.set(at.getTime(), unpackSamples(data))
  for (const [at, of] of Map.groupBy(waiting, (one) => one.bucket.getTime())) {
    const samples = of
      .map(({ atMs, value, state }) => ({ at: atMs, value, state }))
      .sort((a, b) => a.at - b.at)
    all.set(at, mergeSamples(all.get(at) ?? [], samples))
  }
  return [...all]
    .sort(([a], [b]) => a - b)
    .flatMap(([begin, samples]) => samples.map((one) => ({ ...one, at: begin + one.at })))
    .filter((one) => one.at >= from && one.at < to)
}

async function readRaw(db: Db, no: number, { from, to }: { from: number; to: number }): Promise<Span[]> {
  return (await rawSamples(db, no, from, to)).map(({ at, value, state }) => {
    const figures = new Figures()
    figures.add(value, state)
    return { at, figures }
  })
}

/** Roll-ups, and what has come since the last of them from the values themselves. */
async function readRolled(
  db: Db,
  no: number,
  { from, to }: { from: number; to: number },
  level: 'fine' | 'hourly',
): Promise<Span[]> {
  const [step, block] = level === 'fine' ? [chunkMs, hourMs] : [hourMs, dayMs]
  const first = from - (from % block)
  const rows = await store.selectRollups(db, no, step / 1000, new Date(first), new Date(to))
  const spans: Span[] = []
  for (const { at, data } of rows)
    for (const [n, figures] of unpackFigures(data)) spans.push({ at: at.getTime() + n * step, figures })
  spans.sort((a, b) => a.at - b.at)
  const rolled = spans.at(-1)
  // roll-ups are of whole hours: what follows the last hour is not rolled up yet
  const since = rolled ? rolled.at - (rolled.at % hourMs) + hourMs : Math.max(first, to - 8 * hourMs)
  if (since < to) spans.push(...figuresBy(await rawSamples(db, no, since, to), step))
  return spans.filter((one) => one.at >= from - step + 1 && one.at < to)
}

/** Figures of values by spans of so many milliseconds. */
export function figuresBy(
  samples: readonly { at: number; value: number | null; state: number }[],
  step: number,
): Span[] {
  const spans = new Map<number, Figures>()
  for (const { at, value, state } of samples) {
    const begin = at - (at % step)
    let figures = spans.get(begin)
    if (!figures) spans.set(begin, (figures = new Figures()))
    figures.add(value, state)
  }
  return [...spans].map(([at, figures]) => ({ at, figures }))
}
