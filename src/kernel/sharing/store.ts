import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../db/index.ts'
import type { Share } from './words.ts'

/** Who asks, as far as sharing goes. */
export interface Reader {
  personId: string | null
  orgPath: string
  groupIds: readonly string[]
  /** the program itself, which uses what somebody has chosen for it */
  everything: boolean
  /** org paths below which shared ones may be edited */
  sharePaths: readonly string[]
}

/** Columns of `x` that say with whom a row is shared, and `editable` for the reader. */
export function sharingColumns(r: Reader): RawBuilder<unknown> {
  return sql`x.share, json_build_object('id', p.id, 'name', p.name) as owner,
    case when g.id is not null then json_build_object('id', g.id, 'name', g.name) end as "group",
    case when o.id is not null then json_build_object('id', o.id, 'name', o.name) end as org,
    x.updated_at as "updatedAt", x.version, ${editableSql(r)} as editable`
}

export const sharingJoins = sql`join person p on p.id = x.owner_id
  left join support_group g on g.id = x.group_id left join org o on o.id = x.org_id`

/** What the reader may use: the own ones, those of the own groups, those of the own org and the orgs above it. */
export function usableSql(r: Reader): RawBuilder<unknown> {
  if (r.everything) return sql`true`
  return sql`(x.owner_id = ${r.personId}::uuid or x.group_id = any(${[...r.groupIds]}::uuid[])
    or (x.share = 'org' and ${r.orgPath} like o.path || '%') or ${inScopeSql(r)})`
}

function editableSql(r: Reader): RawBuilder<unknown> {
  return sql`(x.owner_id = ${r.personId}::uuid or x.group_id = any(${[...r.groupIds]}::uuid[]) or ${inScopeSql(r)})`
}

const inScopeSql = (r: Reader): RawBuilder<unknown> =>
  sql`(x.share = 'org' and exists (select from unnest(${[...r.sharePaths]}::text[]) s where o.path like s || '%'))`

export interface SharingRow {
  id: string
  share: Share
  owner: { id: string; name: string }
  group: { id: string; name: string } | null
  org: { id: string; name: string } | null
  updatedAt: Date
  version: number
  editable: boolean
}

/** An active support group. */
export async function groupExists(db: Db, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from support_group where id = ${id} and active`.execute(db)
  return rows.length > 0
}

/** A window of a list in the order of its names: rows behind [name, id], one more than wanted. */
export interface Window {
  q?: string | undefined
  after?: readonly (string | number | null)[] | undefined
  limit: number
}

/** `column` holds the words of `q`, literally. */
export const holds = (column: string, q: string | undefined): RawBuilder<unknown> =>
  q ? sql`position(lower(${q}) in lower(${sql.raw(column)})) > 0` : sql`false`
