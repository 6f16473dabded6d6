import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import type { Worker } from '#kernel/jobs/index.ts'
import * as contract from './contract.ts'
import { ask, both, person, step, testSubject } from './testing/record.ts'

let app: TestApp
let eng: Caller, eng2: Caller, lead: Caller, mgr: Caller, fin: Caller
beforeAll(async () => {
  app = await testApp()
  testSubject.setUp!(app.db)
  ;[eng, eng2, lead, mgr, fin] = (await Promise.all(
    ['eng01', 'eng02', 'lead01', 'mgr01', 'fin01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller, Caller]
})
afterAll(() => app.close())

const soon = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
const get = (who: Caller, id: string) => who.call(contract.getApproval, { id })
const codeOf = (answer: { statusCode: number; json: () => { code: string } }) => [
  answer.statusCode,
  answer.json().code,
]

describe('a stand-in', () => {
  it('decides on behalf of who is away, and both are known; the one away still may', async () => {
    const before = await ask(app, 'desk01', { steps: [step('批准', 'one', [person(mgr.personId)])] })
    expect((await lead.call(contract.countApprovals, {})).waiting).toBe(0)
    const given = await mgr.call(contract.createDelegation, {
      toId: lead.personId,
      endsAt: soon(3),
      reason: '出差',
    })
    expect(given.active).toBe(true)
    const waiting = (await lead.call(contract.listApprovals, {})).items
    expect(waiting.map((one) => [one.id, one.item?.onBehalfOf?.name])).toEqual([[before.id, '褚明']])
    const done = await lead.call(contract.approve, { id: before.id, version: before.version })
    expect(done.steps[0]!.signatures[0]).toMatchObject({ person: { name: '褚明' }, by: { name: '陈立' } })
    expect(done.history.find((entry) => entry.kind === 'approved')).toMatchObject({
      actor: { name: '陈立' },
      onBehalfOf: { name: '褚明' },
    })
    const { rows } = await app.pool.query<{ after: { onBehalfOf: string } }>(
      `select after from audit_entry where entity_id = $1 and action = 'approval.approve'`,
      [before.id],
    )
    expect(rows[0]!.after.onBehalfOf).toBe(mgr.personId)
    const own = await ask(app, 'desk01', { steps: [step('批准', 'one', [person(mgr.personId)])] })
    expect((await mgr.call(contract.approve, { id: own.id, version: own.version })).state).toBe('approved')
    expect(
      (await lead.call(contract.endDelegation, { id: given.id, version: given.version })).items[0]!.active,
    ).toBe(false)
  })

  it('does not decide about the own request, nor sign a step twice', async () => {
    const given = await mgr.call(contract.createDelegation, { toId: lead.personId, endsAt: soon(3) })
    const own = await ask(app, 'lead01', { steps: [step('批准', 'one', [person(mgr.personId)])] })
    expect((await get(lead, own.id)).abilities).toEqual(['withdraw', 'remind'])
    const all = await ask(app, 'desk01', {
      steps: [step('会签', 'all', [person(mgr.personId), person(lead.personId)])],
    })
    const seen = await get(lead, all.id)
    expect(seen.mine.map((one) => one.onBehalfOf?.name ?? null)).toEqual([null, '褚明'])
    const one = await lead.call(contract.approve, { id: all.id, version: all.version })
    expect([one.state, one.mine]).toEqual(['running', []])
    await mgr.call(contract.endDelegation, { id: given.id, version: given.version })
  })

  it('is no link of a chain, must be able to decide, and the span must be sound', async () => {
    const span = { startsAt: soon(10), endsAt: soon(12) }
    const first = await eng.call(contract.createDelegation, { toId: eng2.personId, ...span })
    expect(codeOf(await eng2.send(contract.createDelegation, { toId: fin.personId, ...span }))).toEqual([
      409,
      'approval.stands_in',
    ])
    expect(codeOf(await fin.send(contract.createDelegation, { toId: eng.personId, ...span }))).toEqual([
      409,
      'approval.stand_in_away',
    ])
    expect(codeOf(await eng.send(contract.createDelegation, { toId: fin.personId, ...span }))).toEqual([
      409,
      'approval.absence_overlaps',
    ])
    const sec = await app.as('sec01')
    expect(codeOf(await fin.send(contract.createDelegation, { toId: sec.personId, ...span }))).toEqual([
      422,
      'approval.unfit',
    ])
    const backwards = { toId: mgr.personId, startsAt: span.endsAt, endsAt: span.startsAt }
    expect(codeOf(await fin.send(contract.createDelegation, backwards))).toEqual([422, 'approval.bad_span'])
    expect((await fin.send(contract.endDelegation, { id: first.id, version: 1 })).statusCode).toBe(404)
    const longer = await eng.call(contract.editDelegation, { id: first.id, version: 1, endsAt: soon(14) })
    expect(longer.version).toBe(2)
    await eng.call(contract.endDelegation, { id: first.id, version: 2 })
    expect((await eng.call(contract.listDelegations, {})).items).toEqual([])
  })
})

describe('a deadline', () => {
  let worker: Worker
  afterAll(() => worker?.stop())

  it('counts working time; half of it reminds, the end of it asks the fallback as well, each once', async () => {
    const { id, version } = await ask(app, 'desk01', {
      steps: [
        step('审核', 'one', [person(eng.personId)], {
          deadline: { value: 2, unit: 'hours' },
          fallback: person(fin.personId),
        }),
        step('批准', 'one', [person(mgr.personId)]),
      ],
    })
    const [signature] = (await get(eng, id)).steps[0]!.signatures
    expect(signature!.dueAt).not.toBeNull()
    const timers = `select kind from timer where data ->> 'approvalId' = $1 order by kind`
    const kinds = async () =>
      (await app.pool.query<{ kind: string }>(timers, [id])).rows.map((row) => row.kind)
    expect(await kinds()).toEqual(['approval.due', 'approval.remind'])
    worker = await app.work()
    await app.pool.query(`update timer set due_at = now() where data ->> 'approvalId' = $1`, [id])
    await expect
      .poll(async () => (await get(eng, id)).steps[0]!.signatures.length, { timeout: 10_000 })
      .toBe(2)
    await expect.poll(kinds).toEqual([])
    const told = await app.pool.query<{ text_key: string; login: string }>(
      `select text_key, login from notification n join person p on p.id = n.person_id where entity_id = $1
       order by text_key, login`,
      [id],
    )
    expect(told.rows.map((row) => [row.text_key.replace('approval:notify.', ''), row.login])).toEqual([
      ['overdue', 'desk01'],
      ['overdue', 'eng01'],
      ['reminder', 'eng01'],
      ['waiting', 'eng01'],
      ['waiting', 'fin01'],
    ])
    const now = await fin.call(contract.approve, { id, version: version + 1 })
    expect([now.currentStep, now.steps[0]!.signatures.map((one) => one.state)]).toEqual([
      2,
      ['skipped', 'approved'],
    ])
    const { history, rows } = await both(app, id)
    expect(rows).toEqual(history)
  })

  it('is taken back with the decision', async () => {
    const { id, version } = await ask(app, 'desk01', {
      steps: [step('审核', 'one', [person(eng.personId)], { deadline: { value: 1, unit: 'workingDays' } })],
    })
    await eng.call(contract.approve, { id, version })
    const { rows } = await app.pool.query(`select from timer where data ->> 'approvalId' = $1`, [id])
    expect(rows).toEqual([])
  })
})

describe('what waits for somebody who cannot decide', () => {
  it('is given to somebody else by the manager, and by nobody else', async () => {
    const { id, version } = await ask(app, 'desk01', {
      steps: [step('审核', 'one', [person(eng2.personId)])],
    })
    const itemId = (await get(mgr, id)).steps[0]!.signatures[0]!.id
    const desk = await app.as('desk01')
    const wish = { id, version, itemId, personId: fin.personId, reason: '该同志已调离' }
    expect((await desk.send(contract.transfer, wish)).statusCode).toBe(403)
    expect(codeOf(await mgr.send(contract.transfer, { ...wish, personId: desk.personId }))).toEqual([
      409,
      'approval.own_request',
    ])
    const moved = await mgr.call(contract.transfer, wish)
    expect(moved.steps[0]!.signatures.map((one) => [one.person.name, one.state])).toEqual([
      ['郑凯', 'transferred'],
      [expect.any(String), 'waiting'],
    ])
    expect((await eng2.send(contract.approve, { id, version: moved.version })).statusCode).toBe(403)
    expect((await fin.call(contract.approve, { id, version: moved.version })).state).toBe('approved')
  })
})
