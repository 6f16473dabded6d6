import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { defaultCalendar, dueAt } from '#kernel/calendar/index.ts'
import { transaction } from '#kernel/db/index.ts'
import { createRule, orderRules, removeRule, ruleVersions, updateRule } from '#modules/alert-rule/contract.ts'
import {
  createSilence,
  createWindow,
  endSilence,
  listSilences,
  listWindows,
  removeWindow,
} from '#modules/alert-rule/silence-contract.ts'
import { createCheck } from '#modules/check/contract.ts'
import { getGraph, getImpact, getLive } from '#modules/ci/graph-contract.ts'
import { relate } from '#modules/ci/relation-contract.ts'
import { getIncident, listIncidents } from '#modules/incident/contract.ts'
import { getTimeline } from '#modules/incident/story-contract.ts'
import { acknowledgementsEnd } from './console/bulk.ts'
import { bulkAlerts, groupAlerts, openIncident, previewMatch, previewRule } from './console-contract.ts'
import { listAlerts } from './contract.ts'
import type { TakenAlert } from './index.ts'
import {
  act,
  app as t,
  desk,
  found,
  host,
  is,
  itemsOf,
  kinds,
  manager,
  react,
  rule,
  type Body,
  sender as m,
  take,
  useConsole,
} from './testing/console.ts'
import { firing, resolved } from './testing/sender.ts'

useConsole()

describe('rules', () => {
  it('enrich without changing who an alert is, and decide by what was added', async () => {
    await rule('灰度环境只入库', { kind: 'decide', match: [is('env', 'gray')], then: { do: 'drop' } })
    await rule('登记环境', {
      kind: 'enrich',
      match: [{ label: 'host', op: '=~', value: 'gray-.*' }],
      labels: { env: 'gray' },
      severity: 'critical',
    })
    await m.send('g', firing(host('gray-1')))
    const one = await found('gray-1')
    expect(one).toMatchObject({
      severity: 'critical',
      extra: { env: 'gray' },
      state: 'suppressed',
      incident: null,
    })
    expect(one.decision).toMatchObject({ outcome: 'dropped', rule: { name: '灰度环境只入库' } })
    expect(one.decision!.enriched!.map((r) => r.name)).toEqual(['登记环境'])
    await m.send('g', resolved(host('gray-1')))
    expect(await found('gray-1')).toMatchObject({ id: one.id, state: 'resolved' })
    expect(await kinds(one.id)).toEqual(['began', 'ended'])
  })

  it('open what is too low, with their own grade and group', async () => {
    await rule('备份失败要人看', {
      kind: 'decide',
      match: [is('alertname', 'BackupFailed')],
      then: { do: 'open', impact: 'low', urgency: 'high' },
    })
    await m.send('b', firing({ alertname: 'BackupFailed', severity: 'info', host: 'bak-1' }))
    expect(await m.onlyIncident('bak-1')).toMatchObject({ impact: 'low', urgency: 'high' })
    await m.send('b2', firing({ alertname: 'Info', severity: 'info', host: 'low-1' }))
    expect((await found('low-1')).decision).toMatchObject({ outcome: 'low' })
  })

  it('attach to an open incident and open none', async () => {
    await rule('抖动只并入', { kind: 'decide', match: [is('alertname', 'Jitter')], then: { do: 'attach' } })
    await m.send('att', firing({ alertname: 'Jitter', host: 'att-1' }))
    expect((await found('att-1')).decision).toMatchObject({ outcome: 'unattached' })
    await m.send('att', firing(host('att-2')))
    await m.send('att', firing({ alertname: 'Jitter', host: 'att-1' }))
    expect((await found('att-1')).incident).toEqual((await found('att-2')).incident)
  })

  it('wait, and then open once what still fires', async () => {
    await rule('等一等', { kind: 'decide', match: [is('wait', 'yes')], then: { do: 'delay', minutes: 5 } })
    await m.send('w1', firing(host('wait-1', { wait: 'yes' })))
    await m.send('w2', firing(host('wait-2', { wait: 'yes' })))
    expect(await found('wait-1')).toMatchObject({ state: 'waiting', incident: null })
    await m.send('w2', resolved(host('wait-2', { wait: 'yes' })))
    await sql`update alert_silenced set until = now() where entity = 'delay'`.execute(t.db)
    await m.process()
    expect(await found('wait-1')).toMatchObject({ state: 'firing' })
    expect((await m.incidentsOf('wait-1')).length).toBe(1)
    expect(await m.incidentsOf('wait-2')).toEqual([])
    // it comes back later: it waits anew
    await m.send('w2', firing(host('wait-2', { wait: 'yes' }), { startsAt: new Date().toISOString() }))
    expect((await found('wait-2')).state).toBe('waiting')
  })

  it('leave to people what opens an incident only when nobody acknowledges it in time', async () => {
    const patience = { do: 'open' as const, unansweredMinutes: 15 }
    const made = await rule('夜里没人理', { kind: 'decide', match: [is('ask', 'yes')], then: patience })
    const ask = (name: string, more = {}) => host(name, { ask: 'yes', severity: 'info', ...more })
    await m.send('ask', ...['ask-1', 'ask-2', 'ask-3', 'ask-4', 'ask-7'].map((name) => firing(ask(name))))
    const [one, two, three, four] = [
      await found('ask-1'),
      await found('ask-2'),
      await found('ask-3'),
      await found('ask-4'),
    ]
    expect(one).toMatchObject({ state: 'firing', incident: null, decision: { outcome: 'awaiting' } })
    expect(Date.parse(one.answerBy!) - Date.parse(one.beganAt)).toBeGreaterThan(899_000)
    await m.send('ask', firing(ask('ask-1')), resolved(ask('ask-4')))
    expect((await found('ask-1')).answerBy).toBe(one.answerBy)
    await act(two.id, { do: 'acknowledge', minutes: 30 })
    expect((await found('ask-2')).answerBy).toBeNull()
    // who takes it has answered it
    const seven = await found('ask-7')
    await act(seven.id, { do: 'take' })
    expect((await found('ask-7')).answerBy).toBeNull()
    // two processes at once: one incident for both that are left
    await sql`update alert set answer_by = now()
      where id = any(${[one.id, two.id, three.id, four.id, seven.id]})`.execute(t.db)
    await Promise.all([m.process(), m.process()])
    const opened = await m.onlyIncident('ask-1')
    expect(opened.description).toContain('15 分钟无人确认，按规则“夜里没人理”')
    expect((await found('ask-3')).incident).toMatchObject({ id: opened.id })
    expect(await kinds(one.id)).toEqual(['began', 'began', 'unanswered'])
    expect([(await found('ask-2')).incident, (await found('ask-4')).incident]).toEqual([null, null])
    expect((await found('ask-7')).incident).toBeNull()
    // taken back, or given to one who has not seen it yet: nobody has it in hand any more
    await act(two.id, { do: 'unacknowledge' })
    await manager.call(bulkAlerts, { ids: [seven.id], action: { do: 'assign', ownerId: desk.personId } })
    await m.process()
    expect((await found('ask-2')).incident).toMatchObject({ id: opened.id })
    expect((await found('ask-7')).incident).toMatchObject({ id: opened.id })
    await m.process()
    expect(await kinds(two.id)).toEqual(['began', 'acknowledged', 'ack-ended', 'began', 'unanswered'])
    // what comes while the incident is open comes to it at once
    await m.send('ask', firing(ask('ask-5')))
    expect(await found('ask-5')).toMatchObject({ answerBy: null, incident: { id: opened.id } })
    // in the unit's working hours fifteen minutes may be days
    const body = { ...made.body, then: { ...patience, hours: 'service' as const } } as Body
    await manager.call(updateRule, {
      id: made.id,
      version: made.version,
      name: made.name,
      body,
      enabled: true,
    })
    const calendar = await defaultCalendar(t.db)
    const sent = Date.now()
    await m.send('hours', firing(ask('ask-6')))
    const six = Date.parse((await found('ask-6')).answerBy!)
    expect(six).toBeGreaterThanOrEqual(dueAt(calendar, sent, 900))
    expect(six).toBeLessThanOrEqual(dueAt(calendar, Date.now(), 900))
  })

  it('take silence for recovery where they are told to', async () => {
    await rule('日志类', { kind: 'recover', match: [is('alertname', 'LogLine')], minutes: 10 })
    await m.send('rec', firing({ alertname: 'LogLine', host: 'rec-1' }))
    await sql`update alert set recover_at = now() where name = 'LogLine'`.execute(t.db)
    await m.process()
    expect((await found('rec-1')).state).toBe('resolved')
    expect((await m.onlyIncident('rec-1')).state).toBe('pending')
    expect(await kinds((await found('rec-1')).id)).toEqual(['began', 'ended', 'recovered-by-rule'])
  })

  it('are versioned, ordered and refuse what cannot work', async () => {
    const made = await rule('试', { kind: 'decide', match: [is('a', 'b')], then: { do: 'drop' } })
    const put = { id: made.id, version: made.version, name: '试', body: made.body, enabled: false }
    const changed = await manager.call(updateRule, put)
    expect((await manager.send(updateRule, put)).statusCode).toBe(412)
    const bad = await manager.send(createRule, {
      name: '坏',
      body: { kind: 'decide', match: [{ label: 'a', op: '=~', value: '(a)\\1' }], then: { do: 'drop' } },
    })
    expect([bad.statusCode, bad.json().code, bad.json().errors[0].field]).toEqual([
      422,
      'alert-rule.bad_pattern',
      'body.match',
    ])
    const wrong = await manager.send(orderRules, { kind: 'decide', ids: [made.id] })
    expect([wrong.statusCode, wrong.json().code]).toEqual([409, 'alert-rule.other_rules'])
    await manager.call(removeRule, { id: made.id, version: changed.version })
    const { items } = await manager.call(ruleVersions, { id: made.id })
    expect(items.map((v) => [v.version, v.enabled, v.deleted])).toEqual([
      [3, false, true],
      [2, false, false],
      [1, true, false],
    ])
    expect((await desk.send(createRule, put)).statusCode).toBe(403)
  })

  it('tell what a draft would have done', async () => {
    const preview = await manager.call(previewRule, {
      draft: {
        name: '全部只入库',
        body: { kind: 'decide', match: [is('alertname', 'Jitter')], then: { do: 'drop' } },
      },
    })
    // the rule for it stands before the draft
    expect(preview).toMatchObject({ matched: 1, changed: 0, cut: false })
    const other = await manager.call(previewRule, {
      draft: {
        name: '主机降级',
        body: { kind: 'enrich', match: [is('host', 'att-2')], severity: 'info' },
      },
    })
    expect(other).toMatchObject({ matched: 1, changed: 1 })
    expect(other.samples[0]).toMatchObject({
      now: { outcome: 'open' },
      then: { outcome: 'low', severity: 'info' },
    })
    expect(other.incidents.then).toBe(other.incidents.now - 1)
    const wait = (then: object) =>
      manager.call(previewRule, {
        draft: { name: '先等人', body: { kind: 'decide', match: [is('host', 'rec-1')], then } as Body },
      })
    // it fired and ended within the hour
    expect(await wait({ do: 'open', unansweredMinutes: 60 })).toMatchObject({
      changed: 1,
      incidents: { then: other.incidents.now - 1 },
      samples: [{ then: { outcome: 'unanswered', unanswered: 0 }, times: 1 }],
    })
  })
})

describe('inhibition', () => {
  it('keeps effects quiet while their cause fires, and puts them to its incident', async () => {
    const made = await rule('集群压住节点', {
      kind: 'inhibit',
      source: [is('alertname', 'ClusterDown')],
      match: [is('alertname', 'PodDown')],
      equal: ['cluster'],
    })
    await react('alert-rule.changed', 'alert-rule', made.id)
    const cluster = { alertname: 'ClusterDown', severity: 'critical', cluster: 'k1', host: 'inh-c' }
    const pod = (name: string, at = 'k1') => ({
      alertname: 'PodDown',
      severity: 'warning',
      cluster: at,
      host: name,
    })
    await m.send('c', firing(cluster), firing(pod('inh-1')), firing(pod('inh-x', 'k2')))
    await m.send('d', firing(pod('inh-2')))
    const cause = await found('inh-c')
    for (const name of ['inh-1', 'inh-2']) {
      const effect = await found(name)
      expect(effect).toMatchObject({ state: 'suppressed', incident: cause.incident })
      expect(effect.decision).toMatchObject({ outcome: 'inhibited', by: { id: cause.id } })
    }
    expect((await found('inh-x')).state).toBe('firing')
    await m.send('c', resolved(cluster))
    expect((await found('inh-1')).state).toBe('firing')
    expect((await desk.call(getIncident, { id: cause.incident!.id })).state).not.toBe('pending')
    await m.send('c', resolved(pod('inh-1')), resolved(pod('inh-2')), resolved(pod('inh-x', 'k2')))
    expect((await desk.call(getIncident, { id: cause.incident!.id })).state).toBe('pending')
  })
})

describe('topology', () => {
  it('makes one incident of what falls out behind a switch, before and after its own alert', async () => {
    const eng = await t.as('eng01')
    const { make } = await itemsOf(eng)
    const up = await make('switch', 'SW-OUT')
    const hosts: { id: string }[] = []
    for (let i = 0; i < 8; i++) {
      hosts.push(await make('host', `H-OUT-${i}`))
      await eng
        .call(relate, { type: 'connects-to', sourceId: hosts[i]!.id, targetId: up.id })
        .catch(() => null)
    }
    const links = await sql<{
      n: number
    }>`select count(*) as n from ci_relation where target_id = ${up.id}`.execute(t.db)
    expect(links.rows[0]!.n).toBe(8)
    const made = await rule('上游失联', {
      kind: 'inhibit',
      source: [is('alertname', 'SwitchDown')],
      match: [],
      topology: true,
    })
    await react('alert-rule.changed', 'alert-rule', made.id)
    const down = (i: number, status: TakenAlert['status'] = 'firing'): TakenAlert => ({
      labels: { alertname: 'HostLost', ci_id: hosts[i]!.id, host: `out-${i}` },
      severity: 'critical',
      status,
    })
    await take(down(0))
    await take(...[1, 2, 3, 4, 5].map((i) => down(i)))
    const first = await found('out-0')
    expect((await found('out-5')).incident).toEqual(first.incident)
    expect((await found('out-5')).decision).toMatchObject({ behind: { id: up.id } })
    await take({
      labels: { alertname: 'SwitchDown', ci_id: up.id, host: 'out-sw' },
      severity: 'critical',
      status: 'firing',
    })
    await take(down(6), down(7))
    expect(await found('out-sw')).toMatchObject({ incident: first.incident, ci: { id: up.id } })
    expect(await found('out-7')).toMatchObject({ state: 'suppressed', incident: first.incident })
    const on = await sql<{
      id: string
    }>`select ci_id as id from ci_ticket where ticket_id = ${first.incident!.id}`.execute(t.db)
    expect(on.rows.map((one) => one.id)).toContain(hosts[0]!.id)
    const { items } = await desk.call(listIncidents, { q: 'HostLost' })
    expect(items.length).toBe(1)
  })
})

describe('an item now', () => {
  it('is as its checks and open alerts say, of those that the reader may see; else as it was last said', async () => {
    const [eng, keeper] = [await t.as('eng01'), await t.as('asset01')]
    const { orgId, make } = await itemsOf(eng)
    const [rack, host] = [await make('rack', 'RACK-NOW'), await make('host', 'H-NOW')]
    await eng.call(relate, { type: 'contains', sourceId: rack.id, targetId: host.id })
    const unknown = { state: 'unknown', stored: 'unknown', now: null }
    expect(await eng.call(getLive, { id: host.id })).toEqual(unknown)
    const check = await eng.call(createCheck, {
      ...{ name: '宿主端口', kind: 'tcp', spec: { host: '127.0.0.1', port: 1 }, orgId, ciId: host.id },
      enabled: false,
    } as never)
    const stands = (state: string) =>
      t.pool.query(`update monitor_state set state = $2 where check_id = $1`, [check.id, state])
    await stands('ok')
    expect((await eng.call(getLive, { id: host.id })).state).toBe('up')
    const labels = { alertname: 'LowMemory', ci_id: host.id }
    await take({ labels, severity: 'warning', status: 'firing' })
    const { nodes } = await eng.call(getGraph, { id: rack.id })
    expect(nodes.find((one) => one.id === host.id)).toMatchObject({
      liveState: 'degraded',
      now: { checks: 1, bad: 0, alerts: 1, critical: 0 },
    })
    // who sees no alerts is told of none
    expect(await keeper.call(getLive, { id: host.id })).toMatchObject({ state: 'up', now: { alerts: 0 } })
    await stands('critical')
    expect((await keeper.call(getLive, { id: host.id })).state).toBe('down')
    const impact = await eng.call(getImpact, { ids: rack.id })
    expect(impact.nodes.find((one) => one.id === host.id)).toMatchObject({
      liveState: 'down',
      now: { bad: 1 },
    })
  })
})

describe('flapping', () => {
  it('leaves the incident as it is until the alert has come to rest', async () => {
    await m.send('flap', firing(host('flap-1')))
    const { incident } = await found('flap-1')
    for (let i = 0; i < 5; i++) await m.send('flap', resolved(host('flap-1')), firing(host('flap-1')))
    expect((await found('flap-1')).state).toBe('flapping')
    const before = (await desk.call(getTimeline, { id: incident!.id, limit: 200 })).items.length
    await m.send('flap', resolved(host('flap-1')))
    await m.send('flap', firing(host('flap-1')), resolved(host('flap-1')))
    expect((await desk.call(getTimeline, { id: incident!.id, limit: 200 })).items.length).toBe(before)
    expect((await desk.call(getIncident, { id: incident!.id })).state).not.toBe('pending')
    await sql`update alert set changes = '{}' where labels->>'host' = 'flap-1'`.execute(t.db)
    await sql`update alert_silenced set until = now() where entity = 'flapping'`.execute(t.db)
    await m.process()
    expect((await found('flap-1')).state).toBe('resolved')
    expect((await desk.call(getIncident, { id: incident!.id })).state).toBe('pending')
  })
})

describe('silences and windows', () => {
  const hour = () => new Date(Date.now() + 3_600_000).toISOString()

  it('keep what fires and what begins quiet, and let go of it when ended early', async () => {
    await m.send('s', firing(host('sil-0')))
    const { incident } = await found('sil-0')
    const matchers = [{ label: 'host', op: '=~' as const, value: 'sil-.*' }]
    expect((await desk.call(previewMatch, { matchers })).count).toBe(1)
    const silence = await desk.call(createSilence, { matchers, reason: '割接', endsAt: hour() })
    await react('alert-rule.silenced', 'alert-silence', silence.id)
    await m.send('s2', firing(host('sil-1')))
    expect((await found('sil-0')).state).toBe('silenced')
    expect(await found('sil-1')).toMatchObject({ state: 'silenced', incident: null })
    expect((await found('sil-1')).decision).toMatchObject({ by: { entity: 'alert-silence', name: '割接' } })
    const [listed] = (await desk.call(listSilences, {})).items
    expect(listed).toMatchObject({ id: silence.id, mayEnd: true, state: 'active' })
    await desk.call(endSilence, { id: silence.id })
    await react('alert-rule.quiet-ended', 'alert-silence', silence.id)
    await m.process()
    expect((await found('sil-1')).state).toBe('firing')
    expect((await m.incidentsOf('sil-1')).length).toBe(1)
    expect((await found('sil-0')).incident).toEqual(incident)
    expect((await desk.send(endSilence, { id: silence.id })).statusCode).toBe(409)
  })

  it('run out by themselves', async () => {
    const window = await manager.call(createWindow, {
      name: '每日备份',
      reason: '备份期间性能告警',
      matchers: [is('alertname', 'SlowDisk')],
      schedule: { every: 'weekly', weekdays: [1, 2, 3, 4, 5, 6, 7], begin: '00:00', minutes: 1440 },
    })
    expect((await desk.call(listWindows, {})).items[0]!.next).toMatchObject({ now: true })
    await m.send('win', firing({ alertname: 'SlowDisk', host: 'win-1' }))
    expect(await found('win-1')).toMatchObject({ state: 'silenced', incident: null })
    await manager.call(removeWindow, { id: window.id, version: window.version })
    await sql`update alert_silenced set until = now() where entity = 'alert-window'`.execute(t.db)
    await m.process()
    expect((await found('win-1')).incident).not.toBeNull()
  })
})

describe('the console', () => {
  it('acknowledges for a time, comes back, takes, comments and closes', async () => {
    await m.send('con', firing(host('con-1')))
    const { id } = await found('con-1')
    expect(await act(id, { do: 'acknowledge', minutes: 5, comment: '在看' })).toMatchObject({
      outcome: 'done',
    })
    expect(await found('con-1')).toMatchObject({ state: 'acknowledged', acked: { by: '李静' } })
    const { rows } = await sql<{ kind: string; key: string; data: Record<string, unknown> }>`
      update alert set ack_until = now() where id = ${id} returning 'k' as kind, 'k' as key, '{}'::jsonb as data`.execute(
      t.db,
    )
    await transaction(t.db, (tx) =>
      acknowledgementsEnd(tx, { ...rows[0]!, dueAt: new Date(), data: { ids: [id] } }),
    )
    expect((await found('con-1')).state).toBe('firing')
    await act(id, { do: 'take' })
    await act(id, { do: 'comment', body: '重启过一次' })
    expect((await found('con-1')).owner).not.toBeNull()
    expect(await act(id, { do: 'close', reason: '来源不再上报' })).toMatchObject({ outcome: 'done' })
    expect(await found('con-1')).toMatchObject({ state: 'resolved', closed: { reason: '来源不再上报' } })
    expect((await m.onlyIncident('con-1')).state).toBe('pending')
    expect(await act(id, { do: 'acknowledge' })).toMatchObject({
      outcome: 'refused',
      code: 'alert.recovered',
    })
    expect(await kinds(id)).toEqual([
      'began',
      'acknowledged',
      'ack-expired',
      'assigned',
      'commented',
      'ended',
      'closed',
    ])
    // a new episode is nobody's
    await m.send('con', firing(host('con-1'), { startsAt: new Date().toISOString() }))
    expect(await found('con-1')).toMatchObject({ state: 'firing', owner: null, closed: null })
  })

  it('opens an incident by hand, links, and says what could not be done', async () => {
    await m.send('hand', firing({ alertname: 'Info', severity: 'info', host: 'hand-1' }))
    await m.send('hand', firing(host('hand-2')))
    const [low, high] = [await found('hand-1'), await found('hand-2')]
    const none = '01900000-0000-7000-8000-000000000000'
    const made = await desk.call(openIncident, { ids: [low.id, high.id, none], title: '人工判断' })
    expect(made.items.map((one) => one.code)).toEqual([null, 'alert.has_incident', 'alert.not_found'])
    expect((await found('hand-1')).incident).toMatchObject({ id: made.incident.id })
    await act(high.id, { do: 'link', incidentId: made.incident.id })
    expect((await found('hand-2')).incident).toMatchObject({ id: made.incident.id })
    expect((await desk.send(openIncident, { ids: [none] })).json().code).toBe('alert.none_to_open')
  })

  it('groups and filters', async () => {
    const states = await desk.call(groupAlerts, { by: 'state', name: 'HostDown' })
    const all = await desk.call(listAlerts, { name: 'HostDown', limit: 200 })
    expect(states.items.reduce((n, one) => n + one.count, 0)).toBe(all.items.length)
    const firingOnly = await desk.call(listAlerts, {
      state: 'firing,flapping',
      name: 'HostDown',
      limit: 200,
    } as never)
    expect(firingOnly.items.length).toBe(all.items.filter((one) => one.state === 'firing').length)
    const eng = await t.as('eng01')
    expect((await eng.call(listAlerts, { owner: 'me' })).items).toEqual([])
  })
})
