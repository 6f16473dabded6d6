import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { zoneOf } from '#kernel/calendar/index.ts'
import { calendarText, escapeText, fold } from './ics.ts'

const event = (from: string, to: string) => ({
  uid: 'a@b',
  from: new Date(from),
  to: new Date(to),
  sequence: 2,
  summary: '运维值班组 夜班；值班',
  description: '带班领导 陈立 65881201\n值班 吴强, 65881101',
  location: '',
})
const text = (zone: string, ...events: ReturnType<typeof event>[]) =>
  calendarText(zoneOf(zone), { name: '值班', madeAt: new Date('2026-11-22T00:00:00Z') }, events)

describe('a calendar', () => {
  it('has lines of at most 75 octets that unfold to what was written, characters whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (value) => {
        const line = `SUMMARY:${escapeText(value)}`
        const folded = fold(line)
        for (const piece of folded.split('\r\n')) expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(75)
        expect(folded.replaceAll('\r\n ', '')).toBe(line)
      }),
    )
  })

  it('escapes text, ends lines with CRLF, and gives times in a zone that it describes', () => {
    const lines = text('Asia/Shanghai', event('2026-12-31T09:30:00Z', '2027-01-01T00:30:00Z')).split('\r\n')
    expect(lines.at(-1)).toBe('')
    expect(lines.some((line) => line.includes('\n'))).toBe(false)
    expect(lines).toContain('DTSTART;TZID=Asia/Shanghai:20261231T173000')
    expect(lines).toContain('DTEND;TZID=Asia/Shanghai:20270101T083000')
    expect(lines).toContain('DTSTAMP:20261122T000000Z')
    const unfolded = lines.join('\r\n').replaceAll('\r\n ', '')
    expect(unfolded).toContain('DESCRIPTION:带班领导 陈立 65881201\\n值班 吴强\\, 65881101\r\n')
    expect(unfolded).toContain(
      'BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0800\r\nTZOFFSETTO:+0800\r\nEND:STANDARD\r\nEND:VTIMEZONE',
    )
  })

  it('describes summer time where there is any', () => {
    const lines = text('Europe/Berlin', event('2026-03-28T21:00:00Z', '2026-03-29T05:00:00Z')).split('\r\n')
    expect(lines).toContain('DTSTART:20260329T020000')
    expect(lines).toContain('BEGIN:DAYLIGHT')
    expect(lines).toContain('DTEND;TZID=Europe/Berlin:20260329T070000')
  })
})
