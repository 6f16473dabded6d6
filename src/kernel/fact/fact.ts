import type { CaseQuery, EvidenceQuery } from '../evidence/rule.ts'
import type { Db } from '../db/index.ts'
import type { FactKind, FactSubject, FactUnit } from './words.ts'

/** Whose records of which time a fact counts: from ≤ t < to. */
export interface FactQuery extends EvidenceQuery {
  /** ids; a fact whose `by` does not name them refuses */
  serviceId?: string | undefined
  /** a company: what its groups, and those of the orgs below it, work on */
  vendorId?: string | undefined
  groupId?: string | undefined
  /** an org: what its own groups, and those of the orgs below it, work on, whoever it is done for; as `group` */
  workOrgId?: string | undefined
  /** the figure is taken apart by these: a fact of what lasts (availability) gives one row for each piece of time */
  step?: 'day' | 'month' | undefined
}

/**
 * A named fact 指标口径: one figure over the records of a room, counted in one way wherever it stands (page, report,
 * evaluation), and opening to exactly the records that it counts, since both come from one query.
 */
export interface Fact {
  /** `<room>.<what>`, unique; never renamed, for stored evaluations and reports name it */
  key: string
  names: { zh: string; en: string }
  /** what is counted, in words: what is left out as well */
  words: { zh: string; en: string }
  kind: FactKind
  unit: FactUnit
  by: readonly FactSubject[]
  /** further columns `by_<split>` of the query, by which the figure can be taken apart (text, null: not recorded) */
  splits: readonly string[]
  /** what `ok` says of a case of a share, where it is not "as it should be": 是否重开 */
  asks?: { zh: string; en: string }
  /**
   * One row for each case: `id`, `label`, `ok` (null: not decided, left out of a share), `imported`, `at` (the time that
   * puts it in the period), `note`, `value` (numeric, for sum, mean and p90; null: left out), and `by_<split>` columns. What follows a colon in an `id` tells cases of one record apart.
   * What no query can say (working calendars) may be computed first, and given as rows.
   */
  cases: (at: FactQuery, db: Db) => CaseQuery | Promise<CaseQuery>
  /** texts below which a `note` that is a code has its words, such as `incident:state` */
  notes?: readonly string[]
  /** beginning of the path of a record's page, its id follows; null: none */
  page: string | null
}

/** How the values of a split are called. Rooms register what they own. */
export interface FactSplit {
  key: string
  names: (db: Db, values: readonly string[], locale: 'zh-CN' | 'en') => Promise<ReadonlyMap<string, string>>
}

/** What a fact says. `value` is rounded to two digits, null where nothing can be said (no case). */
export interface Figure {
  value: number | null
  /** cases that went into the value */
  cases: number
  /** of these those that are as wished; of shares only */
  good: number | null
  /** how many of the cases are imported history */
  imported: number
}

/** One record behind a figure. */
export interface FactRecord {
  id: string
  label: string
  path: string | null
  at: string | null
  ok: boolean | null
  value: number | null
  note: string | null
  imported: boolean
}
