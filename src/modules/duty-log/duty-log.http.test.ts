import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId, transaction } from '#kernel/db/index.ts'
import type { AppEvent } from '#kernel/manifest.ts'
import { countNotifications } from '#kernel/notify/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { createIncident } from '#modules/incident/contract.ts'
import * as contract from './contract.ts'
import { missTimer, reactions } from './shifts.ts'

let app: TestApp
let first: Caller, second: Caller, lead: Caller, outsider: Caller
let orgId: string
beforeAll(async () => {
  app = await testApp()
  ;[first, second, lead, outsider] = (await Promise.all(
    ['eng01', 'eng02', 'lead01', 'desk01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller]
  orgId = (await app.pool.query<{ id: string }>(`select id from org where parent_id is null`)).rows[0]!.id
})
afterAll(() => app.close())

const q = (text: string, values: unknown[] = []) => app.pool.query(text, values)
const minutes = (n: number) => new Date(Date.now() + n * 60_000)
let made = 0

/** Two shifts in a row, the first from an hour ago till now, on a published roster; their ids. */
async function shifts(): Promise<[string, string]> {
  const [team, roster, early, late] = [newId(), newId(), newId(), newId()]
  await q(`insert into duty_team (id, org_id, name, plan) values ($1, $2, $3, '[]')`, [
    team,
    orgId,
    `值班组 ${++made}`,
  ])
  await q(
    `insert into duty_roster (id, team_id, from_day, to_day, state, revision, published_at)
     values ($1, $2, current_date - 1, current_date + 1, 'published', 1, now())`,
    [roster, team],
  )
  for (const [id, code, from, to, person] of [
    [early, 'day', minutes(-60), minutes(-1), first],
    [late, 'night', minutes(-1), minutes(60), second],
  ] as const) {
    await q(
      `insert into duty_shift (id, roster_id, team_id, day, code, name, kind, night, starts_at, ends_at)
       values ($1, $2, $3, current_date, $4, $4, 'work', false, $5, $6)`,
      [id, roster, team, code, from, to],
    )
    await q(
      `insert into duty_assignment (shift_id, role, person_id, source)
       values ($1, 'duty', $2, 'rotation'), ($1, 'leader', $3, 'rotation')`,
      [id, person.personId, lead.personId],
    )
  }
  return [early, late]
}

const happens = (name: string, shiftId: string) =>
  transaction(app.db, (tx) =>
    reactions.find((one) => one.name === name)!.run(tx, { entityId: shiftId } as AppEvent),
  )
const logOf = async (who: Caller, shiftId: string) => {
  const { rows } = await q(`select id from duty_log where shift_id = $1`, [shiftId])
  return who.call(contract.getLog, { id: rows[0]!.id as string })
}

describe('a duty log', () => {
  it('is filled in, signed, and taken over item by item; what is unfinished goes on', async () => {
    const [early, late] = await shifts()
    await happens('duty-log.open', early)
    await happens('duty-log.open', early)
    const incident = await outsider.call(createIncident, {
      ...{ title: '夜里打不开的系统', description: '值班时接到电话', type: 'fault', channel: 'phone' },
      ...{ impact: 'medium', urgency: 'medium' },
    } as never)
    await q(`update ticket set recorded_at = now() - interval '30 minutes' where id = $1`, [incident.id])
    await happens('duty-log.ask', early)
    await happens('duty-log.ask', early)
    let log = await logOf(first, early)
    const found = log.lines.filter((one) => one.number === incident.number)
    expect(found).toMatchObject([{ kind: 'unfinished', source: 'auto', entity: 'incident' }])
    expect(log.abilities).toEqual(['write', 'sign'])

    const line = await first.call(contract.addLine, {
      id: log.id,
      kind: 'routine',
      text: '检查备份任务，正常',
    })
    const changed = await first.call(contract.editLine, {
      id: log.id,
      lineId: line.id,
      version: line.version,
      ...{ kind: 'routine', text: '检查备份任务，3 个正常' },
    })
    expect(changed.text).toContain('3 个')
    const stale = await first.send(contract.editLine, {
      id: log.id,
      lineId: line.id,
      version: line.version,
      ...{ kind: 'routine', text: '别的' },
    })
    expect(stale.statusCode).toBe(412)
    expect(
      (await second.send(contract.addLine, { id: log.id, kind: 'routine', text: '我不在这班' })).statusCode,
    ).toBe(403)

    log = await logOf(first, early)
    const early2 = await second.send(contract.takeOver, { id: log.id, version: log.version, lines: [] })
    expect(early2.statusCode).toBe(409)
    log = await first.call(contract.signLog, { id: log.id, version: log.version, summary: '本班一起报修' })
    expect([log.state, log.signedBy?.id]).toEqual(['signed', first.personId])
    expect(
      (await first.send(contract.addLine, { id: log.id, kind: 'routine', text: '签完再补' })).statusCode,
    ).toBe(409)
    await expect(q(`update duty_log_line set text = 'x' where log_id = $1`, [log.id])).rejects.toThrow(
      'is signed',
    )

    await happens('duty-log.open', late)
    const waiting = await second.call(contract.myLog, {})
    expect(waiting.items.map((one) => one.id)).toContain(log.id)
    const self = await first.send(contract.takeOver, { id: log.id, version: log.version, lines: [] })
    expect(self.statusCode).toBe(403)
    const unfinished = log.lines.filter((one) => one.kind === 'unfinished')
    const some = await second.send(contract.takeOver, { id: log.id, version: log.version, lines: [] })
    expect([some.statusCode, some.json().code]).toEqual([422, 'duty-log.each_line'])
    const lines = unfinished.map((one, i) => ({
      id: one.id,
      decision: i === 0 ? ('disputed' as const) : ('accepted' as const),
      note: i === 0 ? '应由应用组处理' : null,
    }))
    const both = await Promise.all(
      [1, 2].map(() => second.send(contract.takeOver, { id: log.id, version: log.version, lines })),
    )
    expect(both.map((one) => one.statusCode).sort()).toEqual([200, 409])
    const next = await logOf(second, late)
    expect(next.lines.map((one) => [one.source, one.number])).toEqual(
      unfinished.map((one) => ['carried', one.number]),
    )
    const gone = await second.send(contract.removeLine, {
      id: next.id,
      lineId: next.lines[0]!.id,
      version: next.lines[0]!.version,
    })
    expect([gone.statusCode, gone.json().code]).toEqual([409, 'duty-log.carried_stays'])
    const searched = await second.call(contract.listLogs, { q: '备份任务' })
    expect(searched.items.map((one) => one.id)).toEqual([log.id])
    const month = log.day.slice(0, 7)
    const pdf = await second.inject({
      method: 'GET',
      url: `/api/v1/duty-teams/${log.team.id}/logs/print?month=${month}`,
    })
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
  })

  it('has one line of a record: what is done meanwhile is not handed on, what a person wrote stays', async () => {
    const [early] = await shifts()
    await happens('duty-log.open', early)
    const file = (title: string) =>
      outsider.call(createIncident, {
        ...{ title, description: '值班时接到电话', type: 'fault', channel: 'phone' },
        ...{ impact: 'medium', urgency: 'medium' },
      } as never)
    const [left, written] = [await file('当班修好的'), await file('当班写过的')]
    await q(`update ticket set recorded_at = now() - interval '30 minutes' where id = any($1)`, [
      [left.id, written.id],
    ])
    let log = await logOf(first, early)
    log = await first.call(contract.prefillLog, { id: log.id, version: log.version })
    const of = (number: string) => log.lines.filter((one) => one.number === number)
    expect([left, written].map((one) => of(one.number).map((line) => line.kind))).toEqual([
      ['unfinished'],
      ['unfinished'],
    ])
    const [line] = of(written.number)
    const text = '等厂商带备件来，明早八点'
    await first.call(contract.editLine, {
      id: log.id,
      lineId: line!.id,
      version: line!.version,
      kind: 'unfinished',
      text,
    })
    await q(
      `update ticket set state = 'resolved', open = false, resolved_at = now() - interval '2 minutes' where id = any($1)`,
      [[left.id, written.id]],
    )
    log = await logOf(first, early)
    log = await first.call(contract.prefillLog, { id: log.id, version: log.version })
    expect(of(left.number).map((one) => one.kind)).toEqual(['answered'])
    expect(of(written.number).map((one) => [one.kind, one.text])).toEqual([['unfinished', text]])
  })

  it('is asked for when it is not there in time, day by day, and stays late', async () => {
    const [early] = await shifts()
    await happens('duty-log.open', early)
    let log = await logOf(first, early)
    const before = (await lead.call(countNotifications, {})).unread
    const fire = (day: number) =>
      transaction(app.db, (tx) =>
        missTimer.run(tx, { kind: missTimer.kind, key: log.id, dueAt: minutes(120 + day * 1440), data: {} }),
      )
    await fire(0)
    await fire(1)
    expect((await lead.call(countNotifications, {})).unread).toBe(before + 2)
    const { rows } = await q(`select due_at from timer where kind = $1 and key = $2`, [
      missTimer.kind,
      log.id,
    ])
    expect(rows).toHaveLength(1)
    log = await logOf(first, early)
    expect(log.missed).toBe(true)
    const empty = await first.send(contract.signLog, { id: log.id, version: log.version, summary: null })
    expect([empty.statusCode, empty.json().errors[0].field]).toEqual([422, 'summary'])
    log = await first.call(contract.signLog, { id: log.id, version: log.version, summary: '本班无异常' })
    expect([log.state, log.missed]).toEqual(['signed', true])
    expect(
      (await q(`select from timer where kind = $1 and key = $2`, [missTimer.kind, log.id])).rowCount,
    ).toBe(0)
    const missed = await lead.call(contract.listLogs, { missed: 'true' })
    expect(missed.items.map((one) => one.id)).toContain(log.id)
  })
})
