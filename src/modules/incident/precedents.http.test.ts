import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type TestApp } from '#kernel/testing/index.ts'
import * as contract from './contract.ts'
import { incidentPrecedents } from './story-contract.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const fault = (title: string) => ({
  ...{ title, description: '', impact: 'medium' as const, urgency: 'medium' as const },
  channel: 'phone' as const,
})

describe('precedents', () => {
  it('are what was solved and is alike, with who solved it and how; open and unlike ones are none', async () => {
    const desk = await app.as('desk01')
    const solve = async (title: string, resolution: string) => {
      const filed = await desk.call(contract.createIncident, fault(title))
      return desk.call(contract.resolveIncident, { id: filed.id, version: filed.version, resolution })
    }
    const alike = await solve('不动产大厅排队叫号机死机', '重启叫号服务，升级驱动')
    await solve('会议室投影仪无信号', '更换线缆')
    await desk.call(contract.createIncident, fault('不动产大厅排队叫号机死机又来了'))
    const { items } = await desk.call(incidentPrecedents, { q: '叫号机死机，不动产大厅排了很多人' })
    expect(items.map((one) => one.number)).toEqual([alike.number])
    expect(items[0]).toMatchObject({
      title: '不动产大厅排队叫号机死机',
      resolution: '重启叫号服务，升级驱动',
      groupName: alike.group?.name ?? null,
    })
  })

  it('are for who files for others; a requester is refused, and too short a text as well', async () => {
    const requester = await app.as('req01')
    expect((await requester.send(incidentPrecedents, { q: '叫号机' })).statusCode).toBe(403)
    const desk = await app.as('desk01')
    expect((await desk.send(incidentPrecedents, { q: '机' })).statusCode).toBe(422)
    // another bureau's incidents are not for the eyes of those who see only their own
    const vendor = await app.as('vend01')
    const answer = await vendor.send(incidentPrecedents, { q: '不动产大厅叫号机死机' })
    expect([200, 403]).toContain(answer.statusCode)
    if (answer.statusCode === 200) expect(answer.json().items).toEqual([])
  })
})
