import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createCalendar } from '#kernel/calendar/contract.ts'
import { about } from '#kernel/identity/contract.ts'
import { dayIn } from '#kernel/numbering/index.ts'
import { inUnitZone, setUnitZone, unitZone } from '#kernel/settings/index.ts'
import { testApp, type TestApp } from '#kernel/testing/index.ts'
import { createIncident } from './contract.ts'

let app: TestApp
const usual = unitZone()
beforeAll(async () => {
  app = await testApp()
})
afterEach(() => setUnitZone(usual))
afterAll(() => app.close())

describe('the time zone of the unit', () => {
  it('decides on the day in a number, as the clocks on its walls do', async () => {
    const desk = await app.as('desk01')
    const days: string[] = []
    // 26 hours apart: it is never the same day in both
    for (const zone of ['Pacific/Kiritimati', 'Etc/GMT+12']) {
      setUnitZone(zone)
      const { number, recordedAt } = await desk.call(createIncident, {
        title: '按本地日期编号',
        description: '',
        impact: 'low',
        urgency: 'low',
        channel: 'phone',
      })
      const day = dayIn(new Date(recordedAt), zone)
      expect(number.split('-')[1]).toBe(day.replaceAll('-', ''))
      expect((await desk.call(about, {})).timeZone).toBe(zone)
      days.push(day)
    }
    expect(days[0]! > days[1]!).toBe(true)
  })

  it('is that of a calendar for which none is given, and of what is written out', async () => {
    const manager = await app.as('mgr01')
    setUnitZone('Asia/Urumqi')
    expect((await manager.call(createCalendar, { name: '乌鲁木齐值班' })).zone).toBe('Asia/Urumqi')
    const at = new Date('2026-11-21T20:30:05Z')
    expect([inUnitZone(at), inUnitZone(at, true)]).toEqual(['2026-11-22 02:30', '2026-11-22 02:30:05'])
    setUnitZone('Asia/Shanghai')
    expect(inUnitZone(at)).toBe('2026-11-22 04:30')
  })
})
