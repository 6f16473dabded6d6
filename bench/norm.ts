/**
 * All clauses of all shipped norms on a million incidents and three years of the rest: how long an evaluation takes, how
 * long one clause takes through HTTP, and what the service desk feels of it: creations and lists at a steady rate with
 * and without evaluations beside them, in turn. `node bench/norm.ts [--rows 1000000] [--seconds 60] [--keep DIR]`
 * Prints a table of the slowest rules and one JSON line; exits 1 beyond the bars.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import pg from 'pg'
import { manifests } from '#app/modules.ts'
import { startEmbedded } from '#kernel/db/embedded/index.ts'
import { dbNow, openDatabase, transaction, type Db } from '#kernel/db/index.ts'
import { registerMeasures } from '#kernel/fact/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import { evaluateOrg } from '#modules/norm/evaluate.ts'
import { adoptNorm, listNorms } from '#modules/norm/index.ts'
import { Client, summarise, type Measured } from './lib/load.ts'
import { startServer, type BenchServer } from './lib/server.ts'
import { adminOn } from './million.ts'
import { widenCity } from './million-city.ts'
import { fill } from './million-rows.ts'
import { fillRest } from './norm-rows.ts'

export const bars = { seconds: 60, clauseMs: 1000, slower: 1.2 }

interface RuleTime {
  rule: string
  ms: number
  cases: number
}

export interface NormResult {
  rows: number
  clauses: number
  rules: number
  errors: string[]
  /** of each whole evaluation with nothing beside it */
  aloneSeconds: number[]
  besideSeconds: number[]
  slowest: RuleTime[]
  /** milliseconds of one clause through HTTP, of every clause with a rule */
  clause: Measured
  slowestClause: { code: string; ms: number }
  /** the service desk in turn: without and with evaluations beside it */
  desk: { create: [Measured, Measured]; list: [Measured, Measured] }[]
}

/** Fills a DATA_DIR; the server has made its database and is gone. */
export async function load(dataDir: string, rows: number, say: (line: string) => void): Promise<void> {
  const server = await startServer({ dataDir })
  await server.stop()
  const postgres = await startEmbedded({ dataDir })
  try {
    const owner = new pg.Client({ connectionString: postgres.ownerUrl })
    await owner.connect()
    const places = await widenCity(owner)
    await owner.end()
    let begun = performance.now()
    const took = (): string => ((performance.now() - begun) / 1000).toFixed(0)
    await fill(adminOn(postgres), rows, places, 3)
    say(`${rows} incidents loaded in ${took()} s`)
    begun = performance.now()
    const admin = new pg.Client({ connectionString: adminOn(postgres) })
    await admin.connect()
    try {
      await fillRest(admin, rows / 1_000_000, say)
    } finally {
      await admin.end()
    }
    say(`the rest of three years loaded in ${took()} s`)
  } finally {
    await postgres.stop()
  }
}

/** Puts all shipped norms in force for the unit, once. */
async function adoptAll(db: Db): Promise<{ id: string; path: string }> {
  const unit = await db
    .selectFrom('org')
    .select(['id', 'path'])
    .where('parent_id', 'is', null)
    .executeTakeFirstOrThrow()
  await transaction(db, async (tx) => {
    const actor = await personActor(tx, 'mgr01')
    const there = await tx.selectFrom('norm_adoption').select('norm_id').execute()
    const fromDay = (await dbNow(tx)).toISOString().slice(0, 10)
    for (const norm of (await listNorms(tx)).items)
      if (norm.shipped && !there.some((one) => one.norm_id === norm.id))
        await adoptNorm(tx, actor, { editionId: norm.editions[0]!.id, orgId: unit.id, fromDay })
  })
  return unit
}

const evaluate = async (db: Db, org: { id: string; path: string }, why: 'nightly' | 'demand') => {
  const begun = performance.now()
  const done = await evaluateOrg(db as never, { org, why, to: await dbNow(db), askedBy: null, doubt: false })
  return { ...done, seconds: (performance.now() - begun) / 1000 }
}

/** Every clause that has a rule, one at a time, through HTTP. */
async function oneByOne(
  server: BenchServer,
  db: Db,
): Promise<{ clause: Measured; slowest: { code: string; ms: number } }> {
  const { rows } = await sql<{ adoption: string; clause: string; code: string }>`
    select a.id as adoption, c.id as clause, c.code from norm_adoption a join norm_clause c on c.edition_id = a.edition_id
    where exists (select from norm_result r where r.clause_id = c.id and cardinality(r.rules) > 0)`.execute(
    db,
  )
  const client = new Client(server.url, server.token('mgr01'))
  const times: number[] = []
  let slowest = { code: '', ms: 0 }
  for (const { adoption, clause, code } of rows) {
    const answer = await client.send(
      'POST',
      `/api/v1/norm-adoptions/${adoption}/moves/evaluate`,
      JSON.stringify({ clauseId: clause }),
    )
    if (answer.status !== 200) throw new Error(`${code}: ${answer.status} ${answer.body.slice(0, 300)}`)
    times.push(answer.ms)
    if (answer.ms > slowest.ms) slowest = { code, ms: Math.round(answer.ms) }
  }
  client.close()
  return { clause: summarise(times, times.reduce((a, b) => a + b, 0) / 1000), slowest }
}

/** Creations and lists at a steady rate: what does not come back in time does not hold the next one up. */
async function desk(person: Client, seconds: number): Promise<{ create: Measured; list: Measured }> {
  const clients = Array.from({ length: 12 }, () => person.another())
  const times: Record<'create' | 'list', number[]> = { create: [], list: [] }
  const body = (n: number) =>
    JSON.stringify({
      title: `打印机脱机 ${n}`,
      impact: 'low',
      urgency: 'low',
      channel: 'phone',
      caller: { name: '王女士', phone: '65880123' },
    })
  const waiting: Promise<void>[] = []
  const began = performance.now()
  for (let n = 0; performance.now() - began < seconds * 1000; n++) {
    const due = began + n * 50
    await sleep(Math.max(0, due - performance.now()))
    const client = clients[n % clients.length]!
    const kind = n % 4 === 0 ? 'create' : 'list'
    waiting.push(
      (kind === 'create'
        ? client.send('POST', '/api/v1/incidents', body(n))
        : client.send('GET', `/api/v1/incidents?limit=50${n % 8 === 1 ? '&open=true&sort=priority' : ''}`)
      ).then((answer) => {
        if (answer.status >= 300) throw new Error(`${kind}: ${answer.status} ${answer.body.slice(0, 300)}`)
        times[kind].push(answer.ms)
      }),
    )
  }
  await Promise.all(waiting)
  for (const client of clients) client.close()
  return { create: summarise(times.create, seconds), list: summarise(times.list, seconds) }
}

/** Loads (once, with `keep`) and measures. */
export async function benchNorm(options: {
  rows: number
  seconds: number
  keep?: string | undefined
  only?: boolean | undefined
  say: (line: string) => void
}): Promise<NormResult> {
  for (const one of manifests) registerMeasures(one)
  const dataDir = options.keep ?? mkdtempSync(path.join(tmpdir(), 'zy-bench-norm-'))
  const mark = path.join(dataDir, 'bench-norm-loaded')
  if (!existsSync(mark)) {
    await load(dataDir, options.rows, options.say)
    writeFileSync(mark, '')
  }
  const postgres = await startEmbedded({ dataDir })
  const { db, close } = openDatabase(postgres.appUrl, { max: 4, name: 'bench-norm' })
  let server: BenchServer | undefined
  try {
    const unit = await adoptAll(db)
    // as every night; the server finds it done
    const first = await evaluate(db, unit, 'nightly')
    const alone = [first, await evaluate(db, unit, 'demand')]
    for (const one of alone)
      options.say(
        `${one.clauses} clauses by ${one.rules} rules in ${one.seconds.toFixed(1)} s, ${one.errors} errors`,
      )
    const slowest = await ruleTimes(db, unit.path)
    const errors = (
      await db.selectFrom('norm_finding').select(['rule', 'error']).where('error', 'is not', null).execute()
    ).map((one) => `${one.rule}: ${one.error}`)
    for (const one of slowest.slice(0, 20))
      options.say(`${one.rule.padEnd(30)} ${String(one.ms).padStart(7)} ms ${one.cases} cases`)
    if (errors.length > 0) options.say(errors.join('\n'))
    const head = {
      rows: options.rows,
      clauses: first.clauses,
      rules: first.rules,
      errors,
      slowest: slowest.slice(0, 10),
    }
    const aloneSeconds = alone.map((one) => one.seconds)
    const none = summarise([], 1)
    if (options.only)
      return {
        ...head,
        aloneSeconds,
        besideSeconds: [],
        clause: none,
        slowestClause: { code: '', ms: 0 },
        desk: [],
      }
    server = await startServer({ dataDir })
    const { clause, slowest: slowestClause } = await oneByOne(server, db)
    options.say(
      `one clause: p50 ${clause.p50} ms, p95 ${clause.p95} ms, slowest ${slowestClause.code} ${slowestClause.ms} ms`,
    )
    const person = new Client(server.url, server.token('desk01'))
    await desk(person, 5)
    const besideSeconds: number[] = []
    const turns: NormResult['desk'] = []
    for (let turn = 0; turn < 3; turn++) {
      const without = await desk(person, options.seconds)
      let on = true
      const evaluations = (async () => {
        while (on) besideSeconds.push((await evaluate(db, unit, 'nightly')).seconds)
      })()
      const beside = await desk(person, options.seconds)
      on = false
      await evaluations
      turns.push({ create: [without.create, beside.create], list: [without.list, beside.list] })
      options.say(
        `desk, turn ${turn + 1}: create p95 ${without.create.p95} → ${beside.create.p95} ms, list p95 ${without.list.p95} → ${beside.list.p95} ms`,
      )
    }
    return { ...head, aloneSeconds, besideSeconds, clause, slowestClause, desk: turns }
  } finally {
    await close()
    await server?.stop()
    await postgres.stop()
    if (!options.keep) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Each rule by itself, the slowest first. */
async function ruleTimes(db: Db, orgPath: string): Promise<RuleTime[]> {
  const to = await dbNow(db)
  const out: RuleTime[] = []
  for (const rule of manifests.flatMap((one) => one.evidence ?? [])) {
    const begun = performance.now()
    const from = new Date(to.getTime() - rule.days * 86_400_000)
    const found = await rule.measure(db, { orgPath, from, to }).catch(() => ({ cases: -1 }))
    out.push({ rule: rule.key, ms: Math.round(performance.now() - begun), cases: found.cases })
  }
  return out.sort((a, b) => b.ms - a.ms)
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '1000000' },
      seconds: { type: 'string', default: '60' },
      keep: { type: 'string' },
      only: { type: 'boolean', default: false },
    },
  })
  const result = await benchNorm({
    rows: Number(values.rows),
    seconds: Number(values.seconds),
    keep: values.keep,
    only: values.only,
    say: console.log,
  })
  console.log(JSON.stringify(result))
  const seconds = Math.max(...result.aloneSeconds, ...result.besideSeconds)
  if (seconds > bars.seconds || result.slowestClause.ms > bars.clauseMs || result.errors.length > 0)
    process.exitCode = 1
}
