import { sql, type Insertable, type Updateable } from 'kysely'
import { newId, type DB, type Db, type Tx } from '#kernel/db/index.ts'
import type { EvidenceKind, Relation } from '../words.ts'

export type ChangePatch = Updateable<DB['change']>

export async function insertChange(tx: Tx, row: Insertable<DB['change']>): Promise<void> {
  await tx.insertInto('change').values(row).execute()
}

export async function patchChange(tx: Tx, id: string, patch: ChangePatch): Promise<void> {
  if (Object.keys(patch).length === 0) return
  await tx.updateTable('change').set(patch).where('ticket_id', '=', id).execute()
}

/** The services of a change, replaced. */
export async function setServices(tx: Tx, changeId: string, serviceIds: readonly string[]): Promise<void> {
  await sql`delete from change_service where change_id = ${changeId}`.execute(tx)
  await sql`insert into change_service (change_id, service_id)
    select ${changeId}, id from unnest(${[...new Set(serviceIds)]}::uuid[]) x(id)`.execute(tx)
}

/** Which of what a change names exists, and may be named: active services and groups, people who may implement. */
export interface Known {
  serviceIds: string[]
  /** owner org of the first service by name; its path */
  groupOfService: string | null
  group: boolean
  implementers: string[]
}

export async function readKnown(
  db: Db,
  given: { serviceIds: readonly string[]; groupId: string | null; personIds: readonly string[] },
): Promise<Known> {
  const { rows } = await sql<Known>`
    select array(select s.id from service s where s.id = any(${[...given.serviceIds]}::uuid[]) and s.active) as "serviceIds",
      (select s.group_id from service s where s.id = ${given.serviceIds[0] ?? null}::uuid) as "groupOfService",
      exists (select from support_group g where g.id = ${given.groupId}::uuid and g.active) as "group",
      array(select p.id from person p where p.id = any(${[...given.personIds]}::uuid[]) and p.state = 'active'
        and p.kind = 'person' and exists (select from person_role pr join role_permission rp on rp.role_id = pr.role_id
          where pr.person_id = p.id and rp.permission = 'change.implement')) as implementers`.execute(db)
  return rows[0]!
}

/** People who may implement changes, by name or login. */
export async function findImplementers(
  db: Db,
  q: string,
): Promise<{ id: string; name: string; org: string }[]> {
  const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<{ id: string; name: string; org: string }>`
    select p.id, p.name, o.name as org from person p join org o on o.id = p.org_id
    where p.state = 'active' and p.kind = 'person' and (p.name ilike ${like} or p.login ilike ${like})
      and exists (select from person_role pr join role_permission rp on rp.role_id = pr.role_id
        where pr.person_id = p.id and rp.permission = 'change.implement')
    order by p.name, p.id limit 30`.execute(db)
  return rows
}

export interface TaskRow {
  id: string
  position: number
  title: string
  owner: { id: string; name: string } | null
  doneBy: string | null
  doneAt: Date | null
  note: string
}
export interface EvidenceRow {
  id: string
  what: EvidenceKind
  statement: string
  link: string | null
  fileId: string | null
  by: string
  at: Date
}
export interface FileRow {
  id: string
  path: string
  copyPlace: string | null
  fileId: string | null
  copiedBy: string | null
  copiedAt: Date | null
}

export async function tasksOf(db: Db, changeId: string): Promise<TaskRow[]> {
  const { rows } = await sql<TaskRow>`
    select k.id, k.position, k.title, k.note, k.done_at as "doneAt",
      (select json_build_object('id', p.id, 'name', p.name) from person p where p.id = k.owner_id) as owner,
      (select p.name from person p where p.id = k.done_by) as "doneBy"
    from change_task k where k.change_id = ${changeId} order by k.position`.execute(db)
  return rows
}

export async function insertTask(
  tx: Tx,
  changeId: string,
  task: { title: string; ownerId: string | null },
): Promise<string> {
  const id = newId()
  await sql`insert into change_task (id, change_id, position, title, owner_id)
    select ${id}, ${changeId}, coalesce(max(position), 0) + 1, ${task.title}, ${task.ownerId}::uuid
    from change_task where change_id = ${changeId}`.execute(tx)
  return id
}

/** @returns false when it was done already */
export async function finishTask(tx: Tx, id: string, by: string, note: string): Promise<boolean> {
  const row = await tx
    .updateTable('change_task')
    .set({ done_by: by, done_at: sql`clock_timestamp()`, note })
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** The newest of each kind first. */
export async function evidenceOf(db: Db, changeId: string): Promise<EvidenceRow[]> {
  const { rows } = await sql<EvidenceRow>`
    select e.id, e.what, e.statement, e.link, e.file_id as "fileId", p.name as by, e.recorded_at as at
    from change_evidence e join person p on p.id = e.recorded_by
    where e.change_id = ${changeId} order by e.id desc limit 200`.execute(db)
  return rows
}

export async function insertEvidence(
  tx: Tx,
  row: {
    changeId: string
    what: EvidenceKind
    statement: string
    link: string | null
    fileId: string | null
    by: string
  },
): Promise<void> {
  await tx
    .insertInto('change_evidence')
    .values({
      id: newId(),
      change_id: row.changeId,
      what: row.what,
      statement: row.statement,
      link: row.link,
      file_id: row.fileId,
      recorded_by: row.by,
    })
    .execute()
}

export async function filesOf(db: Db, changeId: string): Promise<FileRow[]> {
  const { rows } = await sql<FileRow>`
    select f.id, f.path, f.copy_place as "copyPlace", f.file_id as "fileId", f.copied_at as "copiedAt",
      (select p.name from person p where p.id = f.copied_by) as "copiedBy"
    from change_file f where f.change_id = ${changeId} order by f.path`.execute(db)
  return rows
}

/** @returns false when the file is named already */
export async function insertConfigFile(tx: Tx, changeId: string, path: string): Promise<boolean> {
  const row = await tx
    .insertInto('change_file')
    .values({ id: newId(), change_id: changeId, path })
    .onConflict((c) => c.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function setCopy(
  tx: Tx,
  id: string,
  copy: { place: string | null; fileId: string | null; by: string },
): Promise<void> {
  await tx
    .updateTable('change_file')
    .set({
      copy_place: copy.place,
      file_id: copy.fileId,
      copied_by: copy.by,
      copied_at: sql`clock_timestamp()`,
    })
    .where('id', '=', id)
    .execute()
}

/** Links of one incident go to another (two that became one). @returns the changes */
export async function moveLinks(tx: Tx, fromId: string, toId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with gone as (delete from change_link where incident_id = ${fromId} returning *),
      made as (insert into change_link (change_id, incident_id, relation, linked_by, recorded_at)
        select change_id, ${toId}, relation, linked_by, recorded_at from gone on conflict do nothing)
    select distinct change_id as id from gone`.execute(tx)
  return rows.map((row) => row.id)
}

/** @returns false when it is linked so already */
export async function putLink(
  tx: Tx,
  row: { changeId: string; incidentId: string; relation: Relation; by: string | null },
): Promise<boolean> {
  const added = await tx
    .insertInto('change_link')
    .values({
      change_id: row.changeId,
      incident_id: row.incidentId,
      relation: row.relation,
      linked_by: row.by,
    })
    .onConflict((c) => c.doNothing())
    .returning('change_id')
    .executeTakeFirst()
  return added !== undefined
}

/** @returns false when there is no such link */
export async function dropLink(
  tx: Tx,
  row: { changeId: string; incidentId: string; relation: Relation },
): Promise<boolean> {
  const gone = await tx
    .deleteFrom('change_link')
    .where('change_id', '=', row.changeId)
    .where('incident_id', '=', row.incidentId)
    .where('relation', '=', row.relation)
    .returning('change_id')
    .executeTakeFirst()
  return gone !== undefined
}

export async function putAck(
  tx: Tx,
  row: { changeId: string; otherId: string; windows: string; note: string; by: string },
): Promise<void> {
  await sql`insert into change_ack (change_id, other_id, windows, note, acknowledged_by)
    values (${row.changeId}, ${row.otherId}, ${row.windows}, ${row.note}, ${row.by})
    on conflict (change_id, other_id) do update set windows = excluded.windows, note = excluded.note,
      acknowledged_by = excluded.acknowledged_by, recorded_at = clock_timestamp()`.execute(tx)
}

export async function putException(
  tx: Tx,
  row: { changeId: string; startsAt: Date; endsAt: Date; reason: string; by: string },
): Promise<void> {
  await sql`insert into change_exception (change_id, starts_at, ends_at, reason, granted_by)
    values (${row.changeId}, ${row.startsAt}, ${row.endsAt}, ${row.reason}, ${row.by})
    on conflict (change_id) do update set starts_at = excluded.starts_at, ends_at = excluded.ends_at,
      reason = excluded.reason, granted_by = excluded.granted_by, recorded_at = clock_timestamp()`.execute(tx)
}
