import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as approvals from '#kernel/approval/contract.ts'
import { lookupGroups } from '#kernel/org/contract.ts'
import { listNotifications } from '#kernel/notify/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { browseCatalogue, createItem, listItems, updateItem } from '#modules/catalogue/contract.ts'
import type { ItemDraft } from '#modules/catalogue/item-contract.ts'
import * as contract from './contract.ts'

let app: TestApp
let req: Caller, req2: Caller, desk: Caller, eng: Caller, eng2: Caller, lead: Caller, mgr: Caller
let groups: { id: string; name: string; members: { id: string }[] }[]
let categoryId: string
beforeAll(async () => {
  app = await testApp()
  ;[req, req2, desk, eng, eng2, lead, mgr] = (await Promise.all(
    ['req01', 'req02', 'desk01', 'eng01', 'eng02', 'lead01', 'mgr01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller, Caller, Caller, Caller]
  groups = (await mgr.call(lookupGroups, {})).items
  categoryId = (await mgr.call(listItems, {})).categories[0]!.id
  await app.work()
})
afterAll(() => app.close())

const groupOf = (who: Caller): string =>
  groups.find((group) => group.members.some((one) => one.id === who.personId))!.id

let made = 0
/** An item of its own: a text, a MAC address asked for by a choice, and the tasks given. */
async function item(
  more: Partial<ItemDraft> = {},
): Promise<{ itemId: string; itemNo: number; code: string }> {
  const code = `test-${++made}`
  const it = await mgr.call(createItem, {
    code,
    categoryId,
    definition: {
      name: `测试事项${made}`,
      form: [
        { key: 'use', type: 'text', label: '用途', required: true },
        {
          key: 'kind',
          type: 'choice',
          label: '类型',
          options: [
            { value: 'pc', label: '电脑' },
            { value: 'other', label: '其他' },
          ],
        },
        {
          key: 'mac',
          type: 'mac',
          label: 'MAC 地址',
          required: true,
          shownWhen: { field: 'kind', is: ['pc'] },
        },
      ],
      tasks: [{ key: 'do', name: '办理', groupId: groupOf(eng), due: { value: 4, unit: 'hours' } }],
      target: { value: 2, unit: 'workingDays' },
      ...more,
    },
  })
  return { itemId: it.id, itemNo: it.liveNo, code }
}

const byManager: ItemDraft['approval'] = {
  steps: [{ name: '主管批准', mode: 'any', by: [{ kind: 'role', role: 'manager' }] }],
}

type Shown = Awaited<ReturnType<typeof get>>
const get = (who: Caller, id: string) => who.call(contract.getRequest, { id })

/** Waits for what follows an approval: a reaction in the background. */
async function until(who: Caller, id: string, holds: (now: Shown) => boolean): Promise<Shown> {
  for (let n = 0; n < 200; n++) {
    const now = await get(who, id)
    if (holds(now)) return now
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`still ${JSON.stringify(await get(who, id))}`)
}

async function approvalOf(who: Caller, lineId: string) {
  const { items } = await who.call(approvals.approvalsOf, { entity: 'request-line', entityId: lineId })
  return who.call(approvals.getApproval, { id: items[0]!.id })
}

const problem = (answer: { statusCode: number; json: () => unknown }) => {
  const body = answer.json() as { code: string; errors?: { field: string; code: string }[] }
  return [answer.statusCode, body.code, ...(body.errors ?? []).map((one) => `${one.field} ${one.code}`)]
}

describe('a request', () => {
  it('goes from the catalogue through approval and tasks to its confirmation', async () => {
    const one = await item({ approval: byManager })
    const asked = await req.call(contract.askRequest, {
      lines: [{ itemId: one.itemId, itemNo: one.itemNo, answers: { use: '窗口打印机' } }],
    })
    expect(asked.number).toMatch(/^REQ-\d{8}-\d{4}$/)
    expect([asked.state, asked.lines[0]!.state, asked.lines[0]!.tasks[0]!.state]).toEqual([
      'approval',
      'approval',
      'waiting',
    ])
    // nobody else of the same rank sees it; the engineer whose group will do it does
    expect((await req2.send(contract.getRequest, { id: asked.id })).statusCode).toBe(404)
    expect((await get(eng, asked.id)).id).toBe(asked.id)
    const waiting = await approvalOf(mgr, asked.lines[0]!.id)
    expect(waiting.view?.facts.map((fact) => fact.value)).toContain('窗口打印机')
    await mgr.call(approvals.approve, { id: waiting.id, version: waiting.version })
    let now = await until(eng, asked.id, (r) => r.state === 'working')
    const task = now.lines[0]!.tasks[0]!
    expect([task.state, task.dueAt !== null, now.lines[0]!.dueAt !== null]).toEqual(['open', true, true])
    const queue = (await eng.call(contract.listTasks, { queue: 'group', limit: 200 })).items
    expect(queue.find((line) => line.id === task.id)?.request.number).toBe(asked.number)
    now = await eng.call(contract.takeTask, { id: task.id, version: task.version })
    now = await eng.call(contract.finishTask, {
      id: task.id,
      version: now.lines[0]!.tasks[0]!.version,
      note: '已开通',
    })
    expect([now.state, now.lines[0]!.state, now.lines[0]!.clock?.state]).toEqual(['done', 'done', 'met'])
    const mine = await get(req, asked.id)
    expect(mine.abilities).toContain('confirm')
    const closed = await req.call(contract.confirmRequest, {
      id: asked.id,
      version: mine.version,
      rating: 'satisfied',
    })
    expect([closed.state, closed.rating]).toEqual(['closed', 'satisfied'])
    const story = (await req.call(contract.getTimeline, { id: asked.id })).items.map((e) => e.data['move'])
    expect(story).toEqual(['submit', 'approval-approved', 'take', 'finish', 'confirm'])
  })

  it('names every answer that the form does not take', async () => {
    const one = await item()
    const ask = async (answers: Record<string, unknown>) =>
      problem(
        await req.send(contract.askRequest, {
          lines: [{ itemId: one.itemId, itemNo: one.itemNo, answers: answers as Record<string, string> }],
        }),
      )
    expect(await ask({ kind: 'pc', mac: 'no' })).toEqual([
      422,
      'request.answers',
      'lines.0.answers.use catalogue.required',
      'lines.0.answers.mac catalogue.mac',
    ])
    expect(await ask({ use: 'x', kind: 'other', mac: '3C-52-82-0A-1B-2C', nonsense: '1' })).toEqual([
      422,
      'request.answers',
      'lines.0.answers.nonsense catalogue.unknown',
      'lines.0.answers.mac catalogue.hidden',
    ])
    expect(await ask({ use: 'x', kind: 'pc', mac: '3C-52-82-0A-1B-2C' })).toEqual([201, undefined])
  })

  it('keeps the version it was asked with, and refuses a form that was another', async () => {
    const one = await item()
    const lines = [{ itemId: one.itemId, itemNo: one.itemNo, answers: { use: '旧表单' } }]
    const old = await req.call(contract.askRequest, { lines })
    const listed = (await mgr.call(listItems, {})).items.find((row) => row.id === one.itemId)!
    await mgr.call(updateItem, {
      id: one.itemId,
      version: listed.version,
      definition: {
        name: '新事项',
        form: [{ key: 'reason', type: 'longtext', label: '理由', required: true }],
        tasks: [{ key: 'do', name: '新任务' }],
      },
    })
    expect(problem(await req.send(contract.askRequest, { lines }))).toEqual([
      409,
      'request.item_changed',
      'lines.0.itemNo request.item_changed',
    ])
    const kept = (await get(req, old.id)).lines[0]!
    expect([kept.itemNo, kept.form[0]!.key, kept.tasks[0]!.name]).toEqual([1, 'use', '办理'])
  })
})

describe('tasks', () => {
  it('run side by side and in stages; two people finish theirs at once, one and the same only once', async () => {
    const task = (key: string, stage: number, who: Caller) => ({
      key,
      name: key,
      stage,
      groupId: groupOf(who),
    })
    const one = await item({
      tasks: [task('a', 1, eng), task('b', 1, eng2), task('c', 2, eng)],
    })
    const asked = await req.call(contract.askRequest, {
      lines: [{ itemId: one.itemId, itemNo: one.itemNo, answers: { use: '并行' } }],
    })
    const [a, b, c] = asked.lines[0]!.tasks as [Task, Task, Task]
    expect([a.state, b.state, c.state]).toEqual(['open', 'open', 'waiting'])
    expect(
      problem(await eng.send(contract.finishTask, { id: c.id, version: c.version, results: {} })),
    ).toEqual([409, 'request.illegal_move', 'state request.illegal_move'])
    const both = await Promise.all([
      eng.send(contract.finishTask, { id: a.id, version: a.version }),
      eng2.send(contract.finishTask, { id: b.id, version: b.version }),
    ])
    expect(both.map((answer) => answer.statusCode)).toEqual([200, 200])
    const then = (await get(eng, asked.id)).lines[0]!.tasks[2]!
    expect(then.state).toBe('open')
    const twice = await Promise.all(
      [0, 1].map(() => eng.send(contract.finishTask, { id: then.id, version: then.version })),
    )
    expect(twice.map((answer) => answer.statusCode).toSorted()).toEqual([200, 412])
    expect((await get(req, asked.id)).state).toBe('done')
  })

  it('ask the requester back, and what is changed then is approved anew', async () => {
    const one = await item({ approval: byManager })
    const asked = await req.call(contract.askRequest, {
      lines: [{ itemId: one.itemId, itemNo: one.itemNo, answers: { use: '办公' } }],
    })
    const first = await approvalOf(mgr, asked.lines[0]!.id)
    await mgr.call(approvals.approve, { id: first.id, version: first.version })
    let now = await until(eng, asked.id, (r) => r.state === 'working')
    let task = now.lines[0]!.tasks[0]!
    now = await eng.call(contract.askBack, { id: task.id, version: task.version, question: '请写明房间号' })
    expect([now.state, now.lines[0]!.clock?.state]).toEqual(['returned', 'paused'])
    task = now.lines[0]!.tasks[0]!
    expect(
      (await eng.send(contract.answerTask, { id: task.id, version: task.version, answer: '代答' }))
        .statusCode,
    ).toBe(403)
    now = await req.call(contract.answerTask, {
      id: task.id,
      version: task.version,
      answer: '三楼 302',
      answers: { use: '办公，302 室' },
    })
    expect([now.state, now.lines[0]!.tasks[0]!.state]).toEqual(['approval', 'waiting'])
    const second = await approvalOf(mgr, asked.lines[0]!.id)
    expect(second.id).not.toBe(first.id)
    await mgr.call(approvals.approve, { id: second.id, version: second.version })
    now = await until(eng, asked.id, (r) => r.state === 'working')
    expect([now.lines[0]!.answers, now.lines[0]!.tasks[0]!.state]).toEqual([{ use: '办公，302 室' }, 'open'])
  })

  it('must give the result that the item asks for', async () => {
    const one = await item({
      tasks: [
        {
          key: 'address',
          name: '分配地址',
          groupId: groupOf(eng),
          result: [{ key: 'ip', type: 'ip', label: 'IP 地址', required: true }],
        },
      ],
    })
    const asked = await req.call(contract.askRequest, {
      lines: [{ itemId: one.itemId, itemNo: one.itemNo, answers: { use: '地址' } }],
    })
    const task = asked.lines[0]!.tasks[0]!
    const finish = (results: Record<string, string>) =>
      eng.send(contract.finishTask, { id: task.id, version: task.version, results })
    expect(problem(await finish({}))).toContain('results.ip catalogue.required')
    expect(problem(await finish({ ip: '10.1.2.300' }))).toContain('results.ip catalogue.ip')
    expect((await finish({ ip: '10.1.2.30' })).statusCode).toBe(200)
    expect((await get(req, asked.id)).lines[0]!.tasks[0]!.results).toEqual({ ip: '10.1.2.30' })
  })

  it('without a group wait for the desk, which gives them to one of a group', async () => {
    const one = await item({ tasks: [{ key: 'do', name: '办理' }] })
    const asked = await req.call(contract.askRequest, {
      lines: [{ itemId: one.itemId, itemNo: one.itemNo, answers: { use: '分派' } }],
    })
    const task = asked.lines[0]!.tasks[0]!
    expect((await eng2.send(contract.takeTask, { id: task.id, version: task.version })).statusCode).toBe(403)
    const free = (await desk.call(contract.listTasks, { queue: 'free', limit: 200 })).items
    expect(free.map((line) => line.id)).toContain(task.id)
    const wrong = { id: task.id, version: task.version, groupId: groupOf(eng), ownerId: req.personId }
    expect(problem(await desk.send(contract.assignTask, wrong))).toContain('request.owner_unknown')
    const now = await desk.call(contract.assignTask, { ...wrong, ownerId: eng.personId })
    expect(now.lines[0]!.tasks[0]!.owner?.id).toBe(eng.personId)
    const mine = (await eng.call(contract.listTasks, { queue: 'mine', limit: 200 })).items
    expect(mine.map((line) => line.id)).toContain(task.id)
  })
})

type Task = Shown['lines'][number]['tasks'][number]

describe('lines', () => {
  it('have each their own way: one rejected, one withdrawn, one delivered', async () => {
    const [gated, plain] = [await item({ approval: byManager }), await item()]
    const line = (one: { itemId: string; itemNo: number }, use: string) => ({
      itemId: one.itemId,
      itemNo: one.itemNo,
      answers: { use },
    })
    const asked = await req.call(contract.askRequest, {
      title: '新同事入职',
      lines: [line(gated, '一'), line(plain, '二'), line(plain, '三')],
    })
    expect(asked.lines.map((one) => one.state)).toEqual(['approval', 'working', 'working'])
    const waiting = await approvalOf(mgr, asked.lines[0]!.id)
    await mgr.call(approvals.reject, { id: waiting.id, version: waiting.version, reason: '不符合规定' })
    await until(req, asked.id, (r) => r.lines[0]!.state === 'rejected')
    let now = await get(req, asked.id)
    now = await req.call(contract.withdrawLine, {
      id: now.lines[1]!.id,
      version: now.lines[1]!.version,
      reason: '不需要了',
    })
    expect(now.lines[1]!.tasks[0]!.state).toBe('cancelled')
    const task = now.lines[2]!.tasks[0]!
    const done = await eng.call(contract.finishTask, { id: task.id, version: task.version })
    expect([done.state, ...done.lines.map((one) => one.state)]).toEqual([
      'done',
      'rejected',
      'withdrawn',
      'done',
    ])
    const again = await req.call(contract.reopenLine, {
      id: done.lines[2]!.id,
      version: done.lines[2]!.version,
      reason: '还不能用',
    })
    expect([again.state, again.lines[2]!.tasks[0]!.state]).toEqual(['working', 'open'])
    expect([done.lines[2]!.clock?.state, again.lines[2]!.clock?.state]).toEqual(['met', 'running'])
    const cancel = { id: again.lines[2]!.id, version: again.lines[2]!.version, reason: '设备停产' }
    expect((await eng.send(contract.cancelLine, cancel)).statusCode).toBe(403)
    expect((await desk.call(contract.cancelLine, cancel)).state).toBe('cancelled')
  })

  it('are mended after an approver returned them', async () => {
    const one = await item({ approval: byManager })
    const asked = await req.call(contract.askRequest, {
      lines: [{ itemId: one.itemId, itemNo: one.itemNo, answers: { use: '不清楚' } }],
    })
    const waiting = await approvalOf(mgr, asked.lines[0]!.id)
    await mgr.call(approvals.returnTo, {
      id: waiting.id,
      version: waiting.version,
      to: 0,
      reason: '写明用途',
    })
    const now = await until(req, asked.id, (r) => r.state === 'returned')
    expect(now.lines[0]!.question).toBe('写明用途')
    const again = await req.call(contract.resubmitLine, {
      id: now.lines[0]!.id,
      version: now.lines[0]!.version,
      answers: { use: '窗口扫描仪' },
    })
    expect(again.lines[0]!.state).toBe('approval')
    const anew = await approvalOf(mgr, asked.lines[0]!.id)
    await mgr.call(approvals.approve, { id: anew.id, version: anew.version })
    await until(req, asked.id, (r) => r.state === 'working')
  })
})

describe('files of a form', () => {
  const upload = async (who: Caller, name: string): Promise<string> => {
    const boundary = 'zy'
    const answer = await who.inject({
      method: 'POST',
      url: '/api/v1/request-uploads',
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      payload: `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/plain\r\n\r\n承诺书\r\n--${boundary}--\r\n`,
    })
    expect(answer.statusCode).toBe(201)
    return (answer.json() as { id: string }).id
  }

  it('go over to the request, are seen by who decides, and are nobody else’s to use', async () => {
    const one = await item({
      form: [{ key: 'letter', type: 'attachment', label: '承诺书', required: true }],
      approval: { steps: [{ name: '组长', mode: 'one', by: [{ kind: 'person', personId: req2.personId }] }] },
    })
    const ask = (letter: string[]) =>
      req.send(contract.askRequest, {
        lines: [{ itemId: one.itemId, itemNo: one.itemNo, answers: { letter } }],
      })
    expect(problem(await ask([]))).toContain('lines.0.answers.letter catalogue.required')
    expect(problem(await ask([await upload(eng, 'a.txt')]))).toContain('lines.0.answers.letter catalogue.id')
    const mine = await upload(req, '承诺书.txt')
    const sent = await ask([mine])
    expect(sent.statusCode).toBe(201)
    const row = sent.json() as Shown
    const fileId = (row.lines[0]!.answers['letter'] as string[])[0]!
    expect(row.lines[0]!.names[fileId]).toBe('承诺书.txt')
    const fetch = (who: Caller) => who.send(contract.downloadAttachment, { id: row.id, fileId })
    // a person of another department decides about it, hence reads it; the same upload is used up
    expect([(await fetch(req)).statusCode, (await fetch(req2)).statusCode]).toEqual([200, 200])
    expect(problem(await ask([mine]))).toContain('lines.0.answers.letter catalogue.id')
  })
})

describe('who sees and asks', () => {
  it('finds items by two characters, and only those for him', async () => {
    const found = (await req.call(browseCatalogue, { q: '入网' })).items.map((one) => one.code)
    expect(found).toContain('network-access')
    const staffOnly = await item({ audience: { roles: ['engineer'], orgIds: [] } })
    const codes = async (who: Caller) => (await who.call(browseCatalogue, {})).items.map((one) => one.code)
    expect(await codes(eng)).toContain(staffOnly.code)
    expect(await codes(req)).not.toContain(staffOnly.code)
    const lines = [{ itemId: staffOnly.itemId, itemNo: staffOnly.itemNo, answers: { use: 'x' } }]
    expect(problem(await req.send(contract.askRequest, { lines }))).toContain('request.item_unknown')
  })

  it('lets the desk ask for others and nobody else', async () => {
    const one = await item()
    const given = {
      requesterId: req2.personId,
      channel: 'phone' as const,
      lines: [{ itemId: one.itemId, itemNo: one.itemNo, answers: { use: '代办' } }],
    }
    expect((await req.send(contract.askRequest, given)).statusCode).toBe(403)
    const asked = await desk.call(contract.askRequest, given)
    expect(asked.requester.id).toBe(req2.personId)
    expect((await req2.call(listNotifications, {})).items[0]!.text).toMatch(/代您提交了 REQ-/)
    const mine = (await req2.call(contract.listRequests, { mine: 'true' })).items
    expect(mine.map((row) => row.id)).toContain(asked.id)
  })

  it('finds requests by words, internal ones only for the centre', async () => {
    const one = await item()
    const asked = await req.call(contract.askRequest, {
      lines: [{ itemId: one.itemId, itemNo: one.itemNo, answers: { use: '铜陵会议室' } }],
    })
    await eng.call(contract.addComment, { id: asked.id, body: '端口松动勿外传', public: false })
    const find = async (who: Caller, q: string) =>
      (await who.call(contract.listRequests, { q })).items.map((row) => row.id)
    expect([await find(req, '铜陵'), await find(lead, '铜陵')]).toEqual([[asked.id], [asked.id]])
    expect([await find(req, '松动'), await find(eng, '松动')]).toEqual([[], [asked.id]])
    expect(await find(req2, '铜陵')).toEqual([])
    const told = (await req.call(contract.getTimeline, { id: asked.id })).items
    expect(told.some((entry) => entry.body.includes('勿外传'))).toBe(false)
  })

  it('is asked once, however often it is sent', async () => {
    const one = await item()
    const body = { lines: [{ itemId: one.itemId, itemNo: one.itemNo, answers: { use: '一次' } }] }
    const send = () => req.send(contract.askRequest, body, { 'idempotency-key': 'once-and-only-once' })
    const [first, second] = [await send(), await send()]
    expect((second.json() as Shown).id).toBe((first.json() as Shown).id)
  })
})

describe('figures', () => {
  it('count what was asked and how long it took', async () => {
    const { items } = await mgr.call(contract.getFigures, {})
    const sum = (key: 'asked' | 'done' | 'open' | 'dropped') => items.reduce((n, one) => n + one[key], 0)
    expect(sum('asked')).toBe(sum('done') + sum('open') + sum('dropped'))
    expect(items.some((one) => one.done > 0 && one.medianHours !== null)).toBe(true)
    expect((await req.send(contract.getFigures, {})).statusCode).toBe(403)
  })
})
