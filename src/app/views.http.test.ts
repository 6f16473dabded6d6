import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import * as view from '#kernel/view/contract.ts'
import { createChange } from '#modules/change/contract.ts'
import { openProblem } from '#modules/problem/contract.ts'

let app: TestApp
let desk: Caller, manager: Caller
beforeAll(async () => {
  app = await testApp()
  ;[desk, manager] = (await Promise.all(['desk01', 'mgr01'].map((login) => app.as(login)))) as [
    Caller,
    Caller,
  ]
})
afterAll(() => app.close())

const csv = async (who: Caller, list: string, filter = '') => {
  const answer = await who.send(view.exportList, { list, filter })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.body.trimEnd().split('\r\n')
}

describe('views of every list', () => {
  const lists = ['incidents', 'requests', 'problems', 'changes', 'knowledge', 'releases']

  it('are saved and exported with the words of the page', async () => {
    for (const list of lists) {
      const saved = await manager.call(view.createView, { list, name: `全部${list}`, query: {} })
      expect(saved.list).toBe(list)
      const [heading] = await csv(manager, list)
      expect(heading).toMatch(/编号,/)
      expect(heading, 'a title that nobody has words for').not.toMatch(/[a-z]+:|\./)
    }
  })

  it('take the filters of the list and no paging', async () => {
    for (const list of lists) {
      for (const query of [{ cursor: 'x' }, { limit: '5' }, { secret: 'x' }] as Record<string, string>[]) {
        const answer = await desk.send(view.createView, { list, name: '坏', query })
        expect([list, answer.statusCode]).toEqual([list, 422])
      }
    }
  })

  it('hold what the list holds', async () => {
    const problem = await desk.call(openProblem, { title: '反复断线的原因', priority: 2 })
    const change = await desk.call(createChange, { kind: 'normal', title: '更换交换机' })
    expect((await csv(desk, 'problems', 'state=new'))[1]).toContain(`${problem.number},反复断线的原因,P2`)
    expect(await csv(desk, 'problems', 'state=closed')).toHaveLength(1)
    expect((await csv(desk, 'changes', 'kind=normal'))[1]).toContain(`${change.number},更换交换机,一般变更`)
    expect(await csv(desk, 'changes', 'kind=emergency')).toHaveLength(1)
  })

  it('are no business of those who have no such page', async () => {
    const requester = await app.as('req01')
    for (const list of lists.filter((one) => one !== 'incidents'))
      expect((await requester.send(view.exportList, { list })).statusCode).toBe(404)
  })
})
