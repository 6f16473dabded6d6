import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId, transaction } from '#kernel/db/index.ts'
import { activatePerson, createPerson, grantRole } from '#kernel/identity/index.ts'
import { findRoleByKey, systemActor } from '#kernel/permission/index.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import * as checks from '#modules/check/contract.ts'
import { createIncident, resolveIncident, startIncident, takeIncident } from '#modules/incident/contract.ts'
import { createPlan } from '#modules/round/contract.ts'
import * as rounds from '#modules/round/round-contract.ts'
import { getWall } from './contract.ts'

let app: TestApp
let desk: Caller, mgr: Caller, eng: Caller
const ids = new Map<string, string>()

async function one<T>(query: string): Promise<T> {
  return (await sql<{ n: T }>`${sql.raw(query)}`.execute(app.db)).rows[0]!.n
}

/** Somebody in no group with one role in one department. */
async function personOf(login: string, role: 'engineer' | 'asset-keeper', orgCode: string): Promise<void> {
  const actor = systemActor('test')
  await transaction(app.db, async (tx) => {
    const orgId = ids.get(orgCode)!
    const person = await createPerson(tx, actor, { login, kind: 'person', name: login, orgId })
    await activatePerson(tx, actor, { id: person.id, version: person.version })
    await grantRole(tx, actor, { id: person.id, roleId: (await findRoleByKey(tx, role))!.id, orgId })
  })
}

type Filing = Parameters<typeof desk.call<typeof createIncident>>[1]
const file = (rest: Partial<Filing>) =>
  desk.call(createIncident, {
    ...{ title: '打不开', description: '', impact: 'high', urgency: 'high', channel: 'phone', type: 'fault' },
    ...rest,
  } as Filing)

/** An alert that fires, and the event that it began. */
async function fire(
  severity: string,
  service: string,
  org: string,
  quiet: string | null = null,
): Promise<void> {
  const alert = newId()
  await sql`insert into alert (id, source, labels_hash, labels, name, severity, status, service_id, org_id, starts_at,
      first_at, last_at, began_at)
    values (${alert}, 'test', ${alert}, '{}', '磁盘将满', ${severity}, 'firing', ${ids.get(service)}, ${ids.get(org)},
      now(), now(), now(), now())`.execute(app.db)
  if (quiet)
    await sql`insert into alert_silenced (alert_id, entity, by_id) values (${alert}, ${quiet}, ${newId()})`.execute(
      app.db,
    )
  await sql`insert into alert_event (alert_id, kind) values (${alert}, 'began')`.execute(app.db)
}

beforeAll(async () => {
  app = await testApp()
  for (const table of ['org', 'service'])
    for (const row of (
      await sql<{ id: string; code: string }>`select id, code from ${sql.table(table)}`.execute(app.db)
    ).rows)
      ids.set(row.code, row.id)
  await personOf('narrow', 'engineer', 'rsj')
  await personOf('keeper', 'asset-keeper', 'gov')
  ;[desk, mgr, eng] = (await Promise.all(['desk01', 'mgr01', 'eng01'].map((who) => app.as(who)))) as [
    Caller,
    Caller,
    Caller,
  ]
  await file({ serviceId: ids.get('oa')!, orgId: ids.get('zwfw')! })
  const late = await file({
    serviceId: ids.get('shebao')!,
    orgId: ids.get('rsj')!,
    impact: 'low',
    urgency: 'low',
  })
  await sql`update ticket set due_at = now() - interval '1 minute' where id = ${late.id}`.execute(app.db)
  const done = await file({
    serviceId: ids.get('shebao')!,
    orgId: ids.get('rsj')!,
    impact: 'medium',
    urgency: 'medium',
  })
  let now = await mgr.call(takeIncident, { id: done.id, version: done.version })
  now = await mgr.call(startIncident, { id: done.id, version: now.version })
  await mgr.call(resolveIncident, { id: done.id, version: now.version, resolution: '重启' })
  const major = await file({ serviceId: ids.get('oa')!, orgId: ids.get('zwfw')!, title: '门户全部不可用' })
  await sql`update incident set grade = 'major' where ticket_id = ${major.id}`.execute(app.db)
  await fire('critical', 'oa', 'zwfw')
  await fire('warning', 'shebao', 'rsj')
  await fire('critical', 'shebao', 'rsj', 'maintenance')
  const check = await mgr.call(checks.createCheck, {
    ...{ name: '一号机房温度', kind: 'manual', spec: {}, intervalSeconds: 3600, orgId: ids.get('gov')! },
    ...{ serviceId: ids.get('shebao')! },
  } as never)
  await mgr.call(checks.addReading, {
    id: check.id,
    figures: [{ name: '温度', value: 23.456, unit: '℃' }],
  } as never)
  const plan = await mgr.call(createPlan, {
    ...{
      name: '机房早巡',
      kind: 'room',
      orgId: ids.get('gov')!,
      graceMinutes: 60,
      noticeDays: 5,
      moreTimes: [],
    },
    rule: { every: 'week', weekdays: [1], at: '09:00', closed: 'file' },
    items: [{ name: '湿度', kind: 'number', unit: '%', low: 40, high: 60, place: '二号机房' }],
  } as never)
  const round = await eng.call(rounds.startUnplanned, { id: plan.id })
  const entry = round.entries[0]!
  const read = { id: round.id, entryId: entry.id, version: entry.version, number: 70, note: '偏高' }
  await eng.call(rounds.recordEntry, read as never)
  await eng.call(rounds.finishRound, { id: round.id, version: round.version })
}, 60_000)
afterAll(() => app.close())

describe('the wall', () => {
  it('is for those who run things, not for requesters and administrators', async () => {
    for (const login of ['req01', 'sys01', 'sec01', 'aud01'])
      expect((await (await app.as(login)).send(getWall, {})).statusCode, login).toBe(403)
    for (const login of ['desk01', 'eng01', 'lead01', 'mgr01', 'keeper'])
      expect((await (await app.as(login)).send(getWall, {})).statusCode, login).toBe(200)
  })

  it('counts what the database has', async () => {
    const wall = await mgr.call(getWall, {})
    const tickets = (where: string) =>
      one<number>(`select count(*)::int as n from ticket where kind = 'incident' and ${where}`)
    expect(wall.load!.filed).toBe(await tickets('true'))
    expect(wall.load!.resolved).toBe(1)
    for (const priority of [1, 2, 3, 4])
      expect(wall.load!.open[priority - 1]).toBe(await tickets(`open and priority = ${priority}`))
    expect(wall.load!.overdue).toBe(1)
    expect(wall.alerts).toEqual({ critical: 1, warning: 1 })
    expect(wall.hours).toHaveLength(24)
    expect(wall.hours.at(-1)!.incidents! + wall.hours.at(-2)!.incidents!).toBe(await tickets('true'))
    expect(wall.hours.at(-1)!.alerts! + wall.hours.at(-2)!.alerts!).toBe(3)
    const graded = "grade = 'major'"
    expect(wall.majors).toHaveLength(await one(`select count(*)::int as n from incident where ${graded}`))
    expect(wall.majors!.at(-1)).toMatchObject({ title: '门户全部不可用', leader: null, onBridge: 0 })
  })

  it('puts the worst system first and says why', async () => {
    const { services } = await mgr.call(getWall, {})
    const active = await one<number>('select count(*)::int as n from service where active')
    expect(services).toHaveLength(active)
    expect(services[0]).toMatchObject({ id: ids.get('oa'), health: 'down', faults: { open: 2, priority: 1 } })
    expect(services[0]!.alerts).toEqual({ critical: 1, warning: 0 })
    expect(services[1]).toMatchObject({ id: ids.get('shebao'), health: 'degraded', checks: 1, state: 'ok' })
    expect(services.at(-1)!.health).toBe('unwatched')
  })

  it('shows the last readings of checks and rounds with their units', async () => {
    const { environment } = await mgr.call(getWall, {})
    expect(environment).toMatchObject([
      { name: '一号机房温度', value: '23.46', unit: '℃', state: 'normal', from: 'check' },
      { name: '湿度', place: '二号机房', value: '70', unit: '%', state: 'abnormal', from: 'round' },
    ])
  })

  it('counts for each only what is in sight, and says nothing of what is not', async () => {
    const narrow = await (await app.as('narrow')).call(getWall, {})
    expect(narrow.load).toMatchObject({ filed: 2, resolved: 1, overdue: 1 })
    expect(narrow.alerts).toEqual({ critical: 0, warning: 1 })
    expect(narrow.majors).toEqual([])
    expect(narrow.environment).toEqual([])
    expect(narrow.services.find((row) => row.id === ids.get('oa'))).toMatchObject({ health: 'unwatched' })
    const keeper = await (await app.as('keeper')).call(getWall, {})
    expect(keeper).toMatchObject({ load: null, alerts: null, majors: null, duty: null })
    expect(keeper.environment.map((row) => row.from)).toEqual(['check'])
    expect(keeper.hours.every((row) => row.incidents === null && row.alerts === null)).toBe(true)
  })
})
