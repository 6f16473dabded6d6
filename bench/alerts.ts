/**
 * Alert intake (issue section 8): single-alert POSTs stored per second through HTTP by 64 keep-alive connections from a
 * process of its own, then a storm of 10,000 alerts of one group in single POSTs until all are processed.
 * Embedded PostgreSQL, fsync on, in a scratch folder. `node bench/alerts.ts [--seconds 10] [--port 8190]`
 * Prints one JSON line; exits 1 below the bars.
 */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { sql, type Kysely } from 'kysely'
import { manifests } from '#app/modules.ts'
import { seedDemo } from '#app/demo/index.ts'
import { prepareDatabase } from '#app/prepare.ts'
import { openAudit } from '#kernel/audit/index.ts'
import { openDatabase, transaction, type DB } from '#kernel/db/index.ts'
import { startEmbedded } from '#kernel/db/embedded/index.ts'
import { buildServer } from '#kernel/http/index.ts'
import { findPersonByLogin, issueToken, makeAuthenticate } from '#kernel/identity/index.ts'
import { startWorker } from '#kernel/jobs/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { readEnv } from '#kernel/settings/env.ts'

const bars = { postsPerSecond: 1000, stormSeconds: 30, stormAlerts: 10_000 }
const connections = 64

interface Task {
  port: number
  token: string
  group: string
  /** so many POSTs, or for so long */
  posts?: number
  seconds?: number
}
interface Sent {
  accepted: number
  other: Record<string, number>
  seconds: number
  p95: number
}

/** The client: a process of its own, so that it does not share the server's event loop (it shares its two cores). */
async function client(task: Task): Promise<Sent> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  const end = task.seconds ? performance.now() + task.seconds * 1000 : Infinity
  const most = task.posts ?? Infinity
  const took: number[] = []
  const other: Record<string, number> = {}
  let next = 0
  let accepted = 0
  const one = (n: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify({
        version: '4',
        groupKey: task.group,
        receiver: 'bench',
        status: 'firing',
        alerts: [
          {
            status: 'firing',
            labels: {
              alertname: 'HostDown',
              severity: 'critical',
              host: `${task.group}-${n}`,
              region: '政务云',
            },
            annotations: { summary: '主机失联', description: 'The host has not answered for one minute.' },
            startsAt: '2026-11-21T01:00:00.000Z',
            endsAt: '0001-01-01T00:00:00Z',
            fingerprint: '7da76e02b5888fb5',
          },
        ],
      })
      const request = http.request(
        {
          agent,
          port: task.port,
          host: '127.0.0.1',
          method: 'POST',
          path: '/api/v1/intake/alertmanager',
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            authorization: `Bearer ${task.token}`,
          },
        },
        (answer) => {
          answer.resume()
          answer.on('end', () => resolve(answer.statusCode ?? 0))
        },
      )
      request.on('error', reject)
      request.end(body)
    })
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < end && next < most) {
        const at = performance.now()
        const n = next++
        let status = await one(n)
        // what a real sender does with a 429
        while (status === 429 && task.posts) status = await one(n)
        took.push(performance.now() - at)
        if (status === 202) accepted++
        else other[status] = (other[status] ?? 0) + 1
      }
    }),
  )
  const seconds = (performance.now() - begun) / 1000
  agent.destroy()
  took.sort((a, b) => a - b)
  return { accepted, other, seconds, p95: took[Math.floor(took.length * 0.95)] ?? 0 }
}

function inOwnProcess(task: Task): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, ['--client'])
    child.on('message', (sent) => resolve(sent as Sent))
    child.on('error', reject)
    child.on('exit', (code) => code && reject(new Error(`client ended with ${code}`)))
    child.send(task)
  })
}

async function stored(db: Kysely<DB>, group: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from alert_intake where body->>'groupKey' = ${group}`.execute(db)
  return rows[0]!.n
}

async function server(options: { seconds: number; port: number }): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'zy-bench-alerts-'))
  const settings = readEnv({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' })
  const postgres = await startEmbedded({ dataDir })
  try {
    await openAudit(settings)
    await prepareDatabase(postgres, manifests)
    const database = openDatabase(postgres.appUrl, { max: 24 })
    const { db } = database
    await seedDemo(db, settings)
    const machine = (await findPersonByLogin(db, 'intake01'))!
    const { token } = await transaction(db, (tx) =>
      issueToken(tx, systemActor('bench'), machine.id, { name: 'bench', scopes: null, seconds: 3600 }),
    )
    const app = await buildServer({ db, settings, manifests, authenticate: makeAuthenticate(db) })
    await app.listen({ port: options.port, host: '127.0.0.1' })
    const context = { db, settings, log: console.error }
    const worker = await startWorker({ db, pool: database.pool, manifests, context })
    const target = { port: options.port, token }
    await inOwnProcess({ ...target, group: 'warm', seconds: 2 })
    const before = process.cpuUsage()
    const sustained = await inOwnProcess({ ...target, group: 'sustained', seconds: options.seconds })
    const { user, system } = process.cpuUsage(before)
    const serverCpuMs = (user + system) / 1000 / sustained.accepted
    const rows = await stored(db, 'sustained')
    await drained(db)
    const storm = await measureStorm(db, target)
    await worker.stop()
    await app.close()
    await database.close()
    report(sustained, rows, serverCpuMs, storm)
  } finally {
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Waits until nothing is left to process; what came before must not be measured with the storm. */
async function drained(db: Kysely<DB>): Promise<void> {
  const until = Date.now() + 120_000
  while (Date.now() < until) {
    const { rows } = await sql`select from alert_intake where processed_at is null limit 1`.execute(db)
    if (rows.length === 0) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('alerts were not processed within two minutes')
}

interface Storm {
  seconds: number
  sendSeconds: number
  alerts: number
  incidents: number
}

async function measureStorm(db: Kysely<DB>, target: { port: number; token: string }): Promise<Storm> {
  const begun = performance.now()
  const sent = await inOwnProcess({ ...target, group: 'storm', posts: bars.stormAlerts })
  await drained(db)
  const seconds = (performance.now() - begun) / 1000
  const { rows } = await sql<{ alerts: number; incidents: number }>`
    select count(*) as alerts, count(distinct ticket_id) as incidents from alert
    where labels->>'host' like 'storm-%' and ticket_id is not null`.execute(db)
  return { seconds, sendSeconds: sent.seconds, ...rows[0]! }
}

function report(sustained: Sent, rows: number, serverCpuMs: number, storm: Storm): void {
  const postsPerSecond = Math.round(sustained.accepted / sustained.seconds)
  console.log(
    JSON.stringify({
      postsPerSecond,
      p95Ms: Math.round(sustained.p95),
      other: sustained.other,
      rows,
      serverCpuMs,
      storm,
    }),
  )
  const lost = rows < sustained.accepted || storm.alerts !== bars.stormAlerts
  const many = storm.incidents < 1 || storm.incidents > 5
  if (lost || many || postsPerSecond < bars.postsPerSecond || storm.seconds > bars.stormSeconds)
    process.exitCode = 1
}

if (process.argv.includes('--client')) {
  process.once('message', (task) => {
    void client(task as Task).then((sent) => process.send!(sent, () => process.exit(0)))
  })
} else {
  const { values } = parseArgs({
    options: { seconds: { type: 'string', default: '10' }, port: { type: 'string', default: '8190' } },
  })
  await server({ seconds: Number(values.seconds), port: Number(values.port) })
}
