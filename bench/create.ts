/**
 * Incident creation through HTTP against the same statements sent by the same driver from as many connections, with
 * no HTTP, validation or authorization. Both in turn, in one run: the ratio is what counts.
 */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { newId, openDatabase, transaction } from '#kernel/db/index.ts'
import { NamedClient } from '#kernel/db/named-client.ts'
import { startEmbedded } from '#kernel/db/embedded/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import { fileIncident } from '#modules/incident/index.ts'
import { serviceForCode } from './lib/places.ts'
import { Client, loadFor, type Measured } from './lib/load.ts'
import { startServer } from './lib/server.ts'

interface Statement {
  text: string
  values: unknown[]
}

const clients = 16
const seconds = Number(process.env['BENCH_SECONDS'] ?? 10)
const rounds = 3

/** The statements of one creation, as the program sends them, with the values they had. */
async function record(appUrl: string, serviceId: string): Promise<Statement[]> {
  const statements: Statement[] = []
  const { db, pool, close } = openDatabase(appUrl, { max: 2 })
  const actor = await personActor(db, 'desk01')
  const file = (): Promise<unknown> =>
    transaction(db, (tx) =>
      fileIncident(tx, actor, { ...body(serviceId), description: description() } as never),
    )
  // the first one fills caches of agreements and calendars, as they are filled in a running server
  await file()
  const original = pg.Client.prototype.query
  pg.Client.prototype.query = function (this: pg.Client, ...args: never[]) {
    const [first, values] = args as unknown as [
      string | { text: string; values?: unknown[] },
      unknown[] | undefined,
    ]
    const text = typeof first === 'string' ? first : first.text
    if (typeof text === 'string')
      statements.push({ text, values: [...((typeof first === 'string' ? values : first.values) ?? [])] })
    return (original as (...a: never[]) => never).apply(this, args)
  } as never
  try {
    await file()
  } finally {
    pg.Client.prototype.query = original
    await close()
    void pool
  }
  // one call passes through both prototypes of the driver where a name is added; keep each statement once
  return statements.filter(
    (s, i) => s.text !== statements[i - 1]?.text || !/^(insert|select|with|update)/i.test(s.text.trim()),
  )
}

function description(): string {
  return `业务窗口反映系统打开缓慢，登录后白屏，重启浏览器无效。编号 ${Math.trunc(performance.now() * 1000)}`
}
const body = (serviceId: string) => ({
  title: '一网通办平台登录后白屏',
  impact: 'medium',
  urgency: 'medium',
  channel: 'phone',
  type: 'fault',
  serviceId,
  caller: { name: '王女士', phone: '65880123', place: '二楼大厅' },
})

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Fresh values for a repetition: ids that the recorded creation made are new, everything else is as it was. */
function renew(statements: Statement[], made: Set<string>): Statement[] {
  const fresh = new Map<string, string>()
  const suffix = randomUUID().slice(0, 12)
  const replace = (text: string): string =>
    text
      .replace(uuid, (id) => {
        if (!made.has(id)) return id
        if (!fresh.has(id)) fresh.set(id, newId())
        return fresh.get(id)!
      })
      .replace(/INC-\d{8}-\d+/g, `RAW-${suffix}`)
  const value = (v: unknown): unknown =>
    typeof v === 'string' ? replace(v) : Array.isArray(v) ? v.map(value) : v
  return statements.map((s) => ({ text: s.text, values: s.values.map(value) }))
}

async function measureRaw(appUrl: string, statements: Statement[], made: Set<string>): Promise<Measured> {
  const connections = await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = new NamedClient({ connectionString: appUrl })
      await client.connect()
      return client
    }),
  )
  try {
    return await loadFor(clients, seconds, async (worker) => {
      const client = connections[worker]!
      for (const s of renew(statements, made))
        await (client.query as (t: string, v: unknown[]) => Promise<unknown>)(s.text, s.values)
    })
  } finally {
    await Promise.all(connections.map((c) => c.end()))
  }
}

async function measureHttp(url: string, token: string, serviceId: string): Promise<Measured> {
  const connections = Array.from({ length: clients }, () => new Client(url, token))
  try {
    return await loadFor(clients, seconds, async (worker) => {
      const payload = JSON.stringify({ ...body(serviceId), description: description() })
      const answer = await connections[worker]!.send('POST', '/api/v1/incidents', payload, {
        'idempotency-key': randomUUID(),
      })
      if (answer.status !== 201) throw new Error(`${answer.status} ${answer.body.slice(0, 300)}`)
    })
  } finally {
    for (const c of connections) c.close()
  }
}

export async function benchCreate(say: (line: string) => void): Promise<Record<string, unknown>> {
  const server = await startServer()
  try {
    const beside = await startEmbedded({ dataDir: server.dataDir })
    try {
      const serviceId = await serviceForCode(beside.appUrl, 'ywtb')
      const before = Date.now()
      const statements = await record(beside.appUrl, serviceId)
      const made = new Set(
        statements
          .flatMap((s) => JSON.stringify(s.values).match(uuid) ?? [])
          .filter((id) => timeOf(id) >= before),
      )
      say(`one creation: ${statements.length} statements, ${made.size} new ids`)
      const token = server.token('desk01')
      await measureHttp(server.url, token, serviceId)
      const pairs: { http: Measured; raw: Measured }[] = []
      for (let i = 0; i < rounds; i++) {
        const raw = await measureRaw(beside.appUrl, statements, made)
        const http = await measureHttp(server.url, token, serviceId)
        pairs.push({ http, raw })
        say(
          `raw ${raw.perSecond}/s, HTTP ${http.perSecond}/s (p50 ${http.p50} ms, p95 ${http.p95} ms), ratio ${(http.perSecond / raw.perSecond).toFixed(2)}`,
        )
      }
      return { statements: statements.length, pairs }
    } finally {
      await beside.stop()
    }
  } finally {
    await server.stop()
  }
}

/** Milliseconds in a uuid v7. */
function timeOf(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
}

if (import.meta.main) console.log(JSON.stringify(await benchCreate(console.log), null, 2))
