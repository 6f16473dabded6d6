import { sql, type RawBuilder, type Updateable } from 'kysely'
import { newId, type DB, type Db, type Tx } from '#kernel/db/index.ts'
import type { ItemKey, State } from '../words.ts'

interface Ref {
  id: string
  name: string
}

/** What an actor may see of releases: those of the orgs in the scope of the role, and one's own. */
export interface Visibility {
  orgPaths: readonly string[]
  personId: string | null
}

export interface ReleaseRow {
  id: string
  number: string
  title: string
  service: Ref
  orgId: string
  orgPath: string
  versionName: string
  notes: string
  builder: string
  state: State
  plannedAt: Date | null
  liveAt: Date | null
  liveBy: Ref | null
  cancelReason: string | null
  confirmed: number
  createdBy: Ref
  recordedAt: Date
  version: number
}

const columns = sql`r.id, r.number, r.title, json_build_object('id', s.id, 'name', s.name) as service,
  r.org_id as "orgId", o.path as "orgPath", r.version_name as "versionName", r.notes, r.builder, r.state,
  r.planned_at as "plannedAt", r.live_at as "liveAt", r.cancel_reason as "cancelReason",
  (select json_build_object('id', p.id, 'name', p.name) from person p where p.id = r.live_by) as "liveBy",
  (select count(*)::int from release_item i where i.release_id = r.id and i.confirmed_by is not null) as confirmed,
  json_build_object('id', c.id, 'name', c.name) as "createdBy", r.recorded_at as "recordedAt", r.version`

function visible(v: Visibility): RawBuilder<unknown> {
  return sql`(o.path like any(${v.orgPaths.map((p) => `${p}%`)}::text[]) or r.created_by = ${v.personId}::uuid
    or exists (select from release_item i where i.release_id = r.id and i.person_id = ${v.personId}::uuid))`
}

/** Visible releases that pass the filter, newest first, `limit` + 1 of them. */
export async function releaseRows(
  db: Db,
  v: Visibility,
  f: {
    id?: string
    ids?: readonly string[]
    lock?: boolean
    state?: State | undefined
    serviceId?: string | undefined
    changeId?: string
    after?: string | undefined
    limit: number
  },
): Promise<ReleaseRow[]> {
  // alone: of a lock with joins PostgreSQL answers the other tables as they were when the statement began
  if (f.lock) await sql`select from release where id = ${f.id} for update`.execute(db)
  const where = [visible(v)]
  if (f.id) where.push(sql`r.id = ${f.id}`)
  if (f.ids) where.push(sql`r.id = any(${[...f.ids]}::uuid[])`)
  if (f.state) where.push(sql`r.state = ${f.state}`)
  if (f.serviceId) where.push(sql`r.service_id = ${f.serviceId}`)
  if (f.after) where.push(sql`r.id < ${f.after}::uuid`)
  if (f.changeId)
    where.push(
      sql`exists (select from release_change x where x.release_id = r.id and x.change_id = ${f.changeId})`,
    )
  const { rows } =
    await sql<ReleaseRow>`select ${columns} from release r join service s on s.id = r.service_id
    join org o on o.id = r.org_id join person c on c.id = r.created_by
    where ${sql.join(where, sql` and `)} order by r.id desc limit ${f.limit + 1}`.execute(db)
  return rows
}

export async function insertRelease(
  tx: Tx,
  row: {
    number: string
    serviceId: string
    orgId: string
    versionName: string
    title: string
    notes: string
    builder: string
    plannedAt: string | null
    by: string
  },
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('release')
    .values({
      id,
      number: row.number,
      service_id: row.serviceId,
      org_id: row.orgId,
      version_name: row.versionName,
      title: row.title,
      notes: row.notes,
      builder: row.builder,
      planned_at: row.plannedAt,
      created_by: row.by,
    })
    .execute()
  return id
}

/** Changes a release that was locked before, and counts its version up. */
export async function patchRelease(tx: Tx, id: string, patch: Updateable<DB['release']>): Promise<void> {
  await tx
    .updateTable('release')
    .set({ ...patch, version: sql`version + 1`, updated_at: sql`clock_timestamp()` })
    .where('id', '=', id)
    .execute()
}

export interface ItemRow {
  key: ItemKey
  person: Ref
  doneOn: string
  statement: string
  link: string | null
  fileId: string | null
  recordedById: string
  recordedBy: string
  confirmedBy: string | null
  confirmedAt: Date | null
}

export async function itemsOf(db: Db, releaseId: string): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`
    select i.key, json_build_object('id', p.id, 'name', p.name) as person, i.done_on::text as "doneOn", i.statement,
      i.link, i.file_id as "fileId", i.recorded_by as "recordedById", b.name as "recordedBy",
      (select x.name from person x where x.id = i.confirmed_by) as "confirmedBy", i.confirmed_at as "confirmedAt"
    from release_item i join person p on p.id = i.person_id join person b on b.id = i.recorded_by
    where i.release_id = ${releaseId}`.execute(db)
  return rows
}

/** Records an item; what was confirmed of it before is confirmed anew. */
export async function putItem(
  tx: Tx,
  releaseId: string,
  item: {
    key: ItemKey
    personId: string
    doneOn: string
    statement: string
    link: string | null
    fileId: string | null
    by: string
  },
): Promise<void> {
  await sql`insert into release_item (release_id, key, person_id, done_on, statement, link, file_id, recorded_by)
    values (${releaseId}, ${item.key}, ${item.personId}, ${item.doneOn}, ${item.statement}, ${item.link}, ${item.fileId}, ${item.by})
    on conflict (release_id, key) do update set person_id = excluded.person_id, done_on = excluded.done_on,
      statement = excluded.statement, link = excluded.link, file_id = excluded.file_id,
      recorded_by = excluded.recorded_by, recorded_at = clock_timestamp(), confirmed_by = null, confirmed_at = null`.execute(
    tx,
  )
}

export async function stampItem(tx: Tx, releaseId: string, key: ItemKey, by: string): Promise<void> {
  await sql`update release_item set confirmed_by = ${by}, confirmed_at = clock_timestamp()
    where release_id = ${releaseId} and key = ${key}`.execute(tx)
}

/** Ids, numbers and states of linked changes; who may read their titles is the change room's to say. */
export async function changesOf(
  db: Db,
  releaseId: string,
): Promise<{ id: string; number: string; state: string }[]> {
  const { rows } = await sql<{ id: string; number: string; state: string }>`
    select t.id, t.number, t.state from release_change x join ticket t on t.id = x.change_id
    where x.release_id = ${releaseId} order by t.id`.execute(db)
  return rows
}

/** @returns false when it is linked already */
export async function putChange(tx: Tx, releaseId: string, changeId: string): Promise<boolean> {
  const row = await tx
    .insertInto('release_change')
    .values({ release_id: releaseId, change_id: changeId })
    .onConflict((c) => c.doNothing())
    .returning('change_id')
    .executeTakeFirst()
  return row !== undefined
}

/** The owner org of an active service; undefined: there is none. */
export async function ownerOf(
  db: Db,
  serviceId: string,
): Promise<{ orgId: string; path: string } | undefined> {
  return db
    .selectFrom('service as s')
    .innerJoin('org as o', 'o.id', 's.owner_org_id')
    .select(['o.id as orgId', 'o.path'])
    .where('s.id', '=', serviceId)
    .where('s.active', '=', true)
    .executeTakeFirst()
}

export async function isActivePerson(db: Db, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('person')
    .select('id')
    .where('id', '=', id)
    .where('state', '=', 'active')
    .where('kind', '=', 'person')
    .executeTakeFirst()
  return row !== undefined
}
