import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { Visibility } from '../visible.ts'
import type { Classification, Kind } from '../words.ts'
import { fromVisible } from './visible-sql.ts'

export interface Term {
  term: string
  weight: number
}

/** Replaces the words by which an article is suggested. */
export async function putTerms(tx: Tx, articleId: string, terms: readonly Term[]): Promise<void> {
  await sql`delete from article_term where article_id = ${articleId}`.execute(tx)
  if (terms.length === 0) return
  await sql`insert into article_term (term, article_id, weight)
    select t.term, ${articleId}::uuid, t.weight
    from unnest(${terms.map((t) => t.term)}::text[], ${terms.map((t) => t.weight)}::smallint[]) t(term, weight)`.execute(
    tx,
  )
}

export interface SuggestionRow {
  id: string
  number: string
  kind: Kind
  title: string
  summary: string
  classification: Classification
  useful: number
  used: number
}

/** Share of the weight of what was typed that an article must hold, so that one common word suggests nothing. */
const enough = 0.22
/** Share of the best score below which another article is noise beside it. */
const near = 0.3
/** A word that more than this share of all articles hold tells them apart no more; among few articles every word does. */
const common = 0.15
const few = 50
/** The rarest words of a long text say what it is about. */
const mostTerms = 24
/** Visible articles, the best first, among which information system and usefulness decide. */
const looked = 40
/** More than so many would be a list and no suggestion. */
const most = 5

/**
 * The articles that hold most of what the words weigh: rare words weigh more, those of titles and tags most. What
 * is about the same information system or category comes first among equals, then what has proved useful. Without
 * words: what is about the information system, the useful first.
 * Visibility is part of the ranking, not applied to its result: what may not be seen takes nobody's place.
 */
export async function suggestRows(
  db: Db,
  v: Visibility,
  asked: { terms: readonly string[]; serviceId: string | null; categoryId: string | null },
): Promise<SuggestionRow[]> {
  const same = (column: 'service_id' | 'category_id', id: string | null) =>
    id === null ? sql`false` : sql`coalesce(x.${sql.ref(column)} = ${id}::uuid, false)`
  const wanted =
    asked.terms.length > 0
      ? sql`select article_id, score from chosen order by score desc`
      : sql`select article_id, 1::float8 as score from article_version
          where service_id = ${asked.serviceId}::uuid and published_at is not null group by article_id`
  const { rows } = await sql<SuggestionRow>`
    with total as materialized (
      select count(*)::float8 as n from article where live_no is not null
    ), rarity as materialized (
      select term, ln(1 + (select n from total) / count(*)) as weight from article_term
      where term = any (${[...asked.terms]}::text[]) group by term
      having count(*) <= greatest(${common}::float8 * (select n from total), ${few}::int)
      order by 2 desc limit ${mostTerms}
    ), chosen as materialized (
      select t.article_id, sum(t.weight * r.weight) as score
      from rarity r join article_term t on t.term = r.term group by 1
      having sum(r.weight) >= ${enough}::float8 * (select sum(weight) from rarity)
    ), scored as (
      select s.*, ch.score * (1 + case when s.same_service then 0.3 else 0 end
          + case when s.same_category then 0.2 else 0 end) * (0.9 + 0.2 * s.proved) as score
      from (${wanted}) ch cross join lateral (
        select a.id, a.number, a.kind, x.title, x.summary, x.classification, st.useful, st.used, st.score as proved,
          ${same('service_id', asked.serviceId)} as same_service, ${same('category_id', asked.categoryId)} as same_category
        from ${fromVisible(v, 'live')}
        where a.id = ch.article_id and ${asked.terms.length > 0 ? sql`true` : same('service_id', asked.serviceId)}
        offset 0
      ) s
      limit ${looked}
    )
    select id, number, kind, title, summary, classification, useful, used from scored
    where score >= ${near}::float8 * (select max(score) from scored)
    order by score desc, id desc limit ${most}`.execute(db)
  return rows
}
