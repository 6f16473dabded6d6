/** Thresholds as Nagios plugins write them, and the figures they are set on. Pure; shared with the browser. */

/** A range of the Nagios plugin guidelines: outside of it (inside, with `inside`) is what alarms. */
export interface Range {
  low: number
  high: number
  inside: boolean
}

const number = String.raw`[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?`
const form = new RegExp(`^(@)?(?:(~|${number})?(:))?(${number})?$`)

/**
 * `10` alarms below 0 or above 10; `10:` below 10; `~:10` above 10; `10:20` outside of both; `@10:20` inside, ends
 * included. Blanks around it are let go.
 * @returns undefined for what is no range
 */
export function parseRange(text: string): Range | undefined {
  const [whole, at, start, , end] = form.exec(text.trim()) ?? []
  if (whole === undefined || (start === undefined && end === undefined)) return undefined
  const low = start === '~' ? -Infinity : start === undefined ? 0 : Number(start)
  const high = end === undefined ? Infinity : Number(end)
  // the guidelines want start ≤ end; "10:5" is a slip of whoever wrote it
  return low <= high && !Number.isNaN(low + (high === Infinity ? 0 : high))
    ? { low, high, inside: at === '@' }
    : undefined
}

/** Whether a value alarms. What is no number always does. */
export function alarms(range: Range, value: number): boolean {
  if (Number.isNaN(value)) return true
  const within = value >= range.low && value <= range.high
  return range.inside ? within : !within
}

/** One measured value. Its thresholds are ranges (see `parseRange`) as text. */
export interface Figure {
  name: string
  value: number
  /** `ms`, `s`, `B`, `%`, `d` (days), `c` (a counter), `/s`; what a plugin or an OID says otherwise */
  unit?: string
  warn?: string
  crit?: string
  min?: number
  max?: number
}

/** What the thresholds say of one figure. A threshold that is no range says nothing. */
export function judge(figure: Figure): 'ok' | 'warning' | 'critical' {
  const over = (text: string | undefined): boolean => {
    const range = text === undefined || text === '' ? undefined : parseRange(text)
    return range !== undefined && alarms(range, figure.value)
  }
  return over(figure.crit) ? 'critical' : over(figure.warn) ? 'warning' : 'ok'
}
