/**
 * Checks on one worker (issue section 6): 60 % HTTP, 20 % TCP, 15 % SNMP, 5 % ping at ten seconds against targets of this
 * machine; then only TCP, more and more of it, until it is no longer on time.
 * `node bench/checks.ts [--checks 5000] [--seconds 60] [--ladder 10000,20000,40000]`
 * The server (pages, jobs and worker in one process) and its PostgreSQL run as `npm run demo` starts them. Prints one JSON
 * line; exits 1 beyond the bars. SNMP is asked of the real snmpd where it is installed, else those checks are TCP.
 */
import { fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { startEmbedded } from '#kernel/db/embedded/index.ts'
import { define, type Ask } from './lib/checks.ts'
import { cpuOfProcess, cpuOfTrees } from './lib/cpu.ts'
import { Client, summarise, type Measured } from './lib/load.ts'
import { freePort, startServer, type BenchServer } from './lib/server.ts'

export const bars = { lateMs: 500, pageMs: 100, gigabytes: 20 }

export interface Step {
  what: string
  checks: number
  seconds: number
  /** starts in that time, and a second */
  starts: number
  perSecond: number
  /** 99 of 100 starts were no later than one of these: 50, 100, 250, 500, 1000, 5000 ms; Infinity beyond */
  p99Ms: number
  missed: number
  /** CPU seconds of the program (pages and jobs included) and of PostgreSQL, for 1,000 checks */
  cpuPer1000: number
  databaseCpuPer1000: number
  pages: Measured
  notOk: number
}

export interface ChecksResult {
  steps: Step[]
  /** of a year of the first step's checks, from what a packed hour takes */
  yearGb: number
}

interface Ports {
  web: number
  tcp: number
  snmp: number | null
}

/** Addresses of loopback: many hosts, as there are in a unit. */
const host = (n: number): string => `127.0.${1 + (Math.floor(n / 200) % 50)}.${1 + (n % 200)}`

function mixed(n: number, ports: Ports): Ask {
  const share = n % 20
  if (share < 12) return { kind: 'http', spec: { url: `http://${host(n)}:${ports.web}/`, contains: 'UP' } }
  if (share < 16) return { kind: 'tcp', spec: { host: host(n), port: ports.tcp } }
  if (share < 19 && ports.snmp)
    return {
      kind: 'snmp',
      spec: { host: '127.0.0.1', port: ports.snmp, oids: [{ oid: '1.3.6.1.2.1.1.3.0', label: 'uptime' }] },
    }
  if (share < 19) return { kind: 'tcp', spec: { host: host(n), port: ports.tcp } }
  return { kind: 'ping', spec: { host: host(n), count: 1 } }
}

const onlyTcp = (n: number, ports: Ports): Ask => ({ kind: 'tcp', spec: { host: host(n), port: ports.tcp } })

interface Seen {
  starts: Map<number, number>
  missed: number
  cpu: number
  databaseCpu: number
}

async function look(server: BenchServer): Promise<Seen> {
  const text = await (await fetch(`${server.url}/metrics`)).text()
  const starts = new Map(
    [...text.matchAll(/^zhengyun_check_starts\{late_over="([\d.]+)"\} (\d+)/gm)].map((m) => [
      Number(m[1]),
      Number(m[2]),
    ]),
  )
  const missed = Number(/^zhengyun_check_turns_missed (\d+)/m.exec(text)?.[1] ?? 0)
  const postmaster = Number(
    readFileSync(path.join(server.dataDir, 'pg/postmaster.pid'), 'utf8').split('\n')[0],
  )
  return { starts, missed, cpu: cpuOfProcess(server.child.pid!), databaseCpu: cpuOfTrees([postmaster]) }
}

const pagePaths = [
  '/api/v1/checks?limit=50',
  '/api/v1/checks/summary',
  '/api/v1/incidents?limit=50',
  '/api/v1/alerts?limit=50',
]

/** Pages that people look at meanwhile: two of them, one request each every 100 ms. */
async function read(client: Client, until: number): Promise<number[]> {
  const times: number[] = []
  for (let turn = 0; performance.now() < until; turn++) {
    const { status, ms, body } = await client.send('GET', pagePaths[turn % pagePaths.length]!)
    if (status !== 200)
      throw new Error(`${pagePaths[turn % pagePaths.length]}: ${status} ${body.slice(0, 200)}`)
    times.push(ms)
    await sleep(100)
  }
  return times
}

async function measure(
  server: BenchServer,
  db: pg.Client,
  what: string,
  checks: number,
  seconds: number,
  clients: readonly Client[],
): Promise<Step> {
  // definitions are read, every check has had its first turn
  await sleep(16_000)
  const before = await look(server)
  const begun = performance.now()
  const times = (await Promise.all(clients.map((one) => read(one, begun + seconds * 1000)))).flat()
  const took = (performance.now() - begun) / 1000
  const after = await look(server)
  const between = (over: number): number => (after.starts.get(over) ?? 0) - (before.starts.get(over) ?? 0)
  const starts = between(0)
  const late = [0.05, 0.1, 0.25, 0.5, 1, 5].find((over) => between(over) <= starts / 100)
  const { rows } = await db.query<{ n: number }>(
    `select count(*)::int as n from monitor_state where state <> 'ok' or soft_state <> 'ok'`,
  )
  const round = (n: number): number => Math.round(n * 1000) / 1000
  return {
    what,
    checks,
    seconds: Math.round(took),
    starts,
    perSecond: Math.round(starts / took),
    p99Ms: late === undefined || starts === 0 ? Infinity : late * 1000,
    missed: after.missed - before.missed,
    cpuPer1000: round(((after.cpu - before.cpu) / starts) * 1000),
    databaseCpuPer1000: round(((after.databaseCpu - before.databaseCpu) / starts) * 1000),
    pages: summarise(times, took),
    notOk: rows[0]!.n,
  }
}

async function snmpd(folder: string): Promise<{ port: number; child: ChildProcess } | null> {
  if (!existsSync('/usr/sbin/snmpd')) return null
  const port = await freePort()
  const file = path.join(folder, 'snmpd.conf')
  writeFileSync(file, `agentAddress udp:127.0.0.1:${port}\nrocommunity public\n`)
  const child = spawn(
    '/usr/sbin/snmpd',
    ['-f', '-Ln', '-C', '-c', file, '-p', path.join(folder, 'snmpd.pid')],
    {
      env: { ...process.env, SNMP_PERSISTENT_DIR: folder },
      stdio: 'ignore',
    },
  )
  return { port, child }
}

/** Starts everything in folders of its own, which are removed. */
export async function benchChecks(options: {
  checks: number
  seconds: number
  ladder: readonly number[]
  say: (line: string) => void
}): Promise<ChecksResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'zy-bench-checks-'))
  const targets = fork(path.join(import.meta.dirname, 'check-targets.ts'))
  const [told] = (await once(targets, 'message')) as [{ web: number; tcp: number }]
  const agent = await snmpd(folder)
  const ports: Ports = { ...told, snmp: agent?.port ?? null }
  const server = await startServer()
  const { installationBox } = await import('../src/kernel/secrets/box.ts')
  const box = installationBox(server.dataDir)
  const sealed = (id: string): string =>
    box.seal(JSON.stringify({ community: 'public' }), `monitor-check:${id}`)
  const beside = await startEmbedded({ dataDir: server.dataDir })
  const db = new pg.Client({ connectionString: beside.ownerUrl })
  await db.connect()
  const token = server.token('lead01')
  const clients = [new Client(server.url, token), new Client(server.url, token)]
  try {
    const steps: Step[] = []
    const run = async (what: string, n: number, of: (n: number, ports: Ports) => Ask): Promise<Step> => {
      await define(
        db,
        Array.from({ length: n }, (_, i) => of(i, ports)),
        { intervalSeconds: 10, timeoutMs: 5000, retries: 2, retrySeconds: 2 },
        sealed,
      )
      const step = await measure(server, db, what, n, options.seconds, clients)
      options.say(JSON.stringify(step))
      steps.push(step)
      return step
    }
    await run('mixed', options.checks, mixed)
    for (const n of options.ladder) if ((await run('tcp', n, onlyTcp)).p99Ms > 1000) break
    return { steps, yearGb: await yearOf(db, options.checks) }
  } finally {
    for (const client of clients) client.close()
    await db.end()
    await beside.stop()
    await server.stop()
    targets.kill()
    agent?.child.kill()
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

/**
 * What a year of so many checks takes: one made-up hour of them, packed and rolled up by the program's own codec as rows of
 * a table beside, multiplied by how long each level is kept.
 */
async function yearOf(db: pg.Client, checks: number): Promise<number> {
  const { packFigures, packSamples } = await import('../src/modules/check/history-codec.ts')
  const { figuresBy } = await import('../src/modules/check/history.ts')
  const { Figures } = await import('../src/modules/check/history-figures.ts')
  await db.query('create schema year')
  await db.query('create table year.chunk (like monitor_chunk including all)')
  await db.query('create table year.rollup (like monitor_rollup including all)')
  const hour = Date.parse('2026-11-22T08:00:00Z')
  const sampled = Math.min(checks, 500)
  for (let series = 1; series <= sampled; series++) {
    const samples = Array.from({ length: 360 }, (_, i) => ({
      at: hour + i * 10_000 + Math.floor(Math.random() * 8),
      value: Math.round((8 + 30 * Math.random() ** 4 + (Math.random() < 0.01 ? 400 : 0)) * 10) / 10,
      state: 0,
    }))
    for (let n = 0; n < 12; n++) {
      const begin = hour + n * 300_000
      const of = samples.slice(n * 30, n * 30 + 30).map((one) => ({ ...one, at: one.at - begin }))
      await db.query('insert into year.chunk values ($1, $2, $3)', [series, new Date(begin), packSamples(of)])
    }
    const fine = new Map(figuresBy(samples, 300_000).map((one, i) => [i, one.figures]))
    const whole = new Figures()
    for (const one of fine.values()) whole.merge(one)
    const day = new Map(Array.from({ length: 24 }, (_, i) => [i, whole]))
    await db.query('insert into year.rollup values ($1, 300, $2, $3)', [
      series,
      new Date(hour),
      packFigures(fine),
    ])
    await db.query('insert into year.rollup values ($1, 3600, $2, $3)', [
      series,
      new Date(hour),
      packFigures(day),
    ])
  }
  const { rows } = await db.query<{ chunk: number; fine: number; daily: number; index: number }>(
    `select pg_total_relation_size('year.chunk')::float8 as chunk,
       (select sum(pg_column_size(r.*) + 8) from year.rollup r where level = 300)::float8 as fine,
       (select sum(pg_column_size(r.*) + 8) from year.rollup r where level = 3600)::float8 as daily,
       pg_indexes_size('year.rollup')::float8 / 2 as index`,
  )
  await db.query('drop schema year cascade')
  const { chunk, fine, daily, index } = rows[0]!
  const bytes = chunk * 24 * 7 + (fine + index) * 24 * 90 + (daily + index) * 365
  return Math.round(((bytes * checks) / sampled / 1e9) * 10) / 10
}

/** Whether all was on time. */
export function onTime({ steps: [first], yearGb }: ChecksResult): boolean {
  return (
    first !== undefined &&
    first.p99Ms <= bars.lateMs &&
    first.pages.p95 <= bars.pageMs &&
    first.missed === 0 &&
    yearGb <= bars.gigabytes
  )
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      checks: { type: 'string', default: '5000' },
      seconds: { type: 'string', default: '60' },
      ladder: { type: 'string', default: '10000,20000,40000,80000' },
    },
  })
  const ladder = values.ladder.split(',').filter(Boolean).map(Number)
  const result = await benchChecks({
    checks: Number(values.checks),
    seconds: Number(values.seconds),
    ladder,
    say: console.log,
  })
  console.log(JSON.stringify(result))
  if (!onTime(result)) process.exitCode = 1
}
