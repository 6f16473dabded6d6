/** Packs what came in, rolls it up, and forgets what is past its time. Each may be broken off and done again. */
import type { Kysely } from 'kysely'
import { dbNow, transaction, type DB, type Tx } from '#kernel/db/index.ts'
import { chunkMs, dayMs, figuresBy, hourMs } from './history.ts'
import {
  mergeSamples,
  packFigures,
  packSamples,
  unpackFigures,
  unpackSamples,
  type Sample,
} from './history-codec.ts'
import { Figures } from './history-figures.ts'
import * as store from './store/history.ts'

/** Five minutes are packed so long after their end: what is late comes into the same chunk. */
const lateMs = 20_000
/** Rows of incoming values taken at once: bounds memory. */
const rowsAtOnce = 2000
const seriesAtOnce = 500

/** Periodic job: a few turns, one process at a time. @param now for tests; default: the database's */
export async function keepHistory(db: Kysely<DB>, now?: Date): Promise<void> {
  const moment = now ?? (await dbNow(db))
  while (await packSome(db, moment));
  for (let hour = await store.nextDueHour(db, moment); hour; hour = await store.nextDueHour(db, moment)) {
    await rollUp(db, hour.hour)
    await store.hourDone(db, hour.hour, hour.dueAt)
  }
}

/** Periodic job: deletes in small pieces. */
export async function forgetHistory(db: Kysely<DB>, now?: Date): Promise<void> {
  const moment = now ?? (await dbNow(db))
  const keep = await store.readSetting(db)
  // an hour's worth of a large site; what is left is taken the next time
  for (let turn = 0; turn < 200 && (await store.dropOld(db, moment, keep, 5000)) > 0; turn++);
}

/** @returns whether there is more */
async function packSome(db: Kysely<DB>, now: Date): Promise<boolean> {
  return transaction(db, async (tx) => {
    const rows = await store.takeSamples(tx, new Date(now.getTime() - chunkMs - lateMs), rowsAtOnce)
    if (rows.length === 0) return false
    const setting = await store.readSetting(tx)
    const oldest = now.getTime() - setting.rawDays * dayMs
    for (const [at, of] of Map.groupBy(rows, (row) => row.bucket.getTime()))
      if (at >= oldest) await packBucket(tx, at, of)
    const hours = [...new Set(rows.map((row) => row.bucket.getTime() - (row.bucket.getTime() % hourMs)))]
    await store.noteHours(
      tx,
      hours.filter((hour) => hour >= oldest - hourMs).map((hour) => new Date(hour)),
      now,
    )
    await store.dropSamples(
      tx,
      rows.map((row) => row.id),
    )
    return rows.length === rowsAtOnce
  })
}

async function packBucket(
  tx: Tx,
  at: number,
  rows: readonly { series: number[]; atMs: number[]; value: (number | null)[]; state: number[] }[],
): Promise<void> {
  const bySeries = new Map<number, Sample[]>()
  for (const { series, atMs, value, state } of rows)
    series.forEach((no, i) => {
      let list = bySeries.get(no)
      if (!list) bySeries.set(no, (list = []))
      list.push({ at: atMs[i]!, value: value[i] ?? null, state: state[i]! })
    })
  const begin = new Date(at)
  const all = [...bySeries.keys()]
  const there = await store.selectChunks(tx, all, begin, new Date(at + chunkMs))
  const known = new Map(there.map((chunk) => [chunk.series, unpackSamples(chunk.data)]))
  const chunks = all.map((series) => ({
    series,
    at: begin,
    data: packSamples(mergeSamples(known.get(series) ?? [], bySeries.get(series)!)),
  }))
  await store.putChunks(tx, chunks)
}

/** Makes the roll-ups of an hour from its values, whatever there was before. */
async function rollUp(db: Kysely<DB>, hour: Date): Promise<void> {
  for (let after = 0; ;) {
    const series = await store.seriesOfHour(db, hour, after, seriesAtOnce)
    if (series.length === 0) return
    await transaction(db, (tx) => rollUpSeries(tx, hour, series))
    after = series.at(-1)!
  }
}

async function rollUpSeries(tx: Tx, hour: Date, series: readonly number[]): Promise<void> {
  const day = new Date(hour.getTime() - (hour.getTime() % dayMs))
  const [chunks, days] = [
    await store.selectChunks(tx, series, hour, new Date(hour.getTime() + hourMs)),
    await store.selectBlocks(tx, 3600, series, day),
  ]
  const fine: { series: number; data: Buffer }[] = []
  const hourly: { series: number; data: Buffer }[] = []
  for (const [no, of] of Map.groupBy(chunks, (chunk) => chunk.series)) {
    const samples = of.flatMap(({ at, data }) =>
      unpackSamples(data).map((one) => ({ ...one, at: at.getTime() + one.at })),
    )
    const spans = figuresBy(samples, chunkMs)
    fine.push({
      series: no,
      data: packFigures(new Map(spans.map((s) => [(s.at - hour.getTime()) / chunkMs, s.figures]))),
    })
    const whole = new Figures()
    for (const { figures } of spans) whole.merge(figures)
    const known = days.get(no)
    const block = known ? unpackFigures(known) : new Map<number, Figures>()
    block.set((hour.getTime() - day.getTime()) / hourMs, whole)
    hourly.push({ series: no, data: packFigures(block) })
  }
  await store.putBlocks(tx, 300, hour, fine)
  await store.putBlocks(tx, 3600, day, hourly)
}
