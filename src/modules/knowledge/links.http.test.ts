import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sql } from 'kysely'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { createIncident, resolveIncident } from '#modules/incident/contract.ts'
import { bodyFromText } from './body-contract.ts'
import * as contract from './contract.ts'
import * as tickets from './ticket-contract.ts'

let app: TestApp
let desk: Caller
let lead: Caller
let req: Caller
beforeAll(async () => {
  app = await testApp()
  desk = await app.as('desk01')
  lead = await app.as('lead01')
  req = await app.as('req01')
})
afterAll(() => app.close())

async function published(title: string, more: Record<string, unknown> = {}) {
  const draft = await desk.call(contract.createArticle, {
    title,
    body: bodyFromText(`${title}。`) as never,
    audience: 'public',
    ...more,
  })
  const sent = await desk.call(contract.submitArticle, { id: draft.id, version: draft.version })
  return lead.call(contract.publishArticle, { id: sent.id, version: sent.version })
}

const file = (title: string, resolution?: string) =>
  desk.call(createIncident, {
    title,
    impact: 'low',
    urgency: 'low',
    channel: 'phone',
    caller: { name: '张三' },
    ...(resolution ? { resolution } : {}),
  })

describe('articles and incidents', () => {
  it('are linked, used and unlinked; what nobody may see is not told', async () => {
    const article = await published('网线松动')
    const incident = await file('三楼网络不通')
    const linked = await desk.call(tickets.linkArticle, { id: incident.id, articleId: article.id })
    expect(linked.items.map((one) => [one.number, one.how])).toEqual([[article.number, 'linked']])
    const used = await desk.call(tickets.linkArticle, { id: incident.id, articleId: article.id, used: true })
    expect(used.items[0]!.how).toBe('used')
    const read = await desk.call(contract.getArticle, { id: article.id })
    expect(read.used).toBe(1)
    const of = await desk.call(tickets.ticketsOfArticle, { id: article.id })
    expect(of.items.map((one) => one.number)).toEqual([incident.number])
    // a vendor's engineer sees neither
    const vendor = await app.as('vend01')
    expect((await vendor.send(tickets.articlesOfIncident, { id: incident.id })).statusCode).toBe(404)
    expect((await vendor.call(tickets.ticketsOfArticle, { id: article.id })).items).toEqual([])
    const none = await desk.call(tickets.unlinkArticle, { id: incident.id, articleId: article.id })
    expect(none.items).toEqual([])
    expect((await desk.call(contract.getArticle, { id: article.id })).used).toBe(0)
  })

  it('make an article of what an incident tells', async () => {
    const incident = await file('证书助手打不开', '重装驱动后恢复')
    const draft = await desk.call(tickets.articleFromIncident, { id: incident.id })
    expect([draft.title, draft.state, draft.audience]).toEqual(['证书助手打不开', 'draft', 'staff'])
    expect(JSON.stringify(draft.body)).toContain('重装驱动后恢复')
    const { items } = await desk.call(tickets.articlesOfIncident, { id: incident.id })
    expect(items.map((one) => one.how)).toEqual(['origin'])
  })

  it('count as used when the solution names them, once, and show in the reuse rate', async () => {
    const article = await published('浏览器缓存清理')
    const before = await desk.call(tickets.getFigures, {})
    const incident = await file('页面打不开')
    const { id, version } = incident
    await desk.call(resolveIncident, { id, version, resolution: `按 ${article.number} 清理缓存后恢复` })
    const worker = await app.work()
    await vi.waitFor(async () => {
      const { items } = await desk.call(tickets.articlesOfIncident, { id })
      expect(items.map((one) => one.how)).toEqual(['used'])
    }, 15_000)
    await worker.stop()
    const after = await desk.call(tickets.getFigures, {})
    expect([after.resolved - before.resolved, after.withArticle - before.withArticle]).toEqual([1, 1])
  })
})

describe('readers', () => {
  it('vote once, may change their mind, and are counted; the authors may not vote', async () => {
    const article = await published('会议室预定')
    const yes = await req.call(tickets.voteArticle, { id: article.id, useful: true })
    expect([yes.useful, yes.useless, yes.myVote?.useful]).toEqual([1, 0, true])
    const no = await req.call(tickets.voteArticle, { id: article.id, useful: false, remark: '电话已变' })
    expect([no.useful, no.useless]).toEqual([0, 1])
    const own = await desk.send(tickets.voteArticle, { id: article.id, useful: true })
    expect([own.statusCode, own.json().code]).toEqual([403, 'knowledge.own_vote'])
    const { items } = await desk.call(tickets.listVotes, { id: article.id })
    expect(items.map((one) => [one.useful, one.remark])).toEqual([[false, '电话已变']])
    expect((await req.call(tickets.countView, { id: article.id })).views).toBe(1)
    expect((await req.call(tickets.countView, { id: article.id })).views).toBe(2)
    await lead.call(tickets.voteArticle, { id: (await published('最有用的一篇')).id, useful: true })
    const best = await desk.call(contract.listArticles, { sort: '-useful', limit: 1 })
    const rest = await desk.call(contract.listArticles, {
      sort: '-useful',
      limit: 50,
      cursor: best.nextCursor!,
    })
    expect(best.items[0]!.title).toBe('最有用的一篇')
    expect(rest.items.at(-1)!.title).toBe('会议室预定')
  })
})

describe('emergency plans', () => {
  it('are looked at every year, fall due by the timer, and keep their drills', async () => {
    const late = await desk.send(contract.createArticle, {
      kind: 'emergency-plan',
      title: '机房断电应急预案',
      reviewMonths: 24,
    })
    expect([late.statusCode, late.json().code]).toEqual([422, 'knowledge.plan_yearly'])
    const plan = await published('机房断电应急预案', { kind: 'emergency-plan', audience: 'staff' })
    const planned = await desk.call(tickets.planDrill, {
      id: plan.id,
      title: '半年演练',
      plannedOn: '2099-06-01',
    })
    const drill = planned.items[0]!
    const result = { heldOn: '2026-01-05', participants: '运维科全体', findings: '发电机启动超时，已报修' }
    const at = { id: plan.id, drillId: drill.id, version: drill.version }
    const future = await desk.send(tickets.holdDrill, { ...at, ...result, heldOn: '2098-01-01' })
    expect([future.statusCode, future.json().errors[0].field]).toEqual([422, 'heldOn'])
    const held = await desk.call(tickets.holdDrill, { ...at, ...result })
    expect([held.items[0]!.state, held.items[0]!.planNo]).toEqual(['held', 1])
    const again = await desk.send(tickets.holdDrill, { ...at, version: 2, ...result })
    expect([again.statusCode, again.json().code]).toEqual([409, 'knowledge.drill_over'])
    const other = await app.as('eng01')
    const refused = await other.send(tickets.planDrill, {
      id: plan.id,
      title: '演练',
      plannedOn: '2099-06-01',
    })
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'knowledge.not_allowed'])

    await sql`update article set review_due_at = now() - interval '1 minute' where id = ${plan.id}`.execute(
      app.db,
    )
    await sql`update timer set due_at = now() where key = ${plan.id}`.execute(app.db)
    const worker = await app.work()
    await vi.waitFor(async () => {
      expect((await desk.call(contract.getArticle, { id: plan.id })).state).toBe('due')
    }, 15_000)
    await worker.stop()
    const told = await desk.inject({ method: 'GET', url: '/api/v1/notifications' })
    expect(told.body).toContain('待复审')
    const { id, version } = await lead.call(contract.getArticle, { id: plan.id })
    const confirmed = await lead.call(contract.confirmArticle, { id, version })
    expect([confirmed.state, confirmed.reviewDueAt! > new Date().toISOString()]).toEqual(['published', true])
  })
})

describe('attachments', () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkqP9fDwAEgQGAAgqHxAAAAABJRU5ErkJggg==',
    'base64',
  )
  const upload = (caller: Caller, id: string) =>
    caller.inject({
      method: 'POST',
      url: `/api/v1/articles/${id}/files`,
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      payload: Buffer.concat([
        Buffer.from(
          '--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n',
        ),
        png,
        Buffer.from('\r\n--b--\r\n'),
      ]),
    })

  it('are seen by readers when a version that shows them is published, and follow its access', async () => {
    const draft = await desk.call(contract.createArticle, { title: '带图的知识', audience: 'public' })
    const sent = await upload(desk, draft.id)
    expect(sent.statusCode).toBe(201)
    const fileId = sent.json().id as string
    expect((await upload(req, draft.id)).statusCode).toBe(403)
    const url = { id: draft.id, fileId, inline: 'true' } as const
    expect((await req.send(contract.downloadFile, url)).statusCode).toBe(404)
    const body = { type: 'doc', content: [{ type: 'image', attrs: { fileId, alt: '截图' } }] }
    const edited = await desk.call(contract.editArticle, {
      id: draft.id,
      version: draft.version,
      title: draft.title,
      audience: 'public',
      body: body as never,
    })
    const waiting = await desk.call(contract.submitArticle, { id: draft.id, version: edited.version })
    expect((await req.send(contract.downloadFile, url)).statusCode).toBe(404)
    await lead.call(contract.publishArticle, { id: draft.id, version: waiting.version })
    const seen = await req.send(contract.downloadFile, url)
    expect([seen.statusCode, seen.headers['content-type']]).toEqual([200, 'image/png'])
    // a file of one article is no file of another
    const other = await published('别的知识')
    expect((await desk.send(contract.downloadFile, { id: other.id, fileId })).statusCode).toBe(404)
  })
})
