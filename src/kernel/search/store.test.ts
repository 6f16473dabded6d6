import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId, transaction } from '../db/index.ts'
import { testDb, type TestDatabase } from '../testing/database.ts'
import { changeScope, putDocument, removeDocuments, searchDocuments } from './index.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDb()
})
afterAll(() => database.close())

let clock = Date.UTC(2026, 10, 21)
/** Puts a text and gives its entity. Later texts are newer. */
async function put(
  text: string,
  more: { entityId?: string; part?: number; scope?: string[]; kind?: string } = {},
): Promise<string> {
  const entityId = more.entityId ?? newId()
  await transaction(database.db, (tx) =>
    putDocument(tx, {
      kind: more.kind ?? 'incident',
      entityId,
      part: more.part ?? 0,
      text,
      scope: more.scope ?? ['o:1'],
      recordedAt: new Date((clock += 1000)),
    }),
  )
  return entityId
}
const find = (
  q: string,
  scope: string[] | null = null,
  limit = 1000,
  kinds = ['incident', 'incident-comment'],
) => searchDocuments(database.db, { kinds, q, scope, limit })

describe('searchDocuments', () => {
  it('finds two-character words, numbers, mixed scripts, emoji and quotes', async () => {
    const id = await put("INC-20261121-0042\nＯＡ系统登录不上\n张𠮷说 it's C:\\temp 😀")
    for (const q of [
      '登录',
      'oa系统',
      'OA 系统',
      'inc-20261121-0042',
      '张𠮷',
      '😀',
      "it's",
      'C:\\temp',
      '登录 系统',
    ])
      expect(await find(q), q).toContain(id)
    for (const q of ['登上', '0043', '系统录', '登录 备份', '', '。', "' | 'o:1", 'o:1'])
      expect(await find(q), q).not.toContain(id)
  })

  it('gives entities once, newest first, at most as many as wanted', async () => {
    const first = await put('渗透测试一')
    const second = await put('渗透测试二')
    await put('渗透：已安排', { entityId: first, part: 7, kind: 'incident-comment' })
    expect(await find('渗透')).toEqual([first, second])
    expect(await find('渗透', null, 1)).toEqual([first])
    expect(await find('渗透', null, 10, ['incident'])).toEqual([second, first])
  })

  it('stays inside the scope, which can be changed', async () => {
    const id = await put('机密漏洞', { scope: ['o:1', 'o:5', 'g:3', 'p:a'] })
    for (const scope of [['o:5'], ['o:9', 'g:3'], ['p:a'], null])
      expect(await find('漏洞', scope)).toEqual([id])
    for (const scope of [['o:9'], ['g:5', 'p:b'], []]) expect(await find('漏洞', scope)).toEqual([])
    await transaction(database.db, (tx) => changeScope(tx, id, ['g:3', 'p:a'], ['g:4']))
    expect(await find('漏洞', ['g:3', 'p:a'])).toEqual([])
    expect(await find('漏洞', ['g:4'])).toEqual([id])
  })

  it('replaces and removes texts', async () => {
    const id = await put('原来的软驱')
    await put('现在的光驱', { entityId: id })
    expect(await find('软驱')).toEqual([])
    expect(await find('光驱')).toEqual([id])
    await transaction(database.db, (tx) => removeDocuments(tx, id))
    expect(await find('光驱')).toEqual([])
  })

  it('finds the same by an ordered scan as by the index', async () => {
    const ids: string[] = []
    for (let i = 0; i < 60; i++) ids.unshift(await put(`常见词 第${i}号`))
    await database.pool.query('analyze search_document')
    expect(await find('常见', null, 10)).toEqual(ids.slice(0, 10))
    expect(await find('常见词', ['o:1'], 100)).toEqual(ids)
  })

  it('finds frequent words block by block, also those that only old texts hold', async () => {
    const rows = 60_000
    await database.pool.query(
      `insert into search_document (kind, entity_id, body, tsv, recorded_at)
       select 'incident', gen_random_uuid(), '', array_to_tsvector(array['o:' || n % 2, '到处',
         case when n <= 45000 then '从前' else '如今' end, case when n % 7 = 0 then '其七' else '其余' end]), now()
       from generate_series(1, $1) n order by n`,
      [rows],
    )
    await database.pool.query('analyze search_document')
    const newest = async (condition: string, limit: number): Promise<string[]> => {
      const { rows: expected } = await database.pool.query<{ entity_id: string }>(
        `select entity_id from search_document where ${condition} order by id desc limit $1`,
        [limit],
      )
      return expected.map((row) => row.entity_id)
    }
    expect(await find('到处', null, 25)).toEqual(await newest(`tsv @@ '到处'`, 25))
    expect(await find('从前', null, 25)).toEqual(await newest(`tsv @@ '从前'`, 25))
    expect(await find('从前', ['o:0'], 25)).toEqual(await newest(`tsv @@ '从前 & o\\:0'`, 25))
    expect(await find('其七 到处', null, 9000)).toEqual(await newest(`tsv @@ '其七'`, 9000))
    expect((await find('到处', null, rows)).length).toBe(rows)
    expect(await find('从前 如今')).toEqual([])
  })

  it('finds every two-character word of any Chinese text', async () => {
    const char = fc.integer({ min: 0x4e00, max: 0x9fff }).map((c) => String.fromCodePoint(c))
    const text = fc.array(char, { minLength: 2, maxLength: 30 }).map((c) => c.join(''))
    await fc.assert(
      fc.asyncProperty(text, fc.nat(), async (t, at) => {
        const start = at % (t.length - 1)
        const id = await put(t)
        return (await find(t.slice(start, start + 2))).includes(id)
      }),
      { numRuns: 40 },
    )
  })

  it('stands any input', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (q) => {
        await put(q)
        return Array.isArray(await find(q))
      }),
      { numRuns: 60 },
    )
  })
})
