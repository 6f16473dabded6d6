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
    const begun = Date.now()
    await m.send('storm', ...alerts(10_000, 'storm'))
    expect(Date.now() - begun).toBeLessThan(30_000)
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
