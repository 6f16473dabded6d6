/** Many occurrences of a batch become one change per alert. Pure. */
import type { Occurrence } from './parse.ts'
import type { Severity, Status } from './words.ts'

/** What is known of an alert before the batch. */
export interface KnownAlert {
  id: string
  status: Status
  ticketId: string | null
  startsAt: Date
  /** what keeps it quiet: flapping, inhibition, drop, delay, or the entity of a record */
  quiet: string | null
  /** its latest changes of state, the newest last */
  changes: readonly Date[]
  severity: Severity
  beganAt: Date
  /** until when a rule leaves it to people; null: it does not, or that is over */
  answerBy: Date | null
}

/** One alert and what the batch did to it. */
export interface Change extends Occurrence {
  known: KnownAlert | undefined
  count: number
  firstAt: Date
  lastAt: Date
  /** it fired in this batch, whatever it ended as */
  fired: boolean
  /** it began to fire: new, after it was resolved, or anew with a later start */
  began: boolean
  /** it fired before or in the batch and ended resolved */
  ended: boolean
  /** when it changed between firing and resolved, in order */
  flips: readonly Date[]
}

/** (source, labels) as one text. */
export const identity = (o: { source: string; hash: string }): string => `${o.hash} ${o.source}`

/**
 * One change per alert, in order of first appearance; the last occurrence decides what it is now.
 * @param known by `identity`
 */
export function fold(occurrences: readonly Occurrence[], known: ReadonlyMap<string, KnownAlert>): Change[] {
  const changes = new Map<string, Change>()
  for (const o of occurrences) {
    const key = identity(o)
    const so = changes.get(key)
    changes.set(key, so ? then(so, o) : first(o, known.get(key)))
  }
  return [...changes.values()]
}

/** Where its sender does not say when it began, an alert that fires already began when it did: it is repeated, or it ends. */
function dated(o: Occurrence, before: { status: Status; startsAt: Date } | undefined): Occurrence {
  return o.undated && before?.status === 'firing' ? { ...o, startsAt: before.startsAt } : o
}

function first(told: Occurrence, known: KnownAlert | undefined): Change {
  const o = dated(told, known)
  const fires = o.status === 'firing'
  const began = fires && (known === undefined || known.status === 'resolved' || o.startsAt > known.startsAt)
  const ended = !fires && known?.status === 'firing'
  return {
    ...o,
    known,
    count: 1,
    firstAt: o.receivedAt,
    lastAt: o.receivedAt,
    fired: fires,
    began,
    ended,
    flips: began || ended ? [o.receivedAt] : [],
  }
}

function then(so: Change, told: Occurrence): Change {
  const o = dated(told, so)
  const fires = o.status === 'firing'
  const begins = fires && (so.status === 'resolved' || o.startsAt > so.startsAt)
  const ends = !fires && so.status === 'firing'
  return {
    ...o,
    known: so.known,
    count: so.count + 1,
    firstAt: so.firstAt,
    lastAt: o.receivedAt > so.lastAt ? o.receivedAt : so.lastAt,
    fired: so.fired || fires,
    began: so.began || begins,
    ended: !fires && (so.ended || so.fired || so.known?.status === 'firing'),
    flips: begins || ends ? [...so.flips, o.receivedAt] : so.flips,
  }
}
