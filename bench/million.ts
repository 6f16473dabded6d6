/**
 * Lists, pages and search among a million incidents (issue section 8), through HTTP and a server process of its own, at
 * 10,000 incidents and at a million in one run. `node bench/million.ts [--rows 1000000] [--each 60] [--keep DIR]`
 * Prints a table and one JSON line; exits 1 beyond the bars. `--keep DIR` leaves the data there and, when it holds
 * them already, measures them without loading.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { openDatabase, transaction } from '#kernel/db/index.ts'
import { startEmbedded } from '#kernel/db/embedded/index.ts'
import { activatePerson, createPerson, grantRole, personActor } from '#kernel/identity/index.ts'
import { findRoleByKey } from '#kernel/permission/index.ts'
import { Client, summarise, type Measured } from './lib/load.ts'
import { startServer, type BenchServer } from './lib/server.ts'
import { widenCity, type Places } from './million-city.ts'
import { fill } from './million-rows.ts'
import { random } from './search-texts.ts'

export const bars = { list: 50, page: 50, search1: 100, search8: 200, ratio: 1.5 }
const SMALL = 10_000

/** Who asks: one with the whole unit in scope, one with a busy bureau, one with a quiet office, one with nothing but his own. */
const narrow = { bureau01: 'b10', office01: 'o399' }

/** Frequent, rare, absent and old-only words. */
const WORDS = '系统 网络 漏洞 备份 迁移 演练 渗透 雷击 熔断 软驱 传真 量子 飞碟'.split(' ')

const LISTS: Record<string, string> = {
  'default list': '',
  'queue group': 'queue=group&sort=priority',
  'queue mine': 'queue=mine',
  'queue unassigned': 'queue=unassigned',
  'queue due-soon': 'queue=due-soon&sort=due',
  'queue pending': 'queue=pending',
  'queue resolved': 'queue=resolved',
  'open by priority': 'open=true&sort=priority',
  'closed only': 'state=closed',
  cancelled: 'state=cancelled',
  'open states': 'state=assigned,in-progress',
}

interface Figure {
  name: string
  measured: Measured
}

/** Two engineers whose role holds for a part of the unit, made as people are made. */
export async function addNarrowEngineers(appUrl: string): Promise<void> {
  const { db, close } = openDatabase(appUrl, { max: 2 })
  try {
    await transaction(db, async (tx) => {
      const sys = await personActor(tx, 'sys01')
      const sec = await personActor(tx, 'sec01')
      const role = (await findRoleByKey(tx, 'engineer'))!
      for (const [login, code] of Object.entries(narrow)) {
        const org = await tx.selectFrom('org').select('id').where('code', '=', code).executeTakeFirstOrThrow()
        const person = await createPerson(tx, sys, { login, kind: 'person', name: login, orgId: org.id })
        await activatePerson(tx, sec, { id: person.id, version: person.version })
        await grantRole(tx, sec, { id: person.id, roleId: role.id, orgId: org.id })
      }
    })
  } finally {
    await close()
  }
}

/** The URL of the superuser on the application's database. */
export function adminOn(postgres: { adminUrl: string; ownerUrl: string }): string {
  const url = new URL(postgres.adminUrl)
  url.pathname = new URL(postgres.ownerUrl).pathname
  return url.href
}

async function ask(client: Client, address: string): Promise<string> {
  const answer = await client.send('GET', `/api/v1${address}`)
  if (answer.status !== 200) throw new Error(`${address}: ${answer.status} ${answer.body.slice(0, 300)}`)
  return answer.body
}

/** Time of each call of `one`, after a few that do not count. */
async function timed(count: number, one: (turn: number) => Promise<unknown>): Promise<number[]> {
  for (let i = 0; i < Math.min(5, count); i++) await one(i)
  const times: number[] = []
  for (let i = 0; i < count; i++) {
    const begun = performance.now()
    await one(i)
    times.push(performance.now() - begun)
  }
  return times
}

const sum = (times: number[]): Measured => summarise(times, times.reduce((a, b) => a + b, 0) / 1000)

async function lists(people: Map<string, Client>, each: number): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const login of ['eng01', ...Object.keys(narrow), 'req01']) {
    const all: number[] = []
    for (const [name, query] of Object.entries(LISTS)) {
      const address = `/incidents?limit=50${query && `&${query}`}`
      const times = await timed(each, () => ask(people.get(login)!, address))
      all.push(...times)
      figures.push({ name: `${login}: ${name}`, measured: sum(times) })
    }
    figures.push({ name: `list ${login}`, measured: sum(all) })
  }
  return figures
}

/** Incidents from all over the ten years, each once: nothing of them is warm. */
async function pages(client: Client, ids: string[]): Promise<Figure[]> {
  const times = await timed(ids.length - 5, (turn) =>
    Promise.all([
      ask(client, `/incidents/${ids[turn + 5]!}`),
      ask(client, `/incidents/${ids[turn + 5]!}/timeline`),
    ]),
  )
  return [{ name: 'page with its timeline', measured: sum(times) }]
}

async function searches(people: Map<string, Client>, each: number, clients: number): Promise<Figure> {
  const logins = ['eng01', ...Object.keys(narrow), 'req01']
  const mix = logins.flatMap((login) => WORDS.map((word) => ({ login, word })))
  const worker = async (no: number): Promise<number[]> => {
    const own = new Map([...people].map(([login, client]) => [login, client.another()]))
    const times = await timed(each, (turn) => {
      const { login, word } = mix[(turn * 17 + no * 31) % mix.length]!
      return ask(own.get(login)!, `/incidents?limit=50&q=${encodeURIComponent(word)}`)
    })
    for (const client of own.values()) client.close()
    return times
  }
  const times = await Promise.all(Array.from({ length: clients }, (_, no) => worker(no)))
  return { name: `search, ${clients} client${clients > 1 ? 's' : ''}`, measured: sum(times.flat()) }
}

async function searchWords(people: Map<string, Client>, each: number): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const login of ['eng01', 'bureau01'])
    for (const word of WORDS) {
      const address = `/incidents?limit=50&q=${encodeURIComponent(word)}`
      figures.push({
        name: `${login}: search ${word}`,
        measured: sum(await timed(each, () => ask(people.get(login)!, address))),
      })
    }
  return figures
}

async function someIds(url: string, count: number): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ id: string; n: number }>('select id from ticket')
    const next = random(7)
    return Array.from({ length: count }, () => rows[Math.floor(next() * rows.length)]!.id)
  } finally {
    await client.end()
  }
}

async function measure(server: BenchServer, url: string, each: number): Promise<Figure[]> {
  const logins = ['eng01', ...Object.keys(narrow), 'req01']
  const people = new Map(logins.map((login) => [login, new Client(server.url, server.token(login))]))
  try {
    return [
      ...(await lists(people, each)),
      ...(await pages(people.get('eng01')!, await someIds(url, 4 * each))),
      ...(await searchWords(people, Math.ceil(each / 6))),
      await searches(people, 4 * each, 1),
      await searches(people, 2 * each, 8),
    ]
  } finally {
    for (const client of people.values()) client.close()
  }
}

export interface Compared {
  name: string
  small: Measured
  large: Measured
}

/** Loads and measures both sizes. */
export async function benchMillion(options: {
  rows: number
  each: number
  keep?: string | undefined
  say: (line: string) => void
}): Promise<Compared[]> {
  const dataDir = options.keep ?? mkdtempSync(path.join(tmpdir(), 'zy-bench-million-'))
  const placesFile = path.join(dataDir, 'bench-places.json')
  const loaded = existsSync(placesFile)
  const server = await startServer({ dataDir })
  const postgres = await startEmbedded({ dataDir })
  try {
    let small: Figure[] = []
    if (!loaded) {
      const client = new pg.Client({ connectionString: postgres.ownerUrl })
      await client.connect()
      const places: Places = await widenCity(client)
      await client.end()
      await addNarrowEngineers(postgres.appUrl)
      await fill(adminOn(postgres), SMALL, places)
      small = await measure(server, postgres.ownerUrl, options.each)
      options.say(`${SMALL} incidents measured`)
      const begun = performance.now()
      await fill(adminOn(postgres), options.rows, places)
      options.say(`${options.rows} incidents loaded in ${((performance.now() - begun) / 1000).toFixed(0)} s`)
      if (options.keep) writeFileSync(placesFile, JSON.stringify({ rows: options.rows, small }))
    } else {
      small = (JSON.parse(readFileSync(placesFile, 'utf8')) as { small: Figure[] }).small
    }
    const large = await measure(server, postgres.ownerUrl, options.each)
    return large.map((figure, i) => ({
      name: figure.name,
      small: small[i]!.measured,
      large: figure.measured,
    }))
  } finally {
    await postgres.stop()
    await server.stop()
    if (!options.keep) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** The bar of a figure, in milliseconds of p95; figures of single queries have none of their own. */
function barOf(name: string): number | undefined {
  if (name.startsWith('list ')) return bars.list
  if (name.startsWith('page')) return bars.page
  if (name === 'search, 1 client') return bars.search1
  if (name === 'search, 8 clients') return bars.search8
  return undefined
}

/**
 * Whose growth from the small to the large database is bounded. Scopes of a bureau or a single person hold less than
 * a page of rows at 10,000, so their ratio compares a short page with a full one: it is shown and not judged.
 */
const bounded = (name: string): boolean => name === 'list eng01' || name.startsWith('page')

/** The figures that have a bar, and whether each is kept. */
export function judge(all: Compared[]): (Compared & { bar: number; ratio: number; ok: boolean })[] {
  return all.flatMap((c) => {
    const bar = barOf(c.name)
    if (bar === undefined) return []
    const ratio = c.large.p95 / c.small.p95
    return [{ ...c, bar, ratio, ok: c.large.p95 <= bar && (!bounded(c.name) || ratio <= bars.ratio) }]
  })
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '1000000' },
      each: { type: 'string', default: '60' },
      keep: { type: 'string' },
    },
  })
  const all = await benchMillion({
    rows: Number(values.rows),
    each: Number(values.each),
    keep: values.keep,
    say: console.log,
  })
  for (const c of all)
    console.log(
      `${c.name.padEnd(34)} p50 ${String(c.large.p50).padStart(6)} p95 ${String(c.large.p95).padStart(6)} ms` +
        `   at ${SMALL}: p50 ${String(c.small.p50).padStart(6)} p95 ${String(c.small.p95).padStart(6)}`,
    )
  const judged = judge(all)
  console.log(JSON.stringify(judged))
  if (judged.some((j) => !j.ok)) process.exitCode = 1
}
