import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listNotifications } from '#kernel/notify/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { createIncident, getIncident } from './contract.ts'
import { addComment, mentionable } from './story-contract.ts'

let app: TestApp
let desk: Caller, eng: Caller, vendor: Caller, req: Caller, other: Caller
let id: string
beforeAll(async () => {
  app = await testApp()
  ;[desk, eng, vendor, req, other] = (await Promise.all(
    ['desk01', 'eng01', 'vend01', 'req01', 'req02'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller, Caller]
  id = (
    await desk.call(createIncident, {
      ...{ title: '提及', impact: 'low', urgency: 'medium', channel: 'phone' },
      requesterId: req.personId,
    })
  ).id
})
afterAll(() => app.close())

const news = async (who: Caller) => (await who.call(listNotifications, {})).items.map((one) => one.text)
const names = async (q: string, isPublic: boolean) =>
  (await desk.call(mentionable, { id, q, public: String(isPublic) as 'true' })).items.map((one) => one.id)

describe('mentions', () => {
  it('are looked up among those who may read the comment', async () => {
    expect(await names('eng01', true)).toEqual([eng.personId])
    expect(await names('req01', true)).toEqual([req.personId])
    expect(await names('req01', false)).toEqual([])
    expect(await names('req02', true)).toEqual([])
    expect(await names('vend01', false)).toEqual([])
    expect((await req.send(mentionable, { id, q: '' })).statusCode).toBe(403)
  })

  it('tell once, store ids, and make whoever is named a follower', async () => {
    const entry = await desk.call(addComment, {
      ...{ id, body: '@吴强 请看日志', public: false },
      mentions: [eng.personId, eng.personId],
    })
    expect(entry.data).toMatchObject({ mentions: [{ id: eng.personId }] })
    expect((await news(eng)).filter((text) => text.includes('提到了您'))).toHaveLength(1)
    expect((await eng.call(getIncident, { id })).watching).toBe(true)
    // a follower would hear of a public comment anyway: not twice
    await desk.call(addComment, { id, body: '@吴强 再看一次', mentions: [eng.personId] })
    const texts = await news(eng)
    expect(texts.filter((text) => text.includes('提到了您'))).toHaveLength(2)
    expect(texts.filter((text) => text.includes('回复了'))).toHaveLength(0)
  })

  it('name nobody who may not read it, and are for those who work on it', async () => {
    for (const [who, isPublic] of [
      [req, false],
      [other, true],
      [vendor, false],
    ] as const) {
      const answer = await desk.send(addComment, {
        ...{ id, body: '请看', public: isPublic },
        mentions: [who.personId],
      })
      expect([answer.statusCode, answer.json().errors[0].field]).toEqual([422, 'mentions'])
    }
    const byRequester = await req.send(addComment, { id, body: '@坐席', mentions: [desk.personId] })
    expect(byRequester.statusCode).toBe(403)
  })
})
