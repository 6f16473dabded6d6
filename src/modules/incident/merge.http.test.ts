import { exportList } from '#kernel/view/contract.ts'
import { createChange, getChange } from '#modules/change/contract.ts'
import { linkIncident as linkChange } from '#modules/change/parts-contract.ts'
import { createArticle } from '#modules/knowledge/contract.ts'
import { articlesOfIncident, linkArticle } from '#modules/knowledge/ticket-contract.ts'
import { getProblem, openProblem } from '#modules/problem/contract.ts'
import { linkIncident as linkProblem } from '#modules/problem/link-contract.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listNotifications } from '#kernel/notify/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { addTask, listTasks } from '#modules/ticket/task-contract.ts'
import * as contract from './contract.ts'
import * as story from './story-contract.ts'

let app: TestApp
let desk: Caller, eng: Caller, req: Caller, other: Caller, vendor: Caller
beforeAll(async () => {
  app = await testApp()
  ;[desk, eng, req, other, vendor] = (await Promise.all(
    ['desk01', 'eng01', 'req01', 'req02', 'vend01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller, Caller]
})
afterAll(() => app.close())

const filed = (title: string, more: object = {}) =>
  desk.call(contract.createIncident, {
    ...{ title, impact: 'low', urgency: 'medium', channel: 'phone' },
    requesterId: req.personId,
    ...more,
  })
const read = (id: string, who = desk) => who.call(contract.getIncident, { id })
const merge = (id: string, intoId: string, version: number, who = desk) =>
  who.send(contract.mergeIncident, { id, intoId, version })

describe('merging', () => {
  it('hands over comments, files, tasks, people; ends the one and leads to the other', async () => {
    const [source, target] = [await filed('重复登记一'), await filed('重复登记二')]
    await req.call(story.addComment, { id: source.id, body: '独特词汇鲸鱼座，补充说明' })
    await desk.call(story.addComment, { id: source.id, body: '内部：查过了', public: false })
    await desk.call(addTask, { id: source.id, title: '换网线' })
    await desk.call(story.addWorkLog, { id: source.id, minutes: 5 })
    await eng.call(story.setWatching, { id: source.id, watching: true })
    await other.call(contract.joinIncident, { id: source.id, note: '' }).catch(() => undefined)
    const third = await filed('引用它的')
    await desk.call(contract.markDuplicate, { id: third.id, version: third.version, ofId: source.id })
    const before = await read(source.id)
    const done = await merge(source.id, target.id, before.version)
    expect(done.statusCode, done.body).toBe(200)

    const ended = await read(source.id)
    expect(ended).toMatchObject({ state: 'cancelled', mergedInto: { id: target.id, number: target.number } })
    expect(ended.clocks.every((clock) => clock.stoppedAt !== null || clock.state === 'cancelled')).toBe(true)
    const entries = (await desk.call(story.getTimeline, { id: target.id })).items
    expect(entries.filter((e) => e.kind === 'comment').map((e) => [e.body.slice(0, 3), e.public])).toEqual([
      ['独特词', true],
      ['内部：', false],
    ])
    expect(entries.at(-1)).toMatchObject({
      kind: 'link',
      data: { merged: { number: source.number }, tasks: 1 },
    })
    expect((await desk.call(listTasks, { id: target.id })).items.map((t) => t.title)).toEqual(['换网线'])
    expect((await desk.call(story.listWorkLogs, { id: target.id })).items).toHaveLength(1)
    expect((await read(target.id, eng)).watching).toBe(true)
    expect((await read(third.id)).duplicateOf).toMatchObject({ id: target.id })
    // words are found where they went, the number where it was
    const found = await desk.call(contract.listIncidents, { q: '鲸鱼座' })
    expect(found.items.map((line) => line.id)).toEqual([target.id])
    const byNumber = await desk.call(contract.listIncidents, { q: source.number })
    expect(byNumber.items.map((line) => line.id)).toEqual([source.id])
    const news = (await req.call(listNotifications, {})).items.map((one) => one.text)
    expect(news.some((text) => text.includes(`${source.number} 已并入 ${target.number}`))).toBe(true)
    const { rows } = await app.pool.query<{ action: string }>(
      `select action from audit_entry where entity_id = any($1) and action like 'incident.merge%' order by action`,
      [[source.id, target.id]],
    )
    expect(rows.map((row) => row.action)).toEqual(['incident.merge', 'incident.merge-in'])
  })

  it('takes words that still come for the old one to the new one', async () => {
    const [source, target] = [await filed('旧单'), await filed('新单')]
    expect((await merge(source.id, target.id, source.version)).statusCode).toBe(200)
    await req.call(story.addComment, { id: source.id, body: '我又回复了旧单' })
    const entries = (await req.call(story.getTimeline, { id: target.id })).items
    expect(entries.some((e) => e.body === '我又回复了旧单')).toBe(true)
    // merged on, the first still leads to the end in one step
    const last = await filed('最后一单')
    const { version } = await read(target.id)
    expect((await merge(target.id, last.id, version)).statusCode).toBe(200)
    expect((await read(source.id)).mergedInto?.id).toBe(last.id)
    // there is no way back
    const over = await read(source.id)
    const again = await desk.send(contract.reopenIncident, {
      id: source.id,
      version: over.version,
      reason: '撤销',
    })
    expect([again.statusCode, again.json().code]).toEqual([409, 'incident.illegal_move'])
  })

  it('is refused across reporters, units and visibility, with nothing changed', async () => {
    const mine = await filed('甲的事件')
    const foreign = await filed('乙的事件', { requesterId: other.personId })
    const refused = await merge(mine.id, foreign.id, mine.version)
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'incident.merge_other_reporter'])
    const itself = await merge(mine.id, mine.id, mine.version)
    expect(itself.json().code).toBe('incident.merge_itself')
    // who sees only one of them
    const { rows } = await app.pool.query<{ id: string }>(
      `select group_id as id from support_group_member where person_id = $1`,
      [vendor.personId],
    )
    const { version } = await desk.call(contract.assignIncident, {
      ...{ id: mine.id, version: mine.version, groupId: rows[0]!.id },
      ...(mine.owner ? { reason: '转厂商' } : {}),
    })
    const unseen = await filed('厂商看不到的')
    const hidden = await merge(mine.id, unseen.id, version, vendor)
    expect([hidden.statusCode, hidden.json().code]).toEqual([422, 'incident.unknown_reference'])
    expect((await merge(unseen.id, mine.id, unseen.version, vendor)).statusCode).toBe(404)
    expect((await merge(mine.id, unseen.id, version + 5)).statusCode).toBe(412)
    expect((await read(mine.id)).state).not.toBe('cancelled')
    expect((await merge(mine.id, unseen.id, version, req)).statusCode).toBe(403)
  })

  it('of two at the same time leaves one incident', async () => {
    const [a, b] = [await filed('同时甲'), await filed('同时乙')]
    const answers = await Promise.all([merge(a.id, b.id, a.version), merge(b.id, a.id, b.version)])
    expect(answers.map((one) => one.statusCode).toSorted()).toEqual([200, 422])
  })

  it('takes along what problems, changes and articles were linked to', async () => {
    const [source, target] = [await filed('关联随合并一'), await filed('关联随合并二')]
    const problem = await desk.call(openProblem, { title: '合并后仍在的问题', priority: 3 })
    const change = await desk.call(createChange, { kind: 'normal', title: '合并后仍在的变更' })
    const { id: articleId } = await desk.call(createArticle, { title: '合并后仍在的知识' })
    await desk.call(linkProblem, { id: problem.id, incidentNumber: source.number })
    await desk.call(linkChange, { id: change.id, incidentNumber: source.number, relation: 'caused' })
    await desk.call(linkArticle, { id: source.id, articleId })
    // linked to both it is linked once
    await desk.call(linkProblem, { id: problem.id, incidentNumber: target.number })
    expect((await merge(source.id, target.id, (await read(source.id)).version)).statusCode).toBe(200)
    await app.work()
    const goesOn = async () => ({
      problem: (await desk.call(getProblem, { id: problem.id })).linked.map((one) => one.number),
      change: (await desk.call(getChange, { id: change.id })).links.map((one) => one.number),
      articles: (await desk.call(articlesOfIncident, { id: target.id })).items.map((one) => one.id),
    })
    await expect
      .poll(goesOn, { timeout: 10_000 })
      .toEqual({ problem: [target.number], change: [target.number], articles: [articleId] })
    // lists say what became of it, and not that somebody gave it up
    const [row] = (await desk.call(contract.listIncidents, { q: source.number })).items
    expect(row).toMatchObject({ state: 'cancelled', merged: true })
    const table = await desk.send(exportList, { list: 'incidents', filter: `q=${source.number}` })
    expect(table.body).toContain('已合并')
  })
})
