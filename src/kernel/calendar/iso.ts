/** ISO 8601 instants with an offset, as the API takes and gives them. Pure; shared with the browser. */

/** An instant as written: milliseconds since 1970 and the offset it was written with. */
export type WrittenInstant = { at: number; offset: string }

const pattern =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/

/**
 * Reads `2026-02-13T09:00:00+08:00` (seconds may be left out, up to nine decimals; what is finer than a millisecond is
 * dropped). The offset or Z is required: a time without one means different instants to different readers.
 * Returns undefined for anything else, dates that do not exist included.
 */
export function parseInstant(text: string): WrittenInstant | undefined {
  const m = pattern.exec(text)
  if (!m) return undefined
  const [year, month, day, hour, minute, second] = m.slice(1, 7).map((x) => Number(x ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const ms = Number((m[7] ?? '').padEnd(3, '0').slice(0, 3))
  const local = Date.UTC(year, month - 1, day, hour, minute, second, ms)
  const back = new Date(local)
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day || year < 1000) return undefined
  const offset = m[8]!
  return { at: local - offsetMs(offset), offset }
}

/** Writes an instant with an offset: whole seconds without decimals, otherwise milliseconds. */
export function formatInstant(at: number, offset: string): string {
  const text = new Date(at + offsetMs(offset)).toISOString()
  return (text.endsWith('.000Z') ? text.slice(0, -5) : text.slice(0, -1)) + offset
}

/** `+08:00` of an offset in milliseconds (whole minutes; ISO 8601 knows no finer). */
export function offsetText(ms: number): string {
  const minutes = Math.abs(Math.trunc(ms / 60_000))
  const two = (n: number) => String(n).padStart(2, '0')
  return `${ms < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

function offsetMs(offset: string): number {
  if (offset === 'Z') return 0
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6))
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000
}
