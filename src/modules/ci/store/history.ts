import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import { below } from './ci.ts'

export interface Happening {
  entity: 'ci' | 'relation' | 'redundancy' | 'service'
  entityId: string
  ciId: string
  otherId?: string | null
  action: string
  actorId: string | null
  actorName: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** Writes what was and what is, under the lock of the row that changed. */
export async function insertHistory(tx: Tx, h: Happening): Promise<void> {
  await sql`insert into ci_history (entity, entity_id, ci_id, other_id, action, actor_id, actor_name, before, after)
    values (${h.entity}, ${h.entityId}, ${h.ciId}, ${h.otherId ?? null}::uuid, ${h.action}, ${h.actorId}::uuid,
      ${h.actorName}, ${h.before ? JSON.stringify(h.before) : null}::jsonb,
      ${h.after ? JSON.stringify(h.after) : null}::jsonb)`.execute(tx)
}

export interface HistoryRow {
  id: number
  entity: Happening['entity']
  entityId: string
  ciId: string
  otherId: string | null
  action: string
  actorName: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  recordedAt: Date
}

/** Changes of an item and of what hangs on it, newest first. */
export async function selectHistory(
  db: Db,
  ciId: string,
  window: { before?: number | undefined; limit: number },
): Promise<HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`
    select id, entity, entity_id as "entityId", ci_id as "ciId", other_id as "otherId", action,
      actor_name as "actorName", before, after, recorded_at as "recordedAt"
    from ci_history where (ci_id = ${ciId} or other_id = ${ciId})
      and (${window.before ?? null}::bigint is null or id < ${window.before ?? null}::bigint)
    order by id desc limit ${window.limit}`.execute(db)
  return rows
}

/** What an item was at a moment: the `before` of the first change after it, or what it is now; undefined: not yet there. */
export async function snapshotAt(
  db: Db,
  ciId: string,
  at: Date,
): Promise<{ later: true; snapshot: Record<string, unknown> | null } | { later: false }> {
  const { rows } = await sql<{ before: Record<string, unknown> | null }>`select before from ci_history
    where entity_id = ${ciId} and entity = 'ci' and recorded_at > ${at} order by id limit 1`.execute(db)
  return rows[0] ? { later: true, snapshot: rows[0].before } : { later: false }
}

export interface PastRelationRow {
  type: string
  direction: 'out' | 'in'
  other: { id: string; name: string | null }
}

/** Relations that held at a moment; names of other ends only below the paths. */
export async function relationsAt(
  db: Db,
  paths: readonly string[],
  ciId: string,
  at: Date,
): Promise<PastRelationRow[]> {
  const { rows } = await sql<PastRelationRow>`
    select r.type, r.direction, json_build_object('id', c.id,
      'name', case when ${below(sql`o.path`, paths)} then c.name end) as other
    from (
      select *, 'out' as direction, target_id as other_id from ci_relation where source_id = ${ciId}
      union all select *, 'in' as direction, source_id as other_id from ci_relation where target_id = ${ciId}
    ) r join ci c on c.id = r.other_id join org o on o.id = c.org_id
    where r.begun_at <= ${at} and (r.ended_at is null or r.ended_at > ${at})
    order by r.type, r.direction, c.name limit 500`.execute(db)
  return rows
}

export interface DifferenceRow {
  ciId: string
  name: string
  code: string
  classId: string
  /** of the item itself; undefined where only relations changed */
  touched: boolean
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  relations: {
    kind: 'added' | 'ended'
    type: string
    direction: 'out' | 'in'
    other: { id: string; name: string | null }
  }[]
}

/**
 * Items that were changed after `from` and until `to`, or whose relations were, with the item before the first and after the
 * last of its changes, and the relations that hold at one end of the time and not at the other. By name.
 */
export async function differences(
  db: Db,
  scope: { paths: readonly string[]; classIds: readonly string[] | null },
  from: Date,
  to: Date,
  limit: number,
): Promise<DifferenceRow[]> {
  const visible = below(sql`o.path`, scope.paths)
  const ofClass = scope.classIds ? sql`c.class_id = any(${[...scope.classIds]}::uuid[])` : sql`true`
  const { rows } = await sql<DifferenceRow>`
    with touched as (
      select entity_id as id, (array_agg(before order by id))[1] as before,
        (array_agg(after order by id desc))[1] as after
      from ci_history where entity = 'ci' and recorded_at > ${from} and recorded_at <= ${to} group by entity_id
    ), moved as (
      select r.*, r.begun_at > ${from} as fresh from ci_relation r
      where r.id in (select entity_id from ci_history where entity = 'relation'
          and recorded_at > ${from} and recorded_at <= ${to})
        and (r.begun_at > ${from}) <> (r.ended_at is not null and r.ended_at <= ${to})
    ), ends as (
      select source_id as id, 'out' as direction, target_id as other_id, type, fresh from moved
      union all select target_id, 'in', source_id, type, fresh from moved
    ), found as (
      select c.id, c.name, c.code, c.class_id from ci c join org o on o.id = c.org_id
      where (c.id in (select id from touched) or c.id in (select id from ends)) and ${visible} and ${ofClass}
      order by c.name, c.id limit ${limit}
    )
    select f.id as "ciId", f.name, f.code, f.class_id as "classId", t.id is not null as touched, t.before, t.after,
      coalesce((select json_agg(json_build_object('kind', case when e.fresh then 'added' else 'ended' end,
          'type', e.type, 'direction', e.direction,
          'other', json_build_object('id', c.id, 'name', case when ${visible} then c.name end))
          order by e.fresh, e.type, c.name)
        from ends e join ci c on c.id = e.other_id join org o on o.id = c.org_id where e.id = f.id), '[]') as relations
    from found f left join touched t on t.id = f.id order by f.name, f.id`.execute(db)
  return rows
}

export interface BaselineRow {
  id: string
  name: string
  note: string
  org: { id: string; name: string }
  orgPath: string
  classId: string | null
  takenAt: Date
  takenBy: string
}

const baselineColumns = sql`b.id, b.name, b.note, json_build_object('id', o.id, 'name', o.name) as org,
  o.path as "orgPath", b.class_id as "classId", b.taken_at as "takenAt", b.taken_by_name as "takenBy"`

export async function insertBaseline(
  tx: Tx,
  b: { name: string; note: string; orgId: string; classId: string | null; by: string | null; byName: string },
): Promise<string> {
  const id = newId()
  await sql`insert into ci_baseline (id, name, note, org_id, class_id, taken_by, taken_by_name)
    values (${id}, ${b.name}, ${b.note}, ${b.orgId}, ${b.classId}::uuid, ${b.by}::uuid, ${b.byName})`.execute(
    tx,
  )
  return id
}

/** Baselines below the paths, the newest first; with `id` that one. */
export async function selectBaselines(
  db: Db,
  paths: readonly string[],
  window: { id?: string; before?: string | undefined; limit: number },
): Promise<BaselineRow[]> {
  const { rows } = await sql<BaselineRow>`select ${baselineColumns} from ci_baseline b
    join org o on o.id = b.org_id where ${below(sql`o.path`, paths)}
      and (${window.id ?? null}::uuid is null or b.id = ${window.id ?? null}::uuid)
      and (${window.before ?? null}::uuid is null or b.id < ${window.before ?? null}::uuid)
    order by b.id desc limit ${window.limit}`.execute(db)
  return rows
}
