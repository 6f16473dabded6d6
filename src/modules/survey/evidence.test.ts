import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { evidenceRules } from '#kernel/evidence/index.ts'
import { factOf, figureOfFact, figuresOfParts } from '#kernel/fact/index.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { createQuestionnaire, openRun } from './contract.ts'
import { answerMine, closeRun, getRun } from './run-contract.ts'

let app: TestApp
let mgr: Caller
let callers: Caller[]
beforeAll(async () => {
  app = await testApp()
  callers = await Promise.all(['req01', 'req02', 'eng01', 'eng02'].map((login) => app.as(login)))
  mgr = await app.as('mgr01')
})
afterAll(() => app.close())

const day = 86_400_000
const around = (from: Date, to: Date) => ({ orgPath: '/1/', from, to })
const now = () => around(new Date(Date.now() - 30 * day), new Date(Date.now() + 30 * day))
const measured = async (key: string, at = now()) => {
  const { cases, good } = await evidenceRules().get(key)!.measure(app.db, at)
  return [good, cases]
}

async function asked(answers: number): Promise<string> {
  const orgId = (await sql<{ id: string }>`select id from org where parent_id is null`.execute(app.db))
    .rows[0]!.id
  const made = await mgr.call(createQuestionnaire, {
    ...{
      orgId,
      title: `证据 ${answers}`,
      anonymous: false,
      audience: { kind: 'roles', roles: ['requester', 'engineer'] },
    },
    questions: [
      { key: 'a', type: 'grade', label: '总体' },
      { key: 'n', type: 'nps', label: '推荐' },
    ],
  })
  await sql`update person set state = 'inactive' where kind = 'person' and state = 'active'
    and login not in ('req01', 'req02', 'eng01', 'eng02', 'mgr01')`.execute(app.db)
  const id = (await mgr.call(openRun, { id: made.id, version: made.version })).runs[0]!.id
  for (const [at, one] of callers.slice(0, answers).entries())
    await one.call(answerMine, { id, answers: { a: at === 0 ? 2 : 4, n: at === 0 ? 10 : 6 } })
  return id
}
const close = async (id: string) =>
  mgr.call(closeRun, { id, version: (await mgr.call(getRun, { id })).version, reason: '到期' })

it('surveys prove that people are asked, as soon as half of them answer, and not when the end has passed unseen', async () => {
  expect(await measured('survey.periodic')).toEqual([0, 0])
  const good = await asked(2)
  // it goes on: nothing is decided
  expect(await measured('survey.periodic')).toEqual([0, 0])
  await close(good)
  expect(await measured('survey.periodic')).toEqual([1, 1])
  expect(await measured('survey.template')).toEqual([1, 1])
  const poor = await asked(1)
  await close(poor)
  expect(await measured('survey.periodic')).toEqual([1, 2])
  // the bounds of a period: its beginning is in it, its end is not
  const due = new Date('2026-05-06T17:00:00+08:00')
  await sql`update questionnaire_run set due_at = ${due} where id = ${good}`.execute(app.db)
  expect(await measured('survey.periodic', around(due, new Date(due.getTime() + 1)))).toEqual([1, 1])
  expect(await measured('survey.periodic', around(new Date(due.getTime() - day), due))).toEqual([0, 0])
  // a year after the last time, the questionnaire is not in use any more
  const later = around(new Date(Date.now() + 400 * day), new Date(Date.now() + 401 * day))
  expect(await measured('survey.template', later)).toEqual([0, 2])
})

it('figures of surveys are the counts of their sheets', async () => {
  const at = now()
  const figure = (key: string) => figureOfFact(app.db, factOf(key), at)
  expect(await figure('survey.answered')).toMatchObject({ cases: 8, good: 3, value: 37.5 })
  expect(await figure('survey.satisfied')).toMatchObject({ cases: 3, good: 1 })
  // two of 10, one of 6
  expect(await figure('survey.nps')).toMatchObject({ value: 33.33, cases: 3 })
  const parts = await figuresOfParts(app.db, factOf('survey.satisfied'), at, 'org', 'Asia/Shanghai')
  expect(parts.reduce((sum, one) => sum + one.cases, 0)).toBe(3)
})

it('what is put right counts by the day on which the second call found it so', async () => {
  const due = new Date('2026-04-30T17:00:00+08:00')
  const at = around(new Date(due.getTime() - day), new Date(due.getTime() + day))
  const { rows } = await sql<{ id: string }>`update rectification set due_at = ${due} returning id`.execute(
    app.db,
  )
  expect(rows.length).toBe(2)
  expect(await measured('satisfaction.rectified', at)).toEqual([0, 2])
  const verified = (id: string, when: Date) =>
    sql`update rectification set state = 'done', remedied_at = ${when},
    verified_at = ${when} where id = ${id}`.execute(app.db)
  await verified(rows[0]!.id, due)
  await verified(rows[1]!.id, new Date(due.getTime() + 1))
  expect(await measured('satisfaction.rectified', at)).toEqual([1, 2])
  expect(await measured('satisfaction.rectified', around(due, new Date(due.getTime() + 1)))).toEqual([1, 2])
  expect(await measured('satisfaction.rectified', around(new Date(due.getTime() - 1), due))).toEqual([0, 0])
})

it('complaints prove something when they were answered by their deadline', async () => {
  const add = (n: number, answered: string | null) =>
    sql`insert into complaint (id, number, kind, channel, org_id, about,
      title, body, ack_due_at, answer_due_at, first_answer_due_at, first_answered_at)
    select gen_random_uuid(), ${`COM-T-${n}`}, 'complaint', 'phone', id, 'other', 'x', 'x', now(), now(),
      '2026-04-30T17:00:00+08:00', ${answered}::timestamptz from org where parent_id is null`.execute(app.db)
  const april = around(new Date('2026-04-01T00:00:00+08:00'), new Date('2026-05-01T00:00:00+08:00'))
  expect(await measured('complaint.answered', april)).toEqual([0, 0])
  await add(1, '2026-04-30T17:00:00+08:00')
  expect(await measured('complaint.answered', april)).toEqual([1, 1])
  await add(2, '2026-04-30T17:00:01+08:00')
  await add(3, null)
  expect(await measured('complaint.answered', april)).toEqual([1, 3])
  const may = around(april.to, new Date('2026-06-01T00:00:00+08:00'))
  expect(await measured('complaint.answered', may)).toEqual([0, 0])
})
