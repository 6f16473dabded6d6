import { sql, type RawBuilder } from 'kysely'
import type { Visibility } from '../visible.ts'

const below = (paths: readonly string[]): RawBuilder<unknown> =>
  paths.length === 0 ? sql`false` : sql`o.path like any (${paths.map((p) => `${p}%`)}::text[])`

/** Conditions on the article `a` of the org `o`, of which `x` is one version. */
function clearance(v: Visibility, x: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(${x}.classification <> 'sensitive' or ${below(v.sensitivePaths)})`
}

const mine = (v: Visibility, x: RawBuilder<unknown>): RawBuilder<unknown> =>
  v.personId === null
    ? sql`false`
    : sql`(a.owner_id = ${v.personId}::uuid or ${v.personId}::uuid = any (${x}.authors))`

const inGroup = (v: Visibility, x: RawBuilder<unknown>): RawBuilder<unknown> =>
  v.groupIds.length === 0 ? sql`false` : sql`${x}.group_ids && ${[...v.groupIds]}::uuid[]`

/** Whether the published version `lv` may be read. */
function liveSql(v: Visibility): RawBuilder<unknown> {
  const x = sql.ref('lv')
  if (v.everything) return sql`lv.no is not null`
  return sql`(lv.no is not null and ${clearance(v, x)} and (
    lv.audience = 'public' or (lv.audience = 'staff' and ${below(v.staffPaths)})
    or (lv.audience = 'groups' and ${inGroup(v, x)}) or ${below(v.reviewPaths)} or ${mine(v, x)}))`
}

/** Whether what is being written, or was withdrawn, may be seen: by those who write and review. */
function draftSql(v: Visibility): RawBuilder<unknown> {
  const x = sql.ref('dv')
  if (v.everything) return sql`dv.no is not null`
  return sql`(dv.no is not null and ${clearance(v, x)} and (
    (${below(v.writePaths)} and (dv.audience <> 'groups' or ${inGroup(v, x)}))
    or ${below(v.reviewPaths)} or ${mine(v, x)}))`
}

/**
 * From-clause of every read: `a`, its org `o`, its stats `st`, and `x`, the version that the actor sees. Rows
 * of which nothing may be seen are not in it. `seen.live`, `seen.draft`: which of the two the actor may see.
 * @param copy which version is wanted where there are both; what there is not is not made up for
 */
export function fromVisible(v: Visibility, copy?: 'live' | 'draft'): RawBuilder<unknown> {
  const which =
    copy === 'draft'
      ? sql`case when seen.draft then dv.no end`
      : copy === 'live'
        ? sql`case when seen.live then lv.no end`
        : sql`case when seen.live then lv.no when seen.draft then dv.no end`
  return sql`article a
    join org o on o.id = a.org_id
    join article_stats st on st.article_id = a.id
    left join article_version lv on lv.article_id = a.id and lv.no = a.live_no
    left join article_version dv on dv.article_id = a.id
      and dv.no = case when a.draft_no is not null then a.draft_no when a.live_no is null then a.last_no end
    cross join lateral (select ${liveSql(v)} as live, ${draftSql(v)} as draft) seen
    join article_version x on x.article_id = a.id and x.no = ${which}`
}
