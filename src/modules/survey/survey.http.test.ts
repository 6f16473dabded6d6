import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import * as rectification from '#modules/satisfaction/rectification-contract.ts'
import * as contract from './contract.ts'
import * as runs from './run-contract.ts'

let app: TestApp
let mgr: Caller
let desk: Caller
let people: Caller[]
let root: string

beforeAll(async () => {
  app = await testApp()
  await app.work()
  const all = await Promise.all(
    ['mgr01', 'desk01', 'req01', 'req02', 'eng01', 'eng02', 'lead01', 'desk02'].map((login) => app.as(login)),
  )
  ;[mgr, desk] = all as [Caller, Caller]
  people = all.slice(2)
  root = (await sql<{ id: string }>`select id from org where parent_id is null`.execute(app.db)).rows[0]!.id
})
afterAll(() => app.close())

const question = { key: 'all', type: 'grade', label: '总体满意吗' } as const
const body = (more: object = {}) => ({
  orgId: root,
  title: '信息化服务满意度调查',
  questions: [question, { key: 'why', type: 'text' as const, label: '建议', required: false }],
  anonymous: false,
  audience: {
    kind: 'roles' as const,
    roles: ['requester', 'engineer', 'duty-leader', 'desk', 'manager'],
  },
  ...more,
})

/** Makes one and asks it at once. @returns id of the run */
async function asked(more: object = {}): Promise<string> {
  const made = await mgr.call(contract.createQuestionnaire, body(more))
  const open = await mgr.call(contract.openRun, { id: made.id, version: made.version })
  return open.runs[0]!.id
}
const codeOf = async (answer: Promise<{ json: () => unknown }>): Promise<string> =>
  ((await answer).json() as { code: string }).code

describe('a named survey', () => {
  it('is answered once, on the portal or by telephone, reminds only who has not, and is counted', async () => {
    const id = await asked()
    const [req01, req02] = people as [Caller, Caller]
    expect((await req01.call(runs.listMine, {})).items.find((one) => one.id === id)?.mine).toBe('asked')
    expect((await req01.call(runs.getMine, { id })).questions).toHaveLength(2)
    expect(await codeOf(req01.send(runs.answerMine, { id, answers: {} }))).toBe('survey.answer_missing')
    expect(await codeOf(req01.send(runs.answerMine, { id, answers: { all: 7 } }))).toBe('survey.bad_answer')
    await req01.call(runs.answerMine, { id, answers: { all: 5 } })
    expect(await codeOf(req01.send(runs.answerMine, { id, answers: { all: 5 } }))).toBe('survey.answered')

    const waiting = (await desk.call(runs.listWaiting, { id })).items
    expect(waiting.some((one) => one.id === req01.personId)).toBe(false)
    const byPhone = { id, personId: req02.personId, answers: { all: 2, why: '响应太慢' } }
    expect((await req01.send(runs.answerByPhone, byPhone)).statusCode).toBe(403)
    await desk.call(runs.answerByPhone, byPhone)
    expect(await codeOf(desk.send(runs.answerByPhone, { ...byPhone, personId: desk.personId }))).toBe(
      'survey.own_answer',
    )

    await sql`update timer set due_at = now() where kind = 'survey.remind' and key = ${id}`.execute(app.db)
    const reminded = () =>
      sql<{ login: string }>`select p.login from notification n join person p on p.id = n.person_id
        where n.text_key = 'survey:notify.remind' and n.entity_id = ${id}`.execute(app.db)
    await expect.poll(async () => (await reminded()).rows.length, { timeout: 10_000 }).toBeGreaterThan(0)
    const logins = (await reminded()).rows.map((row) => row.login)
    expect(logins).toContain('eng01')
    expect(logins).not.toContain('req01')
    expect(logins).not.toContain('req02')

    const results = await mgr.call(runs.runResults, { id })
    expect(results).toMatchObject({ sheets: 2, overall: { n: 2, satisfied: 1 }, tooFew: false, hidden: 0 })
    expect(results.questions[1]!.texts).toEqual(['响应太慢'])
    const csv = await mgr.inject({ url: `/api/v1/questionnaire-runs/${id}/export?format=csv` })
    expect(csv.body).toContain('响应太慢')
    expect((await people[2]!.send(runs.runResults, { id })).statusCode).toBe(403)
  })

  it('puts right what somebody is unhappy with, verified by somebody else', async () => {
    const listed = (await mgr.call(rectification.listRectifications, {})).items
    const one = listed.find((row) => row.source === 'questionnaire')!
    expect(one).toMatchObject({ state: 'open', late: false, person: expect.any(String) })
    expect(one.said).toContain('响应太慢')
    const { id } = one
    const eng = people[2]!
    const notMine = { id, version: one.version, remedy: '已增派人手' }
    expect((await eng.send(rectification.remedyRectification, notMine)).statusCode).toBe(404)
    const given = await mgr.call(rectification.assignRectification, {
      ...{ id, version: one.version, ownerId: eng.personId },
    })
    expect((await eng.call(rectification.getRectification, { id })).phone).toBeNull()
    const stale = eng.send(rectification.remedyRectification, notMine)
    expect((await stale).statusCode).toBe(412)
    const remedied = await eng.call(rectification.remedyRectification, { ...notMine, version: given.version })
    const verify = { id, version: remedied.version, verdict: 'not-yet' as const, note: '还是慢' }
    // desk01 recorded the answer
    expect(await codeOf(desk.send(rectification.verifyRectification, verify))).toBe('satisfaction.own_work')
    const back = await mgr.call(rectification.verifyRectification, verify)
    expect(back).toMatchObject({ state: 'open', returned: 1 })
    const again = await eng.call(rectification.remedyRectification, {
      ...{ id, version: back.version, remedy: '增设值班席位' },
    })
    const done = await mgr.call(rectification.verifyRectification, {
      ...{ id, version: again.version, verdict: 'right', note: '认可' },
    })
    expect(done.state).toBe('done')
    expect(done.entries.map((entry) => entry.kind)).toEqual([
      ...['opened', 'assigned', 'remedied', 'returned', 'remedied', 'verified'],
    ])
    expect(
      (await mgr.send(rectification.verifyRectification, { ...verify, version: done.version })).statusCode,
    ).toBe(409)
  })

  it('chases what is late, and says so', async () => {
    const id = await asked({ title: '又一次调查' })
    await people[0]!.call(runs.answerMine, { id, answers: { all: 1 } })
    const one = (await mgr.call(rectification.listRectifications, { state: 'open' })).items[0]!
    await sql`update rectification set due_at = now() - interval '1 day' where id = ${one.id}`.execute(app.db)
    await sql`update timer set due_at = now() where kind = 'satisfaction.chase' and key = ${one.id}`.execute(
      app.db,
    )
    const late = () => mgr.call(rectification.listRectifications, { late: 'true' })
    await expect.poll(async () => (await late()).items[0]?.chased, { timeout: 10_000 }).toBe(1)
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from timer
      where kind = 'satisfaction.chase' and key = ${one.id} and due_at > now()`.execute(app.db)
    expect(rows[0]!.n).toBe(1)
  })
})

describe('an anonymous survey', () => {
  it('keeps apart who has answered and what was answered, and counts only at its end', async () => {
    const id = await asked({ anonymous: true, minGroup: 3, title: '匿名调查' })
    for (const [at, one] of people.entries())
      await one.call(runs.answerMine, { id, answers: { all: at === 0 ? 1 : 4, why: `意见${at}` } })
    expect(await codeOf(mgr.send(runs.runResults, { id }))).toBe('survey.still_open')
    expect(await codeOf(desk.send(runs.listWaiting, { id }))).toBe('survey.anonymous')
    const personal = { id, personId: desk.personId, answers: { all: 3 } }
    expect(await codeOf(mgr.send(runs.answerByPhone, personal))).toBe('survey.anonymous')

    const { rows: sheets } = await sql<Record<string, unknown>>`
      select *, xmin::text as xmin from questionnaire_sheet where run_id = ${id}`.execute(app.db)
    expect(sheets).toHaveLength(people.length)
    for (const sheet of sheets)
      expect(sheet).toMatchObject({ person_id: null, answered_at: null, called_by: null })
    const { rows: cohorts } = await sql<{ n: number }>`select count(*)::int as n from questionnaire_invite
      where run_id = ${id} group by cohort_id`.execute(app.db)
    for (const { n } of cohorts) expect(n).toBeGreaterThanOrEqual(3)
    // all were written by one transaction, so that none is nearer to an invitation than another
    expect(new Set(sheets.map((sheet) => sheet['xmin'])).size).toBe(1)
    const { rows: trace } = await sql<{ said: string }>`
      select coalesce(before::text, '') || coalesce(after::text, '') as said from audit_entry
      where entity_id = ${id} and action = 'survey.answer'
      union all select data::text from event_outbox where entity_id = ${id}
      union all select coalesce(response::text, '') from idempotency_key`.execute(app.db)
    expect(trace.filter((one) => one.said.includes('意见'))).toEqual([])
    expect(trace.filter((one) => one.said === '{"answered": true}')).toHaveLength(people.length)
    const unhappy = (await mgr.call(rectification.listRectifications, {})).items
    expect(unhappy.some((one) => one.title === '匿名调查')).toBe(false)

    const run = await mgr.call(runs.getRun, { id })
    const early = { id, version: run.version, summary: '按月公布响应时间' }
    expect(await codeOf(mgr.send(runs.publishRun, early))).toBe('survey.not_closed')
    const closed = await mgr.call(runs.closeRun, { id, version: run.version, reason: '已收齐' })
    expect(await codeOf(people[0]!.send(runs.answerMine, { id, answers: { all: 3 } }))).toBe(
      'survey.not_open',
    )
    const results = await mgr.call(runs.runResults, { id })
    expect(results).toMatchObject({ sheets: 6, overall: { n: 6, satisfied: 5 } })
    expect([...results.questions[1]!.texts].sort()).toEqual([0, 1, 2, 3, 4, 5].map((n) => `意见${n}`))
    const csv = await mgr.inject({ url: `/api/v1/questionnaire-runs/${id}/export?format=csv` })
    expect(csv.body).not.toContain('2026-')

    expect((await people[0]!.call(runs.getMine, { id })).results).toBeNull()
    await mgr.call(runs.publishRun, { ...early, version: closed.version })
    const seen = await people[0]!.call(runs.getMine, { id })
    expect(seen).toMatchObject({ state: 'published', summary: '按月公布响应时间', results: { sheets: 6 } })
    expect(seen.results!.questions.map((one) => one.type)).toEqual(['grade'])
  })

  it('shows nothing of too few, and asks nobody when the few could be told', async () => {
    const id = await asked({ anonymous: true, minGroup: 4, title: '人少的调查' })
    for (const one of people.slice(0, 3)) await one.call(runs.answerMine, { id, answers: { all: 5 } })
    const run = await mgr.call(runs.getRun, { id })
    const closed = await mgr.call(runs.closeRun, { id, version: run.version, reason: '到期' })
    expect(await mgr.call(runs.runResults, { id })).toMatchObject({
      ...{ tooFew: true, overall: null, questions: [], groups: [] },
    })
    const publish = { id, version: closed.version, summary: '人数不足' }
    expect(await codeOf(mgr.send(runs.publishRun, publish))).toBe('survey.too_few_answers')
    const few = await mgr.call(
      contract.createQuestionnaire,
      body({ anonymous: true, minGroup: 50, title: '不够人' }),
    )
    expect(await codeOf(mgr.send(contract.openRun, { id: few.id, version: few.version }))).toBe(
      'survey.too_few_people',
    )
  })
})

describe('a questionnaire', () => {
  it('keeps its versions, opens by its rule, and refuses what cannot be asked', async () => {
    const rule = { every: 'workday' as const, at: '09:00' }
    const made = await mgr.call(contract.createQuestionnaire, body({ title: '定期', rule }))
    expect(made.nextAt).not.toBeNull()
    const { id, version } = made
    const same = await mgr.call(contract.editQuestionnaire, {
      id,
      version,
      ...body({ title: '定期调查', rule }),
    })
    expect(same.versionNo).toBe(1)
    const questions = [{ ...question, label: '总的来说' }]
    const fresh = await mgr.call(contract.editQuestionnaire, {
      ...{ id, version: same.version, ...body({ title: '定期调查', rule, questions }) },
    })
    expect(fresh.versionNo).toBe(2)
    const stale = mgr.send(contract.editQuestionnaire, { id, version, ...body() })
    expect((await stale).statusCode).toBe(412)
    await sql`update timer set due_at = now() where kind = 'survey.open' and key = ${id}`.execute(app.db)
    const now = () => mgr.call(contract.getQuestionnaire, { id })
    await expect.poll(async () => (await now()).runs.length, { timeout: 10_000 }).toBe(1)
    expect((await now()).nextAt! > fresh.nextAt!).toBe(true)
    const twice = body({ questions: [question, question] })
    expect(await codeOf(mgr.send(contract.createQuestionnaire, twice))).toBe('survey.bad_question_twice')
    const late = body({ openDays: 2, remindDays: 2 })
    expect(await codeOf(mgr.send(contract.createQuestionnaire, late))).toBe('survey.bad_reminder')
    const nobody = body({ audience: { kind: 'roles', roles: ['nobody'] } })
    expect(await codeOf(mgr.send(contract.createQuestionnaire, nobody))).toBe('survey.unknown_audience')
    expect((await desk.send(contract.createQuestionnaire, body())).statusCode).toBe(403)
  })
})
