import type { Answer } from './ask.ts'
import type { Spec } from './kind-contract.ts'
import { quote } from './output.ts'
import type { Figure } from './range-contract.ts'

/** What a statement gave: the first value of the first row counts. Times in milliseconds. */
export function judgeRows(
  spec: Spec<'postgres' | 'mysql'>,
  rows: readonly (readonly unknown[])[],
  times: { connect: number; query: number; time: number },
): Answer {
  const figures: Figure[] = [
    { name: 'time', value: times.time, unit: 'ms' },
    { name: 'connect', value: times.connect, unit: 'ms' },
    { name: 'query', value: times.query, unit: 'ms' },
    { name: 'rows', value: rows.length },
  ]
  const text = textOf(rows[0]?.[0])
  const output = rows.length === 0 ? '' : quote(text, 1000)
  const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : NaN
  if (Number.isFinite(value)) figures.push({ name: 'value', value })
  if (!spec.equals) return { figures, output }
  if (rows.length === 0) return { figures, output, verdict: { state: 'critical', code: 'rows', params: {} } }
  if (text === spec.equals) return { figures, output }
  const params = { label: 'query', expected: quote(spec.equals), got: quote(text) }
  return { figures, output, verdict: { state: 'critical', code: 'value', params } }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (Buffer.isBuffer(value)) return value.toString('utf8')
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean)
}
