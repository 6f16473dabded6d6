/** Helpers of converters: from what JSON holds to what alerts are made of. Pure. */
import { asText } from '../rules/pointer.ts'

export type Json = Record<string, unknown>

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The first of these members that says something, as trimmed text. */
export function first(body: Json, ...names: string[]): string {
  for (const name of names) {
    const text = Object.hasOwn(body, name) ? asText(body[name], 10_000)?.trim() : undefined
    // macros that Zabbix could not resolve come as they are
    if (text && !/^(\{[A-Z.0-9]+\}|\*UNKNOWN\*)$/.test(text)) return text
  }
  return ''
}

const mostLabels = 60

/** Labels (or annotations) of pairs; empty ones are none, and their number is bounded. */
export function labelsOf(pairs: Iterable<readonly [string, string]>, longest = 1000): Record<string, string> {
  const labels: Record<string, string> = {}
  let n = 0
  for (const [key, value] of pairs) {
    const [name, text] = [key.trim().slice(0, 200), value.trim().slice(0, longest)]
    if (name === '' || text === '' || name === '__proto__' || Object.hasOwn(labels, name)) continue
    if (++n > mostLabels) break
    labels[name] = text
  }
  return labels
}

/** `key=value` texts of a list. */
export function pairsOf(list: readonly unknown[]): [string, string][] {
  return list.flatMap((one): [string, string][] => {
    if (typeof one !== 'string') return []
    const equals = one.indexOf('=')
    return equals > 0 ? [[one.slice(0, equals), one.slice(equals + 1)]] : []
  })
}

/** ISO 8601, or seconds or milliseconds since 1970; undefined: no time, or none of this age. */
export function timeOf(text: string): Date | undefined {
  if (text === '') return undefined
  const at = /^\d{9,11}(\.\d+)?$/.test(text)
    ? new Date(Number(text) * 1000)
    : /^\d{12,14}$/.test(text)
      ? new Date(Number(text))
      : new Date(text)
  const year = at.getUTCFullYear()
  return Number.isNaN(at.getTime()) || year < 1990 || year > 2200 ? undefined : at
}
