import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALWAYS_CALENDAR_ID } from '#kernel/calendar/index.ts'
import { transaction } from '#kernel/db/index.ts'
import { findGroupByName } from '#kernel/org/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { createAgreement, getAgreement, gradeNames, updateAgreement } from '#modules/sla/contract.ts'
import { fireSteps } from '#modules/sla/index.ts'
import * as contract from './contract.ts'
import { assignIncident, fileOnly } from './index.ts'
import { getTimeline, listStays } from './story-contract.ts'

let app: TestApp
let req: Caller, desk: Caller, eng: Caller, eng2: Caller, mgr: Caller
let serviceId: string
let ids: Record<'app' | 'net' | 'vendor', string>
let vendorOrgId: string
let ola: string

const targets = (metric: string, hours = 4) =>
  gradeNames.map((grade) => ({
    grade,
    metric,
    value: hours,
    unit: 'hours' as const,
    calendarId: ALWAYS_CALENDAR_ID,
  }))

beforeAll(async () => {
  app = await testApp()
  ;[req, desk, eng, eng2, mgr] = (await Promise.all(
    ['req01', 'desk01', 'eng01', 'eng02', 'mgr01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller, Caller]
  const groups = await Promise.all(
    ['应用运维组', '网络与安全组', '启航软件驻场组'].map((name) => findGroupByName(app.db, name)),
  )
  ids = { app: groups[0]!.id, net: groups[1]!.id, vendor: groups[2]!.id }
  vendorOrgId = (await sql<{ id: string }>`select id from org where code = 'qihang'`.execute(app.db)).rows[0]!
    .id
  serviceId = (await sql<{ id: string }>`select id from service where code = 'ywtb'`.execute(app.db)).rows[0]!
    .id
})
afterAll(() => app.close())

const file = (title: string, more: object = {}) =>
  desk.call(contract.createIncident, {
    title,
    description: '',
    impact: 'medium',
    urgency: 'medium',
    channel: 'phone',
    requesterId: req.personId,
    serviceId,
    ...more,
  })
const staysOf = async (id: string) => (await desk.call(listStays, { id })).items
/** Group, whether it has it, the states of its clocks. */
const story = async (id: string) =>
  (await staysOf(id)).map((s) => [s.groupName, s.endedBy, s.clocks.map((c) => `${c.metric} ${c.state}`)])
const clockRows = async (id: string) =>
  (
    await sql<{ metric: string }>`select metric from clock where ticket_id = ${id} order by metric`.execute(
      app.db,
    )
  ).rows.map((r) => r.metric)

describe('agreements between groups and with vendors', () => {
  it('leave no trace on a ticket while there are none, and the stay is known all the same', async () => {
    const filed = await file('没有运营级别协议')
    expect(await clockRows(filed.id)).toEqual(['response', 'restore'])
    const { rows } = await sql`select from group_stay where ticket_id = ${filed.id}`.execute(app.db)
    expect(rows).toHaveLength(0)
    expect(await story(filed.id)).toEqual([['应用运维组', null, []]])
  })

  it('are refused when nobody is bound, a vendor is bound as our own, or a grade has the wrong metric', async () => {
    const refused = async (body: object) => {
      const answer = await mgr.send(createAgreement, {
        name: '坏的',
        targets: targets('ola'),
        ...body,
      } as never)
      const { errors } = answer.json<{ errors: { field: string; code: string }[] }>()
      return [answer.statusCode, ...errors.map((e) => `${e.field} ${e.code}`)]
    }
    expect(await refused({ kind: 'ola' })).toEqual([422, 'groupIds sla.groups_missing'])
    expect(await refused({ kind: 'ola', groupIds: [ids.app, ids.vendor] })).toEqual([
      422,
      'groupIds.1 sla.group_of_vendor',
    ])
    expect(await refused({ kind: 'vendor', targets: targets('vendor') })).toEqual([
      422,
      'vendorOrgId sla.vendor_missing',
    ])
    expect(await refused({ kind: 'sla', groupIds: [ids.app] })).toContain('groupIds sla.party_unfit')
    expect(await refused({ kind: 'ola', groupIds: [ids.app], targets: targets('restore') })).toContain(
      'targets.0.metric sla.unknown_metric',
    )
    const eng1 = await eng.send(createAgreement, {
      kind: 'ola',
      name: '工程师',
      groupIds: [ids.app],
      targets: targets('ola'),
    })
    expect(eng1.statusCode).toBe(403)
  })

  it('refuse a second one that could not be told from the first', async () => {
    const made = await mgr.call(createAgreement, {
      kind: 'ola',
      name: '二线组内时限',
      groupIds: [ids.app, ids.net],
      targets: targets('ola'),
      pauseRules: [{ reason: 'requester', metrics: ['ola'] }],
      escalations: [
        { metric: 'ola', atPercent: 50, notify: ['group-leader'] },
        { metric: 'ola', atPercent: 100, notify: ['group-leader', 'manager'] },
      ],
    })
    ola = made.id
    const again = { kind: 'ola' as const, name: '另一份', groupIds: [ids.net], targets: targets('ola', 1) }
    const refused = await mgr.send(createAgreement, again)
    expect([refused.statusCode, refused.json<{ code: string; detail: string }>().code]).toEqual([
      422,
      'sla.coverage_tie',
    ])
    expect(refused.json<{ detail: string }>().detail).toContain('二线组内时限')
    // with a row of its own it goes before the general one
    const narrow = await mgr.call(createAgreement, {
      ...again,
      name: '业务系统网络组',
      coverage: [{ serviceId }],
    })
    expect(narrow.groupIds).toEqual([ids.net])
    const asDefault = await mgr.send(updateAgreement, { id: made.id, version: made.version, isDefault: true })
    expect(asDefault.json()).toMatchObject({ code: 'sla.default_kind' })
    await mgr.call(createAgreement, {
      kind: 'vendor',
      name: '启航外包服务协议',
      vendorOrgId,
      targets: targets('vendor', 8),
      escalations: [{ metric: 'vendor', atPercent: 50, notify: ['vendor-contact'] }],
    })
  })

  it('give every stay its clock: assigned, escalated, returned, given again, resolved, reopened', async () => {
    const filed = await file('全程')
    // one row more, in the insert of the others, and no other
    expect(await clockRows(filed.id)).toEqual(['ola', 'response', 'restore'])
    expect(filed.clocks.map((c) => c.metric)).toEqual(['response', 'restore'])
    expect(await story(filed.id)).toEqual([['应用运维组', null, ['ola running']]])
    let { version } = await eng.call(contract.startIncident, { id: filed.id, version: filed.version })
    ;({ version } = await eng.call(contract.escalateIncident, {
      id: filed.id,
      version,
      groupId: ids.vendor,
      reason: '厂商组件',
    }))
    ;({ version } = await desk.call(contract.returnIncident, { id: filed.id, version, reason: '不是我们的' }))
    ;({ version } = await desk.call(contract.assignIncident, { id: filed.id, version, groupId: ids.app }))
    ;({ version } = await eng.call(contract.startIncident, { id: filed.id, version }))
    ;({ version } = await eng.call(contract.resolveIncident, { id: filed.id, version, resolution: '好了' }))
    ;({ version } = await desk.call(contract.reopenIncident, { id: filed.id, version, reason: '没好' }))
    expect(await story(filed.id)).toEqual([
      ['应用运维组', 'escalate', ['ola met']],
      ['启航软件驻场组', 'return', ['vendor met']],
      ['应用运维组', 'resolve', ['ola met']],
      ['应用运维组', null, ['ola running']],
    ])
    const stays = await staysOf(filed.id)
    expect(stays[1]!.beganAt).toBe(stays[0]!.endedAt)
    expect(stays[0]!.clocks[0]!.explanation).toContain('二线组内时限')
    expect(stays[1]!.clocks[0]!.explanation).toContain('启航外包服务协议')
    for (const s of stays)
      for (const c of s.clocks) expect([c.startedAt, c.stoppedAt]).toEqual([s.beganAt, s.endedAt])
    // queues, badges, figures and due times know the clocks of the ticket only
    const seen = await desk.call(contract.getIncident, { id: filed.id })
    expect(seen.clocks.map((c) => c.metric)).toEqual(['response', 'restore'])
    const views = await sql<{ n: number }>`
      select count(*)::int as n from clock_result where ticket_id = ${filed.id}`.execute(app.db)
    expect(views.rows[0]!.n).toBe(2)
    // who reports it is not told who had it
    expect((await req.call(listStays, { id: filed.id })).items).toEqual([])
  })

  it('choose the most specific agreement and pause by their own rules', async () => {
    const filed = await file('暂停')
    let { version } = await desk.call(contract.assignIncident, {
      id: filed.id,
      version: 1,
      groupId: ids.net,
      reason: '网络',
    })
    expect((await staysOf(filed.id))[1]!.clocks[0]).toMatchObject({ targetValue: 1, targetUnit: 'hours' })
    ;({ version } = await eng2.call(contract.startIncident, { id: filed.id, version }))
    const held = await eng2.call(contract.holdIncident, {
      id: filed.id,
      version,
      reason: 'requester',
      note: '请补充',
    })
    // its own agreement has no rule: the restore clock waits, this one does not
    expect(held.clocks.find((c) => c.metric === 'restore')!.state).toBe('paused')
    expect((await story(filed.id))[1]).toEqual(['网络与安全组', null, ['ola running']])
    ;({ version } = await desk.call(contract.assignIncident, {
      id: filed.id,
      version: held.version,
      groupId: ids.app,
      reason: '应用',
    }))
    ;({ version } = await eng.call(contract.holdIncident, {
      id: filed.id,
      version,
      reason: 'requester',
      note: '请补充',
    }))
    expect((await story(filed.id))[2]).toEqual(['应用运维组', null, ['ola paused']])
    await eng.call(contract.resumeIncident, { id: filed.id, version })
    expect((await story(filed.id))[2]).toEqual(['应用运维组', null, ['ola running']])
  })

  it('follow a confirmed grade and a changed agreement while the stay lasts', async () => {
    const { version } = await mgr.call(getAgreement, { id: ola })
    const filed = await file('重新定级')
    const due = async () => (await staysOf(filed.id))[0]!.clocks[0]!
    const before = await due()
    await mgr.call(updateAgreement, {
      id: ola,
      version,
      targets: targets('ola').map((one) => ({ ...one, value: one.grade === 'major' ? 1 : 4 })),
    })
    await desk.call(contract.gradeIncident, {
      id: filed.id,
      version: filed.version,
      grade: 'major',
      reason: '影响扩大',
    })
    const after = await due()
    expect([before.targetValue, after.targetValue]).toEqual([4, 1])
    expect(new Date(before.dueAt).getTime() - new Date(after.dueAt).getTime()).toBe(3 * 3_600_000)
  })

  it('end with a cancelled ticket and a duplicate, and begin anew when it is worked on again', async () => {
    const master = await file('主事件')
    const twin = await file('重复')
    const marked = await desk.call(contract.markDuplicate, { id: twin.id, version: 1, ofId: master.id })
    expect(await story(twin.id)).toEqual([['应用运维组', 'duplicate', ['ola cancelled']]])
    await desk.call(contract.resumeIncident, { id: twin.id, version: marked.version })
    expect(await story(twin.id)).toEqual([
      ['应用运维组', 'duplicate', ['ola cancelled']],
      ['应用运维组', null, ['ola running']],
    ])
    await desk.call(contract.cancelIncident, { id: master.id, version: master.version, reason: '误报' })
    expect(await story(master.id)).toEqual([['应用运维组', 'cancel', ['ola cancelled']]])
  })

  it('tell the people of the group that had promised, after a downtime too, and count for no figure', async () => {
    const filed = await file('超时')
    await sql`update clock set started_at = started_at - interval '9 hours', due_at = due_at - interval '9 hours',
      next_step_at = next_step_at - interval '9 hours' where ticket_id = ${filed.id} and stay_id is not null`.execute(
      app.db,
    )
    await fireSteps(app.db)
    expect((await staysOf(filed.id))[0]!.clocks[0]!.state).toBe('breached')
    const { rows } = await sql<{ type: string; data: { percent: number; groupId: string } }>`
      select type, data from event_outbox where data->>'ticketId' = ${filed.id} order by (data->>'percent')::int, type`.execute(
      app.db,
    )
    expect(rows.map((r) => [r.type, r.data.percent, r.data.groupId])).toEqual([
      ['sla.step', 50, ids.app],
      ['sla.stay-breached', 100, ids.app],
      ['sla.step', 100, ids.app],
    ])
    const breached = await sql`select from breached_clock where ticket_id = ${filed.id}`.execute(app.db)
    expect(breached.rows).toHaveLength(0)
    // resolved late: the stay keeps the breach, the ticket is in time
    await app.work()
    await expect
      .poll(
        async () =>
          (await desk.call(getTimeline, { id: filed.id })).items.filter((e) => e.kind === 'clock').length,
        { timeout: 15_000 },
      )
      .toBe(2)
    const told = await sql<{ person_id: string }>`
      select distinct person_id from notification where entity_id = ${filed.id} and text_key = 'incident:notify.breached'`.execute(
      app.db,
    )
    expect(told.rows.map((r) => r.person_id).sort()).toEqual([eng.personId, mgr.personId].sort())
    const { version } = await desk.call(contract.getIncident, { id: filed.id })
    await eng.call(contract.resolveIncident, { id: filed.id, version, resolution: '好了' })
    expect(await story(filed.id)).toEqual([['应用运维组', 'resolve', ['ola breached']]])
  })

  it('run for no history: an import files and assigns without stays or clocks of them', async () => {
    const history = { ...systemActor('test'), origin: 'import' as const }
    const orgId = (await sql<{ id: string }>`select id from org where parent_id is null`.execute(app.db))
      .rows[0]!.id
    const id = await transaction(app.db, (tx) =>
      fileOnly(tx, history, {
        title: '历史',
        description: '',
        impact: 'medium',
        urgency: 'medium',
        type: 'fault',
        channel: 'import',
        orgId,
        serviceId,
        occurredAt: '2026-01-05T02:00:00Z',
      }),
    )
    await transaction(app.db, (tx) =>
      assignIncident(tx, history, {
        id,
        version: 1,
        groupId: ids.net,
        reason: '历史',
        occurredAt: '2026-01-05T03:00:00Z',
      }),
    )
    expect(await clockRows(id)).toEqual(['response', 'restore'])
    expect(await staysOf(id)).toEqual([])
  })

  it('cover every instant between assignment and end over random moves', async () => {
    const filed = await file('随机')
    let at = { version: filed.version, state: filed.state as string }
    const on = () => ({ id: filed.id, version: at.version })
    const moves = [
      () => desk.call(contract.assignIncident, { ...on(), groupId: ids.net, reason: '随机一步' }),
      () => desk.call(contract.assignIncident, { ...on(), groupId: ids.app, reason: '随机一步' }),
      () => desk.call(contract.escalateIncident, { ...on(), groupId: ids.vendor, reason: '随机一步' }),
      () => desk.call(contract.returnIncident, { ...on(), reason: '随机一步' }),
      () => desk.call(contract.resolveIncident, { ...on(), resolution: '随机一步' }),
      () => desk.call(contract.reopenIncident, { ...on(), reason: '随机一步' }),
      () => desk.call(contract.holdIncident, { ...on(), reason: 'vendor', note: '随机一步' }),
      () => desk.call(contract.resumeIncident, on()),
    ]
    let seed = 7
    let made = 0
    for (let i = 0; i < 60; i++) {
      seed = (seed * 48271) % 2147483647
      try {
        const after = await moves[Math.floor((seed / 2147483647) * moves.length)]!()
        at = { version: after.version, state: after.state }
        made++
      } catch (error) {
        // an illegal move changes nothing
        expect(String(error)).toMatch(/illegal_move|same_group/)
        continue
      }
      const stays = await staysOf(filed.id)
      stays.forEach((s, n) => {
        if (n > 0) expect(s.beganAt >= stays[n - 1]!.endedAt!).toBe(true)
        expect(s.clocks).toHaveLength(1)
        expect([s.clocks[0]!.startedAt, s.clocks[0]!.stoppedAt]).toEqual([s.beganAt, s.endedAt])
      })
      const { group, state } = await desk.call(contract.getIncident, { id: filed.id })
      const open = state !== 'resolved'
      expect(stays.at(-1)?.endedAt === null ? stays.at(-1)!.groupId : null).toBe(
        open ? (group?.id ?? null) : null,
      )
    }
    expect(made).toBeGreaterThan(15)
  })
})
