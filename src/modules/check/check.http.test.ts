import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql, type RawBuilder } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { transaction } from '#kernel/db/index.ts'
import { listAlerts } from '#modules/alert/contract.ts'
import { applyResults } from './apply.ts'
import * as contract from './contract.ts'
import * as past from './history-contract.ts'
import * as remote from './remote-contract.ts'
import { keepHistory } from './roll-up.ts'
import { RemoteProbe } from './schedule/remote.ts'
import { usualLimits } from './schedule/scheduler.ts'
import { checkTotals } from './metrics.ts'
import { CheckWorker } from './schedule/worker.ts'
import { app, base, intakes, make, mgr, orgId, report, useChecks } from './testing/checks.ts'
import { closeTargets, openLine, target } from './testing/servers.ts'
import { tick } from './tick.ts'
import type { ResultState } from './words.ts'

useChecks()
afterAll(closeTargets)

describe('definitions', () => {
  it('are kept as their kind has them, without their secrets', async () => {
    const spec = { host: 'db1.gov.cn', user: 'monitor' }
    const made = await make({ kind: 'postgres', name: '库', spec, secrets: { password: 'geheim' } })
    expect(made).toMatchObject({ target: 'db1.gov.cn:5432', state: 'pending', secretsKept: ['password'], spec: { query: 'select 1' } }) // prettier-ignore
    expect(JSON.stringify(made)).not.toContain('geheim')
    const body = { kind: 'postgres', name: '库', orgId, id: made.id, version: made.version }
    const moved = await mgr.send(contract.editCheck, { ...body, spec: { ...spec, host: 'evil' } } as never)
    expect([moved.statusCode, moved.json().errors[0].field]).toEqual([422, 'secrets.password'])
    const kept = await mgr.call(contract.editCheck, { ...body, spec, intervalSeconds: 30 } as never)
    expect([kept.intervalSeconds, kept.secretsKept, kept.version]).toEqual([
      30,
      ['password'],
      made.version + 1,
    ])
    const { rows } = await sql<{
      text: string
    }>`select string_agg(e::text, ' ') as text from audit_entry e`.execute(app.db)
    expect(rows[0]!.text).not.toContain('geheim')
    expect((await mgr.send(contract.editCheck, { ...body, spec } as never)).statusCode).toBe(412)
  })

  it('are no others for being looked through every second', async () => {
    const version = async () =>
      (
        await sql<{ version: number }>`select version from config_version where name = 'check'`.execute(
          app.db,
        )
      ).rows
    const before = await version()
    await tick(app.db)
    expect(await version()).toEqual(before)
  })

  it('name the field that is wrong', async () => {
    const bad = await mgr.send(contract.createCheck, {
      name: 'x',
      kind: 'tcp',
      spec: { host: '-x', port: 0 },
      orgId,
    } as never)
    expect(bad.statusCode).toBe(422)
    expect(bad.json().errors.map((e: { field: string }) => e.field)).toEqual(['spec.host', 'spec.port'])
    const late = await mgr.send(contract.createCheck, { name: 'x', kind: 'tcp', spec: { host: 'a', port: 1 }, orgId, intervalSeconds: 5 } as never) // prettier-ignore
    expect(late.json().errors[0].field).toBe('timeoutMs')
  })

  it('cannot depend on themselves in a ring', async () => {
    const a = await make({ name: '甲' })
    const b = await make({ name: '乙', dependsOn: [{ checkId: a.id }] })
    const body = { name: '甲', kind: 'tcp', spec: a.spec, orgId, intervalSeconds: 5, timeoutMs: 1000 }
    const ring = await mgr.send(contract.editCheck, { ...body, id: a.id, version: a.version, dependsOn: [{ checkId: b.id }] } as never) // prettier-ignore
    expect([ring.statusCode, ring.json().code]).toEqual([422, 'check.depends_on_itself'])
    // the parent goes down first: the child is unreachable and says nothing
    await report(a.id, ['ok', 'critical', 'critical'], base)
    await report(b.id, ['ok', 'critical', 'critical', 'critical'], base)
    expect((await mgr.call(contract.getCheck, { id: b.id })).state).toBe('unreachable')
    expect((await intakes()).filter((one) => one.labels['check_id'] === b.id)).toEqual([])
  })

  it('are seen by the org of the role only', async () => {
    const made = await make({ name: '独' })
    const req = await app.as('req01')
    expect((await req.send(contract.getCheck, { id: made.id })).statusCode).toBe(403)
    expect((await (await app.as('sys01')).send(contract.listChecks, {})).statusCode).toBe(403)
    const listed = await mgr.call(contract.listChecks, { q: '独' })
    expect(listed.items.map((one) => one.id)).toEqual([made.id])
    const summary = await mgr.call(contract.summarizeChecks, { q: '独' })
    expect([summary.total, summary.states.pending]).toEqual([1, 1])
  })
})

describe('results', () => {
  it('are judged once, told once each, and may come again', async () => {
    const check = await make({ name: '一次' })
    const states: ResultState[] = ['ok', 'critical', 'critical', 'critical', 'ok', 'ok']
    await report(check.id, states, base)
    await report(check.id, states, base)
    const mine = (await intakes()).filter((one) => one.labels['check_id'] === check.id)
    expect(mine.map((one) => one.status)).toEqual(['firing', 'resolved'])
    const { items } = await mgr.call(past.listTransitions, { id: check.id })
    expect(items.map((t) => `${t.from} ${t.to}`)).toEqual(['critical ok', 'ok critical', 'pending ok'])
    expect(items[1]).toMatchObject({ beganAt: new Date(base + 10_000).toISOString() })
  })

  it('end with a pause what they began, and begin anew after it', async () => {
    const check = await make({ name: '停' })
    await report(check.id, ['critical', 'critical'], base)
    const paused = await mgr.call(contract.pauseCheck, {
      id: check.id,
      version: check.version,
      reason: '割接',
    })
    expect([paused.state, paused.raised]).toEqual(['paused', false])
    await report(check.id, ['critical', 'critical'], base + 60_000)
    expect((await mgr.call(contract.getCheck, { id: check.id })).state).toBe('paused')
    await sql`update monitor_check set paused_until = now() where id = ${check.id}`.execute(app.db)
    await tick(app.db)
    expect((await mgr.call(contract.getCheck, { id: check.id })).state).toBe('pending')
    const mine = (await intakes()).filter((one) => one.labels['check_id'] === check.id)
    expect(mine.map((one) => one.status)).toEqual(['firing', 'resolved'])
  })
})

describe('what tells of itself', () => {
  it('beats at an address of its own, and its silence is the fault', async () => {
    const check = await make({
      name: '备份',
      kind: 'heartbeat',
      spec: {},
      intervalSeconds: 60,
      graceSeconds: 30,
    })
    const { token, path } = await mgr.call(contract.renewHeartbeat, { id: check.id })
    expect((await app.app.inject({ method: 'GET', url: path })).statusCode).toBe(200)
    const beat = await app.app.inject({
      method: 'POST',
      url: path,
      payload: { state: 'warning', message: '磁盘 91%', ms: 1200 },
    })
    expect(beat.statusCode).toBe(200)
    const heard = await mgr.call(contract.getCheck, { id: check.id })
    expect([heard.state, heard.softState, heard.output]).toEqual(['ok', 'warning', '磁盘 91%'])
    const other = `${token.slice(0, -1)}${token.endsWith('x') ? 'y' : 'x'}`
    const unheard = await app.app.inject({ method: 'GET', url: `/api/v1/heartbeat/${other}` })
    expect(unheard.statusCode).toBe(404)
    await sql`update monitor_state set stale_at = now() where check_id = ${check.id}`.execute(app.db)
    await tick(app.db)
    await tick(app.db)
    const silent = await mgr.call(contract.getCheck, { id: check.id })
    expect([silent.state, silent.code, silent.params]).toEqual(['critical', 'silent', { seconds: 90 }])
    expect((await app.app.inject({ method: 'GET', url: path })).statusCode).toBe(200)
    const mine = (await intakes()).filter((one) => one.labels['check_id'] === check.id)
    expect(mine.map((one) => one.status)).toEqual(['firing', 'resolved'])
  })

  it('is read by hand, with bounds that are left only beyond a second one', async () => {
    const thresholds = [{ figure: '温度', crit: '10:28', recoverCrit: '10:26' }]
    const check = await make({
      name: '机房温度',
      kind: 'manual',
      spec: {},
      retries: 0,
      intervalSeconds: 43_200,
      thresholds,
    })
    const read = (value: number) =>
      mgr.call(contract.addReading, { id: check.id, figures: [{ name: '温度', value, unit: '°C' }] })
    expect((await read(24)).state).toBe('ok')
    expect((await read(29)).state).toBe('critical')
    expect((await read(27)).state).toBe('critical')
    const last = await read(25)
    expect([last.state, last.series.map((s) => s.name)]).toEqual(['ok', ['温度']])
    const to = new Date(Date.now() + 1000).toISOString()
    const history = await mgr.call(past.getHistory, { id: check.id, series: '温度', from: new Date(Date.now() - 60_000).toISOString(), to }) // prettier-ignore
    expect(history.points.map((p) => p.max)).toEqual([24, 29, 27, 25])
  })
})

describe('workers', () => {
  const fast = { beatMs: 50, flushMs: 50, ttlMs: 1000 }
  const log = () => undefined
  const worker = () => new CheckWorker({ db: app.db, log }, fast)
  const state = async (id: string) => (await mgr.call(contract.getCheck, { id })).state
  const number = async (text: RawBuilder<{ n: number }>) => (await text.execute(app.db)).rows[0]!.n
  const toRun = () =>
    number(sql`select count(*)::int as n from monitor_check where probe_id is null and enabled
      and paused_until is null and kind <> all('{heartbeat,manual}')`)

  it('find a fault and its end, tell alerts, and run at once what is wanted', async () => {
    const { port, close } = await target()
    const check = await make({ name: '活', spec: { host: '127.0.0.1', port } })
    const one = worker()
    one.start()
    try {
      await mgr.call(contract.runCheck, { id: check.id })
      await expect.poll(() => state(check.id), { timeout: 12_000 }).toBe('ok')
      await close()
      await mgr.call(contract.runCheck, { id: check.id })
      await expect.poll(() => state(check.id), { timeout: 12_000 }).toBe('critical')
      await target(port)
      await mgr.call(contract.runCheck, { id: check.id })
      await expect.poll(() => state(check.id), { timeout: 12_000 }).toBe('ok')
    } finally {
      await one.stop()
    }
    const { items } = await mgr.call(past.listTransitions, { id: check.id })
    expect(items.map((t) => t.to)).toEqual(['ok', 'critical', 'ok'])
    const seen = await mgr.call(contract.getCheck, { id: check.id })
    expect([seen.series[0]?.name, seen.lastMs !== null]).toEqual(['ms', true])
  }, 40_000)

  it('share the checks, take over from one that died, and write nothing for it any more', async () => {
    const { port } = await target()
    for (let n = 0; n < 20; n++) await make({ name: `分${n}`, spec: { host: '127.0.0.1', port } })
    const [first, second] = [worker(), worker()]
    first.start()
    const all = await toRun()
    expect(all).toBeGreaterThan(20)
    await expect.poll(() => first.checks, { timeout: 10_000 }).toBe(all)
    second.start()
    await expect
      .poll(() => [first.checks + second.checks, second.checks > 0].join(), { timeout: 10_000 })
      .toBe(`${all},true`)
    // dies without a word: its beat is old, its shares are taken under a new epoch
    const { rows } = await sql<{ epoch: number }>`select sum(epoch)::int as epoch from monitor_lease`.execute(
      app.db,
    )
    await sql`update monitor_lease set worker_id = ${second.id}, epoch = epoch + 1 where worker_id = ${first.id}`.execute(
      app.db,
    )
    await expect.poll(() => first.checks + second.checks, { timeout: 10_000 }).toBe(all)
    await first.stop()
    await expect.poll(() => second.checks, { timeout: 10_000 }).toBe(all)
    await second.stop()
    const after = await sql<{
      epoch: number
      held: number
    }>`select sum(epoch)::int as epoch, count(worker_id)::int as held
      from monitor_lease`.execute(app.db)
    expect(after.rows[0]!.held).toBe(0)
    expect(after.rows[0]!.epoch).toBeGreaterThan(rows[0]!.epoch)
  }, 40_000)

  it('go on beating and asking while they read definitions, and know nothing of before a share came back', async () => {
    const { rows } = await sql<{ id: string }>`select id from monitor_check where name like '分%'`.execute(
      app.db,
    )
    const all = (state: 'ok' | 'critical', at: Date) =>
      rows.map(({ id }) => ({ checkId: id, result: { at, state, code: 'told', params: {}, output: '', ms: null, figures: [] } })) // prettier-ignore
    await transaction(app.db, (tx) => applyResults(tx, all('ok', new Date()), new Date()))
    const one = worker()
    one.start()
    try {
      const known = await toRun()
      await expect.poll(() => one.checks, { timeout: 10_000 }).toBe(known)
      const beats = () =>
        number(sql`select extract(epoch from beat_at)::float8 as n from monitor_worker where id = ${one.id}`)
      const reads = () =>
        number(sql`select count(*)::int as n from pg_stat_activity where datname = current_database()
          and wait_event_type = 'Lock' and query like '%on_check_id as id from monitor_dependency%'`)
      await transaction(app.db, async (tx) => {
        await sql`lock table monitor_dependency in access exclusive mode`.execute(tx)
        await sql`update monitor_check set enabled = false where name = '分0'`.execute(app.db)
        await expect.poll(reads, { timeout: 10_000 }).toBe(1)
        const [beat, started] = [await beats(), one.delays.started]
        await expect.poll(beats, { timeout: 10_000 }).toBeGreaterThan(beat)
        await expect.poll(() => one.delays.started, { timeout: 10_000 }).toBeGreaterThan(started)
        expect([await reads(), one.checks]).toEqual([1, known])
      })
      await expect.poll(() => one.checks, { timeout: 10_000 }).toBe(known - 1)
      // another had its shares for a moment and found that all are down
      await transaction(app.db, async (tx) => {
        await sql`update monitor_lease set epoch = epoch + 2 where worker_id = ${one.id}`.execute(tx)
        const now = Date.now()
        await applyResults(tx, [0, 1].flatMap((ms) => all('critical', new Date(now + ms))), new Date(now)) // prettier-ignore
      })
      const recovered = () => number(sql`select count(*)::int as n from monitor_transition
        where from_state = 'critical' and check_id = any(${rows.map((row) => row.id)}::uuid[])`) // prettier-ignore
      await expect.poll(recovered, { timeout: 10_000 }).toBeGreaterThan(0)
    } finally {
      await one.stop()
    }
  }, 40_000)
})

describe('remote probes', () => {
  it('fetch what to ask, keep what they find while cut off, and post it once', async () => {
    const { port } = await target()
    const made = await mgr.call(remote.createProbe, { name: '政务外网', orgId })
    const check = await make({ name: '远', spec: { host: '127.0.0.1', port }, probeId: made.id })
    const folder = mkdtempSync(path.join(tmpdir(), 'zy-probe-'))
    const line = await openLine(app.app)
    const { url } = line
    const options = {
      url,
      token: made.token,
      dataDir: folder,
      log: () => undefined,
      fetchMs: 100,
      sendMs: 50,
    }
    const limits = { ...usualLimits, perHost: 1 }
    const first = new RemoteProbe({ ...options, limits })
    expect(() => new RemoteProbe({ ...options, limits })).toThrow(`(process ${process.pid})`)
    const samples = async () =>
      (await mgr.call(past.getHistory, { id: check.id, level: 'raw', from: new Date(Date.now() - 600_000).toISOString(), to: new Date().toISOString() })).points.length // prettier-ignore
    const again = async () => {
      await mgr.call(contract.runCheck, { id: check.id })
    }
    first.start()
    try {
      await expect.poll(() => first.checks, { timeout: 10_000 }).toBe(1)
      await again()
      await expect.poll(samples, { timeout: 10_000 }).toBeGreaterThan(0)
      expect((await mgr.call(contract.getCheck, { id: check.id })).state).toBe('ok')
      await again()
      line.state = 'deaf'
      await expect.poll(() => line.batches, { timeout: 10_000 }).toBeGreaterThan(3)
      line.state = 'cut'
      await first.stop()
    } finally {
      await first.stop()
    }
    const known = await samples()
    // started again in the same folder: what lies there is sent, what was taken is not taken again
    line.state = 'open'
    const second = new RemoteProbe({ ...options, limits })
    expect(second.buffered).toBeGreaterThan(0)
    second.start()
    try {
      await expect
        .poll(() => readdirSync(path.join(folder, 'probe')), { timeout: 10_000 })
        .toEqual(['run-id'])
      await expect.poll(samples, { timeout: 10_000 }).toBeGreaterThanOrEqual(known)
      // it goes on asking: what it has just found may still wait for its turn to be sent
      await expect.poll(() => second.buffered, { timeout: 10_000 }).toBe(0)
    } finally {
      await second.stop()
      line.close()
      rmSync(folder, { recursive: true })
    }
    const { rows } = await sql<{
      n: number
      d: number
    }>`select count(*)::int as n, count(distinct (bucket, x))::int as d
      from monitor_sample m, unnest(m.at_ms) x
      where (select no from monitor_series where check_id = ${check.id} and name = 'ms') = any(m.series)`.execute(
      app.db,
    )
    expect(rows[0]!.n).toBe(rows[0]!.d)
    const bad = await app.app.inject({ method: 'POST', url: '/api/v1/probe/results', payload: { token: 'x'.repeat(32), runId: made.id, seq: 1, sentAt: new Date().toISOString(), results: [] } }) // prettier-ignore
    expect([bad.statusCode, bad.json().code]).toEqual([404, 'check.probe_unknown'])
  }, 40_000)

  it('that say nothing take their checks with them, with one alert', async () => {
    const made = await mgr.call(remote.createProbe, { name: '乡镇', orgId })
    const checks = [
      await make({ name: '远一', probeId: made.id }),
      await make({ name: '远二', probeId: made.id }),
    ]
    for (const one of checks) await report(one.id, ['ok'], base)
    await sql`update monitor_probe set seen_at = now() - interval '2 minutes' where id = ${made.id}`.execute(
      app.db,
    )
    await tick(app.db)
    await tick(app.db)
    for (const one of checks)
      expect(await mgr.call(contract.getCheck, { id: one.id })).toMatchObject({
        state: 'unreachable',
        code: 'probe_silent',
      })
    const told = async () =>
      (await intakes()).filter((one) => one.labels['probe_id'] === made.id).map((one) => one.status)
    expect(await told()).toEqual(['firing'])
    const fetch = { token: made.token, runId: made.id }
    const answer = await app.app.inject({ method: 'POST', url: '/api/v1/probe/definitions', payload: fetch })
    expect(answer.json().definitions).toHaveLength(2)
    expect(await told()).toEqual(['firing', 'resolved'])
    const inUse = await mgr.send(remote.deleteProbe, { id: made.id, version: made.version })
    expect([inUse.statusCode, inUse.json().code]).toEqual([409, 'check.probe_in_use'])
  })
})

describe('history', () => {
  it('gives the same figures raw, packed and rolled up, also when late values come', async () => {
    const check = await make({ name: '史' })
    const { recordSamples } = await import('./history.ts')
    const hour = Math.floor(base / 3_600_000) * 3_600_000 - 3_600_000
    const sample = (at: number, value: number | null) => ({ checkId: check.id, name: 'ms', unit: 'ms', at: new Date(at), value, state: value === null ? 2 : 0 }) // prettier-ignore
    const values = Array.from({ length: 300 }, (_, i) =>
      sample(hour + i * 10_000, i % 50 === 7 ? null : (i % 97) + 1),
    )
    const ask = (level: 'raw' | 'fine' | 'hourly') =>
      mgr.call(past.getHistory, { id: check.id, level, from: new Date(hour).toISOString(), to: new Date(hour + 3_600_000).toISOString() }) // prettier-ignore
    await recordSamples(app.db, values.slice(0, 250))
    const loose = (await ask('raw')).total
    const later = new Date(hour + 4 * 3_600_000)
    await keepHistory(app.db, later)
    expect((await ask('raw')).total).toEqual(loose)
    expect((await ask('hourly')).total).toMatchObject({ n: 250, bad: 5, min: 1, max: 97, avg: loose!.avg })
    // what a probe could not send comes hours later, some of it for the second time
    await recordSamples(app.db, values.slice(240))
    await keepHistory(app.db, new Date(later.getTime() + 3_600_000))
    const [raw, fine, hourly] = [await ask('raw'), await ask('fine'), await ask('hourly')]
    expect([raw.total!.n, fine.total!.n, hourly.total!.n]).toEqual([300, 300, 300])
    expect([fine.points.length, hourly.points.length]).toEqual([10, 1])
    expect(hourly.total).toEqual(fine.total)
    for (const p of ['p50', 'p95', 'p99'] as const)
      expect(Math.abs(fine.total![p]! / raw.total![p]! - 1)).toBeLessThan(0.06)
    const { rows } = await sql`select from monitor_sample where bucket < ${later}`.execute(app.db)
    expect(rows).toEqual([])
  })

  it('has an availability that equals one computed from the results themselves', async () => {
    const check = await make({ name: '率', retries: 2 })
    const step = 10_000
    const n = 720
    // long and short outages, single failures that never become certain
    const states = Array.from({ length: n }, (_, i): ResultState =>
      (i > 100 && i < 160) || (i > 400 && i < 404) || i % 90 === 5
        ? 'critical'
        : i % 200 === 50
          ? 'warning'
          : 'ok',
    )
    const from = Date.now() - n * step - 60_000
    await report(check.id, states, from, step)
    const to = from + n * step
    const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
    const told = await mgr.call(past.getAvailability, { id: check.id, ...range })
    // by hand: down from the third failure in a row until the next ok
    let down = 0
    let row = 0
    let hard = false
    for (const state of states) {
      row = state === 'ok' ? 0 : row + 1
      if (state === 'ok') hard = false
      else if (row > 2) hard = true
      if (hard) down += step / 1000
    }
    expect(down).toBeGreaterThan(500)
    expect([told.downSeconds, told.upSeconds, told.outages]).toEqual([down, (n * step) / 1000 - down, 2])
    expect(told.months.reduce((sum, m) => sum + m.downSeconds, 0)).toBeCloseTo(down, 6)
  })
})

describe('figures for a Prometheus', () => {
  it('are numbers of states for anybody, and states of checks for who may see them', async () => {
    const name = '带"引号"\\'
    const check = await make({ name })
    await report(check.id, ['ok'], base)
    const seen = await mgr.inject({ method: 'GET', url: '/api/v1/checks/metrics' })
    expect(seen.headers['content-type']).toContain('text/plain')
    expect(seen.body).toContain(
      `zhengyun_check_state{id="${check.id}",name="带\\"引号\\"\\\\",kind="tcp",service="",state="ok"} 1`,
    )
    expect(
      (await (await app.as('req01')).inject({ method: 'GET', url: '/api/v1/checks/metrics' })).statusCode,
    ).toBe(403)
    const totals = await checkTotals(app.db)
    expect(totals.find((one) => one.kind === 'tcp' && one.state === 'ok')!.n).toBeGreaterThan(0)
  })
})

describe('alerts', () => {
  it('of checks are alerts like any, placed by their service', async () => {
    const worker = await app.work()
    const check = await make({ name: '入口', retries: 0, enabled: false })
    const body = {
      name: '入口',
      kind: 'tcp',
      spec: check.spec,
      orgId,
      intervalSeconds: 3600,
      timeoutMs: 1000,
      retries: 0,
    }
    await mgr.call(contract.editCheck, { ...body, id: check.id, version: check.version } as never)
    await report(check.id, ['critical'], Date.now() - 1000)
    await expect
      .poll(async () => (await mgr.call(listAlerts, {} as never)).items.map((a) => a.name), {
        timeout: 10_000,
      })
      .toContain('入口')
    await worker.stop()
  }, 20_000)
})
