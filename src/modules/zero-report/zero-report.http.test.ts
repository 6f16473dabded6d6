import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatDay, parseDay } from '#kernel/calendar/index.ts'
import { transaction } from '#kernel/db/index.ts'
import { listNotifications } from '#kernel/notify/contract.ts'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { testApp, withinOneDay, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { callOffPeriod, createPeriod, listPeriods } from '#modules/duty/period-contract.ts'
import { chaseTimer } from './chase.ts'
import * as contract from './contract.ts'
import { openReports } from './open.ts'

let app: TestApp
let manager: Caller, reporter: Caller, other: Caller
let unit: string, department: string, today: string

const q = (text: string, values: unknown[] = []) => app.pool.query(text, values)
const open = () => transaction(app.db, (tx) => openReports(tx))
const orgOf = async (login: string) =>
  (await q(`select org_id from person where login = $1`, [login])).rows[0].org_id as string

beforeAll(async () => {
  await withinOneDay(180)
  app = await testApp()
  ;[manager, reporter, other] = (await Promise.all(
    ['mgr01', 'req01', 'req02'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller]
  unit = (await q(`select id from org where parent_id is null`)).rows[0].id
  department = await orgOf('req01')
  today = formatDay(Math.floor((Date.now() + 8 * 3_600_000) / 86_400_000))
}, 300_000)
afterAll(() => app.close())

const party = (more: Record<string, unknown> = {}) =>
  manager.call(contract.createParty, {
    ...{ orgId: department, toOrgId: unit, due: '23:59', personIds: [reporter.personId] },
    ...more,
  } as never)
const period = (more: Record<string, unknown> = {}) =>
  manager.call(createPeriod, {
    ...{ orgId: unit, name: '会议保障', level: 'first', fromDay: today, toDay: today },
    ...more,
  } as never)
/** Settles what a changed period brings about. */
const heard = async (who: Caller): Promise<string[]> =>
  (await who.call(listNotifications, {})).items.map((one) => one.text).filter((t) => t.includes('零报告'))

describe('zero reports', () => {
  it('are owed in a period, filed by who reports, read by the leading cadre, and stay then', async () => {
    const made = await party()
    const again = await manager.send(contract.createParty, {
      ...{ orgId: department, toOrgId: unit, due: '12:00' },
    } as never)
    expect([again.statusCode, again.json().code]).toEqual([409, 'zero-report.party_there'])
    await period({ reportBy: '23:58' })
    // on a statutory holiday it was owed before
    await open()
    expect(await open()).toBe(0)
    const owed = (await reporter.call(contract.myLines, {})).items
    let [line] = owed
    expect(owed).toHaveLength(1)
    expect(line).toMatchObject({ state: 'waiting', mayFile: true, day: today })
    expect(line!.occasion).toContain('会议保障')
    expect((await other.call(contract.listReports, {})).items).toHaveLength(
      (await orgOf('req02')) === department ? 1 : 0,
    )

    const silent = await reporter.send(contract.fileReport, {
      ...{ id: line!.id, version: line!.version, nothing: false },
    })
    expect([silent.statusCode, silent.json().errors[0].field]).toEqual([422, 'text'])
    const sent = { id: line!.id, version: line!.version, nothing: true, duty: '值班员', phone: '65880000' }
    const both = await Promise.all([1, 2].map(() => reporter.send(contract.fileReport, sent)))
    expect(both.map((one) => one.statusCode).sort()).toEqual([200, 412])
    ;[line] = (await reporter.call(contract.myLines, {})).items
    expect(line).toMatchObject({ state: 'nothing', late: false, duty: '值班员' })
    line = await reporter.call(contract.fileReport, {
      ...{ id: line!.id, version: line!.version, nothing: false, text: '21 时门户网站访问缓慢，已恢复' },
    })
    expect(line).toMatchObject({ state: 'something', duty: '值班员' })

    let day = await manager.call(contract.getReport, { id: line.reportId })
    expect(day.counts).toMatchObject({ parties: 1, something: 1, missing: 0 })
    expect((await reporter.send(contract.readReport, { id: day.id, version: day.version })).statusCode).toBe(
      403,
    )
    day = await manager.call(contract.readReport, { id: day.id, version: day.version, remark: '请持续关注' })
    expect(day).toMatchObject({ remark: '请持续关注', abilities: [] })
    const late = await reporter.send(contract.fileReport, {
      ...{ id: line.id, version: line.version, nothing: true },
    })
    expect([late.statusCode, late.json().code]).toEqual([409, 'zero-report.was_read'])
    const pdf = await manager.inject({ method: 'GET', url: `/api/v1/zero-reports/${day.id}/print` })
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
    await manager.call(contract.editParty, {
      ...{ id: made.id, version: made.version, due: '18:00', active: false },
    })
  })

  it('are chased: reminded, late, the leader, the leading cadre; each once, and late stays late', async () => {
    const { id: orgId } = (await manager.call(lookupOrgs, { q: '运行维护科' })).items[0]!
    await party({ orgId, personIds: [other.personId] })
    await open()
    let [line] = (await other.call(contract.myLines, {})).items
    const before = await heard(other)
    for (const step of [0, 1, 2, 3, 1]) {
      await transaction(app.db, (tx) =>
        chaseTimer.run(tx, { kind: chaseTimer.kind, key: line!.id, dueAt: new Date(), data: { step } }),
      )
    }
    // the reminder, that it is late, and that its leader was told
    expect((await heard(other)).length - before.length).toBe(3)
    const missing = await manager.call(contract.listReports, { missing: 'true' } as never)
    expect(missing.items.map((one) => one.id)).toEqual([line!.reportId])
    ;[line] = (await other.call(contract.myLines, {})).items
    expect(line!.state).toBe('missing')
    await q(`update zero_report_line set due_at = now() - interval '1 minute' where id = $1`, [line!.id])
    line = await other.call(contract.fileReport, { id: line!.id, version: line!.version, nothing: true })
    expect([line.state, line.late]).toEqual(['nothing', true])
    expect(
      (await q(`select from timer where kind = 'zero-report.chase' and key = $1`, [line.id])).rowCount,
    ).toBe(0)
  })

  it('come on statutory holidays but not on make-up days, a week back as late; and go with the period', async () => {
    // National Day of 2025: 1 to 8 October off, 28 September and 11 October worked
    await q(`delete from zero_report_line`)
    await q(`delete from zero_report`)
    await q(`update zero_report_party set created_at = '2025-01-01'`)
    await q(`update duty_period set called_off_at = now()`)
    const days = async (at: string): Promise<string[]> => {
      await transaction(app.db, async (tx) => {
        const real = await openReports(tx, new Date(at))
        expect(real).toBeGreaterThanOrEqual(0)
      })
      const { rows } =
        await q(`select r.day::text as day from zero_report_line l join zero_report r on r.id = l.report_id
        where l.filed_at is null order by 1`)
      return rows.map((row) => row.day as string)
    }
    expect(await days('2025-09-28T02:00:00Z')).toEqual([])
    expect(await days('2025-10-03T02:00:00Z')).toEqual(['2025-10-01', '2025-10-02', '2025-10-03'])
    const late = await q(`select from zero_report_line where missed_at is not null`)
    expect(late.rowCount).toBe(1)
    expect((await days('2025-10-11T02:00:00Z')).at(-1)).toBe('2025-10-08')

    await q(`delete from zero_report_line`)
    await q(`delete from zero_report`)
    const made = await period({ name: '临时保障', toDay: formatDay(parseDay(today) + 2) })
    await open()
    const ofPeriod = async () =>
      (await manager.call(contract.listReports, {})).items.filter((one) => one.occasion.includes('临时保障'))
    expect(await ofPeriod()).toHaveLength(1)
    const known = (await manager.call(listPeriods, {})).items.find((one) => one.id === made.id)!
    await manager.call(callOffPeriod, { id: made.id, version: known.version })
    await open()
    expect(await ofPeriod()).toEqual([])
  })
})
