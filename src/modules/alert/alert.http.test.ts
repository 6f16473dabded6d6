import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { createIncident, holdIncident, resolveIncident } from '#modules/incident/contract.ts'
import { getTimeline } from '#modules/incident/story-contract.ts'
import {
  getAlert,
  getAlertSetting,
  incidentAlerts,
  intakeAlerts,
  listAlerts,
  getIntake,
  listIntakes,
  putAlertSetting,
  retryIntake,
} from './contract.ts'
import { body, firing, makeSender, resolved, type Sender } from './testing/sender.ts'

let t: TestApp
let m: Sender
let machine: Caller
let desk: Caller
beforeAll(async () => {
  t = await testApp()
  m = await makeSender(t)
  machine = await t.as('intake01')
  desk = await t.as('desk01')
})
afterAll(() => t.close())

describe('intake', () => {
  it('opens an incident of the service: priority, owner group, searchable labels', async () => {
    const { rows } = await sql<{ id: string; value: string; name: string }>`
      select s.id, m.value, s.name from service s join service_matcher m on m.service_id = s.id limit 1`.execute(
      t.db,
    )
    const service = rows[0]!
    await m.send(
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
    const incident = await m.onlyIncident('web-a7.example')
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
    const answer = await m.post(body('stored', [firing({ alertname: 'Stored', severity: 'none' })]))
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
    await m.process()
    const items = (await desk.call(listAlerts, { q: 'gx-' })).items
    expect(items.map((a) => [a.source, a.name, a.severity]).sort()).toEqual([
      ['zabbix', '单条', 'unknown'],
      ['zabbix', '多条', 'unknown'],
    ])
    expect((await m.onlyIncident('gx-2')).priority).toBe(3)
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
      const answer = await m.post(payload)
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
    expect((await m.post(body('g', [alert]), '?source=')).statusCode).toBe(422)
    const other = await desk.inject({
      method: 'POST',
      url: '/api/v1/intake/alertmanager',
      payload: body('g', [alert]),
    })
    expect(other.statusCode).toBe(403)
  })

  it('keeps emoji and rare characters, and fields it does not know', async () => {
    await m.send(
      'rare',
      firing({ alertname: '𠮷野家🔥告警', severity: 'warning', host: 'rare-1' }, { novelty: { deep: [1] } }),
    )
    expect((await m.onlyIncident('rare-1')).title).toBe('𠮷野家🔥告警')
  })
})

describe('identity', () => {
  it('keeps alerts apart that share a fingerprint, and counts repeats', async () => {
    const a = firing({ alertname: 'Fp', host: 'fp-1' }, { fingerprint: 'same' })
    const b = firing({ alertname: 'Fp', host: 'fp-2' }, { fingerprint: 'same' })
    await m.send('fp', a, b, a)
    await m.send('fp', a)
    const items = (await desk.call(listAlerts, { q: 'Fp fp-' })).items
    expect(items.map((i) => [i.labels['host'], i.count]).sort()).toEqual([
      ['fp-1', 3],
      ['fp-2', 1],
    ])
    expect((await m.incidentsOf('fp-2')).length).toBe(1)
  })

  it('holds the same labels of two sources for two alerts', async () => {
    const payload = body('src', [firing({ alertname: 'Src', host: 'src-1' })])
    await m.post(payload, '?source=east')
    await m.post(payload, '?source=west')
    await m.process()
    expect((await desk.call(listAlerts, { q: 'src-1' })).items.map((i) => i.source).sort()).toEqual([
      'east',
      'west',
    ])
    expect((await m.incidentsOf('src-1')).length).toBe(2)
  })

  it('stores info and none and opens nothing', async () => {
    await m.send(
      'info',
      firing({ alertname: 'I', severity: 'info', host: 'quiet-1' }),
      firing({ alertname: 'N', severity: 'none', host: 'quiet-1' }),
    )
    expect((await desk.call(listAlerts, { q: 'quiet-1' })).items.length).toBe(2)
    expect(await m.incidentsOf('quiet-1')).toEqual([])
  })

  it('opens nothing for an alert that is first heard of as resolved', async () => {
    await m.send('late', resolved({ alertname: 'Late', host: 'late-1' }))
    expect((await desk.call(listAlerts, { q: 'late-1' })).items[0]).toMatchObject({
      status: 'resolved',
      incident: null,
    })
    expect(await m.incidentsOf('late-1')).toEqual([])
  })
})

describe('the life of an incident', () => {
  const one = { alertname: 'Life', host: 'life-1', severity: 'warning' }
  const two = { alertname: 'Life', host: 'life-2', severity: 'critical' }

  it('gathers, is raised, goes into observation, comes back', async () => {
    await m.send('life', firing(one))
    const first = await m.onlyIncident('life-1')
    expect(first).toMatchObject({ priority: 3, impact: 'medium', state: 'new' })
    await m.send('life', firing(one), firing(two))
    const raised = await m.onlyIncident('life-2')
    expect(raised).toMatchObject({
      id: first.id,
      impact: 'high',
      urgency: 'high',
      priority: 1,
      grade: 'major',
    })
    await m.send('life', resolved(one), firing(two))
    expect((await m.onlyIncident('life-1')).state).toBe('new')
    await m.send('life', resolved(one), resolved(two))
    expect(await m.onlyIncident('life-1')).toMatchObject({ state: 'pending', holdReason: 'observation' })
    await m.send('life', firing(two))
    expect((await m.onlyIncident('life-1')).state).toBe('new')
    const alerts = await desk.call(incidentAlerts, { id: first.id })
    expect(alerts).toMatchObject({ firing: 1, resolved: 1 })
    const { items } = await desk.call(getTimeline, { id: first.id })
    expect(items.filter((e) => e.kind === 'link').length).toBe(2)
    expect(items.map((e) => e.data['move']).filter(Boolean)).toEqual(['file', 'hold', 'resume'])
  })

  it('is reopened by a relapse after people resolved it, not by a mere repetition', async () => {
    const labels = { alertname: 'Relapse', host: 'relapse-1' }
    const startsAt = new Date(Date.now() - 60_000).toISOString()
    await m.send('relapse', firing(labels, { startsAt }))
    const opened = await m.onlyIncident('relapse-1')
    await desk.call(resolveIncident, { id: opened.id, version: opened.version, resolution: '重启了服务' })
    await m.send('relapse', firing(labels, { startsAt }))
    expect((await m.onlyIncident('relapse-1')).state).toBe('resolved')
    await m.send('relapse', resolved(labels))
    expect((await m.onlyIncident('relapse-1')).state).toBe('resolved')
    await m.send('relapse', firing(labels))
    expect(await m.onlyIncident('relapse-1')).toMatchObject({ id: opened.id, reopenCount: 1 })
  })

  it('opens another incident when the window is over; the old one keeps its alerts', async () => {
    const labels = { alertname: 'Again', host: 'again-1' }
    await m.send('again', firing(labels))
    const old = await m.onlyIncident('again-1')
    await m.send('again', resolved(labels))
    const held = await m.onlyIncident('again-1')
    await desk.call(resolveIncident, { id: old.id, version: held.version, resolution: '已处理完成' })
    await sql`update ticket set resolved_at = now() - interval '31 minutes' where id = ${old.id}`.execute(
      t.db,
    )
    await m.send('again', firing(labels))
    const both = await m.incidentsOf('again-1')
    expect(both.length).toBe(2)
    expect((await desk.call(incidentAlerts, { id: old.id })).items.length).toBe(1)
    expect((await desk.call(incidentAlerts, { id: old.id })).firing).toBe(0)
    expect((await desk.call(incidentAlerts, { id: both.find((i) => i.id !== old.id)!.id })).firing).toBe(1)
  })

  it('leaves alone what people put on hold for another reason', async () => {
    const labels = { alertname: 'Vendor', host: 'vendor-1' }
    await m.send('vendor', firing(labels))
    const opened = await m.onlyIncident('vendor-1')
    await desk.call(holdIncident, {
      id: opened.id,
      version: opened.version,
      reason: 'vendor',
      note: '等厂商',
    })
    await m.send('vendor', resolved(labels))
    await m.send('vendor', firing(labels))
    expect(await m.onlyIncident('vendor-1')).toMatchObject({ state: 'pending', holdReason: 'vendor' })
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
    await m.send(
      'people',
      firing({ alertname: 'Joined', severity: 'critical', service: value, host: 'joined-1' }),
    )
    const incident = await m.onlyIncident('joined-1')
    expect(incident).toMatchObject({ id: reported.id, impact: 'medium' })
    await m.send('other-group', firing({ alertname: 'Joined2', service: value, host: 'joined-2' }))
    expect((await m.onlyIncident('joined-2')).id).toBe(reported.id)
  })
})

describe('poison', () => {
  it('sets a bad row aside with its reason, goes on with the others, and tries again when asked', async () => {
    const manager = await t.as('mgr01')
    await sql`insert into alert_intake (format, source, body, alerts) values ('alertmanager', 'x', '{"alerts": 5}', 1)`.execute(
      t.db,
    )
    // understood, but the database refuses it: the whole batch fails and is taken apart
    await m.owner(`alter table alert add constraint no_poison check (name <> 'Poison')`)
    await m.post(body('p', [firing({ alertname: 'Poison', host: 'poison-0' })]))
    await m.send('p2', firing({ alertname: 'Healthy', host: 'poison-1' }))
    expect((await m.incidentsOf('poison-1')).length).toBe(1)
    expect(await m.incidentsOf('poison-0')).toEqual([])
    const { items } = await manager.call(listIntakes, {})
    expect(items.length).toBe(2)
    expect(items[0]!.error).toContain('no_poison')
    expect(items[1]!.error).toContain('alerts')
    const whole = await manager.call(getIntake, { id: items[1]!.id })
    expect(whole).toMatchObject({
      error: items[1]!.error,
      body: '{\n    "alerts": 5\n}',
      cut: false,
      receivedBy: null,
    })
    expect((await (await t.as('lead01')).send(getIntake, { id: items[1]!.id })).statusCode).toBe(403)
    expect((await manager.send(getIntake, { id: 999_999 })).statusCode).toBe(404)
    const done = await manager.call(listIntakes, { state: 'done' })
    expect(done.items.map((i) => i.error)).toEqual(done.items.map(() => null))
    expect(done.items.some((i) => items.some((failed) => failed.id === i.id))).toBe(false)
    await m.owner('alter table alert drop constraint no_poison')
    for (const { id } of items) await manager.call(retryIntake, { id })
    expect((await manager.call(listIntakes, {})).items).toEqual([])
    expect((await manager.call(listIntakes, { state: 'waiting' })).items.length).toBe(2)
    await m.process()
    expect((await manager.call(listIntakes, {})).items.map((i) => i.id)).toEqual([items[1]!.id])
    expect((await m.incidentsOf('poison-0')).length).toBe(1)
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
    await m.send('self', firing({ alertname: 'Self', host: 'self-1' }))
    await m.send('self', resolved({ alertname: 'Self', host: 'self-1' }))
    await sql`update timer set due_at = now() where kind = 'alert.self-recovered'`.execute(t.db)
    await m.post(body('restart', [firing({ alertname: 'Restart', host: 'restart-1' })]))
    await t.work()
    // what was stored and not processed when the program stopped is processed when it starts
    await expect.poll(async () => (await m.incidentsOf('restart-1')).length, { timeout: 10_000 }).toBe(1)
    await expect
      .poll(async () => (await m.onlyIncident('self-1')).state, { timeout: 10_000 })
      .toBe('resolved')
    expect((await m.onlyIncident('self-1')).resolutionCode).toBe('self-recovered')
  })
})
