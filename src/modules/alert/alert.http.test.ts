import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import {
  createIncident,
  getIncident,
  holdIncident,
  listIncidents,
  resolveIncident,
} from '#modules/incident/contract.ts'
import { getTimeline } from '#modules/incident/story-contract.ts'
import {
  getAlert,
  getAlertSetting,
  incidentAlerts,
  intakeAlerts,
  listAlerts,
  listIntakes,
  putAlertSetting,
  retryIntake,
} from './contract.ts'
import { processAlerts } from './process.ts'

let t: TestApp
let machine: Caller
let desk: Caller
beforeAll(async () => {
  t = await testApp()
  machine = await t.as('intake01')
  desk = await t.as('desk01')
})
afterAll(() => t.close())

type Labels = Record<string, string>
const firing = (labels: Labels, more: object = {}) => ({ status: 'firing', labels, annotations: {}, ...more })
const resolved = (labels: Labels, more: object = {}) => ({
  status: 'resolved',
  labels,
  annotations: {},
  ...more,
})
const body = (groupKey: string, alerts: object[]) => ({
  version: '4',
  receiver: 'zhengyun',
  status: 'firing',
  groupKey,
  alerts,
  truncatedAlerts: 0,
})
const post = (payload: unknown, query = '') =>
  machine.inject({ method: 'POST', url: `/api/v1/intake/alertmanager${query}`, payload: payload as object })
const process = () => processAlerts({ db: t.db, log: () => undefined })
async function send(groupKey: string, ...alerts: object[]): Promise<void> {
  const answer = await post(body(groupKey, alerts))
  expect(answer.statusCode, answer.body).toBe(202)
  await process()
}
async function owner(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: t.ownerUrl })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
const incidentsOf = async (q: string) => (await desk.call(listIncidents, { q })).items
/** The only incident whose text or labels hold the word. */
async function onlyIncident(q: string) {
  const items = await incidentsOf(q)
  expect(items.length, q).toBe(1)
  return desk.call(getIncident, { id: items[0]!.id })
}

describe('intake', () => {
  it('opens an incident of the service: priority, owner group, searchable labels', async () => {
    const { rows } = await sql<{ id: string; value: string; name: string }>`
      select s.id, m.value, s.name from service s join service_matcher m on m.service_id = s.id limit 1`.execute(
      t.db,
    )
    const service = rows[0]!
    await send(
      '{}:{a="1"}',
      firing(
        {
          alertname: 'WebDown',
          severity: 'critical',
          service: service.value,
          instance: 'web-a7.example:443',
        },
        { annotations: { summary: '门户无法访问', description: '探测连续失败' } },
      ),
    )
    const incident = await onlyIncident('web-a7.example')
    expect(incident).toMatchObject({
      title: 'WebDown: 门户无法访问',
      channel: 'alert',
      impact: 'high',
      urgency: 'high',
      priority: 1,
      service: { id: service.id },
    })
    expect(incident.group).not.toBeNull()
    expect(incident.clocks.length).toBeGreaterThan(0)
    const alerts = await desk.call(incidentAlerts, { id: incident.id })
    expect(alerts).toMatchObject({ firing: 1, resolved: 0, items: [{ name: 'WebDown', count: 1 }] })
    expect((await desk.call(getAlert, { id: alerts.items[0]!.id })).incident?.id).toBe(incident.id)
  })

  it('answers 202 with the intake row, which is stored before', async () => {
    const answer = await post(body('stored', [firing({ alertname: 'Stored', severity: 'none' })]))
    const { intakeId, alerts } = answer.json<{ intakeId: number; alerts: number }>()
    expect(alerts).toBe(1)
    const { rows } = await sql<{ format: string; body: { alerts: object[] } }>`
      select format, body from alert_intake where id = ${intakeId}`.execute(t.db)
    expect(rows[0]).toMatchObject({
      format: 'alertmanager',
      body: { groupKey: 'stored', receiver: 'zhengyun' },
    })
  })

  it('takes the generic form, single and several', async () => {
    const single = await machine.send(intakeAlerts, {
      source: 'zabbix',
      name: '单条',
      status: 'firing',
      labels: { host: 'gx-1' },
    } as never)
    const several = await machine.send(intakeAlerts, {
      source: 'zabbix',
      alerts: [firing({ host: 'gx-2' }, { name: '多条', severity: 'disaster' }) as never],
    })
    expect([single.statusCode, several.statusCode]).toEqual([202, 202])
    await process()
    const items = (await desk.call(listAlerts, { q: 'gx-' })).items
    expect(items.map((a) => [a.source, a.name, a.severity]).sort()).toEqual([
      ['zabbix', '单条', 'unknown'],
      ['zabbix', '多条', 'unknown'],
    ])
    expect((await onlyIncident('gx-2')).priority).toBe(3)
  })

  it('refuses what it cannot take by a problem document', async () => {
    const alert = firing({ alertname: 'Bad' })
    const bad: [unknown, number][] = [
      [{}, 422],
      [[], 422],
      [body('g', []), 422],
      [body('g', [{ ...alert, status: 'burning' }]), 422],
      [body('g', [{ ...alert, labels: { n: 1 } }]), 422],
      [body('g', [{ ...alert, labels: { n: 'a\u0000b' } }]), 422],
      [body('g', [{ ...alert, labels: { n: 'a\u001bb' } }]), 422],
      [body('g', [{ ...alert, labels: { n: 'x'.repeat(5000) } }]), 422],
      [
        body('g', [
          { ...alert, labels: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`l${i}`, ''])) },
        ]),
        422,
      ],
      [body('g', [{ ...alert, startsAt: 'yesterday' }]), 422],
      [
        body(
          'g',
          Array.from({ length: 20_001 }, () => ({ status: 'firing', labels: {} })),
        ),
        422,
      ],
    ]
    for (const [payload, status] of bad) {
      const answer = await post(payload)
      expect(answer.statusCode, JSON.stringify(payload).slice(0, 200)).toBe(status)
      expect(answer.headers['content-type']).toContain('application/problem+json')
    }
    const text = await machine.inject({
      method: 'POST',
      url: '/api/v1/intake/alertmanager',
      payload: '{"alerts":[',
      headers: { 'content-type': 'application/json' },
    })
    expect(text.statusCode).toBe(400)
    const large = await machine.inject({
      method: 'POST',
      url: '/api/v1/intake/alertmanager',
      payload: `"${'x'.repeat(11 * 1024 * 1024)}"`,
      headers: { 'content-type': 'application/json' },
    })
    expect(large.statusCode).toBe(413)
    for (const generic of [
      { source: 's' },
      { source: 's', labels: {}, status: 'firing', alerts: [alert] },
      { source: 's', labels: {}, status: 'firing', extra: 1 },
    ])
      expect((await machine.send(intakeAlerts, generic as never)).statusCode).toBe(422)
    expect((await post(body('g', [alert]), '?source=')).statusCode).toBe(422)
    const other = await desk.inject({
      method: 'POST',
      url: '/api/v1/intake/alertmanager',
      payload: body('g', [alert]),
    })
    expect(other.statusCode).toBe(403)
  })

  it('keeps emoji and rare characters, and fields it does not know', async () => {
    await send(
      'rare',
      firing({ alertname: '𠮷野家🔥告警', severity: 'warning', host: 'rare-1' }, { novelty: { deep: [1] } }),
    )
    expect((await onlyIncident('rare-1')).title).toBe('𠮷野家🔥告警')
  })
})

describe('identity', () => {
  it('keeps alerts apart that share a fingerprint, and counts repeats', async () => {
    const a = firing({ alertname: 'Fp', host: 'fp-1' }, { fingerprint: 'same' })
    const b = firing({ alertname: 'Fp', host: 'fp-2' }, { fingerprint: 'same' })
    await send('fp', a, b, a)
    await send('fp', a)
    const items = (await desk.call(listAlerts, { q: 'Fp fp-' })).items
    expect(items.map((i) => [i.labels['host'], i.count]).sort()).toEqual([
      ['fp-1', 3],
      ['fp-2', 1],
    ])
    expect((await incidentsOf('fp-2')).length).toBe(1)
  })

  it('holds the same labels of two sources for two alerts', async () => {
    const payload = body('src', [firing({ alertname: 'Src', host: 'src-1' })])
    await post(payload, '?source=east')
    await post(payload, '?source=west')
    await process()
    expect((await desk.call(listAlerts, { q: 'src-1' })).items.map((i) => i.source).sort()).toEqual([
      'east',
      'west',
    ])
    expect((await incidentsOf('src-1')).length).toBe(2)
  })

  it('stores info and none and opens nothing', async () => {
    await send(
      'info',
      firing({ alertname: 'I', severity: 'info', host: 'quiet-1' }),
      firing({ alertname: 'N', severity: 'none', host: 'quiet-1' }),
    )
    expect((await desk.call(listAlerts, { q: 'quiet-1' })).items.length).toBe(2)
    expect(await incidentsOf('quiet-1')).toEqual([])
  })

  it('opens nothing for an alert that is first heard of as resolved', async () => {
    await send('late', resolved({ alertname: 'Late', host: 'late-1' }))
    expect((await desk.call(listAlerts, { q: 'late-1' })).items[0]).toMatchObject({
      status: 'resolved',
      incident: null,
    })
    expect(await incidentsOf('late-1')).toEqual([])
  })
})

describe('the life of an incident', () => {
  const one = { alertname: 'Life', host: 'life-1', severity: 'warning' }
  const two = { alertname: 'Life', host: 'life-2', severity: 'critical' }

  it('gathers, is raised, goes into observation, comes back', async () => {
    await send('life', firing(one))
    const first = await onlyIncident('life-1')
    expect(first).toMatchObject({ priority: 3, impact: 'medium', state: 'new' })
    await send('life', firing(one), firing(two))
    const raised = await onlyIncident('life-2')
    expect(raised).toMatchObject({
      id: first.id,
      impact: 'high',
      urgency: 'high',
      priority: 1,
      grade: 'major',
    })
    await send('life', resolved(one), firing(two))
    expect((await onlyIncident('life-1')).state).toBe('new')
    await send('life', resolved(one), resolved(two))
    expect(await onlyIncident('life-1')).toMatchObject({ state: 'pending', holdReason: 'observation' })
    await send('life', firing(two))
    expect((await onlyIncident('life-1')).state).toBe('new')
    const alerts = await desk.call(incidentAlerts, { id: first.id })
    expect(alerts).toMatchObject({ firing: 1, resolved: 1 })
    const { items } = await desk.call(getTimeline, { id: first.id })
    expect(items.filter((e) => e.kind === 'link').length).toBe(2)
    expect(items.map((e) => e.data['move']).filter(Boolean)).toEqual(['file', 'hold', 'resume'])
  })

  it('is reopened by a relapse after people resolved it, not by a mere repetition', async () => {
    const labels = { alertname: 'Relapse', host: 'relapse-1' }
    const startsAt = new Date(Date.now() - 60_000).toISOString()
    await send('relapse', firing(labels, { startsAt }))
    const opened = await onlyIncident('relapse-1')
    await desk.call(resolveIncident, { id: opened.id, version: opened.version, resolution: '重启了服务' })
    await send('relapse', firing(labels, { startsAt }))
    expect((await onlyIncident('relapse-1')).state).toBe('resolved')
    await send('relapse', resolved(labels))
    expect((await onlyIncident('relapse-1')).state).toBe('resolved')
    await send('relapse', firing(labels))
    expect(await onlyIncident('relapse-1')).toMatchObject({ id: opened.id, reopenCount: 1 })
  })

  it('opens another incident when the window is over; the old one keeps its alerts', async () => {
    const labels = { alertname: 'Again', host: 'again-1' }
    await send('again', firing(labels))
    const old = await onlyIncident('again-1')
    await send('again', resolved(labels))
    const held = await onlyIncident('again-1')
    await desk.call(resolveIncident, { id: old.id, version: held.version, resolution: '已处理完成' })
    await sql`update ticket set resolved_at = now() - interval '31 minutes' where id = ${old.id}`.execute(
      t.db,
    )
    await send('again', firing(labels))
    const both = await incidentsOf('again-1')
    expect(both.length).toBe(2)
    expect((await desk.call(incidentAlerts, { id: old.id })).items.length).toBe(1)
    expect((await desk.call(incidentAlerts, { id: old.id })).firing).toBe(0)
    expect((await desk.call(incidentAlerts, { id: both.find((i) => i.id !== old.id)!.id })).firing).toBe(1)
  })

  it('leaves alone what people put on hold for another reason', async () => {
    const labels = { alertname: 'Vendor', host: 'vendor-1' }
    await send('vendor', firing(labels))
    const opened = await onlyIncident('vendor-1')
    await desk.call(holdIncident, {
      id: opened.id,
      version: opened.version,
      reason: 'vendor',
      note: '等厂商',
    })
    await send('vendor', resolved(labels))
    await send('vendor', firing(labels))
    expect(await onlyIncident('vendor-1')).toMatchObject({ state: 'pending', holdReason: 'vendor' })
  })

  it('joins what people reported of the service', async () => {
    const { rows } = await sql<{ id: string; value: string }>`
      select s.id, m.value from service s join service_matcher m on m.service_id = s.id
      where not exists (select from ticket t where t.service_id = s.id) limit 1`.execute(t.db)
    const { id: serviceId, value } = rows[0]!
    const reported = await desk.call(createIncident, {
      title: '系统打不开',
      impact: 'medium',
      urgency: 'medium',
      channel: 'phone',
      serviceId,
    })
    await send(
      'people',
      firing({ alertname: 'Joined', severity: 'critical', service: value, host: 'joined-1' }),
    )
    const incident = await onlyIncident('joined-1')
    expect(incident).toMatchObject({ id: reported.id, impact: 'medium' })
    await send('other-group', firing({ alertname: 'Joined2', service: value, host: 'joined-2' }))
    expect((await onlyIncident('joined-2')).id).toBe(reported.id)
  })
})

describe('poison', () => {
  it('sets a bad row aside with its reason, goes on with the others, and tries again when asked', async () => {
    const manager = await t.as('mgr01')
    await sql`insert into alert_intake (format, source, body, alerts) values ('alertmanager', 'x', '{"alerts": 5}', 1)`.execute(
      t.db,
    )
    // understood, but the database refuses it: the whole batch fails and is taken apart
    await owner(`alter table alert add constraint no_poison check (name <> 'Poison')`)
    await post(body('p', [firing({ alertname: 'Poison', host: 'poison-0' })]))
    await send('p2', firing({ alertname: 'Healthy', host: 'poison-1' }))
    expect((await incidentsOf('poison-1')).length).toBe(1)
    expect(await incidentsOf('poison-0')).toEqual([])
    const { items } = await manager.call(listIntakes, {})
    expect(items.length).toBe(2)
    expect(items[0]!.error).toContain('no_poison')
    expect(items[1]!.error).toContain('alerts')
    await owner('alter table alert drop constraint no_poison')
    for (const { id } of items) await manager.call(retryIntake, { id })
    expect((await manager.call(listIntakes, {})).items).toEqual([])
    expect((await manager.call(listIntakes, { state: 'waiting' })).items.length).toBe(2)
    await process()
    expect((await manager.call(listIntakes, {})).items.map((i) => i.id)).toEqual([items[1]!.id])
    expect((await incidentsOf('poison-0')).length).toBe(1)
    expect((await manager.send(retryIntake, { id: 999_999 })).statusCode).toBe(404)
  })
})

describe('who sees what', () => {
  it('shows alerts by scope, and 404 for what is out of it', async () => {
    const [any] = (await desk.call(listAlerts, { limit: 1 })).items
    for (const login of ['req01', 'sys01', 'sec01', 'aud01', 'intake01'])
      expect((await (await t.as(login)).send(listAlerts, {})).statusCode).toBe(403)
    expect((await (await t.as('eng01')).send(getAlert, { id: any!.id })).statusCode).toBe(200)
    expect((await desk.send(getAlert, { id: '01900000-0000-7000-8000-000000000000' })).statusCode).toBe(404)
    expect((await desk.send(incidentAlerts, { id: '01900000-0000-7000-8000-000000000000' })).statusCode).toBe(
      404,
    )
  })

  it('pages through all alerts without gaps, and refuses a forged cursor', async () => {
    const all = (await desk.call(listAlerts, { limit: 200 })).items.map((a) => a.id)
    const seen: string[] = []
    for (let cursor: string | undefined; ;) {
      const page = await desk.call(listAlerts, { limit: 3, ...(cursor ? { cursor } : {}) })
      seen.push(...page.items.map((a) => a.id))
      if (!page.nextCursor) break
      cursor = page.nextCursor
    }
    expect(seen).toEqual(all)
    const forged = Buffer.from(JSON.stringify(['now', 'x'])).toString('base64url')
    expect((await desk.send(listAlerts, { cursor: forged })).statusCode).toBe(422)
    expect((await desk.call(listAlerts, { q: '%' })).items).toEqual([])
  })
})

describe('storms and accidents', () => {
  const alerts = (count: number, group: string) =>
    Array.from({ length: count }, (_, i) =>
      firing(
        { alertname: 'HostDown', severity: 'critical', host: `${group}-${i}`, region: '政务云' },
        { annotations: { summary: '主机失联' } },
      ),
    )
  const stored = async (group: string): Promise<number> =>
    (
      await sql<{ n: number }>`select count(*) as n from alert a
      where labels->>'host' like ${`${group}-%`} and ticket_id is not null`.execute(t.db)
    ).rows[0]!.n

  it('opens one incident for 10,000 alerts in one POST and loses none', async () => {
    const begun = Date.now()
    await send('storm', ...alerts(10_000, 'storm'))
    expect(Date.now() - begun).toBeLessThan(30_000)
    expect(await stored('storm')).toBe(10_000)
    const incident = await onlyIncident('storm-7777')
    expect((await onlyIncident('storm-0')).id).toBe(incident.id)
    expect((await desk.call(incidentAlerts, { id: incident.id, limit: 1 })).firing).toBe(10_000)
    const { items } = await desk.call(getTimeline, { id: incident.id })
    expect(items.filter((e) => e.kind === 'link').length).toBe(1)
    await send('storm', ...alerts(10_000, 'storm').map((a) => ({ ...a, status: 'resolved' })))
    expect((await desk.call(getIncident, { id: incident.id })).state).toBe('pending')
  }, 60_000)

  it('opens one incident for 2,000 POSTs of one group that come while others are processed', async () => {
    const all = alerts(2000, 'gale')
    let busy = true
    const working = (async () => {
      while (busy) await process()
    })()
    for (let i = 0; i < all.length; i += 50) {
      const answers = await Promise.all(all.slice(i, i + 50).map((a) => post(body('gale', [a]))))
      expect(answers.every((r) => r.statusCode === 202)).toBe(true)
    }
    busy = false
    await working
    await process()
    expect(await stored('gale')).toBe(2000)
    expect((await incidentsOf('gale-1999')).map((i) => i.id)).toEqual(
      (await incidentsOf('gale-0')).map((i) => i.id),
    )
    const { rows } = await sql<{ n: number }>`select count(distinct ticket_id) as n from alert
      where labels->>'host' like 'gale-%'`.execute(t.db)
    expect(rows[0]!.n).toBe(1)
  }, 60_000)

  it('leaves a batch whose connection died for the next turn', async () => {
    await post(body('killed', [firing({ alertname: 'Killed', host: 'killed-1' })]))
    const client = new pg.Client({ connectionString: t.ownerUrl })
    await client.connect()
    try {
      await client.query('begin; lock table alert in exclusive mode')
      const failed = expect(process()).rejects.toThrow()
      await expect
        .poll(async () => {
          // a role may end its own sessions
          const { rows } = await sql`select pg_terminate_backend(pid) from pg_locks
            where relation = 'alert'::regclass and not granted`.execute(t.db)
          return rows.length
        })
        .toBe(1)
      await failed
    } finally {
      await client.end()
    }
    expect(await incidentsOf('killed-1')).toEqual([])
    await process()
    expect((await incidentsOf('killed-1')).length).toBe(1)
    expect((await (await t.as('mgr01')).call(listIntakes, { state: 'waiting' })).items).toEqual([])
  })
})

// last: its worker goes on until the end
describe('at work', () => {
  it('resolves by itself only where the unit wants that', async () => {
    const manager = await t.as('mgr01')
    const setting = await manager.call(getAlertSetting, {})
    expect(setting).toMatchObject({ windowMinutes: 30, selfRecoveredMinutes: null })
    await manager.call(putAlertSetting, {
      windowMinutes: 30,
      selfRecoveredMinutes: 30,
      version: setting.version,
    })
    expect(
      (
        await manager.send(putAlertSetting, {
          windowMinutes: 9,
          selfRecoveredMinutes: null,
          version: setting.version,
        })
      ).statusCode,
    ).toBe(412)
    await send('self', firing({ alertname: 'Self', host: 'self-1' }))
    await send('self', resolved({ alertname: 'Self', host: 'self-1' }))
    await sql`update timer set due_at = now() where kind = 'alert.self-recovered'`.execute(t.db)
    await post(body('restart', [firing({ alertname: 'Restart', host: 'restart-1' })]))
    await t.work()
    // what was stored and not processed when the program stopped is processed when it starts
    await expect.poll(async () => (await incidentsOf('restart-1')).length, { timeout: 10_000 }).toBe(1)
    await expect.poll(async () => (await onlyIncident('self-1')).state, { timeout: 10_000 }).toBe('resolved')
    expect((await onlyIncident('self-1')).resolutionCode).toBe('self-recovered')
  })
})
