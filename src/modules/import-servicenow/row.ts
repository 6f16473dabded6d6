import type { HoldReason, Level, State } from '#modules/incident/words.ts'

/** Columns of the ServiceNow incident event log that are read; others are kept as they come. */
export const requiredColumns = [
  'number',
  'incident_state',
  'reassignment_count',
  'reopen_count',
  'made_sla',
  'opened_at',
  'sys_updated_at',
  'impact',
  'urgency',
  'priority',
] as const

export type RawRow = Record<string, string>

/** What an incident is in after a row, in our words. */
export interface Target {
  state: State
  holdReason?: Exclude<HoldReason, 'duplicate'>
}

/** One update of one incident, understood. Times are instants; unknown values (`?`) are null. */
export interface SourceEvent {
  /** line of the file, the header being 1 */
  row: number
  number: string
  target: Target
  openedAt: Date
  updatedAt: Date
  impact: Level
  urgency: Level
  priority: number
  group: string | null
  raw: RawRow
}

export type Understood = { ok: true; event: SourceEvent } | { ok: false; reason: string }

const targets: Record<string, Target> = {
  New: { state: 'new' },
  Active: { state: 'in-progress' },
  'Awaiting User Info': { state: 'pending', holdReason: 'requester' },
  'Awaiting Evidence': { state: 'pending', holdReason: 'requester' },
  'Awaiting Vendor': { state: 'pending', holdReason: 'vendor' },
  'Awaiting Problem': { state: 'pending', holdReason: 'observation' },
  Resolved: { state: 'resolved' },
  Closed: { state: 'closed' },
}

const levels: Record<string, Level> = { '1': 'high', '2': 'medium', '3': 'low' }

export const unknown = (value: string | undefined): boolean =>
  value === undefined || value === '' || value === '?'

/**
 * Understands one row, or says why not.
 * @param toInstant local wall time of the source's zone → instant
 */
export function understand(raw: RawRow, row: number, toInstant: (local: string) => Date | null): Understood {
  const bad = (reason: string): Understood => ({ ok: false, reason })
  const number = raw['number']?.trim() ?? ''
  if (unknown(number)) return bad('number: missing')
  if (!/^[\w-]{1,40}$/.test(number)) return bad(`number: ${show(number)} is no incident number`)
  const target = targets[raw['incident_state'] ?? '']
  if (!target) return bad(`incident_state: unknown state ${show(raw['incident_state'])}`)
  const impact = levels[leading(raw['impact'])]
  if (!impact) return bad(`impact: unknown value ${show(raw['impact'])}`)
  const urgency = levels[leading(raw['urgency'])]
  if (!urgency) return bad(`urgency: unknown value ${show(raw['urgency'])}`)
  const openedAt = toInstant(raw['opened_at'] ?? '')
  if (!openedAt) return bad(`opened_at: ${show(raw['opened_at'])} is no d/m/yyyy hh:mm`)
  const updatedAt = toInstant(raw['sys_updated_at'] ?? '')
  if (!updatedAt) return bad(`sys_updated_at: ${show(raw['sys_updated_at'])} is no d/m/yyyy hh:mm`)
  const priority = Number(leading(raw['priority']))
  if (!(priority >= 1 && priority <= 4)) return bad(`priority: unknown value ${show(raw['priority'])}`)
  const group = unknown(raw['assignment_group']) ? null : raw['assignment_group']!.trim()
  return {
    ok: true,
    event: { row, number, target, openedAt, updatedAt, impact, urgency, priority, group, raw },
  }
}

const leading = (value: string | undefined): string => /^\s*(\d)\b/.exec(value ?? '')?.[1] ?? ''
const show = (value: string | undefined): string => JSON.stringify((value ?? '').slice(0, 60))

/** `29/2/2016 01:16` → its parts, or null when that is no time of the calendar. */
export function localParts(text: string): [number, number, number, number, number] | null {
  const match = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})\s+(\d{1,2}):(\d{2})(?::\d{2})?\s*$/.exec(text)
  if (!match) return null
  const [day, month, year, hour, minute] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute))
  const real = date.getUTCDate() === day && date.getUTCMonth() === month - 1 && hour < 24 && minute < 60
  return real && year >= 1990 && year <= 2100 ? [year, month, day, hour, minute] : null
}
