/** From a stored POST to alerts as they occurred. Pure. */
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { AlertmanagerBody, GenericBody } from './body-contract.ts'
import type { Format, Severity, Status } from './words.ts'

/** A stored POST. */
export interface IntakeRow {
  id: number
  format: Format
  source: string
  body: unknown
  orgId: string | null
  recordedAt: Date
}

/** One alert of one POST. */
export interface Occurrence {
  source: string
  /** identity within the source: SHA-256 of the sorted labels */
  hash: string
  labels: Record<string, string>
  annotations: Record<string, string>
  name: string
  severity: Severity
  status: Status
  groupKey: string
  /** as told, or when it was received */
  startsAt: Date
  /** it was not told: what fires already goes on, whenever this came */
  undated?: boolean
  endsAt: Date | null
  receivedAt: Date
  /** org of the account that sent it */
  orgId: string | null
}

/** A body that was stored and cannot be understood; the message names the place. */
export class PoisonBody extends Error {}

/** The labels of an alert are its identity, in whatever order they came. */
export function labelsHash(labels: Record<string, string>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return createHash('sha256').update(JSON.stringify(sorted)).digest('base64url')
}

const known: Record<string, Severity> = {
  critical: 'critical',
  warning: 'warning',
  info: 'info',
  none: 'none',
}

/** critical, warning, info and none are known; anything else, and nothing at all, is `unknown` and counts as warning. */
export function severityOf(word: string | undefined): Severity {
  const key = (word ?? '').trim().toLowerCase()
  return Object.hasOwn(known, key) ? known[key]! : 'unknown'
}

/** Go's zero time and other dates before computers are "no time". */
function time(text: string | undefined): Date | null {
  if (text === undefined) return null
  const at = new Date(text)
  return at.getUTCFullYear() < 1970 || Number.isNaN(at.getTime()) ? null : at
}

const maxAnnotation = 10_000
const cut = (annotations: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(annotations).map(([k, v]) => [k, clip(v, maxAnnotation)]))

/** At most `max` UTF-16 units, never half a character. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text
  const end = /[\ud800-\udbff]/.test(text[max - 2] ?? '') ? max - 2 : max - 1
  return `${text.slice(0, end)}…`
}

type Body = z.output<typeof AlertmanagerBody> | z.output<typeof GenericBody>

/**
 * The alerts of a stored POST, in their order.
 * @throws PoisonBody when the body does not have the form that its format asks for
 */
export function parseIntake(row: IntakeRow): Occurrence[] {
  const schema = row.format === 'alertmanager' ? AlertmanagerBody : GenericBody
  const parsed = schema.safeParse(row.body)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new PoisonBody(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`)
  }
  const body: Body = parsed.data
  return body.alerts.map((alert): Occurrence => {
    const generic = row.format === 'generic'
    const own = alert as {
      name?: string | undefined
      severity?: string | undefined
      groupKey?: string | undefined
    }
    const groupKey = (generic ? own.groupKey : undefined) ?? body.groupKey ?? ''
    const name = (generic ? own.name : undefined) ?? alert.labels['alertname']
    const title = name === undefined || name.trim() === '' ? row.source : name.trim()
    return {
      source: row.source,
      hash: labelsHash(alert.labels),
      labels: alert.labels,
      annotations: cut(alert.annotations),
      name: clip(title, 200),
      severity: severityOf((generic ? own.severity : undefined) ?? alert.labels['severity']),
      status: alert.status,
      groupKey: groupKey === '' ? `name:${title}` : groupKey,
      startsAt: time(alert.startsAt) ?? row.recordedAt,
      ...(time(alert.startsAt) ? {} : { undated: true }),
      endsAt: alert.status === 'resolved' ? (time(alert.endsAt) ?? row.recordedAt) : null,
      receivedAt: row.recordedAt,
      orgId: row.orgId,
    }
  })
}
