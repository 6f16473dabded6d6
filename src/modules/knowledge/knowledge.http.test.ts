import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { bodyFromText } from './body-contract.ts'
import * as contract from './contract.ts'
import type { ArticleRecord } from './contract.ts'

let app: TestApp
let desk: Caller
let eng: Caller
let lead: Caller
let req: Caller
beforeAll(async () => {
  app = await testApp()
  ;[desk, eng, lead, req] = (await Promise.all(
    ['desk01', 'eng01', 'lead01', 'req01'].map((l) => app.as(l)),
  )) as [Caller, Caller, Caller, Caller]
})
afterAll(() => app.close())

type Given = Partial<Parameters<typeof desk.call<typeof contract.createArticle>>[1]>

const begin = (caller: Caller, title: string, more: Given = {}) =>
  caller.call(contract.createArticle, {
    title,
    body: bodyFromText(`${title}。先看指示灯，再换网线。`) as never,
    ...more,
  })
const at = ({ id, version }: ArticleRecord) => ({ id, version })

/** Written by desk01, published by lead01. */
async function published(title: string, more: Given = {}): Promise<ArticleRecord> {
  const draft = await begin(desk, title, more)
  const waiting = await desk.call(contract.submitArticle, at(draft))
  return lead.call(contract.publishArticle, at(waiting))
}

const titles = async (caller: Caller, query: Record<string, unknown> = {}) =>
  (await caller.call(contract.listArticles, query)).items.map((one) => one.title)

describe('the way of an article', () => {
  it('goes from draft through review by another person to its readers, and on to the next version', async () => {
    const draft = await begin(desk, '打印机脱机的处理', { audience: 'public', tags: ['打印'] })
    expect([draft.state, draft.liveNo, draft.copy]).toEqual(['draft', null, 'draft'])
    expect((await req.send(contract.getArticle, { id: draft.id })).statusCode).toBe(404)
    const waiting = await desk.call(contract.submitArticle, at(draft))
    const own = await desk.send(contract.publishArticle, at(waiting))
    expect(own.statusCode).toBe(403)
    const live = await lead.call(contract.publishArticle, at(waiting))
    expect([live.state, live.liveNo, live.publishedBy?.name]).toEqual(['published', 1, '陈立'])
    expect(live.reviewDueAt).not.toBeNull()
    const read = await req.call(contract.getArticle, { id: draft.id })
    expect([read.title, read.abilities]).toEqual(['打印机脱机的处理', ['vote']])

    const revised = await eng.call(contract.reviseArticle, at(live))
    await eng.call(contract.editArticle, {
      ...at(revised),
      title: '打印机脱机的处理（新版）',
      body: bodyFromText('换了新打印服务器。') as never,
      audience: 'public',
    })
    // readers see the first version and nothing of the second
    const meanwhile = await req.call(contract.getArticle, { id: draft.id })
    expect([meanwhile.title, meanwhile.no, meanwhile.state]).toEqual(['打印机脱机的处理', 1, 'published'])
    expect((await req.send(contract.getArticle, { id: draft.id, copy: 'draft' })).statusCode).toBe(404)
    expect((await eng.call(contract.getArticle, { id: draft.id, copy: 'draft' })).no).toBe(2)
    const second = await eng.call(contract.getArticle, { id: draft.id, copy: 'draft' })
    const sent = await eng.call(contract.submitArticle, at(second))
    const again = await lead.call(contract.publishArticle, at(sent))
    expect([again.no, again.title]).toEqual([2, '打印机脱机的处理（新版）'])
    const { items } = await desk.call(contract.listVersions, { id: draft.id })
    expect(items.map((one) => [one.no, one.title])).toEqual([
      [2, '打印机脱机的处理（新版）'],
      [1, '打印机脱机的处理'],
    ])
    expect((await req.send(contract.listVersions, { id: draft.id })).statusCode).toBe(404)
  })

  it('refuses a reviewer who wrote at it, a stale version and a move that the state does not allow', async () => {
    const draft = await begin(lead, '值班长写的说明')
    const waiting = await lead.call(contract.submitArticle, at(draft))
    const own = await lead.send(contract.publishArticle, at(waiting))
    expect([own.statusCode, own.json().code]).toEqual([403, 'knowledge.own_work'])
    const manager = await app.as('mgr01')
    const stale = await manager.send(contract.publishArticle, { id: draft.id, version: 1 })
    expect([stale.statusCode, stale.json().code]).toEqual([412, 'knowledge.version_stale'])
    const back = await manager.call(contract.returnArticle, { ...at(waiting), reason: '缺少截图' })
    expect([back.state, back.stateNote]).toEqual(['draft', '缺少截图'])
    const early = await manager.send(contract.publishArticle, at(back))
    expect([early.statusCode, early.json().code]).toEqual([409, 'knowledge.illegal_move'])
  })

  it('throws a revision away without touching what is published, and withdraws with a reason', async () => {
    const live = await published('临时绕行方案')
    const revised = await desk.call(contract.reviseArticle, at(live))
    const kept = await desk.call(contract.dropDraft, at(revised))
    expect([kept.state, kept.no, kept.hasDraft]).toEqual(['published', 1, false])
    const gone = await desk.call(contract.withdrawArticle, { ...at(kept), reason: '系统已下线' })
    expect([gone.state, gone.copy]).toEqual(['withdrawn', 'draft'])
    const other = await app.as('asset01')
    expect((await other.send(contract.getArticle, { id: live.id })).statusCode).toBe(404)
    const taken = await desk.call(contract.reviseArticle, at(gone))
    expect([taken.state, taken.no, taken.liveNo]).toEqual(['draft', 2, null])
  })
})

describe('who sees what', () => {
  it('is one answer in list, search, suggestions, detail and tags', async () => {
    const open = await published('公开：键盘失灵怎么办', { audience: 'public', tags: ['键盘公开'] })
    const inner = await published('内部：键盘采购渠道', { tags: ['键盘内部'] })
    const netGroup = await groupId('网络与安全组')
    const group = await published('组内：键盘记录器排查', { audience: 'groups', groupIds: [netGroup] })
    const draft = await begin(desk, '草稿：键盘更换流程')
    const manager = await app.as('mgr01')
    const secret = await lead.call(contract.createArticle, {
      title: '敏感：键盘取证步骤',
      classification: 'sensitive',
    })
    const sent = await lead.call(contract.submitArticle, at(secret))
    await manager.call(contract.publishArticle, at(sent))
    const seen: Record<string, string[]> = {
      req01: [open.title],
      asset01: [open.title],
      vend01: [open.title],
      desk02: [open.title, inner.title, draft.title],
      eng02: [open.title, inner.title, group.title, draft.title],
      mgr01: [open.title, inner.title, group.title, draft.title, secret.title],
    }
    for (const [login, expected] of Object.entries(seen)) {
      const caller = await app.as(login)
      expect((await titles(caller, { q: '键盘' })).sort(), login).toEqual([...expected].sort())
      expect((await titles(caller)).filter((one) => one.includes('键盘')).sort()).toEqual(
        [...expected].sort(),
      )
      const suggested = (await caller.call(contract.suggestArticles, { q: '键盘' })).items.map(
        (one) => one.id,
      )
      const live = [open, inner, group, secret].filter((one) => expected.includes(one.title))
      expect(suggested.sort(), login).toEqual(live.map((one) => one.id).sort())
      for (const one of [open, inner, group, draft, secret]) {
        const { statusCode } = await caller.send(contract.getArticle, { id: one.id })
        expect([login, one.title, statusCode]).toEqual([
          login,
          one.title,
          expected.includes(one.title) ? 200 : 404,
        ])
      }
      const { items } = await caller.call(contract.listTags, {})
      expect(items.some((one) => one.tag === '键盘内部')).toBe(expected.includes(inner.title))
    }
  })

  it('refuses readers that the writer may not name, or who would not be the writer', async () => {
    const draft = await begin(desk, '密级设置')
    const content = { title: draft.title, body: draft.body as never }
    const cleared = await desk.send(contract.editArticle, {
      ...at(draft),
      ...content,
      classification: 'sensitive',
    })
    expect([cleared.statusCode, cleared.json().errors[0].field]).toEqual([403, 'classification'])
    const open = await desk.send(contract.editArticle, {
      ...at(draft),
      ...content,
      audience: 'public',
      classification: 'internal',
    })
    expect([open.statusCode, open.json().code]).toEqual([422, 'knowledge.public_classified'])
    const none = await desk.send(contract.editArticle, { ...at(draft), ...content, audience: 'groups' })
    expect([none.statusCode, none.json().errors[0].field]).toEqual([422, 'groupIds'])
  })
})

describe('suggestions', () => {
  it('find an article by a word of two characters, by a sentence, and by the information system alone', async () => {
    const live = await published('投影仪无信号的处理', { audience: 'public', summary: '会议室投影没有画面' })
    const first = async (q: string) =>
      (await req.call(contract.suggestArticles, { q })).items.map((one) => one.number)
    expect(await first('投影')).toContain(live.number)
    expect((await first('三楼会议室的投影仪今天早上打不开没有画面'))[0]).toBe(live.number)
    expect(await first('电梯')).toEqual([])
    expect(await first('仪')).toEqual([])
    const { items } = await req.call(contract.suggestArticles, { q: '投影' })
    expect(items[0]!.title.filter((part) => part.hit).map((part) => part.text)).toEqual(['投影'])
  })

  it('stop when the article is withdrawn', async () => {
    const live = await published('绘图仪卡纸', { audience: 'public' })
    await desk.call(contract.withdrawArticle, { ...at(live), reason: '设备已报废' })
    expect((await req.call(contract.suggestArticles, { q: '绘图仪' })).items).toEqual([])
    expect(await titles(req, { q: '绘图仪' })).toEqual([])
  })
})

describe('a body', () => {
  it('is kept without what the schema does not know, and refused with the place of what it does not allow', async () => {
    const paragraph = (marks: unknown[], text = 'x') => ({
      type: 'doc',
      content: [
        { type: 'paragraph', attrs: { onclick: 'x', style: 'y' }, content: [{ type: 'text', text, marks }] },
      ],
    })
    const draft = await begin(desk, '正文检查', {
      body: paragraph([{ type: 'bold' }], '<script>alert(1)</script>') as never,
    })
    expect(draft.body).toEqual({
      type: 'doc',
      content: [
        {
          type: 'paragraph',
          content: [{ type: 'text', text: '<script>alert(1)</script>', marks: [{ type: 'bold' }] }],
        },
      ],
    })
    const bad: [unknown, string][] = [
      [
        paragraph([{ type: 'link', attrs: { href: 'javascript:alert(1)' } }]),
        'body.content.0.content.0.marks.0.attrs.href',
      ],
      [paragraph([{ type: 'textStyle' }]), 'body.content.0.content.0.marks.0'],
      [{ type: 'doc', content: [{ type: 'iframe' }] }, 'body.content.0'],
      [
        { type: 'doc', content: [{ type: 'image', attrs: { src: 'http://x/y.png' } }] },
        'body.content.0.attrs.fileId',
      ],
      [{ type: 'doc', content: [{ type: 'constructor' }] }, 'body.content.0'],
      [{}, 'body'],
    ]
    for (const [body, field] of bad) {
      const answer = await desk.send(contract.editArticle, {
        ...at(draft),
        title: '正文检查',
        body: body as never,
      })
      expect([answer.statusCode, answer.json().errors[0].field]).toEqual([422, field])
      expect(answer.json().errors[0].message).not.toContain('knowledge:')
    }
    const foreign = { type: 'doc', content: [{ type: 'image', attrs: { fileId: draft.id } }] }
    const answer = await desk.send(contract.editArticle, {
      ...at(draft),
      title: '正文检查',
      body: foreign as never,
    })
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'knowledge.foreign_file'])
  })
})

async function groupId(name: string): Promise<string> {
  const row = await app.db
    .selectFrom('support_group')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return row.id
}
