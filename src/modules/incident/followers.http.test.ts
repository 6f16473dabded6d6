import { readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { transaction } from '#kernel/db/index.ts'
import { changeScope, removeDocuments, searchDocuments } from '#kernel/search/index.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import * as contract from './contract.ts'
import * as story from './story-contract.ts'

let app: TestApp
let req: Caller, req2: Caller, desk: Caller, eng: Caller, eng2: Caller
let serviceId: string

beforeAll(async () => {
  app = await testApp()
  await app.work()
  ;[req, req2, desk, eng, eng2] = (await Promise.all(
    ['req01', 'req02', 'desk01', 'eng01', 'eng02'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller, Caller]
  const services = (await desk.inject({ url: '/api/v1/services/lookup' })).json() as {
    items: { id: string; code: string }[]
  }
  serviceId = services.items.find((s) => s.code === 'ywtb')!.id
})
afterAll(() => app.close())

const file = (who: Caller, title: string, description: string) =>
  who.call(contract.createIncident, {
    title,
    description,
    impact: 'medium',
    urgency: 'medium',
    channel: 'portal',
    serviceId,
  })

const found = async (who: Caller, q: string): Promise<string[]> =>
  (await who.call(contract.listIncidents, { q })).items.map((i) => i.id)

describe('whoever joined', () => {
  it('finds it by number and title, never by a description that is not shown', async () => {
    const { id, number } = await file(req, '申报页面空白', '身份证尾号九五二七的老人办不了')
    expect(await found(req, '九五二七')).toEqual([id])
    await req2.call(contract.joinIncident, { id })
    expect(await found(req2, '申报页面')).toEqual([id])
    expect(await found(req2, number.slice(0, 12))).toContain(id)
    expect(await found(req2, '九五二七')).toEqual([])
    const { version } = await desk.call(contract.getIncident, { id })
    await desk.call(contract.editIncident, {
      id,
      version,
      title: '申报网页空白',
      description: '座机八六七五',
    })
    expect(await found(req2, '申报网页')).toEqual([id])
    for (const q of ['申报页面', '八六七五']) expect(await found(req2, q)).toEqual([])
    for (const who of [req, desk, eng]) expect(await found(who, '八六七五')).toEqual([id])
  })

  it('is one of many who join at the same time', async () => {
    const { id } = await file(req, '并发加入的故障', '描述')
    const callers = await Promise.all(['req02', 'eng02', 'vend01', 'asset01'].map((login) => app.as(login)))
    const joined = callers.filter((one) => one.login !== 'vend01' && one.login !== 'asset01')
    await Promise.all(callers.map((one) => desk.call(contract.joinIncident, { id, personId: one.personId })))
    for (const one of joined) expect(await found(one, '并发加入')).toEqual([id])
    const scope = callers.map((one) => `p:${one.personId}`)
    for (const token of scope)
      expect(
        await searchDocuments(app.db, { kinds: ['incident'], q: '并发', scope: [token], limit: 5 }),
      ).toEqual([id])
  })

  it('stops finding what he stops watching, and keeps what he hands over and follows', async () => {
    const { id } = await file(req, '交接后仍关注的故障', '描述里的词')
    const scope = [`p:${eng.personId}`]
    const mine = (q: string) => searchDocuments(app.db, { kinds: ['incident'], q, scope, limit: 5 })
    await eng.call(story.setWatching, { id, watching: true })
    const { version } = await desk.call(contract.getIncident, { id })
    await desk.call(contract.assignIncident, { id, version, ownerId: eng2.personId, reason: '换人' })
    expect([await mine('仍关注'), await mine('描述里')]).toEqual([[id], []])
    await eng.call(story.setWatching, { id, watching: false })
    expect(await mine('仍关注')).toEqual([])
  })

  it('was moved out of the document with the description by the migration', async () => {
    const { id } = await file(req, '升级前加入的故障', '升级前的描述')
    await req2.call(contract.joinIncident, { id })
    await transaction(app.db, async (tx) => {
      await removeDocuments(tx, id, -1)
      await changeScope(tx, id, [], [`p:${req2.personId}`], 0)
    })
    expect(await found(req2, '升级前的描述')).toEqual([id])
    const owner = new pg.Client({ connectionString: app.ownerUrl })
    await owner.connect()
    const migration = path.join(import.meta.dirname, 'migrations', '0341_followers_search.sql')
    await owner.query(await readFile(migration, 'utf8'))
    await owner.end()
    expect(await found(req2, '升级前的描述')).toEqual([])
    await expect.poll(() => found(req2, '升级前加入'), { timeout: 15_000 }).toEqual([id])
  })
})

describe('open incidents of a public service', () => {
  it('are named to strangers by number, to those who may see them by title', async () => {
    const { id, number } = await file(req, '张三家属的低保申请打不开', '不给旁人看')
    const known = async (who: Caller) =>
      (await who.call(story.similarIncidents, { serviceId })).items.find((i) => i.id === id)!
    expect(await known(req2)).toMatchObject({ number, title: null, state: 'assigned', joined: false })
    for (const who of [req, desk, eng]) expect((await known(who)).title).toBe('张三家属的低保申请打不开')
    await req2.call(contract.joinIncident, { id })
    expect(await known(req2)).toMatchObject({ title: '张三家属的低保申请打不开', joined: true })
  })

  it('are announced to everybody when grave and confirmed, in words that nobody wrote', async () => {
    const { id, version, number } = await file(req, '张三的社保卡刷不出', '不给旁人看')
    const announced = async () => (await req2.call(story.similarIncidents, {})).items.find((i) => i.id === id)
    expect(await announced()).toBeUndefined()
    const lead = await app.as('lead01')
    await lead.call(contract.gradeIncident, { id, version, grade: 'serious', reason: '多个大厅受影响' })
    const known = await announced()
    expect(known).toEqual({
      id,
      number,
      title: null,
      state: 'assigned',
      grade: 'serious',
      serviceName: '一网通办平台',
      occurredAt: expect.any(String),
      joined: false,
    })
    // what is no public service's is no news to strangers
    const inner = await desk.call(contract.createIncident, {
      title: '内部系统停摆',
      description: '',
      impact: 'high',
      urgency: 'high',
      channel: 'phone',
    })
    await lead.call(contract.gradeIncident, { id: inner.id, version: inner.version, grade: inner.grade })
    const all = (await req2.call(story.similarIncidents, {})).items.map((i) => i.id)
    expect(all).not.toContain(inner.id)
  })
})
