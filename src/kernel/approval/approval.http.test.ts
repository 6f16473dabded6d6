import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { transaction } from '#kernel/db/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import * as contract from './contract.ts'
import { approvalOf, digestOf, requireApproved, voidIfChanged } from './index.ts'
import { ask, both, person, records, step, testSubject } from './testing/record.ts'

let app: TestApp
let desk: Caller, eng: Caller, eng2: Caller, lead: Caller, mgr: Caller, req: Caller
beforeAll(async () => {
  app = await testApp()
  testSubject.setUp!(app.db)
  ;[desk, eng, eng2, lead, mgr, req] = (await Promise.all(
    ['desk01', 'eng01', 'eng02', 'lead01', 'mgr01', 'req01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller, Caller, Caller]
})
afterAll(() => app.close())

const one = (name: string, who: Caller) => step(name, 'one', [person(who.personId)])
const get = (who: Caller, id: string) => who.call(contract.getApproval, { id })
const waitingOf = async (who: Caller) =>
  (await who.call(contract.listApprovals, { limit: 200 })).items.map((item) => item.id)

describe('an approval', () => {
  it('goes through its steps, with 加签, 退回 and 撤回, and its rows are what its history says', async () => {
    const made = await ask(app, 'desk01', {
      steps: [
        one('组长审核', eng),
        step('会签', 'all', [person(lead.personId), person(eng2.personId)]),
        one('主管批准', mgr),
      ],
    })
    const { id } = made
    expect(await waitingOf(eng)).toContain(id)
    expect(await waitingOf(lead)).not.toContain(id)
    let now = await eng.call(contract.approve, { id, version: made.version, reason: '方案可行' })
    expect([now.currentStep, now.steps.map((s) => s.state)]).toEqual([2, ['done', 'now', 'ahead']])
    // taken back in time, and given again
    now = await eng.call(contract.recall, { id, version: now.version, reason: '再看一遍' })
    expect(now.currentStep).toBe(1)
    now = await eng.call(contract.approve, { id, version: now.version })
    // the leader lets somebody else sign first
    now = await lead.call(contract.addSigner, {
      id,
      version: now.version,
      personId: req.personId,
      place: 'before',
    })
    expect((await get(lead, id)).abilities).not.toContain('approve')
    now = await req.call(contract.approve, { id, version: now.version, reason: '业务部门无异议' })
    now = await lead.call(contract.approve, { id, version: now.version })
    now = await eng2.call(contract.returnTo, {
      id,
      version: now.version,
      to: 0,
      reason: '回退方案不完整',
    })
    expect([now.state, now.currentStep, now.step]).toEqual(['running', 0, ''])
    records.get(made.subject.id)!.plan = '夜间更换，先备份配置，失败即换回旧设备'
    now = await desk.call(contract.resubmit, { id, version: (await get(desk, id)).version, reason: '已补充' })
    expect([now.currentStep, now.steps[1]!.signatures]).toEqual([1, []])
    now = await eng.call(contract.approve, { id, version: now.version })
    now = await eng2.call(contract.approve, { id, version: now.version })
    now = await lead.call(contract.approve, { id, version: now.version })
    now = await mgr.call(contract.approve, { id, version: now.version, reason: '同意实施' })
    expect([now.state, now.abilities]).toEqual(['approved', []])
    const { history, rows } = await both(app, id)
    expect(rows).toEqual(history)
    expect(now.history.map((entry) => entry.kind)).toEqual([
      ...['started', 'opened', 'approved', 'opened', 'recalled', 'approved', 'opened', 'signer-added'],
      ...['approved', 'approved', 'returned', 'opened', 'resubmitted', 'opened', 'approved', 'opened'],
      ...['approved', 'approved', 'opened', 'approved', 'finished'],
    ])
    const decided = await mgr.call(contract.listApprovals, { list: 'decided' })
    expect(decided.items[0]).toMatchObject({ id, item: { state: 'approved' } })
    expect((await desk.call(contract.listApprovals, { list: 'asked', state: 'approved' })).items[0]!.id).toBe(
      id,
    )
  })

  it('signs in the audit: who decided what about which content', async () => {
    const { id, version } = await ask(app, 'desk01', { steps: [one('批准', mgr)] })
    await mgr.call(contract.approve, { id, version, reason: '同意' })
    const { rows } = await app.pool.query<{ actor_login: string; after: Record<string, unknown> }>(
      `select actor_login, after from audit_entry where entity_id = $1 and action = 'approval.approve'`,
      [id],
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      actor_login: 'mgr01',
      after: {
        state: 'approved',
        reason: '同意',
        onBehalfOf: null,
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    })
  })

  it('is seen by those who take part, oversee or may read the record, and by nobody else', async () => {
    const { id, subject } = await ask(app, 'desk01', { steps: [one('审核', eng), one('批准', mgr)] })
    expect((await req.send(contract.getApproval, { id })).statusCode).toBe(404)
    expect((await lead.send(contract.getApproval, { id })).statusCode).toBe(404)
    const seen = await get(eng, id)
    // what is decided about is shown to who decides, the link only to who may open the record
    expect(seen.view).toMatchObject({ path: null, facts: [{ label: '方案', value: '夜间更换，先备份配置' }] })
    expect((await get(desk, id)).view!.path).toBe(`/test-records/${subject.id}`)
    expect((await get(mgr, id)).abilities).toEqual(['transfer'])
    const of = { entity: subject.entity, entityId: subject.id }
    expect((await req.call(contract.approvalsOf, of)).items).toEqual([])
    records.get(subject.id)!.readers.add('req01')
    expect((await req.call(contract.approvalsOf, of)).items.map((item) => item.id)).toEqual([id])
    expect((await get(req, id)).abilities).toEqual([])
  })

  it('is decided once, however many do so at once', async () => {
    const all = [eng, eng2, lead, mgr]
    const { id, version } = await ask(app, 'desk01', {
      steps: [
        step(
          '或签',
          'any',
          all.map((who) => person(who.personId)),
        ),
      ],
    })
    const answers = await Promise.all(all.map((who) => who.send(contract.approve, { id, version })))
    expect(answers.map((one) => one.statusCode).toSorted()).toEqual([200, 412, 412, 412])
    const { history, rows } = await both(app, id)
    expect(rows).toEqual(history)
    const late = await eng.send(contract.approve, { id, version: version + 1 })
    expect([late.statusCode, late.json().code]).toEqual([409, 'approval.over'])
  })

  it('refuses to start when a step has nobody, the requester himself left out', async () => {
    const own = ask(app, 'eng01', { steps: [one('审核', eng2), one('本人批准', eng)] })
    await expect(own).rejects.toMatchObject({
      code: 'approval.nobody_decides',
      params: { step: '本人批准', no: 2 },
      errors: [{ field: 'definition.steps.1.by' }],
    })
    const posts = await app.as('sec01')
    await expect(ask(app, 'eng01', { steps: [one('批准', posts)] })).rejects.toMatchObject({
      code: 'approval.nobody_decides',
    })
    const allowed = await ask(app, 'eng01', { steps: [one('本人批准', eng)], requesterMayDecide: true })
    expect((await eng.call(contract.approve, { id: allowed.id, version: allowed.version })).state).toBe(
      'approved',
    )
  })

  it('asks the leader of the requester, and above who leads himself', async () => {
    const leaders = await app.pool.query(
      `update org set leader_id = $1 where id = (select org_id from person where id = $2) returning parent_id`,
      [lead.personId, lead.personId],
    )
    await app.pool.query('update org set leader_id = $1 where id = $2', [
      mgr.personId,
      (leaders.rows[0] as { parent_id: string }).parent_id,
    ])
    const definition = {
      steps: [step('上级审批', 'one', [{ kind: 'relation', relation: 'requester-leader' }])],
    } as Parameters<typeof ask>[2]
    const ofEngineer = await ask(app, 'eng01', definition)
    expect(await waitingOf(lead)).toContain(ofEngineer.id)
    const ofLeader = await ask(app, 'lead01', definition)
    expect(await waitingOf(mgr)).toContain(ofLeader.id)
  })

  it('is void when the content changes, and changed content is not approved', async () => {
    const actor = await personActor(app.db, 'desk01')
    const { id, version, subject } = await ask(app, 'desk01', { steps: [one('批准', mgr)] })
    const digest = (await approvalOf(app.db, subject))!.digest
    await expect(requireApproved(app.db, subject, digest)).rejects.toMatchObject({
      code: 'approval.required',
    })
    await mgr.call(contract.approve, { id, version })
    await requireApproved(app.db, subject, digest)
    const change = (to: string) =>
      transaction(app.db, (tx) => voidIfChanged(tx, actor, { subject, digest: to, reason: '方案改动' }))
    expect([await change(digest), await change(digestOf('other'))]).toEqual([false, true])
    expect((await approvalOf(app.db, subject))!.state).toBe('void')
    await expect(requireApproved(app.db, subject, digest)).rejects.toMatchObject({ status: 409 })
    const again = await ask(app, 'desk01', { steps: [one('批准', mgr)] })
    records.get(again.subject.id)!.plan = '悄悄改了'
    const refused = await mgr.send(contract.approve, { id: again.id, version: again.version })
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'approval.content_changed'])
  })

  it('is approved in bulk with an honest answer for each', async () => {
    const a = await ask(app, 'desk01', { steps: [one('批准', eng2)] })
    const b = await ask(app, 'desk01', { steps: [one('批准', eng2)] })
    const foreign = await ask(app, 'desk01', { steps: [one('批准', mgr)] })
    const { items } = await eng2.call(contract.approveMany, {
      items: [
        { id: a.id, version: a.version },
        { id: b.id, version: b.version + 7 },
        { id: foreign.id, version: foreign.version },
      ],
    })
    expect(items.map((item) => [item.ok, item.code])).toEqual([
      [true, null],
      [false, 'approval.version_stale'],
      [false, 'approval.not_found'],
    ])
    expect(items[1]!.message).toContain('刷新')
  })

  it('is withdrawn and reminded of by the requester only', async () => {
    const { id, version } = await ask(app, 'desk01', { steps: [one('批准', eng)] })
    expect((await eng.send(contract.withdraw, { id, version })).statusCode).toBe(403)
    const now = await desk.call(contract.remind, { id, version })
    const again = await desk.send(contract.remind, { id, version: now.version })
    expect(again.json().code).toBe('approval.reminded_lately')
    expect((await desk.call(contract.withdraw, { id, version: now.version })).state).toBe('withdrawn')
    expect(await waitingOf(eng)).not.toContain(id)
  })

  it('is listed page by page, each once', async () => {
    const who = await app.as('fin01')
    const made: string[] = []
    for (let i = 0; i < 5; i++) made.push((await ask(app, 'desk01', { steps: [one('批准', who)] })).id)
    const read = async (list: 'waiting' | 'decided') => {
      const ids: string[] = []
      let cursor: string | undefined
      do {
        const page = await who.call(contract.listApprovals, { list, limit: 2, ...(cursor ? { cursor } : {}) })
        ids.push(...page.items.map((item) => item.id))
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      return ids
    }
    expect(await read('waiting')).toEqual(made)
    for (const id of made) await who.call(contract.approve, { id, version: (await get(who, id)).version })
    expect(await read('decided')).toEqual(made.toReversed())
    const bad = await who.send(contract.listApprovals, { cursor: Buffer.from('["x"]').toString('base64url') })
    expect(bad.statusCode).toBe(422)
  })
})
