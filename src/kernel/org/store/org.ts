import { sql } from 'kysely'
import { newId, type Db, type Tx } from '../../db/index.ts'

export interface OrgRow {
  id: string
  no: number
  parentId: string | null
  path: string
  kind: 'unit' | 'department' | 'vendor'
  name: string
  code: string
  active: boolean
  /** who leads it 负责人: approvals by relation ask this person */
  leaderId: string | null
  leaderName: string | null
  version: number
}

const columns = sql.raw(
  `o.id, o.no, o.parent_id as "parentId", o.path, o.kind, o.name, o.code, o.active, o.version,
   o.leader_id as "leaderId", (select l.name from person l where l.id = o.leader_id) as "leaderName"`,
)

export interface OrgFilter {
  q?: string | undefined
  underPath?: string | undefined
  active?: boolean | undefined
  afterPath?: string | undefined
  limit: number
}

/** Orgs in the order of their paths (parents before children), one more than `limit` when there are more. */
export async function selectOrgs(db: Db, filter: OrgFilter): Promise<OrgRow[]> {
  const { rows } = await sql<OrgRow>`
    select ${columns} from org o
    where (${filter.q ?? null}::text is null
        or strpos(lower(o.name), lower(${filter.q ?? ''})) > 0 or strpos(lower(o.code), lower(${filter.q ?? ''})) > 0)
      and (${filter.underPath ?? null}::text is null or o.path like ${`${filter.underPath ?? ''}%`})
      and (${filter.active ?? null}::boolean is null or o.active = ${filter.active ?? null}::boolean)
      and o.path > ${filter.afterPath ?? ''}
    order by o.path limit ${filter.limit + 1}`.execute(db)
  return rows
}

/** The whole tree, parents before children: some thousand rows at most. */
export async function selectAllOrgs(db: Db): Promise<OrgRow[]> {
  const { rows } = await sql<OrgRow>`select ${columns} from org o order by o.path`.execute(db)
  return rows
}

/** One org; with `lock` nobody changes it before the transaction ends. */
export async function findOrg(db: Db, id: string, lock = false): Promise<OrgRow | undefined> {
  const { rows } = await sql<OrgRow>`
    select ${columns} from org o where o.id = ${id} ${lock ? sql`for update of o` : sql``}`.execute(db)
  return rows[0]
}

/** The unit itself, the root of the tree; undefined before the first run. */
export async function rootOrg(db: Db): Promise<OrgRow | undefined> {
  const { rows } =
    await sql<OrgRow>`select ${columns} from org o where o.parent_id is null order by o.no limit 1`.execute(
      db,
    )
  return rows[0]
}

export interface OrgChoice {
  id: string
  name: string
  parentId: string | null
  kind: 'unit' | 'department' | 'vendor'
  fullName: string
}

/** Active orgs whose name, code or full name contains `q`. */
export async function selectOrgChoices(
  db: Db,
  filter: { q?: string | undefined; kind?: string | undefined; limit: number },
): Promise<OrgChoice[]> {
  const { rows } = await sql<OrgChoice>`
    select o.id, o.name, o.parent_id as "parentId", o.kind, full_name.text as "fullName"
    from org o
    cross join lateral (
      select string_agg(up.name, ' / ' order by length(up.path)) as text
      from org up where o.path like up.path || '%') full_name
    where o.active
      and (${filter.kind ?? null}::text is null or o.kind = ${filter.kind ?? null})
      and (${filter.q ?? null}::text is null
        or strpos(lower(o.name), lower(${filter.q ?? ''})) > 0 or strpos(lower(o.code), lower(${filter.q ?? ''})) > 0)
    order by o.path limit ${filter.limit}`.execute(db)
  return rows
}

/** Makes an org below `parent`, or the root. Its number is part of its path. */
export async function insertOrg(
  tx: Tx,
  org: { parent: { id: string; path: string } | null; kind: string; name: string; code: string },
): Promise<OrgRow> {
  const { rows } = await sql<OrgRow>`
    insert into org as o (id, no, parent_id, path, kind, name, code) overriding system value
    select ${newId()}::uuid, next.no, ${org.parent?.id ?? null}::uuid, ${org.parent?.path ?? '/'} || next.no || '/',
      ${org.kind}, ${org.name}, ${org.code}
    from (select nextval(pg_get_serial_sequence('org', 'no'))::int as no) next
    returning ${columns}`.execute(tx)
  return rows[0]!
}

/** Changes of the tree follow one another: two moves at once could make a circle. */
export async function lockTree(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(7239, 100)`.execute(tx)
}

/** Writes the new state of an org; a new `path` is given to its whole subtree. */
export async function updateOrg(tx: Tx, before: OrgRow, after: OrgRow): Promise<OrgRow> {
  if (after.path !== before.path)
    await sql`update org set path = ${after.path} || substr(path, ${before.path.length + 1})
      where path like ${`${before.path}%`}`.execute(tx)
  const { rows } = await sql<OrgRow>`
    update org o set name = ${after.name}, code = ${after.code}, kind = ${after.kind}, active = ${after.active},
      parent_id = ${after.parentId}, leader_id = ${after.leaderId}, version = o.version + 1
    where o.id = ${before.id} returning ${columns}`.execute(tx)
  return rows[0]!
}

/** What stands against deactivating an org: active orgs below it, active people in it, active groups of it. */
export async function countDependants(tx: Tx, org: { id: string; path: string }): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from org where path like ${`${org.path}_%`} and active)
      + (select count(*) from person where org_id = ${org.id} and state = 'active')
      + (select count(*) from support_group where org_id = ${org.id} and active) as n`.execute(tx)
  return Number(rows[0]!.n)
}

/** Whether somebody can lead an org: an active person, no machine. */
export async function canLead(tx: Tx, personId: string): Promise<boolean> {
  const { rows } = await sql`select from person where id = ${personId} and kind = 'person'
    and state = 'active'`.execute(tx)
  return rows.length > 0
}

export async function codeTaken(tx: Tx, code: string, exceptId: string | null): Promise<boolean> {
  const row = await tx.selectFrom('org').select('id').where('code', '=', code).executeTakeFirst()
  return row !== undefined && row.id !== exceptId
}

/**
 * Who leads an org 负责人: its active leader, or that of the nearest org above that has one.
 * @param path path of the org, such as `/1/5/`
 * @param except a person who does not count (nobody is the own leader)
 */
export async function leaderOf(
  db: Db,
  path: string,
  except: string | null = null,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select p.id from org o join person p on p.id = o.leader_id and p.kind = 'person' and p.state = 'active'
    where ${path} like o.path || '%' and p.id is distinct from ${except}::uuid
    order by length(o.path) desc limit 1`.execute(db)
  return rows[0]?.id
}
