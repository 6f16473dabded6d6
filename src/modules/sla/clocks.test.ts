import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALWAYS_CALENDAR_ID, STANDARD_CALENDAR_ID, manifest as calendar } from '#kernel/calendar/index.ts'
import { newId, transaction, type DB, type Tx } from '#kernel/db/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { registerTexts } from '#kernel/http/index.ts'
import { testDb, type TestDatabase } from '#kernel/testing/index.ts'
import { createServiceVerb, manifest as service, serviceByLabels } from '#modules/service/index.ts'
import { updateAgreementVerb } from './agreements.ts'
import * as sla from './index.ts'
import { reactions } from './reactions.ts'
import { readAgreements } from './store/agreements.ts'

const actor = systemActor('test')
const at = (text: string): Date => new Date(`${text}+08:00`)
let t: TestDatabase
let orgId: string
const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => transaction(t.db, work)

beforeAll(async () => {
  t = await testDb()
  for (const m of [calendar, service, sla.manifest]) {
    registerTexts(m.name, m.locales)
    if (m.ensureShipped) await inTx(m.ensureShipped)
  }
  orgId = newId()
  await sql`insert into org (id, path, kind, name, code) values (${orgId}, '/9001/', 'unit', '测试局', 'T9001')`.execute(
    t.db,
  )
})
afterAll(() => t.close())

function filed(over: Partial<sla.NewClocks> = {}): sla.NewClocks {
  return {
    ticketId: newId(),
    grade: 'general',
    type: 'fault',
    serviceId: null,
    orgId,
    categoryId: null,
    metrics: ['response', 'restore'],
    startedAt: at('2026-11-20T10:00:00'),
    live: true,
    ...over,
  }
}
const clocks = async (ticketId: string) =>
  Object.fromEntries((await sla.clocksOf(t.db, [ticketId])).get(ticketId)!.map((c) => [c.metric, c]))

describe('the clocks of a ticket', () => {
  it('follow the shipped table', async () => {
    const general = filed()
    const views = await inTx((tx) => sla.startClocks(tx, general))
    expect(views.map((v) => [v.metric, v.dueAt, v.calendarId, v.state])).toEqual([
      ['response', at('2026-11-23T17:30:00').toISOString(), STANDARD_CALENDAR_ID, 'running'],
      ['restore', at('2026-11-25T17:30:00').toISOString(), STANDARD_CALENDAR_ID, 'running'],
    ])
    const major = await inTx((tx) => sla.startClocks(tx, filed({ grade: 'major' })))
    expect(major.map((v) => [v.dueAt, v.calendarId, v.remainingSeconds, v.percent])).toEqual([
      [at('2026-11-20T10:30:00').toISOString(), ALWAYS_CALENDAR_ID, 1800, 0],
      [at('2026-11-20T12:00:00').toISOString(), ALWAYS_CALENDAR_ID, 7200, 0],
    ])
  })

  it('cost one small read and one insert when nothing has changed', async () => {
    const statements: string[] = []
    const spied = new Kysely<DB>({
      dialect: new PostgresDialect({ pool: t.pool }),
      log: (event) => {
        statements.push(event.query.sql)
      },
    })
    await transaction(spied, (tx) => sla.startClocks(tx, filed()))
    statements.length = 0
    await transaction(spied, (tx) => sla.startClocks(tx, filed()))
    const own = statements.filter((s) => !/^(begin|commit)/.test(s))
    expect(own).toEqual([
      expect.stringMatching(/^select [^]*config_version/),
      expect.stringMatching(/^insert into "clock"/),
    ])
  })

  it('pause for the reasons of the agreement, resume, stop and run on', async () => {
    const ticket = filed({ startedAt: at('2026-11-23T09:00:00') })
    const { ticketId } = ticket
    await inTx((tx) => sla.startClocks(tx, ticket))
    const paused = await inTx((tx) =>
      sla.pauseClocks(tx, { ticketId, reason: 'requester', at: at('2026-11-23T10:00:00') }),
    )
    expect(paused.map((c) => [c.metric, c.state])).toEqual([['restore', 'paused']])
    const resumed = await inTx((tx) => sla.resumeClocks(tx, { ticketId, at: at('2026-11-23T11:00:00') }))
    expect(resumed[0]).toMatchObject({ state: 'running', dueAt: at('2026-11-27T09:30:00').toISOString() })
    await inTx((tx) => sla.stopClock(tx, { ticketId, metric: 'response', at: at('2026-11-23T09:20:00') }))
    const done = await inTx((tx) =>
      sla.stopClock(tx, { ticketId, metric: 'restore', at: at('2026-11-24T08:30:00') }),
    )
    expect(done).toMatchObject({ state: 'met' })
    const again = await inTx((tx) =>
      sla.reopenClock(tx, { ticketId, metric: 'restore', at: at('2026-11-24T16:30:00') }),
    )
    // seven working hours between solved and reopened come on top
    expect(again).toMatchObject({
      state: 'running',
      stoppedAt: null,
      dueAt: at('2026-11-27T17:30:00').toISOString(),
    })
    const [, restore] = await sla.explainClocks(t.db, ticketId, 'zh-CN')
    expect(restore!.why.pauses.map((p) => p.reason)).toEqual(['等待报障人', '已解决至重新打开'])
    expect(restore!.explanation).toMatch(/^恢复：协议“默认运维服务级别协议”，日历“标准工作日历”/)
    expect(restore!.explanation).toContain('截止时间 2026-11-27 17:30')
    const [english] = await sla.explainClocks(t.db, ticketId, 'en')
    expect(english!.explanation).toContain('Met at 2026-11-23 09:20:00.')
    await inTx((tx) => sla.cancelClocks(tx, { ticketId, at: at('2026-11-24T17:00:00') }))
    expect((await clocks(ticketId))['restore']).toMatchObject({ state: 'cancelled' })
    expect((await clocks(ticketId))['response']).toMatchObject({ state: 'met' })
  })

  it('count on-site for a major fault from two hours after its filing at the earliest', async () => {
    const ticket = filed({ grade: 'major' })
    await inTx((tx) => sla.startClocks(tx, ticket))
    const ask = (text: string) =>
      inTx((tx) => sla.startClock(tx, { ticketId: ticket.ticketId, metric: 'on-site', at: at(text) }))
    expect(await ask('2026-11-20T10:20:00')).toMatchObject({
      startedAt: at('2026-11-20T12:00:00').toISOString(),
      dueAt: at('2026-11-20T16:00:00').toISOString(),
    })
    expect(await ask('2026-11-20T13:00:00')).toMatchObject({ dueAt: at('2026-11-20T17:00:00').toISOString() })
  })

  it('hold a leader to nothing but his own deadline', async () => {
    const ticket = filed()
    await inTx((tx) => sla.startClocks(tx, ticket))
    const set = {
      ticketId: ticket.ticketId,
      metric: 'supervision',
      at: at('2026-11-20T10:00:00'),
      dueAt: at('2026-11-22T10:00:00'),
    }
    const clock = await inTx((tx) => sla.startClock(tx, set))
    expect(clock).toMatchObject({ targetValue: null, remainingSeconds: 172_800, state: 'running' })
    await expect(inTx((tx) => sla.startClock(tx, { ...set, dueAt: set.at }))).rejects.toMatchObject({
      code: 'sla.deadline_past',
    })
  })

  it('are recalculated openly by a change of grade, with what has counted', async () => {
    const ticket = filed({ startedAt: new Date(Date.now() - 3_600_000) })
    const { ticketId } = ticket
    await inTx((tx) => sla.startClocks(tx, ticket))
    const { before, after } = await inTx((tx) =>
      sla.recalculateClocks(tx, actor, { ticketId, grade: 'major', reason: '确认等级' }),
    )
    expect(before.map((c) => c.grade)).toEqual(['general', 'general'])
    expect(
      after.map((c) => [c.metric, c.grade, Date.parse(c.dueAt) - ticket.startedAt.getTime(), c.state]),
    ).toEqual([
      ['response', 'major', 1_800_000, 'breached'],
      ['restore', 'major', 7_200_000, 'running'],
    ])
    expect(await inTx((tx) => sla.recalculateClocks(tx, actor, { ticketId, reason: 'again' }))).toEqual({
      before: [],
      after: [],
    })
  })

  it('go to the agreement that a service names, and to the most specific coverage', async () => {
    const strict = newId()
    await inTx(async (tx) => {
      const model = (await readAgreements(tx)).find((a) => a.isDefault)!
      const { createAgreementVerb } = await import('./agreements.ts')
      const { id: _id, isDefault: _d, version: _v, ...body } = model
      const targets = body.targets.map((x) => ({
        ...x,
        value: x.metric === 'response' ? 10 : x.value,
        unit: x.metric === 'response' ? ('minutes' as const) : x.unit,
      }))
      const made = await createAgreementVerb(tx, actor, {
        ...body,
        name: '重要系统协议',
        targets,
        coverage: [{ serviceId: null, orgId, categoryId: null, type: 'request' }],
      })
      const s = await createServiceVerb(tx, actor, {
        code: `svc-${strict.slice(-6)}`,
        name: '公文系统',
        description: '',
        ownerOrgId: orgId,
        groupId: null,
        vendorOrgId: null,
        agreementId: made.id,
        calendarId: ALWAYS_CALENDAR_ID,
        protectionGrade: 3,
        public: true,
        matchers: [[{ label: 'job', value: 'oa-.*', regex: true }]],
      })
      const own = await sla.startClocks(tx, filed({ serviceId: s.id }))
      expect(own[0]).toMatchObject({ agreementId: made.id, targetValue: 10, calendarId: ALWAYS_CALENDAR_ID })
      const covered = await sla.startClocks(tx, filed({ type: 'request' }))
      expect(covered[0]!.agreementId).toBe(made.id)
      const other = await sla.startClocks(tx, filed())
      expect(other[0]!.agreementId).toBe(sla.DEFAULT_AGREEMENT_ID)
    })
    expect((await serviceByLabels(t.db, { job: 'oa-web' }))?.name).toBe('公文系统')
    expect(await serviceByLabels(t.db, { job: 'mail' })).toBeUndefined()
  })

  it('follow a changed agreement, each ticket told once', async () => {
    const ticket = filed({ startedAt: new Date() })
    await inTx((tx) => sla.startClocks(tx, ticket))
    await inTx(async (tx) => {
      const model = (await readAgreements(tx)).find((a) => a.isDefault)!
      const targets = model.targets.map((x) =>
        x.grade === 'general' && x.metric === 'restore' ? { ...x, value: 5 } : x,
      )
      await updateAgreementVerb(tx, actor, { id: model.id, version: model.version, targets })
    })
    await runReactions(['sla.agreement-changed'])
    expect((await clocks(ticket.ticketId))['restore']).toMatchObject({ targetValue: 5 })
    const told = await sql<{ n: number }>`select count(*) as n from event_outbox
      where type = 'sla.recalculated' and entity_id = ${ticket.ticketId}`.execute(t.db)
    expect(told.rows[0]!.n).toBe(1)
  })
})

/** Hands the waiting events of these types, and those that follow, to the room's reactions. */
async function runReactions(types: string[]): Promise<void> {
  for (const type of [...types, 'sla.recalculate']) {
    const rows = await t.db.deleteFrom('event_outbox').where('type', '=', type).returningAll().execute()
    for (const row of rows)
      for (const r of reactions.filter((x) => x.on === type || (Array.isArray(x.on) && x.on.includes(type))))
        await inTx((tx) =>
          r.run(tx, {
            id: row.id,
            type,
            entity: row.entity,
            entityId: row.entity_id,
            data: row.data as Record<string, unknown>,
            recordedAt: '',
          }),
        )
  }
}

describe('the timer of the steps', () => {
  const stepsOf = async (ticketIds: string[]) => {
    const { rows } = await sql<{ ticket: string; percent: number }>`
      select data->>'ticketId' as ticket, (data->>'percent')::int as percent from event_outbox
      where type = 'sla.step' and data->>'metric' = 'response' and data->>'ticketId' = any(${ticketIds}) order by id`.execute(
      t.db,
    )
    const found = new Map<string, number[]>()
    for (const r of rows) found.set(r.ticket, [...(found.get(r.ticket) ?? []), r.percent])
    return found
  }
  const missed = async (count: number): Promise<string[]> => {
    const ids: string[] = []
    for (let i = 0; i < count; i++) {
      const ticket = filed({
        grade: 'major',
        startedAt: new Date(Date.now() - 3_600_000),
        metrics: ['response'],
      })
      await inTx((tx) => sla.startClocks(tx, ticket))
      ids.push(ticket.ticketId)
    }
    return ids
  }
  const everyStep = (ids: string[]) => new Map(ids.map((id) => [id, [50, 80, 100, 150]]))

  it('fires every missed step once and in order, with several workers at once', async () => {
    const ids = await missed(60)
    await Promise.all([1, 2, 3, 4].map(() => sla.fireSteps(t.db, 7)))
    await sla.fireSteps(t.db)
    expect(await stepsOf(ids)).toEqual(everyStep(ids))
    expect((await clocks(ids[0]!))['response']).toMatchObject({ state: 'breached', stoppedAt: null })
    expect(await sla.fireSteps(t.db)).toBe(0)
  })

  it('tells of a breach also where the agreement has nobody told of it', async () => {
    const bare = (on: boolean) =>
      inTx(async (tx) => {
        await sql`update agreement_escalation set at_percent = ${on ? 99 : 100}
          where metric = 'response' and at_percent = ${on ? 100 : 99}`.execute(tx)
        await sql`update agreement set version = version + 1`.execute(tx)
      })
    await bare(true)
    const ids = await missed(1)
    await sla.fireSteps(t.db)
    await bare(false)
    expect(await stepsOf(ids)).toEqual(new Map(ids.map((id) => [id, [50, 80, 99, 100, 150]])))
  })

  it('loses and repeats nothing when its process is killed', async () => {
    const ids = await missed(120)
    const script = `
      const { openDatabase } = await import('#kernel/db/index.ts')
      const { fireSteps } = await import('#modules/sla/fire-steps.ts')
      const { db } = openDatabase(process.env.URL, { name: 'to be killed' })
      process.stdout.write('ready')
      for (;;) { await fireSteps(db, 5) }`
    for (const ms of [15, 60, 110]) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        env: { ...process.env, URL: t.appUrl },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      await new Promise((resolve) => child.stdout.once('data', resolve))
      await sleep(ms)
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
    }
    // what it had locked is skipped until the database has seen that it is gone
    const sessions = () =>
      sql`select from pg_stat_activity where application_name = 'to be killed'`
        .execute(t.db)
        .then(({ rows }) => rows.length)
    await expect.poll(sessions).toBe(0)
    await sla.fireSteps(t.db)
    expect(await stepsOf(ids)).toEqual(everyStep(ids))
  })

  it('leaves paused, stopped and historic clocks alone', async () => {
    const past = new Date(Date.now() - 3_600_000)
    const history = filed({ grade: 'major', startedAt: past, live: false })
    const stopped = filed({ grade: 'major', startedAt: past })
    await inTx(async (tx) => {
      await sla.startClocks(tx, history)
      await sla.startClocks(tx, stopped)
      for (const metric of ['response', 'restore'])
        await sla.stopClock(tx, { ticketId: stopped.ticketId, metric, at: new Date(past.getTime() + 60_000) })
    })
    await sla.fireSteps(t.db)
    expect(await stepsOf([history.ticketId, stopped.ticketId])).toEqual(new Map())
    expect((await clocks(history.ticketId))['response']).toMatchObject({ state: 'breached' })
  })
})
