import { expect, it } from 'vitest'
import { lastChangeOf } from './last-change.ts'

const entry = (actorId: string | null, time: string) => ({ actorId, recordedAt: `2026-11-23T${time}Z` })

it('names the person whose change the system only followed', () => {
  const edit = entry('lead', '00:15:01')
  expect(lastChangeOf([entry(null, '00:15:03'), entry(null, '00:15:02'), edit])).toBe(edit)
  expect(lastChangeOf([edit, entry(null, '00:15:00')])).toBe(edit)
})

it('names the system where it acted by itself, long after anybody', () => {
  const clock = entry(null, '00:30:00')
  expect(lastChangeOf([clock, entry('lead', '00:15:01')])).toBe(clock)
  expect(lastChangeOf([clock])).toBe(clock)
  expect(lastChangeOf([])).toBeUndefined()
})
