import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId, transaction } from '../db/index.ts'
import { testDb, type TestDatabase } from '../testing/database.ts'
import { likeDocuments, putDocument } from './index.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDb()
})
afterAll(() => database.close())

async function put(text: string, scope = ['o:1'], kind = 'incident'): Promise<string> {
  const entityId = newId()
  await transaction(database.db, (tx) =>
    putDocument(tx, { kind, entityId, text, scope, recordedAt: new Date() }),
  )
  return entityId
}
const like = (text: string, scope: string[] | null = null, limit = 5) =>
  likeDocuments(database.db, { kinds: ['incident'], text, scope, limit })

describe('likeDocuments', () => {
  it('finds what is told in other words, the most alike first', async () => {
    const gate = await put('公积金大厅闸机刷卡没有反应')
    const near = await put('公积金大厅的叫号屏花屏')
    const far = await put('打印机卡纸')
    const found = await like('三楼公积金大厅闸机刷身份证不开')
    expect(found[0]).toBe(gate)
    expect(found.indexOf(near)).not.toBe(0)
    expect(found).not.toContain(far)
  })

  it('finds nothing for what says nothing, and quotes what it is given', async () => {
    for (const text of ['', '。', '的', '10', '无人提到过的词语']) expect(await like(text), text).toEqual([])
    const odd = await put("it's a C:\\temp' | 'o:1 problem")
    expect(await like("it's C:\\temp' | 'o:1 broken")).toContain(odd)
  })

  it('keeps to the scope and the kinds', async () => {
    const mine = await put('视频会议终端黑屏', ['o:7'])
    await put('视频会议终端黑屏', ['o:8'])
    const other = await put('视频会议终端黑屏', ['o:7'], 'article-live')
    expect(await like('视频会议黑屏', ['o:7'])).toEqual([mine])
    expect(await like('视频会议黑屏', [])).toEqual([])
    expect(await like('视频会议黑屏')).not.toContain(other)
  })

  it('gives at most as many as wanted, of as many as there are', async () => {
    for (let i = 0; i < 30; i++) await put(`数字证书过期 第${i}台`)
    expect(await like('数字证书过期了', null, 3)).toHaveLength(3)
    expect((await like('数字证书过期了', null, 50)).length).toBe(30)
  })
})
