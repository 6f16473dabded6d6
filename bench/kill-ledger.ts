/**
 * `kill -9` of the program, of PostgreSQL and of both while asset ledgers are being imported and a stocktake is counted by
 * four people. `node bench/kill-ledger.ts [--kills 12] [--rows 3000]`. After each kill the import must be there as a whole or
 * not at all, with its history, audit and search; sent again it must be taken, and once more it must change nothing. At the end every
 * acknowledged count is there once, and the audit trail verifies. Prints one JSON line; exits 1 when a promise was broken.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { startEmbedded } from '#kernel/db/embedded/index.ts'
import { freePort } from './lib/server.ts'
import { Victim, type Target } from './lib/victim.ts'

export interface KillLedgerResult {
  kills: number
  rows: number
  /** kills that met an import under way */
  met: number
  counts: number
  resent: number
  auditIntact: boolean
  faults: string[]
}

const targets: readonly Target[] = ['server', 'postgres', 'both']

/** What a broken connection, a server that starts, and a database that is away look like. */
const away = (error: unknown): boolean => error instanceof TypeError

class Keeper {
  readonly #url: string
  readonly #token: string
  resent = 0

  constructor(url: string, token: string) {
    this.#url = `${url}/api/v1`
    this.#token = token
  }

  /** @throws TypeError when nobody answers */
  async send(method: string, at: string, body?: object | string, version?: number) {
    const table = typeof body === 'string'
    const response = await fetch(this.#url + at, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body === undefined
          ? {}
          : { 'content-type': table ? 'multipart/form-data; boundary=x' : 'application/json' }),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      },
      ...(body === undefined ? {} : { body: table ? upload(body) : JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as Record<string, never> }
  }

  /** Sends until somebody answers who is not in trouble. */
  async untilAnswered(method: string, at: string, body?: object | string, version?: number) {
    for (;;) {
      try {
        const answer = await this.send(method, at, body, version)
        if (answer.status < 500 && answer.status !== 429) return answer
      } catch (error) {
        if (!away(error)) throw error
      }
      this.resent++
      await sleep(200)
    }
  }
}

const upload = (csv: string): string =>
  `--x\r\ncontent-disposition: form-data; name="file"; filename="t.csv"\r\ncontent-type: text/csv\r\n\r\n\ufeff${csv}\r\n--x--\r\n`

const sheet = (round: number, rows: number): string =>
  [
    '编号,名称,分类,状态,存放地点,保管人,单位',
    ...Array.from(
      { length: rows },
      (_, i) =>
        `ZC-K${round}-${i},断电演练服务器 ${round},A02010104,在用,一号机房 A${i % 40},asset01,运行维护科`,
    ),
  ].join('\n')

/** Where the records of a round have left a trace: all of them say the same number. */
async function traces(victim: Victim, round: number): Promise<number[]> {
  const beside = await startEmbedded({ dataDir: victim.dataDir })
  const client = new pg.Client({ connectionString: beside.ownerUrl })
  try {
    await client.connect()
    const ids = `select id from asset where number like 'ZC-K${round}-%'`
    const { rows } = await client.query<{ n: string[] }>(`select array[
      (select count(*) from asset where number like 'ZC-K${round}-%'),
      (select count(*) from audit_entry where entity = 'asset' and action = 'ledger.create' and entity_id in (select id::text from (${ids}) x)),
      (select count(*) from search_document where kind = 'asset' and entity_id in (${ids})),
      (select count(*) from ledger_entry where record_id in (${ids}) and what = 'import')] as n`)
    return rows[0]!.n.map(Number)
  } finally {
    await client.end()
    await beside.stop()
  }
}

/** One import that meets a kill, is looked at, sent again and once more. @returns whether it was under way */
async function round(
  victim: Victim,
  keeper: Keeper,
  no: number,
  rows: number,
  faults: string[],
): Promise<boolean> {
  const csv = sheet(no, rows)
  let answered = false
  const first = keeper.send('POST', '/assets/import', csv).then(
    ({ status }) => (answered = status === 200),
    (error: unknown) => {
      if (!away(error)) throw error
    },
  )
  await sleep(200 + Math.random() * rows)
  const met = !answered
  victim.kill(targets[no % targets.length]!)
  await first
  await sleep(100)
  await victim.ready(120_000)
  const found = await traces(victim, no)
  if (new Set(found).size > 1 || (found[0] !== 0 && found[0] !== rows))
    faults.push(`round ${no}: half an import, ${found.join(' ')} of ${rows}`)
  if (answered && found[0] !== rows) faults.push(`round ${no}: an acknowledged import is lost`)
  const again = await keeper.untilAnswered('POST', '/assets/import', csv)
  const third = await keeper.untilAnswered('POST', '/assets/import', csv)
  if (again.status !== 200 || third.body['same'] !== rows)
    faults.push(`round ${no}: again ${again.status}, then ${JSON.stringify(third.body).slice(0, 200)}`)
  const all = await traces(victim, no)
  if (all.some((n) => n !== rows)) faults.push(`round ${no}: after it ${all.join(' ')} of ${rows}`)
  return met
}

interface Line {
  id: string
  version: number
}

/** Counts lines of a stocktake until told to stop; what was acknowledged is remembered. */
async function count(keeper: Keeper, id: string, lines: Line[], state: { stop: boolean; done: Set<string> }) {
  for (const line of lines) {
    if (state.stop) return
    const said = { result: 'found', via: 'phone' }
    const answer = await keeper.untilAnswered(
      'POST',
      `/stocktakes/${id}/lines/${line.id}/count`,
      said,
      line.version,
    )
    // 412: the first sending was done after all
    if (answer.status === 200 || answer.status === 412) state.done.add(line.id)
    await sleep(50)
  }
}

async function openStocktake(keeper: Keeper): Promise<{ id: string; lines: Line[] }> {
  const me = (await keeper.send('GET', '/me')).body as unknown as { person: { id: string } }
  const known = (await keeper.send('GET', '/assets?limit=1')).body as unknown as {
    items: { org: { id: string } }[]
  }
  const made = (
    await keeper.send('POST', '/stocktakes', {
      ...{ title: '断电演练盘点', budgetYear: 2099, orgId: known.items[0]!.org.id },
      ...{ startsOn: '2026-11-01', endsOn: '2026-11-30', baseDate: '2026-10-31' },
      members: ['asset', 'finance', 'information'].map((department) => ({
        ...{ department, personId: me.person.id },
      })),
    })
  ).body as unknown as { id: string; version: number }
  await keeper.send('POST', `/stocktakes/${made.id}/moves/open`, {}, made.version)
  const lines: Line[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const from: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''
    const page = (await keeper.send('GET', `/stocktakes/${made.id}/lines?limit=200${from}`))
      .body as unknown as {
      items: Line[]
      nextCursor: string | null
    }
    lines.push(...page.items)
    cursor = page.nextCursor
  }
  return { id: made.id, lines }
}

/** Every count that was acknowledged is there, and no line was counted twice. */
async function checkCounts(victim: Victim, id: string, done: ReadonlySet<string>): Promise<string[]> {
  const beside = await startEmbedded({ dataDir: victim.dataDir })
  const client = new pg.Client({ connectionString: beside.ownerUrl })
  try {
    await client.connect()
    const { rows } = await client.query<{ id: string; n: number; result: string | null }>(
      `select l.id, l.result, (select count(*)::int from stocktake_count c where c.line_id = l.id) as n
       from stocktake_line l where l.stocktake_id = $1`,
      [id],
    )
    const faults = rows.filter((row) => row.n > 1 || (row.result === null) !== (row.n === 0))
    const there = new Set(rows.filter((row) => row.n > 0).map((row) => row.id))
    const lost = [...done].filter((one) => !there.has(one))
    return [
      ...faults.map((row) => `line ${row.id} was counted ${row.n} times and says ${row.result}`),
      ...lost.map((one) => `the count of line ${one} is lost`),
    ]
  } finally {
    await client.end()
    await beside.stop()
  }
}

export async function benchKillLedger(options: { kills: number; rows: number }): Promise<KillLedgerResult> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'zy-bench-kill-ledger-'))
  const victim = new Victim(dataDir, await freePort())
  const faults: string[] = []
  try {
    victim.start()
    await victim.ready(600_000)
    let token: string | undefined
    // ready comes before the sample city is there
    for (let i = 0; !token && i < 120; i++) {
      const { status, output } = await victim.command('token', 'create', '--login', 'asset01', '--for', '8h')
      if (status === 0) token = output.trim().split(/\s+/).at(-1)!
      else await sleep(1000)
    }
    const keeper = new Keeper(victim.url, token!)
    const prepared = await keeper.untilAnswered('POST', '/assets/import', sheet(0, 1000))
    if (prepared.status !== 200) throw new Error(JSON.stringify(prepared.body))
    const { id, lines } = await openStocktake(keeper)
    const state = { stop: false, done: new Set<string>() }
    const counting = Promise.all(
      [0, 1, 2, 3].map((n) =>
        count(
          keeper,
          id,
          lines.filter((_, i) => i % 4 === n),
          state,
        ),
      ),
    )
    let met = 0
    for (let no = 1; no <= options.kills; no++) {
      if (await round(victim, keeper, no, options.rows, faults)) met++
      console.log(
        `kill ${no} of ${targets[no % targets.length]}: ${state.done.size} counts, ${faults.length} faults`,
      )
    }
    state.stop = true
    await counting
    faults.push(...(await checkCounts(victim, id, state.done)))
    const verified = await victim.command('audit', 'verify')
    if (verified.status !== 0) faults.push(`audit: ${verified.output}`)
    return {
      ...{ kills: options.kills, rows: options.rows, met, counts: state.done.size, resent: keeper.resent },
      ...{ auditIntact: verified.status === 0, faults },
    }
  } finally {
    await victim.stop()
    const left = await startEmbedded({ dataDir })
    await left.stop()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { kills: { type: 'string', default: '12' }, rows: { type: 'string', default: '3000' } },
  })
  const result = await benchKillLedger({ kills: Number(values.kills), rows: Number(values.rows) })
  console.log(JSON.stringify(result))
  if (result.faults.length > 0) process.exitCode = 1
}
