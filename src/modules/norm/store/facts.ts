import { sql, type RawBuilder } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import { inOrgSql, inPeriodSql, type CaseQuery } from '#kernel/evidence/index.ts'
import type { FactQuery } from '#kernel/fact/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { gaps } from '../words.ts'

/** How the clauses of the norms in force stood when the period ended, as the overview of that day shows them. */
const states = (at: FactQuery, ok: RawBuilder<unknown>, which: RawBuilder<unknown>): CaseQuery => sql`
  select a.id || '/clauses/' || c.id as id, n.code || ' ' || c.article as label, false as imported, r.at, ${ok} as ok,
    r.status as note, a.org_id as by_org, n.id as by_norm, r.status as "by_norm-status"
  from norm_adoption a join norm n on n.id = a.norm_id join norm_clause c on c.edition_id = a.edition_id
    join lateral (select x.status, x.at from norm_result x
      where x.adoption_id = a.id and x.clause_id = c.id and x.at < ${at.to} and x.at <= now()
      order by x.at desc, x.run_id desc limit 1) r on true
  where ${inOrgSql(at, sql`a.org_id`)}
    and (a.to_day is null
      or a.to_day > (least(${at.to}::timestamptz - interval '1 microsecond', now()) at time zone ${unitZone()})::date)
    and ${which}`

export const conforming = (at: FactQuery): CaseQuery =>
  states(
    at,
    sql`case when r.status = 'conforms' then true when r.status = any (${[...gaps]}::text[]) then false end`,
    sql`true`,
  )

export const failing = (at: FactQuery): CaseQuery =>
  states(at, sql`null::boolean`, sql`r.status = any (${[...gaps]}::text[])`)

/** The end of a day of the unit. */
const endOf = (day: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(${day} + 1)::timestamp at time zone ${unitZone()}`

/**
 * What was to be put right by a day of the period: tasks about clauses of norms, and notices of rounds. Done is what was
 * said done by the end of that day; given back, it is not, nor what was asked for after its own day.
 */
export const rectified = (at: FactQuery): CaseQuery => sql`
  select id, label, imported, due as at, by_org, "by_rectification",
    case when imported then null when made >= due then false when done is not null then done < due when due <= now() then false end as ok,
    to_char(due - interval '1 second', 'YYYY-MM-DD') as note
  from (
    select '/norm-tasks/' || k.id as id, k.title as label, false as imported, ${endOf(sql`k.due_on`)} as due,
      case when k.state in ('done', 'verified') then k.done_at end as done, k.recorded_at as made, a.org_id as by_org, 'norm' as by_rectification
    from norm_task k join norm_adoption a on a.id = k.adoption_id where k.state <> 'cancelled'
    union all
    select '/rectification-notices/' || r.id, r.number || ' ' || r.subject, r.origin = 'import', ${endOf(sql`r.deadline`)},
      case when r.state in ('answered', 'verified')
        then r.answered_on::timestamp at time zone ${unitZone()} end, r.created_at, r.org_id, 'round'
    from rectification_notice r where r.state <> 'withdrawn') x
  where ${inPeriodSql(at, sql`(due - interval '1 second')`)} and ${inOrgSql(at, sql`by_org`)}`

export async function normTitles(
  db: Db,
  ids: readonly string[],
  locale: 'zh-CN' | 'en',
): Promise<Map<string, string>> {
  const title = locale === 'en' ? sql`coalesce(nullif(title_en, ''), title)` : sql`title`
  const { rows } = await sql<{ id: string; title: string }>`
    select id, ${title} as title from norm where id = any (${[...ids]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row.title]))
}
