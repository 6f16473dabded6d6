import { DAY, parseDay, type Zone } from '#kernel/calendar/index.ts'

/** Instants in milliseconds, the end not included. */
export interface Span {
  from: number
  to: number
}

/** Somebody's shift elsewhere or already settled. */
export interface BusySpan extends Span {
  personId: string
}

/** An absence, both days included. */
export interface AbsenceSpan {
  personId: string
  fromDay: string
  toDay: string
}

export const meet = (a: Span, b: Span): boolean => a.from < b.to && b.from < a.to

const hour = 3_600_000

/** When people are away and when they stand other shifts. */
export class Whereabouts {
  readonly #away = new Map<string, Span[]>()
  readonly #busy = new Map<string, Span[]>()

  constructor(zone: Zone, absences: readonly AbsenceSpan[], busy: readonly BusySpan[]) {
    for (const { personId, fromDay, toDay } of absences)
      push(this.#away, personId, {
        from: zone.toInstant(parseDay(fromDay) * DAY),
        to: zone.toInstant((parseDay(toDay) + 1) * DAY),
      })
    for (const one of busy) this.take(one.personId, one)
  }

  take(personId: string, { from, to }: Span): void {
    push(this.#busy, personId, { from, to })
  }

  /** Takes back one `take`. */
  release(personId: string, { from, to }: Span): void {
    const spans = this.#busy.get(personId) ?? []
    const at = spans.findIndex((one) => one.from === from && one.to === to)
    if (at >= 0) spans.splice(at, 1)
  }

  /** Any part of the span lies in an absence: who is on leave from Tuesday does not stand Monday's night. */
  isAway(personId: string, span: Span): boolean {
    return (this.#away.get(personId) ?? []).some((away) => meet(away, span))
  }

  /**
   * Whether the person stands something that overlaps one of the spans, or begins or ends less than `rest` hours from it.
   * @param own the rest of the same turn, which asks for no rest
   */
  isBusy(personId: string, spans: readonly Span[], rest: number, own: readonly Span[] = []): boolean {
    const margin = rest * hour
    return (this.#busy.get(personId) ?? []).some((busy) =>
      spans.some(
        (span) =>
          meet(busy, span) ||
          (meet(busy, { from: span.from - margin, to: span.to + margin }) &&
            !own.some((one) => one.from === busy.from && one.to === busy.to)),
      ),
    )
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
