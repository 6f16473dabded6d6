import { AppError } from '#kernel/errors/index.ts'
import type { Actor } from '#kernel/permission/index.ts'

/** A clock on a client's desk may run ahead of the server's a little. */
const tolerance = 60_000

export interface Moment {
  /** when it happened, as told */
  occurredAt: Date
  /** what clocks count from: the database's time, for imported history the time of the fact */
  countsAt: Date
  origin: 'live' | 'import'
}

/**
 * When a fact happened and when it counts. Timeliness of live work is judged by the database's clock; a time told
 * by people may lie in the past and is kept beside it.
 * @param told `occurredAt` of the input, ISO 8601
 * @param notBefore the incident's own beginning
 * @throws incident.in_future, incident.before_begin (422)
 */
export function momentOf(actor: Actor, told: string | undefined, now: Date, notBefore?: Date): Moment {
  const occurredAt = told === undefined ? now : new Date(told)
  if (occurredAt.getTime() > now.getTime() + tolerance)
    throw new AppError('incident.in_future', { status: 422, field: 'occurredAt' })
  if (notBefore && occurredAt < notBefore)
    throw new AppError('incident.before_begin', { status: 422, field: 'occurredAt' })
  const imported = actor.origin === 'import'
  return { occurredAt, countsAt: imported ? occurredAt : now, origin: imported ? 'import' : 'live' }
}
