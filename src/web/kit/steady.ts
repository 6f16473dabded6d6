import { useState } from 'react'

/** What the list shows: rows keep their place until the person asks for the newest. */
export interface Steady<T> {
  rows: readonly T[]
  /** Ids of rows that no longer belong to the queue; they stay, dimmed, until then. */
  gone: ReadonlySet<string>
  /** How many new rows wait. */
  news: number
}

interface State<T> extends Steady<T> {
  key: string
  source: readonly T[]
}

const nothing: ReadonlySet<string> = new Set()

/** The newest answer as it is. */
export function fresh<T>(key: string, source: readonly T[]): State<T> {
  return { key, source, rows: source, gone: nothing, news: 0 }
}

/**
 * Lets a new answer into a list that somebody is reading: known rows are updated in place, rows behind the last known
 * one are appended (the next page), new rows in between only count, and missing rows stay, marked as gone.
 * @param more whether the answer may go on: then missing rows at its end were only pushed to the next page
 */
export function settle<T>(
  now: State<T>,
  source: readonly T[],
  idOf: (row: T) => string,
  more: boolean,
): State<T> {
  const answer = new Map(source.map((row) => [idOf(row), row]))
  const known = new Set(now.rows.map(idOf))
  const last = source.findLastIndex((row) => known.has(idOf(row)))
  // Nothing in common: there is no place to keep.
  if (last < 0) return fresh(now.key, source)
  const end = more ? now.rows.findLastIndex((row) => answer.has(idOf(row))) + 1 : now.rows.length
  const kept = now.rows.slice(0, end)
  const gone = kept.map(idOf).filter((id) => !answer.has(id))
  return {
    key: now.key,
    source,
    rows: [...kept.map((row) => answer.get(idOf(row)) ?? row), ...source.slice(last + 1)],
    gone: new Set(gone),
    news: source.slice(0, last).filter((row) => !known.has(idOf(row))).length,
  }
}

/**
 * A list that does not jump while somebody reads it.
 * @param key of the question; another question shows its answer at once
 * @param ready false while `source` still answers the previous question
 */
export function useSteady<T>(
  source: readonly T[],
  key: string,
  { idOf, ready, more }: { idOf: (row: T) => string; ready: boolean; more: boolean },
): Steady<T> & { refresh: () => void } {
  const [state, setState] = useState<State<T>>(() => fresh(key, source))
  if (ready && (state.source !== source || state.key !== key))
    setState(state.key === key ? settle(state, source, idOf, more) : fresh(key, source))
  return { rows: state.rows, gone: state.gone, news: state.news, refresh: () => setState(fresh(key, source)) }
}
