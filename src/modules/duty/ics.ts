/** iCalendar (RFC 5545) of shifts: pure text, no I/O. */
import type { Zone } from '#kernel/calendar/index.ts'

export interface IcsEvent {
  uid: string
  from: Date
  to: Date
  /** goes up when the event changes */
  sequence: number
  summary: string
  description: string
  location: string
}

const encoder = new TextEncoder()

/** Backslash, semicolon, comma and line breaks as a value of type TEXT has them (section 3.3.11). */
export function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, (c) => `\\${c}`).replace(/\r\n|\r|\n/g, '\\n')
}

/** A content line in pieces of at most 75 octets, never cutting a character (section 3.1). */
export function fold(line: string): string {
  const pieces: string[] = []
  let piece = ''
  let size = 0
  for (const char of line) {
    const bytes = encoder.encode(char).length
    // the blank that begins a continuation counts
    if (size + bytes > 75) {
      pieces.push(piece)
      piece = ' '
      size = 1
    }
    piece += char
    size += bytes
  }
  return [...pieces, piece].join('\r\n')
}

const compact = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d{3}|Z$/g, '')

function offsetText(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${ms < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`
}

/** The zone's changes in the years of the events, each as an observance of its own (section 3.6.5). */
function timezone(zone: Zone, years: readonly number[]): string[] {
  const changes = new Map<number, { from: number; before: number; offset: number }>()
  let before: number | undefined
  for (const year of years)
    for (const { from, offset } of zone.segments(year)) {
      // the first reaches back for ever
      const at = Number.isFinite(from) ? from : -offset
      if (Number.isFinite(from) || before === undefined)
        changes.set(at, { from: at, before: before ?? offset, offset })
      before = offset
    }
  const standard = Math.min(...[...changes.values()].map((c) => c.offset))
  const observances = [...changes.values()].toSorted((a, b) => a.from - b.from)
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${zone.name}`,
    ...observances.flatMap((c) => {
      const kind = c.offset > standard ? 'DAYLIGHT' : 'STANDARD'
      return [
        `BEGIN:${kind}`,
        `DTSTART:${compact(c.from + c.before)}`,
        `TZOFFSETFROM:${offsetText(c.before)}`,
        `TZOFFSETTO:${offsetText(c.offset)}`,
        `END:${kind}`,
      ]
    }),
    'END:VTIMEZONE',
  ]
}

/** A calendar with its zone; CRLF line ends, folded lines. `madeAt` stamps all events. */
export function calendarText(
  zone: Zone,
  calendar: { name: string; madeAt: Date },
  events: readonly IcsEvent[],
): string {
  const year = (at: Date) => at.getUTCFullYear()
  const first = Math.min(year(calendar.madeAt), ...events.map((e) => year(e.from)))
  const last = Math.max(year(calendar.madeAt), ...events.map((e) => year(e.to)))
  const local = (at: Date) => compact(zone.local(at.getTime()))
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Zhengyun//Duty//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escapeText(calendar.name)}`,
    `X-WR-CALNAME:${escapeText(calendar.name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...timezone(
      zone,
      Array.from({ length: last - first + 1 }, (_, i) => first + i),
    ),
    ...events.flatMap((e) => [
      'BEGIN:VEVENT',
      `UID:${e.uid}`,
      `DTSTAMP:${compact(calendar.madeAt.getTime())}Z`,
      `SEQUENCE:${e.sequence}`,
      `DTSTART;TZID=${zone.name}:${local(e.from)}`,
      `DTEND;TZID=${zone.name}:${local(e.to)}`,
      `SUMMARY:${escapeText(e.summary)}`,
      ...(e.description ? [`DESCRIPTION:${escapeText(e.description)}`] : []),
      ...(e.location ? [`LOCATION:${escapeText(e.location)}`] : []),
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${fold(line)}\r\n`).join('')
}
