import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { getIncident } from '#modules/incident/contract.ts'
import { getTimeline } from '#modules/incident/story-contract.ts'
import { incidentAlerts, listIntakes } from './contract.ts'
import { body, firing, makeSender, type Sender } from './testing/sender.ts'

let t: TestApp
let m: Sender
let desk: Caller
beforeAll(async () => {
  t = await testApp()
  m = await makeSender(t)
  desk = await t.as('desk01')
})
afterAll(() => t.close())

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
    await m.send('storm', ...alerts(10_000, 'storm'))
    expect(await stored('storm')).toBe(10_000)
    const hints = await sql`select from event_outbox where type = 'alert.changed'`.execute(t.db)
    expect(hints.rows.length).toBe(1)
    const incident = await m.onlyIncident('storm-7777')
    expect((await m.onlyIncident('storm-0')).id).toBe(incident.id)
    expect((await desk.call(incidentAlerts, { id: incident.id, limit: 1 })).firing).toBe(10_000)
    const { items } = await desk.call(getTimeline, { id: incident.id })
    expect(items.filter((e) => e.kind === 'link').length).toBe(1)
    await m.send('storm', ...alerts(10_000, 'storm').map((a) => ({ ...a, status: 'resolved' })))
    expect((await desk.call(getIncident, { id: incident.id })).state).toBe('pending')
  }, 60_000)

  it('opens one incident for 2,000 POSTs of one group that come while others are processed', async () => {
    const all = alerts(2000, 'gale')
    let busy = true
    const working = (async () => {
      while (busy) await m.process()
    })()
    for (let i = 0; i < all.length; i += 50) {
      const answers = await Promise.all(all.slice(i, i + 50).map((a) => m.post(body('gale', [a]))))
      expect(answers.every((r) => r.statusCode === 202)).toBe(true)
    }
    busy = false
    await working
    await m.process()
    expect(await stored('gale')).toBe(2000)
    expect((await m.incidentsOf('gale-1999')).map((i) => i.id)).toEqual(
      (await m.incidentsOf('gale-0')).map((i) => i.id),
    )
    const { rows } = await sql<{ n: number }>`select count(distinct ticket_id) as n from alert
      where labels->>'host' like 'gale-%'`.execute(t.db)
    expect(rows[0]!.n).toBe(1)
  }, 60_000)

  it('loses and repeats nothing when its processing is killed again and again', async () => {
    const hosts = Array.from({ length: 150 }, (_, i) => `crash-${i}`)
    const all = hosts.map((host) =>
      firing({ alertname: 'Crash', severity: 'critical', host }, { startsAt: '2026-11-21T01:00:00Z' }),
    )
    let sending = true
    const sent = (async () => {
      for (let i = 0; i < all.length; i += 10) await m.post(body('crash', all.slice(i, i + 10)))
      sending = false
    })()
    let killed = 0
    while (sending || killed < 3) {
      // whatever it holds at that moment is rolled back as a whole
      const turn = m.process().catch(() => undefined)
      const { rows } = await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state = 'active'
          and query ilike '%alert%' and query not ilike '%alert_intake (format%' limit 1`.execute(t.db)
      killed += rows.length
      await turn
      if (killed >= 3 && !sending) break
      if (!sending && killed < 3) await m.post(body('crash', all.slice(0, 10)))
    }
    await sent
    await m.process()
    const { rows } = await sql<{ alerts: number; incidents: number; began: number; waiting: number }>`
      select count(*) as alerts, count(distinct ticket_id) as incidents,
        (select count(*) from alert_event e join alert b on b.id = e.alert_id where b.name = 'Crash' and e.kind = 'began') as began,
        (select count(*) from alert_intake where processed_at is null or error is not null) as waiting
      from alert where name = 'Crash'`.execute(t.db)
    expect(rows[0]).toEqual({ alerts: 150, incidents: 1, began: 150, waiting: 0 })
  }, 60_000)

  it('leaves a batch whose connection died for the next turn', async () => {
    await m.post(body('killed', [firing({ alertname: 'Killed', host: 'killed-1' })]))
    const client = new pg.Client({ connectionString: t.ownerUrl })
    await client.connect()
    try {
      await client.query('begin; lock table alert in exclusive mode')
      const failed = expect(m.process()).rejects.toThrow()
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
    expect(await m.incidentsOf('killed-1')).toEqual([])
    await m.process()
    expect((await m.incidentsOf('killed-1')).length).toBe(1)
    expect((await (await t.as('mgr01')).call(listIntakes, { state: 'waiting' })).items).toEqual([])
  })
})
