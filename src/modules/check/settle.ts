/**
 * What becomes of a check when its template or item has changed: what people have changed at the check stays, the rest
 * follows the template. Pure.
 */
import { isDeepStrictEqual } from 'node:util'

/** Settings of a check by field; `spec` is taken apart by its own keys. */
export type Settings = Readonly<Record<string, unknown>>

export interface Settled {
  next: Record<string, unknown>
  /** fields in which the check differs from its template because somebody wanted it so: `interval`, `spec.port` */
  overridden: string[]
}

/**
 * @param wanted what the template says now
 * @param applied what it said when it was last applied: a check that differs from that has been changed by a person
 * @param current what the check says
 */
export function settle(wanted: Settings, applied: Settings, current: Settings): Settled {
  const [want, said, now] = [apart(wanted), apart(applied), apart(current)]
  const next: Record<string, unknown> = {}
  const overridden: string[] = []
  for (const key of new Set([...Object.keys(want), ...Object.keys(said), ...Object.keys(now)])) {
    const own = !isDeepStrictEqual(now[key], said[key])
    if (own && !isDeepStrictEqual(now[key], want[key])) overridden.push(key)
    const value = own ? now[key] : want[key]
    if (value !== undefined) next[key] = value
  }
  return { next: together(next), overridden: overridden.sort() }
}

/** Whether two settings say the same, whatever the order of their keys. */
export function same(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(plain(a), plain(b))
}

const inner = 'spec'

/** As it would be read back from the database: without undefined, dates as text. */
function plain<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T)
}

function apart(settings: Settings): Record<string, unknown> {
  const { [inner]: spec, ...rest } = plain(settings)
  const parts = Object.entries((spec ?? {}) as Record<string, unknown>)
  return { ...rest, ...Object.fromEntries(parts.map(([key, value]) => [`${inner}.${key}`, value])) }
}

function together(flat: Record<string, unknown>): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  const spec: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(flat))
    if (key.startsWith(`${inner}.`)) spec[key.slice(inner.length + 1)] = value
    else out[key] = value
  return { ...out, [inner]: spec }
}
