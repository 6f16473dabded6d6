import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import { visibleSql, type Visibility as IncidentVisibility } from '#modules/incident/index.ts'
import type { Visibility } from '../visible.ts'
import type { Classification, Kind, LinkWay, State } from '../words.ts'
import type { Ref } from './read.ts'
import { fromVisible } from './visible-sql.ts'

export interface LinkedArticleRow {
  id: string
  number: string
  kind: Kind
  title: string
  state: State
  liveNo: number | null
  draftNo: number | null
  overdue: boolean
  seesDraft: boolean
  classification: Classification
  how: LinkWay
  linkedBy: Ref | null
  linkedAt: Date
}

/** Articles of a ticket that the actor may see, those that solved it first. */
export async function articlesOfTicket(db: Db, v: Visibility, ticketId: string): Promise<LinkedArticleRow[]> {
  const { rows } = await sql<LinkedArticleRow>`select a.id, a.number, a.kind, x.title, a.state,
      a.live_no as "liveNo", a.draft_no as "draftNo", coalesce(a.review_due_at <= now(), false) as overdue,
      seen.draft as "seesDraft", x.classification, l.how, l.recorded_at as "linkedAt",
      case when p.id is not null then json_build_object('id', p.id, 'name', p.name) end as "linkedBy"
    from ${fromVisible(v)} join article_link l on l.article_id = a.id and l.ticket_id = ${ticketId}::uuid
    left join person p on p.id = l.linked_by
    order by l.how = 'used' desc, l.recorded_at limit 50`.execute(db)
  return rows
}

export interface LinkedTicketRow {
  id: string
  number: string
  title: string
  state: string
  how: LinkWay
  linkedAt: Date
}

/** The newest tickets of an article that the actor may see. */
export async function ticketsOfArticle(
  db: Db,
  v: IncidentVisibility,
  articleId: string,
): Promise<LinkedTicketRow[]> {
  const { rows } = await sql<LinkedTicketRow>`
    select t.id, t.number, t.title, t.state, l.how, l.recorded_at as "linkedAt"
    from article_link l join ticket t on t.id = l.ticket_id
    where l.article_id = ${articleId} and t.kind = 'incident' and ${visibleSql(v)}
    order by l.recorded_at desc limit 100`.execute(db)
  return rows
}

/** Links, or says more of a link that is there: `used` outweighs `linked`, `origin` stays. */
export async function putLink(
  tx: Tx,
  l: { articleId: string; ticketId: string; how: LinkWay; by: string | null },
): Promise<boolean> {
  const { rows } = await sql`insert into article_link (article_id, ticket_id, how, linked_by)
    values (${l.articleId}, ${l.ticketId}, ${l.how}, ${l.by})
    on conflict (ticket_id, article_id) do update set how = excluded.how, linked_by = excluded.linked_by
      where article_link.how <> excluded.how and article_link.how <> 'origin'
    returning 1`.execute(tx)
  await countUses(tx, l.articleId)
  return rows.length > 0
}

/** @returns false when there was none */
export async function deleteLink(tx: Tx, articleId: string, ticketId: string): Promise<boolean> {
  const { rows } = await sql`delete from article_link
    where article_id = ${articleId} and ticket_id = ${ticketId} returning 1`.execute(tx)
  await countUses(tx, articleId)
  return rows.length > 0
}

/**
 * Links of one incident go to another (two that became one): of two links of one article the one that says more stays.
 * @returns the articles
 */
export async function moveLinks(tx: Tx, fromId: string, toId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with gone as (delete from article_link where ticket_id = ${fromId} returning *)
    insert into article_link (article_id, ticket_id, how, linked_by, recorded_at)
    select article_id, ${toId}, how, linked_by, recorded_at from gone
    on conflict (ticket_id, article_id) do update set how = case
      when 'origin' in (article_link.how, excluded.how) then 'origin'
      when 'used' in (article_link.how, excluded.how) then 'used' else 'linked' end
    returning article_id as id`.execute(tx)
  for (const { id } of rows) await countUses(tx, id)
  return rows.map((row) => row.id)
}

async function countUses(tx: Tx, articleId: string): Promise<void> {
  await sql`update article_stats set used =
      (select count(*) from article_link where article_id = ${articleId} and how = 'used')
    where article_id = ${articleId}`.execute(tx)
}

/** Ids of published articles by their numbers. */
export async function publishedByNumber(tx: Tx, numbers: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from article
    where number = any (${[...numbers]}::text[]) and live_no is not null limit 5`.execute(tx)
  return rows.map((row) => row.id)
}

/** Incidents the actor may see that were resolved in the last `days`, and those of them that have an article. */
export async function countReuse(
  db: Db,
  v: IncidentVisibility,
  days: number,
): Promise<{ resolved: number; withArticle: number }> {
  const { rows } = await sql<{ resolved: number; withArticle: number }>`
    select count(*)::int as resolved,
      count(*) filter (where exists (select from article_link l where l.ticket_id = t.id
        and l.how <> 'origin'))::int as "withArticle"
    from ticket t
    where t.kind = 'incident' and t.resolved_at >= now() - make_interval(days => ${days}::int) and ${visibleSql(v)}`.execute(
    db,
  )
  return rows[0]!
}

export async function countPublished(db: Db, v: Visibility): Promise<{ published: number; due: number }> {
  const { rows } = await sql<{ published: number; due: number }>`select count(*)::int as published,
    count(*) filter (where a.review_due_at <= now())::int as due from ${fromVisible(v, 'live')}`.execute(db)
  return rows[0]!
}
