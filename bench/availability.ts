/**
 * What history costs and says. A day of results every ten seconds goes through the program's own recording, packing and
 * rolling up, and its bytes are counted by level and extrapolated to a year of 5,000 checks. A month of results of one service's
 * checks goes through the one door by which results come in; its availability is timed, and compared with one computed second
 * by second from the results themselves. The overview of 5,000 checks with a month of changes is timed as the wall asks for it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Kysely } from 'kysely'
import pg from 'pg'
import { startEmbedded } from '#kernel/db/embedded/index.ts'
import { newId, openDatabase, transaction, type DB } from '#kernel/db/index.ts'
import { systemActor, type Actor } from '#kernel/permission/index.ts'
import { applyResults } from '../src/modules/check/apply.ts'
import { recordSamples } from '../src/modules/check/history.ts'
import { overviewVerb } from '../src/modules/check/overview.ts'
import { serviceAvailabilityVerb } from '../src/modules/check/read-history.ts'
import { keepHistory } from '../src/modules/check/roll-up.ts'
import { define, prepareChecks } from './lib/checks.ts'

export const bars = { gigabytes: 20, monthMs: 200, overviewMs: 200 }

export interface AvailabilityResult {
  /** bytes of a check and day, indexes included */
  bytes: { raw: number; fine: number; hourly: number }
  yearGb: number
  /** `apart`: seconds between the two computations */
  month: { checks: number; results: number; p95Ms: number; downSeconds: number; apart: number }
  overview: { checks: number; changes: number; firstMs: number; p95Ms: number }
}

const day = 86_400_000
const keeps = { raw: 7, fine: 90, hourly: 365 }
const round = (n: number, digits = 1): number => Math.round(n * 10 ** digits) / 10 ** digits
const percentile = (all: number[], p: number): number =>
  all.toSorted((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * p))]!

/** The same numbers in every run. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

async function timed(times: number, work: () => Promise<unknown>): Promise<number[]> {
  const all: number[] = []
  for (let i = 0; i < times; i++) {
    const begun = performance.now()
    await work()
    all.push(performance.now() - begun)
  }
  return all
}

/** A day of results of some checks, as the worker records them, packed and rolled up hour by hour. */
async function measureDay(
  db: Kysely<DB>,
  owner: pg.Client,
  ids: readonly string[],
): Promise<AvailabilityResult['bytes']> {
  const next = random(7)
  const begin = Math.floor(Date.now() / day) * day - 2 * day
  const cache = new Map<string, number>()
  const usual = ids.map(() => 4 + 40 * next() ** 2)
  for (let at = begin; at < begin + day; at += 10_000) {
    const samples = ids.map((checkId, i) => {
      const fails = next() < 0.001
      const slow = next() < 0.01 ? 300 * next() : 0
      const value = fails ? null : round(usual[i]! * (0.8 + 0.4 * next()) + slow)
      return {
        checkId,
        name: 'ms',
        unit: 'ms',
        at: new Date(at + Math.floor(next() * 8)),
        value,
        state: fails ? 2 : 0,
      }
    })
    await recordSamples(db, samples, cache)
    // as the job does, with its time for what comes late
    if ((at + 10_000 - begin) % 3_600_000 === 0) await keepHistory(db, new Date(at + 600_000))
  }
  await keepHistory(db, new Date(begin + day + 3_600_000))
  await owner.query('vacuum monitor_chunk')
  await owner.query('vacuum monitor_rollup')
  const { rows } = await owner.query<{ raw: number; whole: number; fine: number; hourly: number }>(
    `select pg_total_relation_size('monitor_chunk')::float8 as raw, pg_total_relation_size('monitor_rollup')::float8 as whole,
       (select sum(pg_column_size(r.*) + 44) from monitor_rollup r where level = 300)::float8 as fine,
       (select sum(pg_column_size(r.*) + 44) from monitor_rollup r where level = 3600)::float8 as hourly`,
  )
  const { raw, whole, fine, hourly } = rows[0]!
  // both levels share a table: what it takes is shared out by what their rows take
  const share = whole / (fine + hourly)
  const per = (bytes: number): number => Math.round(bytes / ids.length)
  return { raw: per(raw), fine: per(fine * share), hourly: per(hourly * share) }
}

/** A month of results of a service's checks, every two minutes: through `applyResults`, and second by second beside it. */
async function measureMonth(
  db: Kysely<DB>,
  actor: Actor,
  service: { id: string; checks: readonly string[] },
  days: number,
): Promise<AvailabilityResult['month']> {
  const next = random(11)
  const step = 120_000
  const begin = Math.floor((Date.now() - days * day) / 60_000) * 60_000 - 3_600_000
  const seconds = (days * day) / 1000
  const downNow = new Uint8Array(seconds)
  const standing = service.checks.map(() => ({ left: 0, row: 0, since: -1 }))
  let results = 0
  const perTurn = 60
  for (let from = 0; from < seconds * 1000; from += step * perTurn) {
    const batch: Parameters<typeof applyResults>[1][number][] = []
    for (let n = 0; n < perTurn && from + n * step < seconds * 1000; n++)
      for (const [i, checkId] of service.checks.entries()) {
        // each check has a second of its own; outages of some minutes to hours, and single failures
        const at = from + n * step + i * 1000
        const one = standing[i]!
        if (one.left > 0) one.left--
        else if (next() < 0.002) one.left = Math.ceil(next() ** 3 * 60)
        const bad = one.left > 0
        one.row = bad ? one.row + 1 : 0
        // certain with the third in a row, over with the first that is well
        if (one.row === 3) one.since = at / 1000
        if (!bad && one.since >= 0) {
          for (let s = one.since; s < at / 1000 && s < seconds; s++) downNow[s] = 1
          one.since = -1
        }
        results++
        batch.push({
          checkId,
          result: {
            ...{ at: new Date(begin + at), state: bad ? ('critical' as const) : ('ok' as const) },
            ...{ code: bad ? 'timeout' : 'ok', params: {}, output: '', ms: 5, figures: [] },
          },
        })
      }
    await transaction(db, (tx) => applyResults(tx, batch, new Date(begin + from + step * perTurn)))
  }
  for (const one of standing) if (one.since >= 0) for (let s = one.since; s < seconds; s++) downNow[s] = 1
  const range = { from: new Date(begin).toISOString(), to: new Date(begin + seconds * 1000).toISOString() }
  const ask = () => serviceAvailabilityVerb(db, actor, { id: service.id, ...range })
  const told = await ask()
  const byHand = downNow.reduce((sum, one) => sum + one, 0)
  return {
    ...{ checks: service.checks.length, results, downSeconds: told.downSeconds },
    apart: Math.abs(told.downSeconds - byHand),
    p95Ms: round(percentile(await timed(50, ask), 0.95)),
  }
}

/** The overview by service as the wall asks for it, with a month of changes of every check. */
async function measureOverview(
  db: Kysely<DB>,
  owner: pg.Client,
  actor: Actor,
  per: number,
): Promise<AvailabilityResult['overview']> {
  await owner.query(
    `insert into monitor_transition (check_id, at, began_at, from_state, to_state, code)
     select c.id, x.at, x.at, case when n % 2 = 0 then 'critical' else 'ok' end, case when n % 2 = 0 then 'ok' else 'critical' end, 'ok'
     from monitor_check c cross join generate_series(0, $1::int - 1) n
       cross join lateral (select date_trunc('month', now()) + (now() - date_trunc('month', now())) * ((n + random()) / $1::int) as at) x`,
    [per],
  )
  await owner.query('analyze monitor_transition')
  const [first] = await timed(1, () => overviewVerb(db, actor, { by: 'service' }))
  const rest = await timed(20, () => overviewVerb(db, actor, { by: 'service' }))
  const { rows } = await owner.query<{ checks: number; changes: number }>(
    `select (select count(*)::int from monitor_check) as checks, (select count(*)::int from monitor_transition) as changes`,
  )
  return { ...rows[0]!, firstMs: round(first!), p95Ms: round(percentile(rest, 0.95)) }
}

/** Services, each with as many of the checks. */
async function services(owner: pg.Client, ids: readonly string[], each: number): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>('select id from org order by path limit 1')
  const made: string[] = []
  for (let at = 0; at < ids.length; at += each) {
    const id = newId()
    await owner.query('insert into service (id, code, name, owner_org_id) values ($1, $2, $3, $4)', [
      id,
      `S-${made.length}`,
      `信息系统 ${made.length}`,
      rows[0]!.id,
    ])
    await owner.query('update monitor_check set service_id = $1, enabled = false where id = any($2)', [
      id,
      ids.slice(at, at + each),
    ])
    made.push(id)
  }
  return made
}

export async function benchAvailability(how: {
  checks: number
  sampled: number
  days: number
  changes: number
}): Promise<AvailabilityResult> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'zy-bench-availability-'))
  const postgres = await startEmbedded({ dataDir })
  const owner = new pg.Client({ connectionString: postgres.ownerUrl })
  try {
    await prepareChecks(dataDir, postgres)
    await owner.connect()
    const asks = Array.from({ length: how.checks }, (_, n) => ({
      ...{ kind: 'tcp' as const, spec: { host: '127.0.0.1', port: 1 + (n % 60_000) } },
    }))
    const rhythm = { intervalSeconds: 10, timeoutMs: 5000, retries: 2, retrySeconds: 10 }
    const ids = await define(owner, asks, rhythm)
    const each = Math.min(20, how.checks)
    const [service] = await services(owner, ids, each)
    const { db, close } = openDatabase(postgres.appUrl, { max: 4 })
    const actor = systemActor('bench')
    try {
      const bytes = await measureDay(db, owner, ids.slice(0, how.sampled))
      const month = await measureMonth(db, actor, { id: service!, checks: ids.slice(0, each) }, how.days)
      const overview = await measureOverview(db, owner, actor, how.changes)
      const perYear = bytes.raw * keeps.raw + bytes.fine * keeps.fine + bytes.hourly * keeps.hourly
      return { bytes, yearGb: round((perYear * 5000) / 1e9, 2), month, overview }
    } finally {
      await close()
    }
  } finally {
    await owner.end()
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      checks: { type: 'string', default: '5000' },
      /** of which a day is recorded */
      sampled: { type: 'string', default: '200' },
      days: { type: 'string', default: '30' },
      /** of each check in the month of the overview */
      changes: { type: 'string', default: '20' },
    },
  })
  const result = await benchAvailability({
    ...{ checks: Number(values.checks), sampled: Number(values.sampled) },
    ...{ days: Number(values.days), changes: Number(values.changes) },
  })
  console.log(JSON.stringify(result))
  const met =
    result.yearGb <= bars.gigabytes && result.month.p95Ms <= bars.monthMs && result.month.apart === 0
  if (!met) process.exitCode = 1
}
