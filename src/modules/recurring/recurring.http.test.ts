import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTemplate, deleteTemplate } from '#modules/canned/contract.ts'
import { getIncident, listIncidents } from '#modules/incident/contract.ts'
import { listTasks } from '#modules/ticket/task-contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import * as contract from './contract.ts'

let app: TestApp
let manager: Caller, lead: Caller, desk: Caller
let orgId: string
beforeAll(async () => {
  app = await testApp()
  ;[manager, lead, desk] = (await Promise.all(
    ['mgr01', 'lead01', 'desk01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller]
  const { rows } = await app.pool.query<{ id: string }>(`select id from org where parent_id is null`)
  orgId = rows[0]!.id
  await app.work()
})
afterAll(() => app.close())

const template = (name: string) =>
  manager.call(createTemplate, {
    ...{ name, title: `{{month}} ${name}`, type: 'request' as const },
    tasks: [{ title: '逐项检查', required: true }],
  })
const daily = { every: 'workday' as const, at: '09:00' }
const schedule = async (name: string) => {
  const { id } = await template(name)
  return manager.call(contract.createRecurring, { name, templateId: id, orgId, rule: daily })
}
const list = async (who = manager) => (await who.call(contract.listRecurring, {})).items
const found = async (name: string) => (await list()).find((one) => one.name === name)!
/** Lets the occurrence be due now, as if its time had come. */
const due = async (id: string, ago: string) => {
  const { rows } = await app.pool.query<{ at: Date }>(
    `update recurring_ticket set next_at = date_trunc('milliseconds', now() - $2::interval) where id = $1
     returning next_at as at`,
    [id, ago],
  )
  await app.pool.query(
    `update timer set due_at = $2, data = jsonb_build_object('at', $3::text) where kind = 'recurring.file' and key = $1`,
    [id, rows[0]!.at, rows[0]!.at.toISOString()],
  )
  return rows[0]!.at
}
const titled = async (name: string) => {
  const { items } = await desk.call(listIncidents, { type: 'request', limit: 200 })
  return items.filter((line) => line.title.endsWith(name))
}

describe('recurring tickets', () => {
  it('file each occurrence once, with the template’s tasks, and go on to the next', async () => {
    const made = await schedule('机房巡检')
    expect(made.upcoming).toHaveLength(3)
    expect(made.nextAt).toBe(made.upcoming[0])
    const occurrence = await due(made.id, '3 seconds')
    await expect
      .poll(async () => (await found('机房巡检')).last?.at, { timeout: 15_000 })
      .toBe(occurrence.toISOString())
    const now = await found('机房巡检')
    const incident = await desk.call(getIncident, { id: now.last!.ticketId })
    expect(incident).toMatchObject({ number: now.last!.number, type: 'request', channel: 'inspection' })
    expect(incident.title).toMatch(/^\d{4}-\d\d 机房巡检$/)
    expect(incident.occurredAt).toBe(occurrence.toISOString())
    const { items } = await desk.call(listTasks, { id: incident.id })
    expect(items).toMatchObject([{ title: '逐项检查', required: true }])
    expect(Date.parse(now.nextAt!)).toBeGreaterThan(Date.now())
    // the same occurrence again, as after a crash in between: nothing
    await app.pool.query(
      `insert into timer (kind, key, due_at, data) values ('recurring.file', $1, now(), jsonb_build_object('at', $2::text))
       on conflict (kind, key) do update set due_at = now(), data = excluded.data`,
      [made.id, occurrence.toISOString()],
    )
    const gone = async () =>
      (await app.pool.query(`select 1 from timer where kind = 'recurring.file' and key = $1`, [made.id])).rows
        .length
    await expect.poll(gone, { timeout: 10_000 }).toBe(0)
    expect(await titled('机房巡检')).toHaveLength(1)
  })

  it('that nobody could file while the program was down come one after the other', async () => {
    const made = await schedule('备份检查')
    const { rows } = await app.pool.query<{ id: string }>(`select id from recurring_ticket where id = $1`, [
      made.id,
    ])
    await due(rows[0]!.id, '8 days')
    await expect
      .poll(async () => (await titled('备份检查')).length, { timeout: 20_000 })
      .toBeGreaterThanOrEqual(4)
    await expect
      .poll(async () => Date.parse((await found('备份检查')).nextAt!) > Date.now(), { timeout: 10_000 })
      .toBe(true)
    const filed = await app.pool.query(
      `select distinct occurrence from recurring_filed where recurring_id = $1`,
      [made.id],
    )
    expect(filed.rows).toHaveLength((await titled('备份检查')).length)
  })

  it('wait while paused or without a template, and are filed when that is mended', async () => {
    const made = await schedule('无模板')
    const paused = await manager.call(contract.editRecurring, {
      ...{ id: made.id, version: 1, name: made.name, templateId: made.template!.id, orgId },
      ...{ rule: daily, active: false },
    })
    expect(paused).toMatchObject({ active: false, nextAt: null, upcoming: [] })
    const active = await manager.call(contract.editRecurring, {
      ...{ id: made.id, version: 2, name: made.name, templateId: made.template!.id, orgId },
      ...{ rule: daily, active: true },
    })
    await manager.call(deleteTemplate, { id: made.template!.id, version: 1 })
    await due(made.id, '5 minutes')
    await expect.poll(async () => (await found('无模板')).late, { timeout: 10_000 }).toBe(true)
    expect((await found('无模板')).template).toBeNull()
    const { id } = await template('补上的模板')
    await manager.call(contract.editRecurring, {
      ...{ id: made.id, version: active.version, name: made.name, templateId: id, orgId },
      ...{ rule: daily, active: true },
    })
    await expect.poll(async () => (await titled('补上的模板')).length, { timeout: 10_000 }).toBe(1)
  })

  it('are kept by managers, read by duty leaders; bad rules are refused by name', async () => {
    expect((await list(lead)).length).toBeGreaterThan(0)
    expect((await list(lead))[0]!.abilities).toEqual([])
    expect((await desk.send(contract.listRecurring, {})).statusCode).toBe(403)
    const body = { name: '坏的', templateId: (await template('好模板')).id, orgId, rule: daily }
    expect((await lead.send(contract.createRecurring, body)).statusCode).toBe(403)
    const never = { every: 'week' as const, weekdays: [7], at: '09:00', closed: 'skip' as const }
    for (const [wrong, field] of [
      [{ templateId: manager.personId }, 'templateId'],
      [{ orgId: manager.personId }, 'orgId'],
      [{ rule: { ...daily, at: '25:00' } }, 'rule.at'],
    ] as const) {
      const answer = await manager.send(contract.createRecurring, { ...body, ...wrong })
      expect([answer.statusCode, answer.json().errors[0].field]).toEqual([422, field])
    }
    const sundays = await manager.send(contract.createRecurring, { ...body, rule: never })
    expect([200, 201, 422]).toContain(sundays.statusCode)
  })
})
