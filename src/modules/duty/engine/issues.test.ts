import { expect, it } from 'vitest'
import {
  CompiledCalendar,
  HolidayBook,
  readShippedHolidays,
  standardCalendar,
} from '#kernel/calendar/index.ts'
import { findIssues, type CheckedShift, type CheckInput } from './issues.ts'
import { dayFacts, daysBetween, slotsOf } from './slots.ts'

const calendar = new CompiledCalendar(standardCalendar, new HolidayBook(readShippedHolidays()))
const on: ('work' | 'rest' | 'holiday')[] = ['work', 'rest', 'holiday']
const plan = [
  { code: 'day', name: '白班', from: '08:30', to: '17:30', on },
  { code: 'night', name: '夜班', from: '17:30', to: '08:30', on },
]
const [from, to] = ['2026-09-28', '2026-10-02']
const shifts: CheckedShift[] = slotsOf(plan, calendar, daysBetween(from, to)).map((slot, i) => ({
  ...slot,
  id: `s${i}`,
  people: [{ personId: `p${i % 4}`, role: 'duty' }],
}))
const find = (change: Partial<CheckInput>) =>
  findIssues({
    zone: calendar.zone,
    shifts,
    rosters: [{ fromDay: from, toDay: to }],
    fullCover: true,
    rotations: [
      {
        ...{ role: 'duty', days: on, unit: 'shift', needed: 1, minRestHours: 12, maxTurns: 1 },
        ...{ pattern: null, anchor: null, people: [] },
      },
    ],
    absences: [],
    foreign: [],
    days: daysBetween(from, to).map((day) => dayFacts(calendar, day)),
    ...change,
  }).map((issue) => [issue.kind, issue.day, issue.count])

it('finds nothing wrong where nothing is', () => {
  expect(find({})).toEqual([])
})

it('finds time without a shift, also behind the last, unless the team need not be there', () => {
  const holed = shifts.filter((s) => s.id !== 's3' && s.id !== 's9')
  expect(find({ shifts: holed })).toEqual([
    ['gap', '2026-09-29', 15],
    ['gap', '2026-10-02', 7],
  ])
  expect(find({ shifts: holed, fullCover: false })).toEqual([])
})

it('finds who rests too little, is absent, or stands elsewhere at the same time', () => {
  const tired = shifts.map((s) =>
    s.id === 's2' ? { ...s, people: [{ personId: 'p1', role: 'duty' as const }] } : s,
  )
  expect(find({ shifts: tired })).toContainEqual(['rest', '2026-09-29', 0])
  const absences = [{ personId: 'p1', fromDay: '2026-09-29', toDay: '2026-09-29' }]
  // the night of the 28th reaches into the 29th
  expect(find({ absences })).toEqual([['absent', '2026-09-28', 1]])
  const [first] = shifts
  const foreign = [{ personId: 'p0', team: '另一组', name: '全天', from: first!.to - 1, to: first!.to + 1 }]
  expect(find({ foreign })).toEqual([['double', '2026-09-28', 1]])
})

it('finds days that have become holidays since', () => {
  const before = shifts.map((s) => ({ ...s, kind: 'work' as const }))
  expect(find({ shifts: before })).toEqual([
    ['calendar', '2026-10-01', 1],
    ['calendar', '2026-10-02', 1],
  ])
})
