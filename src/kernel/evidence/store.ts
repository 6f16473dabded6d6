import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../db/index.ts'
import type { CaseQuery, EvidenceQuery, Measure, Sample } from './rule.ts'

/** Samples kept of a result: bad ones, and a few good ones to look at. */
const badSamples = 10
const goodSamples = 5

interface Row {
  cases: number
  good: number
  imported: number
  samples: { id: string; label: string; at: string | null; ok: boolean; note: string | null }[] | null
}

/**
 * Counts the cases of a query and takes samples, the latest first.
 * @param page beginning of the path of a record's page, its id follows; null where records have no page. An id that begins
 * with a slash is a path itself: cases of several kinds.
 */
export async function tally(db: Db, cases: CaseQuery, page: string | null): Promise<Measure> {
  const { rows } = await sql<Row>`
    with c as materialized (${cases}),
      s as (
        (select id::text, label, at, ok, note::text from c where not imported and not ok
          order by at desc nulls last, label limit ${badSamples})
        union all
        (select id::text, label, at, ok, note::text from c where not imported and ok
          order by at desc nulls last, label limit ${goodSamples}))
    select count(*) filter (where not imported and ok is not null)::int as cases,
      count(*) filter (where not imported and ok)::int as good,
      count(*) filter (where imported)::int as imported,
      (select json_agg(s) from s) as samples
    from c`.execute(db)
  const { samples, ...counts } = rows[0]!
  return { ...counts, samples: (samples ?? []).map((one) => sampleOf(one, page)) }
}

function sampleOf({ id, ...one }: NonNullable<Row['samples']>[number], page: string | null): Sample {
  const at = one.at === null ? null : new Date(one.at).toISOString()
  // what follows a colon tells cases of one record apart
  const path = id.startsWith('/') ? id : page === null ? null : page + id.split(':')[0]!
  return { label: one.label, path, at, ok: one.ok, note: one.note }
}

/** That an org column lies in the scope; nothing is asked for the whole unit, the root of the tree. */
export function inOrgSql(at: EvidenceQuery, column: RawBuilder<unknown>): RawBuilder<unknown> {
  if (at.orgPath.split('/').length <= 3) return sql`true`
  return sql`${column} in (select id from org where path like ${`${at.orgPath}%`})`
}

/** That a column of time lies in the period. */
export function inPeriodSql(at: EvidenceQuery, column: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(${column} >= ${at.from} and ${column} < ${at.to})`
}
