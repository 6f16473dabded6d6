import type { RawBuilder } from 'kysely'
import type { Db } from '../db/index.ts'
import type { Status } from './words.ts'

/** Whose records are looked at, and of which time. */
export interface EvidenceQuery {
  /** path of the org for which the norm is switched on; everything below it counts */
  orgPath: string
  /** from ≤ t < to */
  from: Date
  to: Date
}

/** A record that was counted. Numbers and codes only: who reads a norm need not be allowed to read the record. */
export interface Sample {
  label: string
  /** path of its page; null where there is none */
  path: string | null
  at: string | null
  ok: boolean
  /** what was measured, without words: `45 min`, `2026-03-05` */
  note: string | null
}

/** What a rule found. */
export interface Measure {
  /** cases that can be judged: recorded live, and decided by now */
  cases: number
  /** of these, as the clause wants it */
  good: number
  /** imported history: counted, never judged for timeliness */
  imported: number
  /** those that are not as they should be first */
  samples: readonly Sample[]
  /** a verdict that no share can give */
  status?: Extract<Status, 'not-applicable' | 'not-measurable'>
}

/** From which share of good cases on a rule says what. */
export interface Threshold {
  /** cases that an automatic "conforms" needs at least */
  cases: number
  /** percent */
  conforms: number
  partly: number
}

/** A proof that a module can give of clauses of norms, out of its own records. */
export interface EvidenceRule {
  /** `<room>.<what>`, unique */
  key: string
  /** the rule in words, thresholds included; texts of the server, so that browsers need not load them */
  words: { zh: string; en: string }
  /** codes of clauses that need nothing beyond this and the other rules that prove them */
  proves: readonly string[]
  /** codes of clauses of which this is a part; the rest is proved by hand */
  supports?: readonly string[]
  /** days that the nightly evaluation looks back; 0: the state of things, whatever the time */
  days: 0 | 30 | 90 | 365
  needs: Threshold
  /** events after which its clauses are evaluated again */
  on?: readonly string[]
  measure: (db: Db, at: EvidenceQuery) => Promise<Measure>
  /** of a share: the cases that it counts, and where their pages are */
  cases?: (at: EvidenceQuery) => CaseQuery
  page?: string | null
}

/**
 * One row for each case: `id`, `label`, `ok` (null: not decided yet, not counted), `imported`, `at`, `note` (or null).
 */
export type CaseQuery = RawBuilder<unknown>
