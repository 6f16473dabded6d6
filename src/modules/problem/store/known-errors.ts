import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { Visibility } from '../visible.ts'
import { isPublished, servicesOf, type Ref } from './read.ts'
import { visibleSql } from './visible-sql.ts'

export interface Term {
  term: string
  weight: number
}

/** Replaces the words by which a known error is suggested; none: it is not. */
export async function putTerms(tx: Tx, problemId: string, terms: readonly Term[]): Promise<void> {
  await sql`delete from problem_term where problem_id = ${problemId}`.execute(tx)
  if (terms.length === 0) return
  await sql`insert into problem_term (term, problem_id, weight)
    select t.term, ${problemId}::uuid, t.weight
    from unnest(${terms.map((t) => t.term)}::text[], ${terms.map((t) => t.weight)}::smallint[]) t(term, weight)`.execute(
    tx,
  )
}

export interface SuggestedRow {
  id: string
  number: string
  title: string
  symptoms: string[]
  workaround: string
  services: Ref[]
  uses: number
  publishedAt: Date
  visible: boolean
}

/** Share of the weight of what was typed and is known at all that a known error must hold. */
const enough = 0.3
/** Known errors are few: a word that more of them hold than this many tells them apart no more. */
const common = 30
const most = 3

/**
 * Published known errors that hold most of what the words weigh, rare words and those of titles and symptoms first; what
 * concerns the same information system comes first among equals. Without words: what concerns the information system.
 */
export async function suggestedRows(
  db: Db,
  v: Visibility,
  asked: { terms: readonly string[]; serviceId: string | null },
): Promise<SuggestedRow[]> {
  const wanted =
    asked.terms.length > 0
      ? sql`select x.problem_id, sum(x.weight * r.weight) as score, sum(r.weight) as held
          from rarity r join problem_term x on x.term = r.term group by 1
          having count(*) >= 2 and sum(r.weight) >= ${enough}::float8 * (select sum(weight) from rarity)`
      : sql`select problem_id, 1::float8 as score from problem_service where service_id = ${asked.serviceId}::uuid`
  const { rows } = await sql<SuggestedRow>`
    with rarity as materialized (
      select term, ln(2 + ${common}::float8 / count(*)) as weight from problem_term
      where term = any (${[...asked.terms]}::text[]) group by term
      having count(*) <= ${common}::int
    ), wanted as materialized (${wanted})
    select t.id, t.number, t.title, p.symptoms, p.workaround, ${servicesOf} as services,
      (select count(*)::int from problem_incident l where l.problem_id = t.id and l.used_workaround) as uses,
      p.published_at as "publishedAt", ${visibleSql(v)} as visible
    from wanted w join problem p on p.ticket_id = w.problem_id join ticket t on t.id = p.ticket_id
    where ${isPublished}
    order by w.score * case when exists (select from problem_service x where x.problem_id = t.id
        and x.service_id = ${asked.serviceId}::uuid) then 1.5 else 1 end desc, t.id desc
    limit ${most}`.execute(db)
  return rows
}
