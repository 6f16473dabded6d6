/**
 * The alert console with 100,000 open alerts: lists, filters and groups through HTTP; then a storm: 20,000 alerts of 2,000
 * items behind one dead switch within 60 s, from a process of its own, while a person goes on working. Shown: incidents,
 * alerts stored, notices per person, and the console's times meanwhile.
 * Embedded PostgreSQL, fsync on, in a scratch folder. `node bench/alerts-console.ts [--open 100000] [--items 2000]
 * [--storm 20000] [--seconds 60] [--each 60] [--port 8140]`. Prints one JSON line.
 */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { sql, type Kysely } from 'kysely'
import { seedDemo } from '#app/demo/index.ts'
import { manifests } from '#app/modules.ts'
import { prepareDatabase } from '#app/prepare.ts'
import { openAudit } from '#kernel/audit/index.ts'
import { startEmbedded } from '#kernel/db/embedded/index.ts'
import { newId, openDatabase, transaction, withOwner, type DB } from '#kernel/db/index.ts'
import { buildServer } from '#kernel/http/index.ts'
import { findPersonByLogin, issueToken, makeAuthenticate } from '#kernel/identity/index.ts'
import { startWorker } from '#kernel/jobs/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { readEnv } from '#kernel/settings/env.ts'
import { Client, percentile } from './lib/load.ts'

interface Times {
  p50: number
  p95: number
}

export interface ConsoleResult {
  open: number
  pages: (Times & { name: string })[]
  storm: {
    sent: number
    items: number
    sendSeconds: number
    seconds: number
    stored: number
    incidents: number
    /** most notices of one kind about one record that one person got */
    mostNotices: number
    meanwhile: Times
  }
}

interface Task {
  port: number
  token: string
  items: string[]
  switchId: string
  alerts: number
  seconds: number
}

/** The monitoring: every POST ten alerts, evenly over the time; the switch itself is told of in the middle. */
async function monitoring({ port, token, items, switchId, alerts, seconds }: Task): Promise<number> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 })
  const post = (body: object): Promise<number> =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify(body)
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        authorization: `Bearer ${token}`,
      }
      const options = {
        agent,
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/api/v1/intake/alerts',
        headers,
      }
      const request = http.request(options, (answer) => {
        answer.resume()
        answer.on('end', () => resolve(answer.statusCode ?? 0))
      })
      request.on('error', reject)
      request.end(text)
    })
  const send = async (alert: object[]): Promise<number> => {
    for (;;) {
      const status = await post({ source: 'storm', alerts: alert })
      if (status === 202) return alert.length
      if (status !== 429) throw new Error(`the intake answered ${status}`)
      await sleep(1000)
    }
  }
  const alert = (n: number): object => ({
    name: `HostLost ${Math.floor(n / items.length)}`,
    severity: 'critical',
    status: 'firing',
    labels: { ci_id: items[n % items.length], check: `c${Math.floor(n / items.length)}`, host: `storm-${n}` },
    annotations: { summary: '主机失联' },
  })
  const begun = performance.now()
  const sends: Promise<number>[] = []
  for (let n = 0; n < alerts; n += 10) {
    const due = begun + (n / alerts) * seconds * 1000
    if (due > performance.now()) await sleep(due - performance.now())
    if (n === Math.floor(alerts / 20) * 10)
      sends.push(
        send([{ ...alert(0), name: 'SwitchDown', labels: { ci_id: switchId, host: 'storm-switch' } }]),
      )
    sends.push(send(Array.from({ length: Math.min(10, alerts - n) }, (_, i) => alert(n + i))))
  }
  let sent = 0
  for (const one of sends) sent += await one
  agent.destroy()
  return sent
}

function inOwnProcess(task: Task): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, ['--client'])
    child.on('message', (sent) => resolve(sent as number))
    child.on('error', reject)
    child.on('exit', (code) => code && reject(new Error(`the monitoring ended with ${code}`)))
    child.send(task)
  })
}

/** One switch, and items that hang on it alone. */
async function makeItems(db: Kysely<DB>, count: number): Promise<{ switchId: string; items: string[] }> {
  const ids = Array.from({ length: count + 1 }, newId)
  const [switchId = '', ...items] = ids
  await sql`
    insert into ci (id, class_id, code, name, org_id, group_id, lifecycle, source)
    select q.id, (select id from ci_class where key = case when q.n = 1 then 'switch' else 'host' end),
      'B-' || q.n, case when q.n = 1 then '接入交换机' else '主机 ' || q.n end,
      (select id from org where parent_id is null), (select group_id from support_group_member order by 1 limit 1),
      'in-use', 'manual'
    from unnest(${ids}::uuid[]) with ordinality q (id, n)`.execute(db)
  await sql`insert into ci_relation (id, type, source_id, target_id, source)
    select gen_random_uuid(), 'connects-to', q.id, ${switchId}::uuid, 'manual' from unnest(${items}::uuid[]) q (id)`.execute(
    db,
  )
  return { switchId, items }
}

/** Open alerts as a long-neglected monitoring has them: of every system and severity, some of them acknowledged. */
async function makeOpen(db: Kysely<DB>, count: number): Promise<void> {
  await sql`
    insert into alert (id, source, labels_hash, labels, name, severity, status, group_key, service_id, org_id, starts_at,
      first_at, last_at, began_at, acked_at, decision)
    select gen_random_uuid(), 'past', 'h' || n,
      jsonb_build_object('alertname', 'Alert' || n % 40, 'host', 'host-' || n % 5000, 'job', 'job-' || n % 17,
        'instance', '10.' || n % 200 || '.' || n % 250 || '.7:9100', 'severity', 'warning'),
      'Alert' || n % 40, (array['critical', 'warning', 'warning', 'info'])[1 + n % 4], 'firing', 'g' || n % 900, s.id,
      s.owner_org_id, at, at, at, at, case when n % 10 = 0 then at end, '{"outcome": "joined"}'
    from generate_series(1, ${count}::int) n
    cross join lateral (select now() - n * interval '3 seconds' as at) w
    left join (select id, owner_org_id, row_number() over (order by id) - 1 as nr, count(*) over () as of from service) s
      on s.nr = n % s.of`.execute(db)
}

const pages = (service: string): [name: string, path: string][] => [
  ['first page of all open', '/api/v1/alerts?status=firing&limit=100'],
  ['first page of what nobody has taken in hand', '/api/v1/alerts?state=firing&limit=100'],
  [
    'critical ones of a system',
    `/api/v1/alerts?status=firing&severity=critical&serviceId=${service}&limit=100`,
  ],
  ['search of a host', '/api/v1/alerts?status=firing&q=host-4711&limit=100'],
  ['search that finds nothing', '/api/v1/alerts?status=firing&q=nirgends&limit=100'],
  ['groups by system', '/api/v1/alert-groups?status=firing&by=service'],
  ['groups by name', '/api/v1/alert-groups?status=firing&by=name'],
  ['counts by state', '/api/v1/alert-groups?status=firing&by=state'],
]

const round = (n: number): number => Math.round(n * 10) / 10
function timesOf(ms: number[]): Times {
  const sorted = ms.toSorted((a, b) => a - b)
  return { p50: round(percentile(sorted, 0.5)), p95: round(percentile(sorted, 0.95)) }
}

async function measure(client: Client, address: string, each: number): Promise<Times> {
  const ms: number[] = []
  for (let i = 0; i < each + 3; i++) {
    const answer = await client.send('GET', address)
    if (answer.status !== 200) throw new Error(`${address}: ${answer.status} ${answer.body}`)
    if (i >= 3) ms.push(answer.ms)
  }
  return timesOf(ms)
}

/** Pages to the end of the list: the hundredth page must be as quick as the first. */
async function measureDepth(client: Client, each: number): Promise<Times> {
  const ms: number[] = []
  let cursor = ''
  for (let i = 0; i < each; i++) {
    const answer = await client.send('GET', `/api/v1/alerts?status=firing&limit=200${cursor}`)
    ms.push(answer.ms)
    const { nextCursor } = JSON.parse(answer.body) as { nextCursor: string | null }
    if (!nextCursor) break
    cursor = `&cursor=${nextCursor}`
  }
  return timesOf(ms)
}

async function drained(db: Kysely<DB>): Promise<void> {
  const until = Date.now() + 180_000
  while (Date.now() < until) {
    const { rows } = await sql`select from alert_intake where processed_at is null limit 1`.execute(db)
    if (rows.length === 0) return
    await sleep(100)
  }
  throw new Error('alerts were not processed within three minutes')
}

async function storm(db: Kysely<DB>, client: Client, task: Task): Promise<ConsoleResult['storm']> {
  const begun = performance.now()
  let over = false
  const ms: number[] = []
  const working = (async () => {
    while (!over) {
      const answer = await client.send('GET', '/api/v1/alerts?status=firing&limit=100')
      if (answer.status !== 200) throw new Error(answer.body)
      ms.push(answer.ms)
      await sleep(250)
    }
  })()
  const sent = await inOwnProcess(task)
  const sendSeconds = round((performance.now() - begun) / 1000)
  await drained(db)
  over = true
  await working
  const { rows } = await sql<{ stored: number; incidents: number }>`
    select count(*) as stored, count(distinct ticket_id) + count(*) filter (where ticket_id is null) as incidents
    from alert where source = 'storm'`.execute(db)
  const notices = await sql<{ n: number }>`
    select coalesce(max(n), 0) as n from (select count(*) as n from notification x
      where x.recorded_at > now() - interval '10 minutes' group by x.person_id, x.text_key, x.entity_id) y`.execute(
    db,
  )
  return {
    sent,
    items: task.items.length,
    sendSeconds,
    seconds: round((performance.now() - begun) / 1000),
    ...rows[0]!,
    mostNotices: notices.rows[0]!.n,
    meanwhile: timesOf(ms),
  }
}

async function run(
  o: Record<'open' | 'items' | 'storm' | 'seconds' | 'each' | 'port', number>,
): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'zy-bench-console-'))
  const settings = readEnv({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' })
  const postgres = await startEmbedded({ dataDir })
  try {
    await openAudit(settings)
    await prepareDatabase(postgres, manifests)
    const database = openDatabase(postgres.appUrl, { max: 24 })
    const { db } = database
    await seedDemo(db, settings)
    const tokenOf = async (login: string): Promise<string> => {
      const person = (await findPersonByLogin(db, login))!
      const issued = await transaction(db, (tx) =>
        issueToken(tx, systemActor('bench'), person.id, { name: 'bench', scopes: null, seconds: 3600 }),
      )
      return issued.token
    }
    const { switchId, items } = await makeItems(db, o.items)
    await makeOpen(db, o.open)
    await withOwner(postgres.ownerUrl, (owner) => owner.query('vacuum analyze alert'))
    const app = await buildServer({ db, settings, manifests, authenticate: makeAuthenticate(db) })
    await app.listen({ port: o.port, host: '127.0.0.1' })
    const context = { db, settings, log: console.error }
    const worker = await startWorker({ db, pool: database.pool, manifests, context })
    const client = new Client(`http://127.0.0.1:${o.port}`, await tokenOf('desk01'))
    const { rows } = await sql<{ id: string }>`select id from service order by id limit 1`.execute(db)
    const measured: ConsoleResult['pages'] = []
    for (const [name, address] of pages(rows[0]!.id))
      measured.push({ name, ...(await measure(client, address, o.each)) })
    measured.push({ name: 'further pages of 200', ...(await measureDepth(client, o.each)) })
    const task = {
      port: o.port,
      token: await tokenOf('intake01'),
      items,
      switchId,
      alerts: o.storm,
      seconds: o.seconds,
    }
    const result: ConsoleResult = { open: o.open, pages: measured, storm: await storm(db, client, task) }
    client.close()
    await worker.stop()
    await app.close()
    await database.close()
    console.log(JSON.stringify(result))
  } finally {
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

if (process.argv.includes('--client')) {
  process.once('message', (task) => {
    void monitoring(task as Task).then((sent) => process.send!(sent, () => process.exit(0)))
  })
} else {
  const { values } = parseArgs({
    options: {
      open: { type: 'string', default: '100000' },
      items: { type: 'string', default: '2000' },
      storm: { type: 'string', default: '20000' },
      seconds: { type: 'string', default: '60' },
      each: { type: 'string', default: '60' },
      port: { type: 'string', default: '8140' },
    },
  })
  const n = (key: keyof typeof values): number => Number(values[key])
  await run({
    ...{ open: n('open'), items: n('items'), storm: n('storm') },
    ...{ seconds: n('seconds'), each: n('each'), port: n('port') },
  })
}
