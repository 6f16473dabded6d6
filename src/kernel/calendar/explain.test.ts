import { describe, expect, it } from 'vitest'
import { CompiledCalendar } from './compile.ts'
import { explain } from './explain.ts'
import { explainText } from './explain-text.ts'
import { HolidayBook, readShippedHolidays } from './holidays.ts'
import { parseInstant } from './iso.ts'
import { alwaysCalendar, standardCalendar } from './shipped.ts'
import { targetDueAt } from './targets.ts'
import { dueAt, dueWithPauses } from './working-time.ts'

const book = new HolidayBook(readShippedHolidays())
const cal = new CompiledCalendar(standardCalendar, book)
const at = (text: string) => parseInstant(`${text.replace(' ', 'T')}+08:00`)!.at

describe('explain', () => {
  it('lists what counted, what was passed over and what was paused', () => {
    const from = at('2026-02-14 16:00')
    const pauses = [{ from: at('2026-02-14 16:30'), to: at('2026-02-14 17:00'), reason: '等待报修人' }]
    const due = dueWithPauses(cal, from, 3 * 3600, pauses)
    const e = explain(cal, { from, due, pauses, agreement: '默认协议', target: { value: 3, unit: 'hours' } })
    expect(e.counted).toEqual([
      {
        date: '2026-02-14',
        intervals: [
          ['16:00', '16:30'],
          ['17:00', '17:30'],
        ],
        seconds: 3600,
      },
      { date: '2026-02-24', intervals: [['08:30', '10:30']], seconds: 7200 },
    ])
    expect(e.countedSeconds).toBe(3 * 3600)
    expect(e.due).toBe('2026-02-24T10:30:00+08:00')
    expect(explainText('zh-CN', e)).toBe(
      [
        '协议“默认协议”，日历“标准工作日历”，自 2026-02-14 16:00 起，目标 3 小时。',
        '计入 3 小时：2026-02-14 16:00–16:30、17:00–17:30（1 小时）；2026-02-24 08:30–10:30（2 小时）。',
        '跳过 9 天：2026-02-15 至 2026-02-23（春节）。',
        '暂停：2026-02-14 16:30 至 2026-02-14 17:00（等待报修人），不计时。',
        '截止时间 2026-02-24 10:30。',
      ].join('\n'),
    )
    expect(explainText('en', { ...e, agreement: null })).toMatch(
      /^Calendar “标准工作日历”, from 2026-02-14 16:00, target 3 hours\.\nCounted 3 h:/,
    )
  })

  it('stays short over years and still adds up', () => {
    const from = at('2008-01-01 00:00')
    const due = dueAt(cal, from, 10 * 250 * 27_000)
    const e = explain(cal, { from, due })
    expect(e.counted).toHaveLength(10)
    expect(e.countedSeconds).toBe(10 * 250 * 27_000)
    expect(e.counted.reduce((s, d) => s + d.seconds, e.omitted!.seconds)).toBe(e.countedSeconds)
    expect(e.skipped).toHaveLength(31)
    expect(explainText('zh-CN', e)).toContain(`中间 ${e.omitted!.days} 天`)
  })

  it('says when the clock is paused, when a year is provisional and when time runs round the clock', () => {
    const from = at('2026-03-02 09:00')
    const paused = explain(cal, { from, due: null, pauses: [{ from: at('2026-03-02 10:00'), to: null }] })
    expect(paused.countedSeconds).toBe(3600)
    expect(explainText('en', paused)).toContain('The clock is paused')
    const late = at('2027-05-01 09:00')
    const provisional = explain(cal, {
      from: late,
      due: targetDueAt(cal, late, { value: 1, unit: 'workingDays' }),
    })
    expect(explainText('zh-CN', provisional)).toContain('尚未公布')
    const always = new CompiledCalendar(alwaysCalendar, book)
    const e = explain(always, { from, due: dueAt(always, from, 86_400) })
    expect(e.counted.map((d) => d.intervals)).toEqual([[['09:00', '24:00']], [['00:00', '09:00']]])
    expect(explainText('zh-CN', e)).toContain('全天候')
  })
})
