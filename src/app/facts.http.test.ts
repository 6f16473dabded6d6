/** Facts against the pages that show the same, and against SQL that counts in another way. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { transaction } from '#kernel/db/index.ts'
import { evidenceRules, figureOf } from '#kernel/evidence/index.ts'
import { listFactRecords, readFact } from '#kernel/fact/contract.ts'
import { factKeyOfRule } from '#kernel/fact/index.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { getFigures as changeFigures } from '#modules/change/plan-contract.ts'
import { serviceAvailability } from '#modules/check/history-contract.ts'
import { getOverview } from '#modules/check/overview-contract.ts'
import { getHealth } from '#modules/ci/health-contract.ts'
import * as dashboard from '#modules/dashboard/contract.ts'
import { overview as normOverview } from '#modules/norm/contract.ts'
import { getFigures as requestFigures } from '#modules/request/contract.ts'
import { City } from './testing/evidence-city.ts'
import { factCases } from './testing/fact-cases.ts'
import { makePast } from './testing/fact-past.ts'

let app: TestApp
let mgr: Caller
const days = { from: '2025-02-01', to: '2025-03-31' }
const period = { period: 'custom', ...days } as const

beforeAll(async () => {
  app = await testApp()
  await makePast(app.db)
  mgr = await app.as('mgr01')
}, 60_000)
afterAll(() => app.close())

type Asked = {
  from?: string
  to?: string
  split?: string
  orgId?: string
  serviceId?: string
  vendorId?: string
}
const fact = (key: string, asked: Asked = {}, by = mgr) => by.call(readFact, { key, ...days, ...asked })
const figure = async (key: string, asked: Asked = {}) => (await fact(key, asked)).figure
const rows = async <T>(text: string): Promise<T[]> => (await sql.raw<T>(text).execute(app.db)).rows
const one = async (text: string): Promise<number> => Number((await rows<{ n: unknown }>(text))[0]!.n)

/** Every part of a fact as `part → [value, cases]`. */
const parts = async (key: string, split: string, asked: Asked = {}) =>
  Object.fromEntries(
    (await fact(key, { ...asked, split })).parts.map((p) => [p.part ?? '-', [p.value, p.cases]]),
  )

describe('facts and the pages that show the same', () => {
  it('agree on load, faults, clocks, stays and answers', async () => {
    const load = await mgr.call(dashboard.dashboardLoad, period)
    const [filed, resolved] = [await parts('incident.filed', 'day'), await parts('incident.resolved', 'day')]
    expect(load.days.length).toBe(59)
    for (const day of load.days) {
      expect(filed[day.day]?.[0] ?? 0).toBe(day.filed)
      expect(resolved[day.day]?.[0] ?? 0).toBe(day.resolved)
    }
    const services = await mgr.call(dashboard.dashboardServices, period)
    expect(await figure('incident.faults')).toMatchObject({
      value: services.total,
      imported: services.imported,
    })
    const { metrics } = await mgr.call(dashboard.dashboardTimeliness, period)
    const late = await parts('sla.breaches', 'type')
    expect(late['fault']![0]).toBe(metrics.reduce((sum, m) => sum + m.breached + m.overdue, 0))
    for (const { metric, met, breached } of metrics)
      expect(await figure(`incident.${metric}-in-time`)).toMatchObject({ good: met, cases: met + breached })
    const groups = await mgr.call(dashboard.dashboardGroups, period)
    expect(groups.met).toBeGreaterThan(10)
    expect(await figure('sla.stays-kept')).toMatchObject({
      good: groups.met,
      cases: groups.met + groups.breached,
    })
    const said = await mgr.call(dashboard.dashboardSatisfaction, period)
    const happy = said.answers.slice(0, 3).reduce((sum, a) => sum + a.count, 0)
    expect(await figure('satisfaction.satisfied')).toMatchObject({ good: happy, cases: said.answered })
    expect(await figure('satisfaction.answered')).toMatchObject({ good: said.answered, cases: said.asked })
  })

  it('agree on what is open now', async () => {
    const today = (await mgr.call(dashboard.dashboardLoad, { period: 'today' })).open
    const now = await figure('incident.open-at-end', { to: '2100-01-01' })
    expect(now.value).toBe(today.reduce((sum, state) => sum + state.count, 0))
  })

  it('agree on changes, requests, items and norms', async () => {
    const range = { from: '2025-02-01T00:00:00+08:00', to: '2025-04-01T00:00:00+08:00' }
    const changes = await mgr.call(changeFigures, range)
    expect(await figure('change.made')).toMatchObject({ value: changes.closed })
    expect(await figure('change.succeeded')).toMatchObject({
      good: changes.successful,
      cases: changes.closed,
    })
    expect(await figure('change.emergency')).toMatchObject({ good: changes.emergency })
    expect(await figure('change.unauthorised')).toMatchObject({ value: changes.unauthorised })
    const [item] = (await mgr.call(requestFigures, { days: 90 })).items
    const lately = await fact('request.done-in-time', { from: '2020-01-01', to: '2100-01-01', split: 'item' })
    expect(lately.figure.cases).toBe(item!.done)
    expect(lately.parts).toMatchObject([{ name: '账号开通' }])
    expect(Math.round(lately.figure.value!)).toBe(item!.inTime)
    const incomplete = (await figure('ci.complete', { to: '2100-01-01' })).cases
    const complete = (await figure('ci.complete', { to: '2100-01-01' })).good!
    expect(incomplete - complete).toBe((await mgr.call(getHealth, {})).incomplete)
  })

  it('agree with what every rule says of a clause', async () => {
    const root = (await rows<{ path: string }>('select path from org where parent_id is null'))[0]!.path
    const at = { orgPath: root, from: new Date('2025-01-31T16:00:00Z'), to: new Date('2025-03-31T16:00:00Z') }
    let counted = 0
    for (const rule of evidenceRules().values()) {
      if (!rule.cases) continue
      const measured = await rule.measure(app.db, at)
      const { cases, good, value } = await figure(factKeyOfRule(rule.key))
      expect({ cases, good, value }, rule.key).toEqual({
        cases: measured.cases,
        good: measured.good,
        value: figureOf(measured),
      })
      if (cases === 0) continue
      counted++
      const { items } = await mgr.call(listFactRecords, { key: factKeyOfRule(rule.key), ...days, limit: 200 })
      expect(items.length, rule.key).toBe(Math.min(cases, 200))
    }
    expect(counted).toBeGreaterThan(20)
  })

  it('agree with the overview of norms on any day', async () => {
    await transaction(app.db, async (tx) => {
      const city = new City(tx)
      const { good, bad } = factCases['norm.conforming']!
      for (let n = 0; n < 3; n++) await good(city, new Date('2025-02-10T01:00:00Z'))
      for (let n = 0; n < 2; n++) await bad(city, new Date('2025-03-10T01:00:00Z'))
    })
    for (const to of ['2025-02-28', '2025-03-31']) {
      const { items } = await mgr.call(normOverview, { on: to })
      const counts = items.map((norm) => norm.counts)
      const judged = counts.flatMap((c) => [c.conforms, c.partly, c.fails, c.error].map((n) => n ?? 0))
      expect(await figure('norm.conforming', { to })).toMatchObject({
        good: counts.reduce((sum, c) => sum + (c.conforms ?? 0), 0),
        cases: judged.reduce((a, b) => a + b, 0),
      })
      expect((await figure('norm.failing', { to })).value).toBe(
        items.reduce((sum, norm) => sum + norm.gaps, 0),
      )
    }
  })
})

describe('availability', () => {
  const round = (value: number) => Math.round(value * 100) / 100
  it('is what the pages of checks show, for a month, by months and over all systems', async () => {
    const [a, b] = await rows<{ id: string }>(`select id from service where active order by code limit 2`)
    await sql
      .raw(
        `update service set calendar_id = (select id from calendar where is_default) where id = '${b!.id}'`,
      )
      .execute(app.db)
    for (const [service, n] of [[a!, 1], [b!, 2]] as const)
      for (let i = 0; i < n; i++)
        await sql.raw(`with c as (insert into monitor_check (id, name, kind, spec, interval_seconds, timeout_ms, retries,
            retry_seconds, org_id, service_id)
          select gen_random_uuid(), 'A${n}${i}', 'tcp', '{}', 60, 1000, 0, 10, owner_org_id, id from service
          where id = '${service.id}' returning id),
          s as (insert into monitor_state (check_id, state) select id, 'ok' from c)
          insert into monitor_transition (check_id, at, began_at, from_state, to_state, code)
          select c.id, x.at, x.at, case when k % 2 = 0 then 'critical' else 'ok' end,
            case when k % 2 = 0 then 'ok' else 'critical' end, ''
          from c, generate_series(0, 400) k,
            lateral (select timestamptz '2025-01-03 07:00+08' + k * interval '${7 + i} hours 13 minutes' as at) x`).execute(app.db) // prettier-ignore
    const month = { from: '2025-02-01', to: '2025-02-28' }
    const instants = { from: '2025-02-01T00:00:00+08:00', to: '2025-03-01T00:00:00+08:00' }
    const shown = await Promise.all(
      [a!, b!].map(({ id }) => mgr.call(serviceAvailability, { id, ...instants })),
    )
    expect(shown.every(({ ratio }) => ratio! > 0.1 && ratio! < 0.9)).toBe(true)
    for (const [i, { id }] of [a!, b!].entries()) {
      const asked = { ...month, serviceId: id }
      expect(await figure('check.availability', asked)).toMatchObject({
        value: round(100 * shown[i]!.ratio!),
        cases: 1,
      })
      expect((await figure('check.downtime-minutes', asked)).value).toBe(round(shown[i]!.downSeconds / 60))
      const whole = await mgr.call(serviceAvailability, { id, from: '2025-02-01T00:00:00+08:00', to: '2025-04-01T00:00:00+08:00' }) // prettier-ignore
      const byMonth = await parts('check.availability', 'month', { serviceId: id })
      expect(Object.keys(byMonth)).toEqual(['2025-02', '2025-03'])
      for (const { month: name, ratio } of whole.months) expect(byMonth[name]![0]).toBe(round(100 * ratio!))
    }
    const mean = await figure('check.availability', month)
    expect(mean).toMatchObject({ cases: 2, value: round((100 * (shown[0]!.ratio! + shown[1]!.ratio!)) / 2) })
    const records = await mgr.call(listFactRecords, { key: 'check.availability', ...days, split: 'month', part: '2025-03', limit: 10 }) // prettier-ignore
    expect(records.items.map((row) => row.path).toSorted()).toEqual([a!, b!].map(({ id }) => `/services/${id}`).toSorted()) // prettier-ignore
    // this month, as the overview of all checks shows it
    const { groups, month: now } = await mgr.call(getOverview, { by: 'service' })
    const current = await parts('check.availability', 'service', { from: `${now}-01`, to: '2100-01-01' })
    const known = groups.filter((group) => group.ratio !== null)
    expect(Object.keys(current)).toHaveLength(known.length)
    for (const { id, ratio } of known) expect(current[id!]![0]).toBeCloseTo(100 * ratio!, 1)
  })
})

/** Days of the unit as they are written on the wall, and orgs by climbing up: no word of the facts' own SQL. */
const inDays = (column: string) =>
  `to_char(${column} at time zone 'Asia/Shanghai', 'YYYYMMDD') between '20250201' and '20250331'`
const below = (id: string) => `org_id in (with recursive o as (
  select id from org where id = '${id}' union select c.id from org c join o on c.parent_id = o.id) select id from o)`

describe('facts and SQL that counts in another way', () => {
  let orgId = ''
  let serviceId = ''
  beforeAll(async () => {
    orgId = (await rows<{ id: string }>(`select id from org where code = 'gov'`))[0]!.id
    serviceId = (await rows<{ id: string }>(`select service_id as id from ticket where service_id is not null limit 1`))[0]!.id // prettier-ignore
  })
  const joined = `ticket join incident on incident.ticket_id = ticket.id`
  const occurred = inDays('occurred_at')
  const fault = `type = 'fault' and state not like 'cancel%'`
  const percent = (yes: string, of: string) =>
    `round(avg(case when ${yes} then 100.0 else 0 end), 2) as n from ${of}`
  const over = `(c.breached_at is not null or c.state = 'breached' or (c.stopped_at is null and c.due_at < now()))`
  const minutes = `extract(epoch from resolved_at) / 60 - extract(epoch from occurred_at) / 60`
  const expected: Record<string, string> = {
    'incident.filed': `count(distinct number) as n from ticket where kind = 'incident' and ${occurred}`,
    'incident.faults': `sum(1) as n from ${joined} where ${occurred} and ${fault}`,
    'incident.major-faults': `sum(grade_confirmed::int) as n from ${joined} where ${occurred} and ${fault} and grade = 'major'`,
    'incident.resolved': `count(resolved_at) as n from ${joined} where ${inDays('resolved_at')}`,
    'incident.response-in-time': `${percent(`c.state = 'met'`, `${joined} join clock c on c.ticket_id = ticket.id`)}
      where metric = 'response' and c.stopped_at is not null and c.state <> 'cancelled' and ${occurred} and type = 'fault'
      and ticket.state <> 'cancelled'`,
    'incident.restore-minutes': `round(avg(${minutes}), 2) as n from ${joined} where ${occurred} and ${fault} and resolved_at is not null`,
    'incident.restore-p90': `round(m, 2) as n from (select ${minutes} as m, cume_dist() over (order by ${minutes}) as share
      from ${joined} where ${occurred} and ${fault} and resolved_at is not null) x where share >= 0.9 order by m limit 1`,
    'incident.reopened': `${percent('reopen_count <> 0', joined)} where ${inDays('resolved_at')}`,
    'incident.reassigned': `${percent('reassignment_count >= 1', joined)} where ${occurred} and state <> 'cancelled'`,
    'incident.first-line-solved': `${percent(`(select line from support_group g where g.id = group_id) = 1`, joined)} where ${inDays('resolved_at')}`,
    'incident.by-alert': `${percent(`channel = 'alert'`, joined)} where ${occurred}`,
    'supervision.in-time': `${percent('replied_at is not null and replied_at <= deadline', 'supervision s join ticket on ticket.id = s.ticket_id')}
      where ${inDays('deadline')} and not (s.closed_at is not null and replied_at is null)`,
    'sla.breaches': `count(*) as n from clock c join ${joined} on c.ticket_id = ticket.id where ${occurred} and stay_id is null
      and ticket.state <> 'cancelled' and ${over}`,
    'satisfaction.satisfied': `${percent(`answer not like '%unsatisfied'`, `survey s join ticket on ticket.id = s.ticket_id`)}
      where ${occurred} and answer is not null`,
  }

  it.each(Object.entries(expected))('%s', async (key, text) => {
    const value = (await figure(key)).value
    expect(value).toBe(await one(`select ${text}`))
    expect(value).toBeGreaterThan(0)
    if (/from survey|cume_dist/.test(text)) return
    expect((await figure(key, { orgId })).value).toBe(await one(`select ${text} and ticket.${below(orgId)}`))
    expect((await figure(key, { serviceId })).value).toBe(
      await one(`select ${text} and ticket.service_id = '${serviceId}'`),
    )
  })

  it('month by month and by priority', async () => {
    const month = `to_char(occurred_at at time zone 'Asia/Shanghai', 'YYYY-MM')`
    const found = await rows<{ month: string; n: number }>(
      `select ${month} as month, count(*) as n from ticket where kind = 'incident' and ${occurred} group by 1 order by 1`,
    )
    expect(Object.entries(await parts('incident.filed', 'month'))).toEqual(
      found.map((m) => [m.month, [m.n, m.n]]),
    )
    const late = await rows<{ p: number; n: number }>(
      `select priority as p, count(*) as n from clock c join ticket on c.ticket_id = ticket.id where kind = 'incident'
        and ${occurred} and stay_id is null and ${over} and ticket.state <> 'cancelled' group by 1`,
    )
    const byPriority = await parts('sla.breaches', 'priority')
    expect(byPriority).toEqual(Object.fromEntries(late.map((p) => [p.p, [p.n, p.n]])))
  })
})

describe('a company', () => {
  it('sees what its own groups did, and neither what others did nor the unit', async () => {
    const vendor = await app.as('vend01')
    const vendors = await rows<{ id: string; own: boolean }>(
      `select v.id, exists (select from person p join org o on o.id = p.org_id where p.login = 'vend01'
        and o.path like v.path || '%') as own from org v where v.kind = 'vendor'`,
    )
    const own = vendors.find((v) => v.own)!.id
    const other = vendors.find((v) => !v.own)!.id
    for (const key of ['incident.filed', 'sla.stays-kept', 'satisfaction.satisfied']) {
      const mine = (await fact(key, { vendorId: own }, vendor)).figure
      expect(mine).toEqual(await figure(key, { vendorId: own }))
      expect(mine.cases).toBeGreaterThan(5)
      expect((await fact(key, { split: 'vendor' })).parts.find((part) => part.part === own)).toMatchObject(
        mine,
      )
    }
    const status = async (asked: Asked) =>
      (await vendor.send(readFact, { key: 'incident.filed', ...days, ...asked })).statusCode
    expect(await status({})).toBe(404)
    expect(await status({ vendorId: other })).toBe(404)
    expect(
      await status({ orgId: (await rows<{ id: string }>(`select id from org where code = 'gov'`))[0]!.id }),
    ).toBe(404)
    const listed = await vendor.send(listFactRecords, {
      key: 'incident.filed',
      ...days,
      vendorId: other,
      limit: 5,
    })
    expect(listed.statusCode).toBe(404)
    const groups =
      await one(`select count(*) as n from ticket join support_group g on g.id = group_id join org o on o.id = g.org_id
      where ticket.kind = 'incident' and ${inDays('occurred_at')} and (o.id = '${own}' or o.parent_id = '${own}')`)
    expect((await figure('incident.filed', { vendorId: own })).value).toBe(groups)
  })
})
