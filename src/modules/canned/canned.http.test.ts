import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { createIncident } from '#modules/incident/contract.ts'
import { listTasks } from '#modules/ticket/task-contract.ts'
import * as contract from './contract.ts'

let app: TestApp
let desk: Caller, desk2: Caller, eng: Caller, manager: Caller, req: Caller
beforeAll(async () => {
  app = await testApp()
  ;[desk, desk2, eng, manager, req] = (await Promise.all(
    ['desk01', 'desk02', 'eng01', 'mgr01', 'req01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller, Caller]
})
afterAll(() => app.close())

const filed = (title: string) =>
  desk.call(createIncident, {
    title,
    impact: 'medium',
    urgency: 'medium',
    channel: 'phone',
    requesterId: req.personId,
  })
const titles = async (who: Caller) => (await who.call(contract.listAnswers, {})).items.map((one) => one.title)

describe('canned answers', () => {
  it('are filled in for an incident, braces in its title left alone', async () => {
    const answer = await desk.call(contract.createAnswer, {
      title: '已受理',
      body: '{{requester.name}}您好，{{ticket.number}}（{{ticket.title}}）已受理，{{owner.name}}负责，\\{{不是变量}}',
    })
    const incident = await filed('打印机 {{owner.name}} 卡纸')
    const { text, missing } = await desk.call(contract.renderAnswer, {
      id: answer.id,
      incidentId: incident.id,
    })
    expect(text).toContain(`${incident.number}（打印机 {{owner.name}} 卡纸）已受理`)
    expect(text.startsWith(incident.requester!.name)).toBe(true)
    expect(text.endsWith('{{不是变量}}')).toBe(true)
    expect(missing).toEqual(incident.owner ? [] : ['owner.name'])
  })

  it('with unknown variables are refused, naming them', async () => {
    const answer = await desk.send(contract.createAnswer, {
      title: '坏的',
      body: '{{ticket.secret}} {{me.name}}',
    })
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'canned.unknown_variable'])
    expect(answer.json().errors[0].field).toBe('body')
    expect(answer.json().detail).toContain('{{ticket.secret}}')
  })

  it('are shared with a group by its members, with a unit by who may, and hidden from others', async () => {
    const { rows } = await app.pool.query<{ id: string }>(
      `select group_id as id from support_group_member where person_id = $1 limit 1`,
      [desk.personId],
    )
    const groupId = rows[0]!.id
    await desk.call(contract.createAnswer, { title: '我自己的', body: '自己' })
    const ours = await desk.call(contract.createAnswer, {
      title: '本组的',
      body: '组内',
      share: 'group',
      groupId,
    })
    const foreign = await eng.send(contract.createAnswer, {
      title: '别组',
      body: '组',
      share: 'group',
      groupId,
    })
    expect([foreign.statusCode, foreign.json().errors[0].field]).toEqual([422, 'groupId'])
    expect(await titles(desk2)).toContain('本组的')
    expect(await titles(desk2)).not.toContain('我自己的')
    expect(await titles(eng)).not.toContain('本组的')

    const { rows: orgs } = await app.pool.query<{ id: string }>(`select id from org where parent_id is null`)
    const orgId = orgs[0]!.id
    const refused = await desk.send(contract.createAnswer, { title: '全体', body: '全', share: 'org', orgId })
    expect(refused.statusCode).toBe(422)
    const all = await manager.call(contract.createAnswer, { title: '全体', body: '全', share: 'org', orgId })
    expect(await titles(eng)).toContain('全体')
    const mine = (await eng.call(contract.listAnswers, { q: '全体' })).items[0]!
    expect(mine.abilities).toEqual([])
    const edit = await eng.send(contract.editAnswer, { id: all.id, version: 1, title: '全体', body: '改' })
    expect([edit.statusCode, edit.json().code]).toEqual([403, 'canned.not_allowed'])
    // a member of the group may; a stale version may not
    const edited = await desk2.call(contract.editAnswer, {
      ...{ id: ours.id, version: 1, title: '本组的', body: '改过' },
      ...{ share: 'group', groupId },
    })
    expect(edited.version).toBe(2)
    const stale = await desk.send(contract.deleteAnswer, { id: ours.id, version: 1 }, { 'if-match': '"1"' })
    expect(stale.statusCode).toBe(412)
    expect((await eng.send(contract.deleteAnswer, { id: ours.id, version: 2 })).statusCode).toBe(404)
  })

  it('go through their whole list by pages', async () => {
    for (const n of [1, 2, 3, 4, 5]) await eng.call(contract.createAnswer, { title: `分页 ${n}`, body: 'x' })
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof read>> = await read(cursor)
      seen.push(...page.items.map((one) => one.title))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toEqual([1, 2, 3, 4, 5].map((n) => `分页 ${n}`))
  })
  const read = (cursor: string | null) =>
    eng.call(contract.listAnswers, { q: '分页', limit: 2, ...(cursor ? { cursor } : {}) })
})

describe('templates', () => {
  const body = {
    name: '月度巡检',
    title: '{{month}} 机房巡检',
    description: '按清单逐项检查',
    type: 'request' as const,
    tasks: [
      { title: '检查空调', required: true, dueHours: 8 },
      { title: '检查 UPS', required: false, dueHours: null },
    ],
  }

  it('give the form its beginning, and their tasks to the ticket', async () => {
    const template = await desk.call(contract.createTemplate, body)
    const draft = await desk.call(contract.draftTemplate, { id: template.id })
    expect(draft.title).toMatch(/^\d{4}-\d\d 机房巡检$/)
    const incident = await desk.call(contract.fileByTemplate, {
      ...{
        id: template.id,
        title: draft.title,
        type: draft.type,
        impact: draft.impact,
        urgency: draft.urgency,
      },
      ...{ channel: 'phone', requesterId: req.personId },
    })
    const { items } = await desk.call(listTasks, { id: incident.id })
    expect(items.map((t) => [t.title, t.required, t.dueAt !== null])).toEqual([
      ['检查空调', true, true],
      ['检查 UPS', false, false],
    ])
  })

  it('refuse variables of a ticket, unknown references, and those who may not see them', async () => {
    const bad = await desk.send(contract.createTemplate, { ...body, title: '{{ticket.number}}' })
    expect([bad.statusCode, bad.json().errors[0].field]).toEqual([422, 'title'])
    const gone = await desk.send(contract.createTemplate, { ...body, serviceId: req.personId })
    expect([gone.statusCode, gone.json().errors[0].field]).toEqual([422, 'serviceId'])
    const mine = await desk.call(contract.createTemplate, body)
    expect((await desk2.send(contract.draftTemplate, { id: mine.id })).statusCode).toBe(404)
    expect((await req.send(contract.listTemplates, {})).statusCode).toBe(403)
  })
})
