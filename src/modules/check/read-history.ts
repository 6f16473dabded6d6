import { audit } from '#kernel/audit/index.ts'
import { loadCalendars, type CompiledCalendar } from '#kernel/calendar/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeNumberCursor, page } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { monthsOf, sharesOf, spansOf, together, type StateSpan } from './availability.ts'
import { dayMs, readHistory, selectSeries } from './history.ts'
import type * as contract from './history-contract.ts'
import { Figures } from './history-figures.ts'
import { accessCheck, visibleCheck } from './policy.ts'
import { readSetting, writeSetting } from './store/history.ts'
import * as store from './store/transition.ts'

/** @throws check.not_found (404); http.bad_cursor (422) */
export async function listTransitionsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listTransitions>,
): Promise<Output<typeof contract.listTransitions>> {
  const { id } = await accessCheck(db, actor, input.id)
  const window = { before: decodeNumberCursor(input.cursor), limit: input.limit + 1 }
  return page(await store.selectTransitions(db, id, window), input.limit, (row) => [row.id])
}

const longest = 3 * 366 * dayMs

/** A range up to now. @throws check.bad_range (422) */
async function rangeOf(
  db: Db,
  input: { from: string; to: string },
): Promise<{ from: number; to: number; now: number }> {
  const now = (await dbNow(db)).getTime()
  const from = Date.parse(input.from)
  const to = Math.min(Date.parse(input.to), now)
  if (!(from < to) || to - from > longest)
    throw new AppError('check.bad_range', { status: 422, field: 'from' })
  return { from, to, now }
}

/** Spans of each check, in the order of the ids. */
async function spansOfChecks(
  db: Db,
  ids: readonly string[],
  from: number,
  to: number,
): Promise<StateSpan[][]> {
  const turns = Map.groupBy(
    await store.turnsOf(db, ids, new Date(from), new Date(to)),
    (turn) => turn.checkId,
  )
  return ids.map((id) => spansOf(turns.get(id) ?? [], from, to))
}

/** @throws check.not_found (404); check.bad_range (422) */
export async function getTimelineVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getTimeline>,
): Promise<Output<typeof contract.getTimeline>> {
  const { id } = await accessCheck(db, actor, input.id)
  const { from, to } = await rangeOf(db, input)
  const [spans] = await spansOfChecks(db, [id], from, to)
  return { spans: spans!.map((s) => ({ from: new Date(s.from), to: new Date(s.to), state: s.state })) }
}

/** @throws check.not_found (404); check.no_series, check.bad_range (422) */
export async function getHistoryVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getHistory>,
): Promise<Output<typeof contract.getHistory>> {
  const check = await accessCheck(db, actor, input.id)
  const range = await rangeOf(db, input)
  const series = (await selectSeries(db, check.id)).find((one) => one.name === input.series)
  if (!series) {
    // a check of which nothing has come yet has no series, and that is no mistake of the caller
    if (input.series === 'ms') return { level: input.level ?? 'raw', unit: 'ms', points: [], total: null }
    throw new AppError('check.no_series', { status: 422, field: 'series' })
  }
  const every = { intervalSeconds: check.intervalSeconds, setting: await readSetting(db) }
  const { level, unit, spans } = await readHistory(db, series, range, every, input.level)
  const total = new Figures()
  for (const { figures } of spans) total.merge(figures)
  return {
    level,
    unit,
    points: spans.map(({ at, figures }) => ({ at: new Date(at), ...pointOf(figures) })),
    total: total.results === 0 ? null : pointOf(total),
  }
}

function pointOf(f: Figures) {
  const counts = { n: f.results, bad: f.bad }
  if (f.n === 0) return { ...counts, min: null, avg: null, max: null, p50: null, p95: null, p99: null }
  const { min, avg, max } = f
  return {
    ...counts,
    min,
    avg,
    max,
    p50: f.percentile(0.5),
    p95: f.percentile(0.95),
    p99: f.percentile(0.99),
  }
}

async function availability(
  db: Db,
  spans: readonly StateSpan[][],
  calendarId: string | null,
  { from, to }: { from: number; to: number },
) {
  const calendar: CompiledCalendar | null = calendarId
    ? ((await loadCalendars(db, [calendarId])).get(calendarId) ?? null)
    : null
  const joined = together(spans)
  const months = monthsOf(joined, calendar, calendar?.spec.zone ?? unitZone())
  return { from: new Date(from), to: new Date(to), ...sharesOf(joined, calendar), months }
}

/** @throws check.not_found (404); check.bad_range (422) */
export async function getAvailabilityVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getAvailability>,
): Promise<Output<typeof contract.getAvailability>> {
  const check = await accessCheck(db, actor, input.id)
  const range = await rangeOf(db, input)
  const spans = await spansOfChecks(db, [check.id], range.from, range.to)
  return availability(db, spans, check.calendar?.id ?? null, range)
}

/** @throws check.not_found (404) where the caller sees no check of it; check.bad_range (422) */
export async function serviceAvailabilityVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.serviceAvailability>,
): Promise<Output<typeof contract.serviceAvailability>> {
  const [service, ids] = await Promise.all([
    store.serviceBrief(db, input.id),
    store.checksOfService(db, input.id, visibleCheck(actor)),
  ])
  if (!service || ids.length === 0) throw notFound('check')
  const range = await rangeOf(db, input)
  const spans = await spansOfChecks(db, ids, range.from, range.to)
  const figures = await availability(db, spans, service.calendarId, range)
  return { ...figures, service: { id: service.id, name: service.name }, checks: ids.length }
}

/** How long history is kept. */
export async function getHistorySettingVerb(db: Db): Promise<Output<typeof contract.getHistorySetting>> {
  return readSetting(db)
}

/** @throws check.days_order (422); check.version_stale (412) */
export async function putHistorySettingVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.putHistorySetting>,
): Promise<Output<typeof contract.putHistorySetting>> {
  if (input.fineDays < input.rawDays || input.hourlyDays < input.fineDays)
    throw new AppError('check.days_order', {
      status: 422,
      field: input.fineDays < input.rawDays ? 'fineDays' : 'hourlyDays',
    })
  const before = await readSetting(tx)
  if (!(await writeSetting(tx, input)))
    throw new AppError('check.version_stale', { status: 412, params: { version: before.version } })
  const after = await readSetting(tx)
  await audit(tx, actor, {
    action: 'check.put-setting',
    entity: 'check-setting',
    entityId: 'history',
    before: { ...before },
    after: { ...after },
  })
  return after
}
