import { sql, type RawBuilder } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { IncidentRow, Ref } from './read.ts'

const holds = (permission: string, orgPath?: string): RawBuilder<unknown> => sql`exists (
  select from person_role pr join role_permission rp on rp.role_id = pr.role_id
  ${orgPath === undefined ? sql`` : sql`join org o on o.id = pr.org_id and ${orgPath} like o.path || '%'`}
  where pr.person_id = p.id and rp.permission = ${permission})`

/** The people who see an incident, as `accessIncident` and `seesInternal` say it of one caller, said of all people `p`. */
function readerSql(row: IncidentRow, internal: boolean): RawBuilder<unknown> {
  const has = sql`(p.id = ${row.owner?.id ?? null}::uuid or exists (
    select from support_group_member m where m.person_id = p.id and m.group_id = ${row.group?.id ?? null}::uuid))`
  const sees = sql`(${has} or ${holds('incident.read-scope', row.orgPath)} or p.id = ${row.requester?.id ?? null}::uuid
    or exists (select from affected a where a.ticket_id = ${row.id} and a.person_id = p.id)
    or exists (select from watcher w where w.ticket_id = ${row.id} and w.person_id = p.id))`
  if (!internal) return sql`${sees} and ${holds('incident.read')}`
  return sql`${sees} and (${holds('incident.read-internal')} or (${has} and ${holds('incident.work')})
    or ${holds('incident.dispatch', row.orgPath)})`
}

const isHere = sql`p.kind = 'person' and p.state = 'active'`

/** People who may read a comment of this kind and whose name or login holds `q`, those at work on it first; at most ten. */
export async function findReaders(
  db: Db,
  row: IncidentRow,
  internal: boolean,
  q: string,
): Promise<(Ref & { orgName: string })[]> {
  const { rows } = await sql<Ref & { orgName: string }>`
    select p.id, p.name, (select o.name from org o where o.id = p.org_id) as "orgName" from person p
    where ${isHere} and position(lower(${q}) in lower(p.name || ' ' || p.login)) > 0
      and ${readerSql(row, internal)}
    order by p.id = ${row.owner?.id ?? null}::uuid desc nulls last, exists (select from support_group_member m
      where m.person_id = p.id and m.group_id = ${row.group?.id ?? null}::uuid) desc, p.name, p.id limit 10`.execute(
    db,
  )
  return rows
}

/** Those of the people who may read a comment of this kind. */
export async function readersAmong(
  db: Db,
  row: IncidentRow,
  internal: boolean,
  ids: readonly string[],
): Promise<Ref[]> {
  const { rows } = await sql<Ref>`select p.id, p.name from person p
    where p.id = any(${[...ids]}::uuid[]) and ${isHere} and ${readerSql(row, internal)}`.execute(db)
  return rows
}
