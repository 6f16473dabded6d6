import { sql, type RawBuilder } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { DocNode } from '../body-contract.ts'
import type { Audience, Classification, Kind, State } from '../words.ts'
import type { Visibility } from '../visible.ts'
import { fromVisible } from './visible-sql.ts'

export interface Ref {
  id: string
  name: string
}

/** An article in the version that the actor sees. */
export interface LineRow {
  id: string
  number: string
  kind: Kind
  orgId: string
  orgPath: string
  state: State
  liveNo: number | null
  draftNo: number | null
  lastNo: number
  title: string
  summary: string
  bodyText: string
  tags: string[]
  audience: Audience
  classification: Classification
  groupIds: string[]
  service: Ref | null
  category: Ref | null
  owner: Ref
  reviewDueAt: Date | null
  overdue: boolean
  publishedAt: Date | null
  updatedAt: Date
  views: number
  useful: number
  useless: number
  used: number
  nextDrillOn: string | null
  lastDrillOn: string | null
  no: number
  seesLive: boolean
  seesDraft: boolean
  version: number
  sortKey: string | number | null
}

export interface ArticleRow extends LineRow {
  body: DocNode
  fileIds: string[]
  groups: Ref[]
  authorIds: string[]
  authors: Ref[]
  publishedBy: Ref | null
  reviewMonths: number
  stateNote: string
  changeNote: string
  recordedAt: Date
  myVote: { useful: boolean; remark: string } | null
}

const ref = (alias: string): RawBuilder<unknown> =>
  sql`case when ${sql.ref(`${alias}.id`)} is not null
    then json_build_object('id', ${sql.ref(`${alias}.id`)}, 'name', ${sql.ref(`${alias}.name`)}) end`

const columns = sql`a.id, a.number, a.kind, a.org_id as "orgId", o.path as "orgPath", a.state, a.live_no as "liveNo",
  a.draft_no as "draftNo", a.last_no as "lastNo", x.title, x.summary, x.body_text as "bodyText", x.tags, x.audience,
  x.classification, x.group_ids as "groupIds", ${ref('s')} as service, ${ref('c')} as category, ${ref('p')} as owner,
  a.review_due_at as "reviewDueAt", coalesce(a.review_due_at <= now(), false) as overdue,
  x.published_at as "publishedAt", a.updated_at as "updatedAt", st.views, st.useful, st.useless, st.used,
  (select min(d.planned_on)::text from plan_drill d where d.article_id = a.id and d.state = 'planned') as "nextDrillOn",
  (select max(d.held_on)::text from plan_drill d where d.article_id = a.id and d.state = 'held') as "lastDrillOn",
  x.no, seen.live as "seesLive", seen.draft as "seesDraft", a.version`
const joins = sql`join person p on p.id = a.owner_id left join service s on s.id = x.service_id
  left join category c on c.id = x.category_id`

export type Sort = '-updatedAt' | '-useful' | '-views' | 'reviewDue'
type Key = string | number | null

/** Microseconds are kept: a cursor that rounds would show rows twice. */
const stamp = (column: RawBuilder<unknown>) =>
  sql`to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
const orders: Record<
  Sort,
  { key: RawBuilder<unknown>; by: RawBuilder<unknown>; after: (key: Key, id: Key) => RawBuilder<unknown> }
> = {
  '-updatedAt': {
    key: stamp(sql`a.updated_at`),
    by: sql`a.updated_at desc, a.id desc`,
    after: (key, id) => sql`(a.updated_at, a.id) < (${key}::timestamptz, ${id}::uuid)`,
  },
  '-useful': {
    key: sql`st.score`,
    by: sql`st.score desc, a.id desc`,
    after: (key, id) => sql`(st.score, a.id) < (${key}::float8, ${id}::uuid)`,
  },
  '-views': {
    key: sql`st.views`,
    by: sql`st.views desc, a.id desc`,
    after: (key, id) => sql`(st.views, a.id) < (${key}::int, ${id}::uuid)`,
  },
  // what is never due comes last
  reviewDue: {
    key: stamp(sql`coalesce(a.review_due_at, '9999-01-01Z')`),
    by: sql`coalesce(a.review_due_at, '9999-01-01Z'), a.id`,
    after: (key, id) =>
      sql`(coalesce(a.review_due_at, '9999-01-01Z'), a.id) > (${key}::timestamptz, ${id}::uuid)`,
  },
}

export interface ListFilter {
  ids?: readonly string[] | undefined
  kind?: Kind | undefined
  /** the state as the actor knows it */
  state?: State | undefined
  tag?: string | undefined
  serviceId?: string | undefined
  categoryId?: string | undefined
  mine?: string | undefined
  live?: boolean | undefined
}

/** The state in the words of readers, see `stateForReaders`. */
const knownState = sql`case when seen.draft or a.state not in ('draft', 'review') then a.state
  when a.review_due_at <= now() then 'due' else 'published' end`

function conditions(f: ListFilter): RawBuilder<unknown> {
  const all = [sql`true`]
  if (f.ids) all.push(sql`a.id = any (${[...f.ids]}::uuid[])`)
  if (f.kind) all.push(sql`a.kind = ${f.kind}`)
  if (f.state) all.push(sql`${knownState} = ${f.state}`)
  if (f.tag) all.push(sql`x.tags @> array[${f.tag}]::text[]`)
  if (f.serviceId) all.push(sql`x.service_id = ${f.serviceId}::uuid`)
  if (f.categoryId) all.push(sql`x.category_id = ${f.categoryId}::uuid`)
  if (f.mine) all.push(sql`(a.owner_id = ${f.mine}::uuid or ${f.mine}::uuid = any (x.authors))`)
  if (f.live) all.push(sql`seen.live`)
  return sql.join(all, sql` and `)
}

/** `limit` + 1 articles that pass the filter and that may be seen. */
export async function listRows(
  db: Db,
  v: Visibility,
  filter: ListFilter,
  options: { limit: number; sort: Sort; after?: Key[] | undefined },
): Promise<LineRow[]> {
  const order = orders[options.sort]
  const after = options.after ? order.after(options.after[0]!, options.after[1]!) : sql`true`
  const { rows } = await sql<LineRow>`select ${columns}, ${order.key} as "sortKey"
    from ${fromVisible(v, filter.live ? 'live' : undefined)} ${joins}
    where ${conditions(filter)} and ${after} order by ${order.by} limit ${options.limit + 1}`.execute(db)
  return rows
}

/** One article as the actor sees it; undefined: missing or invisible. */
export async function findArticle(
  db: Db,
  v: Visibility,
  id: string,
  options: { copy?: 'live' | 'draft' | undefined; reader?: string | null; lock?: boolean } = {},
): Promise<ArticleRow | undefined> {
  // taken first and alone: of a lock with joins PostgreSQL answers the row as it was when the statement began
  if (options.lock) await sql`select from article where id = ${id} for update`.execute(db)
  const { rows } =
    await sql<ArticleRow>`select ${columns}, null as "sortKey", x.body, x.file_ids as "fileIds",
      (select coalesce(json_agg(json_build_object('id', g.id, 'name', g.name)), '[]') from support_group g
        where g.id = any (x.group_ids)) as groups,
      x.authors as "authorIds",
      (select coalesce(json_agg(json_build_object('id', w.id, 'name', w.name)), '[]') from person w
        where w.id = any (x.authors)) as authors,
      ${ref('pb')} as "publishedBy", a.review_months as "reviewMonths", a.state_note as "stateNote",
      x.change_note as "changeNote", a.recorded_at as "recordedAt",
      (select json_build_object('useful', m.useful, 'remark', m.remark) from article_vote m
        where m.article_id = a.id and m.person_id = ${options.reader ?? null}::uuid) as "myVote"
    from ${fromVisible(v, options.copy)} ${joins} left join person pb on pb.id = x.published_by
    where a.id = ${id}::uuid`.execute(db)
  return rows[0]
}

/** Tags of what readers see, the most frequent first. */
export async function listTagRows(db: Db, v: Visibility): Promise<{ tag: string; count: number }[]> {
  const { rows } = await sql<{ tag: string; count: number }>`
    select t.tag, count(*)::int as count from ${fromVisible(v)} cross join lateral unnest(x.tags) t(tag)
    group by 1 order by 2 desc, 1 limit 60`.execute(db)
  return rows
}

export interface VersionRow {
  no: number
  title: string
  summary: string
  tags: string[]
  body: DocNode
  authors: Ref[]
  publishedBy: Ref | null
  publishedAt: Date | null
  changeNote: string
  recordedAt: Date
}

/** Versions of an article, the newest first. Whether they may be seen is the caller's to know. */
export async function versionRows(db: Db, articleId: string, no?: number): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`select x.no, x.title, x.summary, x.tags, x.body,
      (select coalesce(json_agg(json_build_object('id', w.id, 'name', w.name)), '[]') from person w
        where w.id = any (x.authors)) as authors,
      ${ref('pb')} as "publishedBy", x.published_at as "publishedAt", x.change_note as "changeNote",
      x.recorded_at as "recordedAt"
    from article_version x left join person pb on pb.id = x.published_by
    where x.article_id = ${articleId} and (${no ?? null}::int is null or x.no = ${no ?? null})
    order by x.no desc limit 500`.execute(db)
  return rows
}
