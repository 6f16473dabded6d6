/** Which alerts belong together and what becomes of their incident. Pure; SPEC: issue section 5, alerts. */
import { createHash } from 'node:crypto'
import type { Severity } from './words.ts'

/** critical → high/high; warning and unknown words → medium/medium; info and none are kept and open nothing. */
export function levelOf(severity: Severity): 'high' | 'medium' | undefined {
  if (severity === 'critical') return 'high'
  return severity === 'info' || severity === 'none' ? undefined : 'medium'
}

/** What alerts of one incident have in common: the service, else the sender's group. */
export function correlationKey(
  alert: { source: string; groupKey: string },
  serviceId: string | undefined,
): string {
  if (serviceId !== undefined) return `service:${serviceId}`
  const group = createHash('sha256').update(alert.groupKey).digest('base64url').slice(0, 32)
  return `group:${alert.source}:${group}`
}

export interface Present {
  open: boolean
  /** when it was resolved, closed or cancelled */
  endedAt: Date | null
  /** still in the state `resolved`, from which it can be reopened */
  reopenable: boolean
}

/**
 * What alerts of a key do to the incident of that key.
 * `join` it; `reopen` it after a relapse within the window; `wait`: people ended it and its alerts merely go on
 * being repeated, which for a window's length is no news; `open` another.
 * @param began some alert is new or began anew, as opposed to being repeated
 */
export function decide(
  incident: Present | undefined,
  began: boolean,
  now: Date,
  windowMinutes: number,
): 'join' | 'reopen' | 'wait' | 'open' {
  if (!incident) return 'open'
  if (incident.open) return 'join'
  const recent =
    incident.endedAt !== null && now.getTime() - incident.endedAt.getTime() <= windowMinutes * 60_000
  if (!recent) return 'open'
  if (!began) return 'wait'
  return incident.reopenable ? 'reopen' : 'open'
}
