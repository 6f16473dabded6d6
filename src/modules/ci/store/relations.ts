import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { Lifecycle, LiveState } from '../words.ts'
import { below } from './ci.ts'

export interface RelationRow {
  id: string
  type: string
  sourceId: string
  targetId: string
  redundancyId: string | null
  note: string
  source: string
  begunAt: Date
  version: number
}

const columns = sql`r.id, r.type, r.source_id as "sourceId", r.target_id as "targetId",
  r.redundancy_id as "redundancyId", r.note, r.source, r.begun_at as "begunAt", r.version`

/** @returns undefined when the relation is there already */
export async function insertRelation(
  tx: Tx,
  r: { type: string; sourceId: string; targetId: string; note: string; source: string; by: string | null },
): Promise<RelationRow | undefined> {
  const { rows } = await sql<RelationRow>`
    insert into ci_relation as r (id, type, source_id, target_id, note, source, recorded_by)
    values (${newId()}, ${r.type}, ${r.sourceId}, ${r.targetId}, ${r.note}, ${r.source}, ${r.by}::uuid)
    on conflict (source_id, type, target_id) where ended_at is null do nothing returning ${columns}`.execute(
    tx,
  )
  return rows[0]
}

/** A relation that holds; with `lock` nobody ends it before the transaction does. */
export async function readRelation(db: Db, id: string, lock = false): Promise<RelationRow | undefined> {
  const { rows } = await sql<RelationRow>`select ${columns} from ci_relation r
    where r.id = ${id} and r.ended_at is null ${lock ? sql`for update of r` : sql``}`.execute(db)
  return rows[0]
}

/** Relations of an item that hold, locked. */
export async function relationsToEnd(tx: Tx, ciId: string): Promise<RelationRow[]> {
  const { rows } = await sql<RelationRow>`select ${columns} from ci_relation r
    where (r.source_id = ${ciId} or r.target_id = ${ciId}) and r.ended_at is null
    order by r.id for update of r`.execute(tx)
  return rows
}

export async function endRelationRow(tx: Tx, id: string): Promise<void> {
  await sql`update ci_relation set ended_at = clock_timestamp(), version = version + 1
    where id = ${id} and ended_at is null`.execute(tx)
}

export interface ListedRow {
  id: string
  type: string
  direction: 'out' | 'in'
  redundancyId: string | null
  note: string
  source: string
  begunAt: Date
  version: number
  other: {
    id: string
    visible: boolean
    name: string | null
    code: string | null
    classId: string
    lifecycle: Lifecycle
    liveState: LiveState
  }
}

/** Relations of an item with their other ends; names only below the paths. */
export async function relationsOf(
  db: Db,
  paths: readonly string[],
  ciId: string,
  limit: number,
): Promise<ListedRow[]> {
  const { rows } = await sql<ListedRow>`
    select r.id, r.type, r.direction, r.redundancy_id as "redundancyId", r.note, r.source,
      r.begun_at as "begunAt", r.version,
      json_build_object('id', c.id, 'visible', v.visible, 'name', case when v.visible then c.name end,
        'code', case when v.visible then c.code end, 'classId', c.class_id, 'lifecycle', c.lifecycle,
        'liveState', c.live_state) as other
    from (
      select *, 'out' as direction, target_id as other_id from ci_relation
        where source_id = ${ciId} and ended_at is null
      union all select *, 'in' as direction, source_id as other_id from ci_relation
        where target_id = ${ciId} and ended_at is null
    ) r
    join ci c on c.id = r.other_id join org o on o.id = c.org_id
    cross join lateral (select ${below(sql`o.path`, paths)} as visible) v
    order by r.type, r.direction, c.name, r.id limit ${limit}`.execute(db)
  return rows
}

export interface RedundancyRow {
  id: string
  ciId: string
  name: string
  needs: number
  members: number
  version: number
}

const redundancyColumns = sql`g.id, g.ci_id as "ciId", g.name, g.needs, g.version,
  (select count(*) from ci_relation r where r.redundancy_id = g.id and r.ended_at is null) as members`

export async function redundanciesOf(db: Db, ciId: string): Promise<RedundancyRow[]> {
  const { rows } = await sql<RedundancyRow>`select ${redundancyColumns} from ci_redundancy g
    where g.ci_id = ${ciId} order by g.name, g.id`.execute(db)
  return rows
}

export async function readRedundancy(db: Db, id: string): Promise<RedundancyRow | undefined> {
  const { rows } = await sql<RedundancyRow>`select ${redundancyColumns} from ci_redundancy g
    where g.id = ${id}`.execute(db)
  return rows[0]
}

export async function insertRedundancy(
  tx: Tx,
  g: { ciId: string; name: string; needs: number },
): Promise<string> {
  const id = newId()
  await sql`insert into ci_redundancy (id, ci_id, name, needs)
    values (${id}, ${g.ciId}, ${g.name}, ${g.needs})`.execute(tx)
  return id
}

/** @returns false when somebody changed it meanwhile */
export async function updateRedundancy(
  tx: Tx,
  g: { id: string; version: number; name: string; needs: number },
): Promise<boolean> {
  const { rows } =
    await sql`update ci_redundancy set name = ${g.name}, needs = ${g.needs}, version = version + 1
    where id = ${g.id} and version = ${g.version} returning 1`.execute(tx)
  return rows.length > 0
}

/** Makes exactly these relations the members of a group. */
export async function setMembers(tx: Tx, id: string, relationIds: readonly string[]): Promise<void> {
  await sql`update ci_relation set redundancy_id = null, version = version + 1
    where redundancy_id = ${id} and not (id = any(${[...relationIds]}::uuid[]))`.execute(tx)
  await sql`update ci_relation set redundancy_id = ${id}, version = version + 1
    where id = any(${[...relationIds]}::uuid[]) and redundancy_id is distinct from ${id}::uuid
      and ended_at is null`.execute(tx)
}

/** Members of a group that hold. */
export async function membersOf(db: Db, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from ci_relation
    where redundancy_id = ${id} and ended_at is null order by id`.execute(db)
  return rows.map((row) => row.id)
}

export async function deleteRedundancy(tx: Tx, id: string, version: number): Promise<boolean> {
  await sql`update ci_relation set redundancy_id = null, version = version + 1
    where redundancy_id = ${id}`.execute(tx)
  const { rows } = await sql`delete from ci_redundancy where id = ${id} and version = ${version}
    returning 1`.execute(tx)
  return rows.length > 0
}
