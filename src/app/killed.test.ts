/** `kill -9` of the program in the middle of what takes long: an import, a count sheet, the counting of a stocktake. */
import { spawn, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { transaction } from '#kernel/db/index.ts'
import { findPersonByLogin, issueToken } from '#kernel/identity/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import * as stocktake from '#modules/stocktake/contract.ts'

const ROWS = 400

let app: TestApp
let keeper: Caller
let token: string
let watch: pg.Client
beforeAll(async () => {
  app = await testApp()
  keeper = await app.as('asset01')
  const person = (await findPersonByLogin(app.db, 'asset01'))!
  const given = { name: 'killed', scopes: null, seconds: 600 }
  ;({ token } = await transaction(app.db, (tx) => issueToken(tx, systemActor('test'), person.id, given)))
  watch = new pg.Client({ connectionString: app.ownerUrl })
  await watch.connect()
})
const children: ChildProcess[] = []
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await watch.end()
  await app.close()
})

/** The program in a process of its own. */
async function serve(): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'testing/serve.ts')], {
    env: { ...process.env, TEST_DATABASE_URL: app.appUrl, DATA_DIR: app.settings.dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))
    child.once('exit', () => reject(new Error('the program ended')))
  })
  return { url: `${url}/api/v1`, child }
}

const headers = { 'content-type': 'multipart/form-data; boundary=x' }
const body = (csv: string) =>
  `--x\r\ncontent-disposition: form-data; name="file"; filename="t.csv"\r\ncontent-type: text/csv\r\n\r\n\ufeff${csv}\r\n--x--\r\n`
const here = (at: string, csv: string) =>
  keeper.inject({ method: 'POST', url: `/api/v1${at}`, headers, payload: body(csv) })

/** Sends a table to a process of its own and kills that as soon as it writes into `table`. */
async function killedWhile(table: string, at: string, csv: string): Promise<void> {
  const { url, child } = await serve()
  const answer = fetch(`${url}${at}`, {
    method: 'POST',
    headers: { ...headers, authorization: `Bearer ${token}` },
    body: body(csv),
  })
  const writes = `select from pg_locks where relation = $1::regclass and mode = 'RowExclusiveLock'
    and database = (select oid from pg_database where datname = current_database())`
  const broken = expect(answer).rejects.toThrow('fetch failed')
  while ((await watch.query(writes, [table])).rowCount === 0) await sleep(2)
  child.kill('SIGKILL')
  await broken
  while ((await watch.query(writes, [table])).rowCount !== 0) await sleep(10)
}

const count = async (text: string, values: unknown[] = []): Promise<number> =>
  Number((await watch.query<{ n: string }>(`select count(*) as n from ${text}`, values)).rows[0]!.n)

let orgId: string
let engineerId: string

describe('a program that is killed', () => {
  it('has written nothing of an import half done; the same import is taken, and again changes nothing', async () => {
    orgId = (await (await app.as('desk01')).call(lookupOrgs, {})).items[0]!.id
    engineerId = (await app.as('eng01')).personId
    const rows = Array.from(
      { length: ROWS },
      (_, i) => `ZC-K-${i},断电演练服务器,A02010104,在用,一号机房 A${i % 40},asset01,运行维护科`,
    )
    const csv = ['编号,名称,分类,状态,存放地点,保管人,单位', ...rows].join('\n')
    const traces = async () => [
      await count('asset'),
      await count(`audit_entry where entity = 'asset'`),
      await count(`search_document where kind = 'asset'`),
      await count(`event_outbox where entity = 'asset'`),
    ]
    await killedWhile('asset', '/assets/import', csv)
    expect(await traces()).toEqual([0, 0, 0, 0])
    // the dry run says what has become of it: all is still to be made
    const check = await here('/assets/import/check', csv)
    expect(check.json()).toMatchObject({ create: ROWS, same: 0, problems: [] })
    const taken = await here('/assets/import', csv)
    expect([taken.statusCode, taken.json().create], taken.body.slice(0, 300)).toEqual([200, ROWS])
    const before = await traces()
    expect((await here('/assets/import', csv)).json()).toMatchObject({ create: 0, update: 0, same: ROWS })
    expect(await count('asset')).toBe(ROWS)
    // only that somebody imported is written down again
    expect((await traces())[1]).toBe(before[1]! + 1)
  })

  it('has kept every count of a stocktake that it acknowledged, once; a count sheet is taken whole or not', async () => {
    const members = (['asset', 'finance', 'information'] as const).map((department) => ({
      ...{ department, personId: department === 'information' ? engineerId : keeper.personId },
    }))
    const days = { startsOn: '2026-11-01', endsOn: '2026-11-30', baseDate: '2026-10-31' }
    const { id, version } = await keeper.call(stocktake.createStocktake, {
      ...{ title: '断电演练盘点', budgetYear: 2027, orgId, ...days },
      members,
    })
    await keeper.call(stocktake.openStocktake, { id, version })
    const { items } = await keeper.call(stocktake.listLines, { id, limit: 100 })

    const { url, child } = await serve()
    const acknowledged: string[] = []
    const counting = (async () => {
      for (const line of items) {
        const answer = await fetch(`${url}/stocktakes/${id}/lines/${line.id}/count`, {
          method: 'POST',
          headers: {
            ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
            'if-match': `"${line.version}"`,
          },
          body: JSON.stringify({ result: 'found', via: 'phone' }),
        })
        if (answer.status === 200) acknowledged.push(line.id)
        await answer.body?.cancel()
      }
    })()
    const broken = expect(counting).rejects.toThrow()
    while (acknowledged.length < 20) await sleep(1)
    child.kill('SIGKILL')
    await broken
    const counted = `stocktake_line where stocktake_id = $1 and result is not null`
    expect(await count(`${counted} and id = any($2)`, [id, acknowledged])).toBe(acknowledged.length)
    // the one under way is there as a whole or not at all
    const there = await count(counted, [id])
    expect(there - acknowledged.length).toBeLessThanOrEqual(1)
    expect(await count('stocktake_count')).toBe(there)
    expect(await count(`audit_entry where action = 'stocktake.count'`)).toBe(there)

    const numbers = await watch.query<{ number: string }>(
      'select number from stocktake_line where stocktake_id = $1 and result is null',
      [id],
    )
    const sheet = ['资产编号,盘点结果', ...numbers.rows.map((row) => `${row.number},账实相符`)].join('\n')
    const left = ROWS - there
    await killedWhile('stocktake_line', `/stocktakes/${id}/sheet`, sheet)
    expect(await count(counted, [id])).toBe(there)
    const after = await keeper.call(stocktake.getStocktake, { id })
    expect([after.state, after.waiting.count]).toEqual(['counting', left])
    expect((await here(`/stocktakes/${id}/sheet`, sheet)).json()).toMatchObject({ create: left })
    expect((await here(`/stocktakes/${id}/sheet`, sheet)).json()).toMatchObject({ create: 0, same: left })
    expect(await count('stocktake_count')).toBe(ROWS)
  })
})
