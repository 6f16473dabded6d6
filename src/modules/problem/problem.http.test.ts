import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { createIncident, getIncident } from '#modules/incident/contract.ts'
import { resolveIncident, startIncident, takeIncident } from '#modules/incident/contract.ts'
import { lookupServices } from '#modules/service/contract.ts'
import { finishTask, giveUpTask, myTasks } from '#modules/ticket/task-contract.ts'
import * as analysis from './analysis-contract.ts'
import * as contract from './contract.ts'
import * as link from './link-contract.ts'

let app: TestApp
let desk: Caller, eng: Caller, lead: Caller, mgr: Caller, req: Caller, vend: Caller
let oa: string
beforeAll(async () => {
  app = await testApp()
  ;[desk, eng, lead, mgr, req, vend] = (await Promise.all(
    ['desk01', 'eng01', 'lead01', 'mgr01', 'req01', 'vend01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller, Caller, Caller]
  oa = (await desk.call(lookupServices, { q: 'OA' })).items[0]!.id
})
afterAll(() => app.close())

type ProblemOf = CallOutput<typeof contract.getProblem>
const at = (one: { id: string; version: number }) => ({ id: one.id, version: one.version })
const file = (title: string, serviceId: string | null = oa) =>
  desk.call(createIncident, {
    title,
    impact: 'medium',
    urgency: 'medium',
    channel: 'phone',
    ...(serviceId ? { serviceId } : {}),
  })
const open = (given = {}): Promise<ProblemOf> =>
  desk.call(contract.openProblem, { title: '公文附件反复打不开', serviceIds: [oa], ...given })

/** Investigated, with its known error shown to the desk. */
async function published(title: string, symptoms: string[]): Promise<ProblemOf> {
  let now = await open({ title })
  now = await lead.call(contract.investigateProblem, at(now))
  now = await lead.call(contract.editProblem, { ...at(now), symptoms, workaround: '改用另存为后打开' })
  return lead.call(contract.publishKnownError, at(now))
}

describe('a problem', () => {
  it('goes from an incident to its review, refused by name of what is missing', async () => {
    const incident = await file('公文附件打不开')
    let now = await desk.call(contract.openProblem, { title: '公文附件打不开', incidentIds: [incident.id] })
    expect([now.number.slice(0, 4), now.state, now.source]).toEqual(['PRB-', 'new', 'incident'])
    expect(now.services.map((s) => s.id)).toEqual([oa])
    expect(now.linked.map((l) => l.number)).toEqual([incident.number])
    now = await lead.call(contract.investigateProblem, at(now))
    expect(now.owner?.id).toBe(lead.personId)
    const early = await lead.send(contract.planFix, at(now))
    expect([early.statusCode, early.json().code, early.json().errors[0].field]).toEqual([
      422,
      'problem.incomplete',
      'rootCause',
    ])
    now = await lead.call(contract.editProblem, {
      ...at(now),
      rootCause: '附件服务器磁盘写满',
      rootCauseCategory: 'capacity',
    })
    now = await lead.call(contract.planFix, at(now))
    now = await lead.call(contract.addAction, { id: now.id, title: '扩容附件存储', ownerId: eng.personId })
    now = await lead.call(contract.addAction, { id: now.id, title: '加磁盘告警' })
    now = await lead.call(contract.resolveProblem, { ...at(now), solution: '已扩容' })
    // the owner must not review the own work
    expect((await lead.send(contract.closeProblem, { ...at(now), review: '措施有效' })).statusCode).toBe(403)
    const blocked = await mgr.send(contract.closeProblem, { ...at(now), review: '措施有效' })
    expect([blocked.statusCode, blocked.json().code]).toEqual([409, 'problem.actions_open'])
    const task = (await eng.call(myTasks, {})).items.find((one) => one.ticketId === now.id)!
    await eng.call(finishTask, at(task))
    const other = (await lead.call(contract.getProblem, { id: now.id })).actions[1]!
    await lead.call(giveUpTask, { ...at(other), reason: '已有全局磁盘告警' })
    now = await mgr.call(contract.getProblem, { id: now.id })
    expect(now.actions.map((one) => one.state)).toEqual(['done', 'given-up'])
    now = await mgr.call(contract.closeProblem, { ...at(now), review: '措施有效' })
    expect([now.state, now.reviewedBy !== null]).toEqual(['closed', true])
    expect((await lead.send(contract.editProblem, { ...at(now), title: '改题' })).statusCode).toBe(409)
    const story = await lead.call(contract.getStory, { id: now.id })
    expect(story.items.map((one) => one.data['what']).filter(Boolean)).toContain('plan-fix')
  })

  it('knows its version', async () => {
    const now = await open()
    await lead.call(contract.editProblem, { ...at(now), title: '另一个标题' })
    const late = await lead.send(contract.editProblem, { ...at(now), title: '迟到的标题' })
    expect([late.statusCode, late.json().code]).toEqual([412, 'problem.version_stale'])
  })

  it('is no business of requesters, and of others only as far as they see it', async () => {
    const now = await open()
    expect((await req.send(contract.listProblems, {})).statusCode).toBe(403)
    expect((await vend.send(contract.getProblem, { id: now.id })).statusCode).toBe(404)
    expect((await vend.call(contract.listProblems, {})).items.map((one) => one.id)).not.toContain(now.id)
    // who gets an action of it sees it, and does no more than his task
    await lead.call(contract.addAction, { id: now.id, title: '查日志', ownerId: vend.personId })
    const seen = await vend.call(contract.getProblem, { id: now.id })
    expect(seen.abilities).not.toContain('edit')
    expect(seen.actions[0]!.abilities).toEqual(['done'])
    expect((await vend.send(contract.cancelProblem, { ...at(seen), reason: '不想做' })).statusCode).toBe(403)
  })

  it('names the field of what does not exist', async () => {
    const wrong = await desk.send(contract.openProblem, {
      title: '某问题',
      serviceIds: [crypto.randomUUID()],
    })
    expect([wrong.statusCode, wrong.json().errors[0].field]).toEqual([422, 'serviceIds'])
    const now = await open()
    const none = await lead.send(contract.addAction, {
      id: now.id,
      title: '变更处理',
      ticketNumber: 'CHG-19990101-0001',
    })
    expect([none.statusCode, none.json().code]).toEqual([422, 'problem.unknown_ticket'])
  })

  it('links incidents by number, once', async () => {
    const now = await open()
    const incident = await file('又一次打不开')
    const linked = await desk.call(link.linkIncident, { id: now.id, incidentNumber: incident.number })
    expect(linked.incidents).toBe(1)
    const again = await desk.send(link.linkIncident, { id: now.id, incidentNumber: incident.number })
    expect([again.statusCode, again.json().code]).toEqual([409, 'problem.linked_already'])
    const of = await desk.call(link.problemsOfIncident, { id: incident.id })
    expect(of.items.map((one) => one.number)).toEqual([now.number])
    expect((await desk.call(link.unlinkIncident, { id: now.id, incidentId: incident.id })).incidents).toBe(0)
  })
})

describe('root-cause analyses', () => {
  it('are kept as checked data, in their order', async () => {
    const now = await open()
    const five = {
      method: 'five-whys' as const,
      content: {
        question: '为什么打不开',
        whys: [{ answer: '读不到文件', evidence: '日志' }, { answer: '磁盘满' }],
      },
    }
    const { id } = await lead.call(analysis.addAnalysis, { id: now.id, analysis: five })
    await lead.call(analysis.addAnalysis, {
      id: now.id,
      analysis: {
        method: 'timeline',
        content: {
          entries: [
            { at: '2026-11-21T10:00:00+08:00', what: '报修' },
            { at: '2026-11-21T09:00:00+08:00', what: '磁盘写满', abnormal: true },
          ],
        },
        conclusion: '先满后报',
      },
    })
    const { items } = await lead.call(analysis.listAnalyses, { id: now.id })
    expect(items.map((one) => one.method)).toEqual(['five-whys', 'timeline'])
    const line = items[1]!
    expect(line.method === 'timeline' && line.content.entries.map((one) => one.what)).toEqual([
      '磁盘写满',
      '报修',
    ])
    const empty = await lead.send(analysis.addAnalysis, {
      id: now.id,
      analysis: { method: 'fishbone', content: { effect: '打不开' } },
    })
    expect(empty.statusCode).toBe(422)
    const edited = { ...five, conclusion: '容量监控缺失' }
    await lead.call(analysis.editAnalysis, { id: now.id, analysisId: id, version: 1, analysis: edited })
    const stale = await lead.send(analysis.dropAnalysis, { id: now.id, analysisId: id, version: 1 })
    expect(stale.statusCode).toBe(412)
    const left = await lead.call(analysis.dropAnalysis, { id: now.id, analysisId: id, version: 2 })
    expect(left.items).toHaveLength(1)
  })
})

describe('a known error', () => {
  it('is offered while the desk types, used, counted once, and retired when fixed', async () => {
    const one = await published('考勤机指纹识别失灵', ['指纹无法识别', '考勤机死机'])
    const asked = { q: '一楼考勤机指纹识别不了', serviceId: oa }
    const found = await desk.call(link.suggestKnownErrors, asked)
    expect(found.items.map((item) => item.number)).toEqual([one.number])
    expect((await vend.call(link.suggestKnownErrors, asked)).items[0]!.visible).toBe(false)
    expect((await desk.call(link.suggestKnownErrors, { q: '打印机缺纸' })).items).toEqual([])
    const incident = await file('考勤机坏了')
    await desk.call(link.applyWorkaround, { id: incident.id, problemId: one.id })
    await desk.call(link.applyWorkaround, { id: incident.id, problemId: one.id })
    let now = await lead.call(contract.getProblem, { id: one.id })
    expect([now.workaroundUses, now.incidents]).toEqual([1, 1])
    const emptied = await lead.send(contract.editProblem, { ...at(now), workaround: '' })
    expect([emptied.statusCode, emptied.json().errors[0].field]).toEqual([422, 'workaround'])
    now = await lead.call(contract.editProblem, {
      ...at(now),
      rootCause: '固件缺陷',
      rootCauseCategory: 'hardware',
    })
    now = await lead.call(contract.resolveProblem, { ...at(now), solution: '已升级固件' })
    expect([now.published, now.retiredAt !== null]).toEqual([false, true])
    expect((await desk.call(link.suggestKnownErrors, asked)).items).toEqual([])
    const late = await desk.send(link.applyWorkaround, { id: incident.id, problemId: one.id })
    expect([late.statusCode, late.json().code]).toEqual([409, 'problem.not_published'])
    now = await lead.call(contract.reopenProblem, { ...at(now), reason: '升级后又出现' })
    expect([now.state, now.published]).toEqual(['investigating', false])
    now = await lead.call(contract.publishKnownError, at(now))
    expect((await desk.call(link.suggestKnownErrors, asked)).items).toHaveLength(1)
  })

  it('named in the solution of an incident was used', async () => {
    const one = await published('视频会议终端黑屏', ['会议终端黑屏'])
    let incident = await file('会议终端黑屏', null)
    incident = await lead.call(takeIncident, { id: incident.id, version: incident.version })
    incident = await lead.call(startIncident, { id: incident.id, version: incident.version })
    await lead.call(resolveIncident, {
      id: incident.id,
      version: incident.version,
      code: 'workaround',
      resolution: `按 ${one.number} 的规避方法处理`,
    })
    await app.work()
    for (let i = 0; i < 50; i++) {
      if ((await lead.call(contract.getProblem, { id: one.id })).workaroundUses > 0) break
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const now = await lead.call(contract.getProblem, { id: one.id })
    expect(now.linked.map((l) => [l.number, l.usedWorkaround])).toEqual([[incident.number, true]])
    expect((await lead.call(getIncident, { id: incident.id })).state).toBe('resolved')
  })
})
