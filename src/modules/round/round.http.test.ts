import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getIncident } from '#modules/incident/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import * as plans from './contract.ts'
import { noticeEndpoints } from './notice-contract.ts'
import * as contract from './round-contract.ts'

let app: TestApp
let manager: Caller, engineer: Caller, other: Caller
let orgId: string
let groupId: string
beforeAll(async () => {
  app = await testApp()
  ;[manager, engineer, other] = (await Promise.all(
    ['mgr01', 'eng01', 'vend01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller]
  const { rows } = await app.pool.query<{ id: string }>(`select id from org where parent_id is null`)
  orgId = rows[0]!.id
  const group = await app.pool.query<{ id: string }>(
    `select group_id as id from support_group_member where person_id = $1 limit 1`,
    [engineer.personId],
  )
  groupId = group.rows[0]!.id
  await app.work()
})
afterAll(() => app.close())

const temperature = { name: '温度', kind: 'number' as const, unit: '℃', low: 18, high: 27, place: '一号机房' }
const items = [
  { ...temperature, code: 'JF-01', onAbnormal: 'incident' as const },
  {
    name: 'UPS 指示灯',
    kind: 'choice' as const,
    choices: ['绿', '黄', '红'],
    normal: ['绿'],
    onAbnormal: 'notice' as const,
  },
  { name: '有无漏水', kind: 'yes-no' as const },
]
const body = (more: object = {}) => ({
  ...{ name: '机房巡检', kind: 'room' as const, orgId, groupId, graceMinutes: 60 },
  rule: { every: 'week' as const, weekdays: [1, 2, 3, 4, 5, 6, 7], at: '09:00', closed: 'file' as const },
  ...{ moreTimes: ['15:00'], answerableId: manager.personId, noticeDays: 5, items },
  ...more,
})
const plan = (more: object = {}) => manager.call(plans.createPlan, body(more) as never)
const begin = async (more: object = {}) => {
  const { id } = await plan(more)
  return engineer.call(contract.startUnplanned, { id })
}
type Round = Awaited<ReturnType<typeof begin>>
const record = (round: Round, i: number, more: object, who = engineer) =>
  who.send(contract.recordEntry, {
    id: round.id,
    entryId: round.entries[i]!.id,
    version: round.entries[i]!.version,
    ...more,
  } as never)
const field = (response: { json: () => { errors: { field: string }[] } }) => response.json().errors[0]?.field

describe('a plan', () => {
  it('comes twice a day where it says so, each day', async () => {
    const made = await plan({ name: '一天两次' })
    const times = made.upcoming.map((at) =>
      new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(11, 16),
    )
    expect(times).toHaveLength(3)
    expect(new Set(times)).toEqual(new Set(['09:00', '15:00']))
    expect(made.items.map((one) => one.name)).toEqual(['温度', 'UPS 指示灯', '有无漏水'])
  })

  it('says what is wrong with it at the field, and stays as it was', async () => {
    const bad: [object, string][] = [
      [{ items: [{ ...temperature, low: 30 }] }, 'items.0.high'],
      [{ items: [{ name: '灯', kind: 'choice', choices: ['绿', '红'], normal: ['蓝'] }] }, 'items.0.normal'],
      [{ items: [{ name: '灯', kind: 'choice', choices: ['绿'] }] }, 'items.0.choices'],
      [{ answerableId: null }, 'answerableId'],
      [{ groupId: crypto.randomUUID() }, 'groupId'],
      [{ rule: { every: 'week', weekdays: [7], at: '09:00', closed: 'skip' }, moreTimes: [] }, 'rule'],
      [{ items: [{ ...temperature, id: crypto.randomUUID() }] }, 'items.0.id'],
      [{ items: [{ ...temperature, code: '机房' }] }, 'items.0.code'],
    ]
    for (const [more, at] of bad) {
      const response = await manager.send(plans.createPlan, body(more) as never)
      expect([response.statusCode, field(response)], JSON.stringify(more)).toEqual([422, at])
    }
    expect((await engineer.send(plans.createPlan, body() as never)).statusCode).toBe(403)
  })

  it('keeps its items when they are changed, and what was read of those taken out', async () => {
    const made = await plan({ name: '会改的' })
    const [first, , third] = made.items
    const edited = await manager.call(plans.editPlan, {
      id: made.id,
      version: made.version,
      ...body({
        name: '会改的',
        items: [
          { ...temperature, id: third!.id, name: '漏水' },
          { ...temperature, id: first!.id },
        ],
      }),
    } as never)
    expect(edited.items.map((one) => [one.id, one.name])).toEqual([
      [third!.id, '漏水'],
      [first!.id, '温度'],
    ])
    const stale = await manager.send(plans.editPlan, { id: made.id, version: 1, ...body() } as never)
    expect(stale.statusCode).toBe(412)
  })
})

describe('a round', () => {
  it('is opened once when its time comes, told to the group, and missed when nobody goes', async () => {
    // its own time is half a day away, whatever the hour of this run: the round below is the only one that is due
    const far = new Date(Date.now() + (12 + 8) * 3_600_000).toISOString().slice(11, 16)
    const made = await plan({
      name: '到时间的',
      rule: { every: 'week', weekdays: [1, 2, 3, 4, 5, 6, 7], at: far, closed: 'file' },
      moreTimes: [],
    })
    const at = new Date(Date.now() - 2 * 3_600_000)
    await app.pool.query(`update round_plan set next_at = $2 where id = $1`, [made.id, at])
    await app.pool.query(
      `update timer set due_at = $2, data = jsonb_build_object('at', $3::text) where kind = 'round.open' and key = $1`,
      [made.id, at, at.toISOString()],
    )
    const state = async () =>
      (await manager.call(contract.listRounds, { planId: made.id })).items.map((one) => [one.state, one.late])
    await expect.poll(state, { timeout: 15_000 }).toEqual([['missed', true]])
    const mine = await engineer.call(contract.listRounds, { mine: 'true', planId: made.id })
    expect(mine.items[0]!.plannedAt).toBe(at.toISOString())
    // gone after all, it stays counted as late
    const { id, version } = mine.items[0]!
    const begun = await engineer.call(contract.startRound, { id, version })
    expect(begun.state).toBe('underway')
    const day = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
    const { plans: figures } = await manager.call(contract.reportRounds, {
      from: day,
      to: day,
      planId: made.id,
    })
    expect(figures[0]).toMatchObject({ inTime: 0, missed: 1, unplanned: 0 })
  })

  it('takes readings, and opens what abnormal ones ask for when it ends, each once', async () => {
    const round = await begin()
    expect((await record(round, 0, { number: 31.5, note: '空调报警' })).statusCode).toBe(200)
    const unready = await engineer.send(contract.finishRound, { id: round.id, version: round.version })
    expect(unready.json().detail).toContain('UPS 指示灯')
    expect((await record(round, 1, { text: '黄' })).json()).toMatchObject({ result: 'abnormal' })
    expect((await record(round, 2, { skipped: true, note: '门锁着' })).json()).toMatchObject({
      result: 'skipped',
    })
    const noteless = await engineer.send(contract.finishRound, { id: round.id, version: round.version })
    expect([noteless.statusCode, noteless.json().code]).toEqual([422, 'round.missing_note'])
    const again = await engineer.call(contract.getRound, { id: round.id })
    expect((await record(again, 1, { text: '黄', note: '电池待换' })).statusCode).toBe(200)
    const both = await Promise.all(
      [1, 2].map(() => engineer.send(contract.finishRound, { id: round.id, version: round.version })),
    )
    expect(both.map((one) => one.statusCode).sort()).toEqual([200, 409])
    const done = await engineer.call(contract.getRound, { id: round.id })
    expect([done.state, done.abnormal, done.late, done.abilities]).toEqual(['done', 2, false, []])
    const incident = await engineer.call(getIncident, { id: done.entries[0]!.incident!.id })
    expect(incident).toMatchObject({ channel: 'inspection', title: '巡检异常：温度 一号机房' })
    expect(incident.description).toContain('31.5 ℃（正常范围 18 – 27 ℃）')
    const notice = await manager.call(noticeEndpoints.get, { id: done.entries[1]!.notice!.id })
    expect(notice.state).toBe('issued')
    expect(notice.values).toMatchObject({ source: round.number, answerable: { id: manager.personId } })
    const counted = await app.pool.query<{ n: number }>(
      `select count(*)::int as n from rectification_notice where source = $1`,
      [round.number],
    )
    expect(counted.rows[0]!.n).toBe(1)
    const late = await record(done, 0, { number: 20 })
    expect([late.statusCode, late.json().code]).toEqual([409, 'round.not_now'])
  })

  it('refuses what is no reading, what was read meanwhile, and another group', async () => {
    const round = await begin()
    expect(field(await record(round, 0, { text: '热' }))).toBe('number')
    expect(field(await record(round, 1, { text: '蓝' }))).toBe('text')
    expect(field(await record(round, 2, { skipped: true }))).toBe('note')
    expect((await record(round, 0, { number: 21 })).statusCode).toBe(200)
    expect((await record(round, 0, { number: 22 })).statusCode).toBe(412)
    const stranger = await record(round, 1, { text: '绿' }, other)
    expect([403, 404]).toContain(stranger.statusCode)
    expect(
      (
        await engineer.send(contract.skipRound, {
          id: round.id,
          version: round.version,
          reason: '停电',
        } as never)
      ).statusCode,
    ).toBe(403)
  })

  it('wants the label at the place where the plan says so, and its address shows what is to do', async () => {
    const coded = [{ ...temperature, code: 'JF-77' }]
    const round = await begin({ name: '要扫码的', scan: true, items: coded })
    expect(field(await record(round, 0, { number: 20 }))).toBe('code')
    expect(field(await record(round, 0, { number: 20, code: 'JF-78' }))).toBe('code')
    const point = await engineer.call(contract.findPoint, { code: 'JF-77' })
    expect([point.rounds.map((one) => one.id), point.items[0]!.place]).toEqual([[round.id], '一号机房'])
    expect((await record(round, 0, { number: 20, code: 'JF-77' })).json()).toMatchObject({ scanned: true })
    const pdf = await engineer.inject({
      method: 'GET',
      url: `/api/v1/round-plans/${round.plan.id}/labels?base=http://x.test`,
    })
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
    expect((await engineer.send(contract.findPoint, { code: 'none-such' })).statusCode).toBe(404)
  })

  it('needs its photo, shows what was read before, and is printed and exported', async () => {
    const photographed = [{ ...temperature, photo: 'always' as const }]
    const made = await plan({ name: '要拍照的', items: photographed })
    const upload = async (entryId: string) =>
      engineer.inject({
        method: 'POST',
        url: `/api/v1/round-entries/${entryId}/attachments`,
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
        payload: `--x\r\ncontent-disposition: form-data; name="file"; filename="屏.txt"\r\ncontent-type: text/plain\r\n\r\n21\r\n--x--\r\n`,
      })
    for (const number of [21, 22]) {
      const round = await engineer.call(contract.startUnplanned, { id: made.id })
      await record(round, 0, { number })
      const without = await engineer.send(contract.finishRound, { id: round.id, version: round.version })
      expect(without.json().code).toBe('round.missing_photo')
      const sent = await upload(round.entries[0]!.id)
      expect(sent.statusCode, sent.body).toBe(201)
      await engineer.call(contract.finishRound, { id: round.id, version: round.version })
      expect((await upload(round.entries[0]!.id)).statusCode).toBe(409)
    }
    const third = await engineer.call(contract.startUnplanned, { id: made.id })
    expect(third.entries[0]!.before).toMatchObject({ number: 22 })
    const trend = await engineer.call(contract.itemTrend, { id: made.items[0]!.id })
    expect(trend.points.map((one) => one.number)).toEqual([21, 22])
    const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    const sheet = await engineer.inject({
      method: 'GET',
      url: `/api/v1/round-readings?from=${day}&to=${day}&planId=${made.id}`,
    })
    expect([sheet.statusCode, sheet.rawPayload.subarray(0, 2).toString()]).toEqual([200, 'PK'])
    const pdf = await engineer.inject({ method: 'GET', url: `/api/v1/rounds/${third.id}/sheet` })
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
    const { plans: figures } = await engineer.call(contract.reportRounds, {
      from: day,
      to: day,
      planId: made.id,
    })
    expect(figures[0]).toMatchObject({ unplanned: 3, readings: 2, abnormal: 0, planned: 0 })
  })
})
