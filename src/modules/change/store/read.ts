import { sql, type RawBuilder } from 'kysely'
import { namedSql, personNameSql, type Db } from '#kernel/db/index.ts'
import type { FlowKey, Kind, Level, Result, Risk, State } from '../words.ts'
import type { Visibility } from '../visible.ts'
import { visibleSql } from './visible-sql.ts'

export interface Ref {
  id: string
  name: string
}

export interface LineRow {
  id: string
  number: string
  title: string
  kind: Kind
  state: State
  risk: Risk | null
  services: Ref[]
  org: Ref
  orgPath: string
  group: Ref | null
  requester: Ref | null
  implementer: Ref | null
  second: Ref | null
  startsAt: Date | null
  endsAt: Date | null
  result: Result | null
  unauthorised: boolean
  recordedAt: Date
  updatedAt: Date
  version: number
}

export interface ChangeRow extends LineRow {
  reason: string
  template: Ref | null
  templateMinutes: number | null
  templateApprover: string | null
  impactLevel: Level | null
  likelihood: Level | null
  impact: string
  plan: string
  backOut: string
  testProof: string
  editsConfig: boolean
  assessedBy: Ref | null
  assessment: string
  flow: FlowKey | null
  approvalId: string | null
  approvedDigest: string | null
  letBeginBy: string | null
  letBeginAt: Date | null
  afterApprovalId: string | null
  ratifyBy: Date | null
  ratified: 'waiting' | 'done' | 'refused' | null
  outsideReason: string | null
  outsideBy: string | null
  exception: { reason: string; by: string; at: string; startsAt: string; endsAt: string } | null
  begunBy: string | null
  begunAt: Date | null
  confirmedBy: string | null
  confirmedAt: Date | null
  implementedAt: Date | null
  failure: string | null
  failedAt: Date | null
  review: string | null
  reviewedBy: Ref | null
  closedAt: Date | null
  foundBy: Ref | null
  doneBy: string | null
  taskOwnerIds: string[]
}

export const lineColumns = sql`t.id, t.number, t.title, c.kind, t.state, c.risk,
  (select coalesce(json_agg(json_build_object('id', s.id, 'name', s.name) order by s.name, s.id), '[]')
    from change_service x join service s on s.id = x.service_id where x.change_id = t.id) as services,
  json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath", ${namedSql('support_group', 't.group_id')} as "group",
  ${namedSql('person', 't.requester_id')} as requester, ${namedSql('person', 't.owner_id')} as implementer,
  ${namedSql('person', 'c.second_id')} as second, c.starts_at as "startsAt", c.ends_at as "endsAt", c.result, c.unauthorised,
  t.recorded_at as "recordedAt", t.updated_at as "updatedAt", t.version`
export const lineJoins = sql`join change c on c.ticket_id = t.id join org o on o.id = t.org_id`

/**
 * Reads one change whole; undefined: missing, or not visible to `v`.
 * @param lock take the row lock of its ticket first: whoever changes a change, or a part of it, holds it
 */
export async function findChange(
  db: Db,
  v: Visibility,
  id: string,
  lock = false,
): Promise<ChangeRow | undefined> {
  // alone: of a lock with joins PostgreSQL answers the other tables as they were when the statement began
  if (lock) await sql`select from ticket where id = ${id} and kind = 'change' for update`.execute(db)
  const { rows } = await sql<ChangeRow>`
    select ${lineColumns}, t.description as reason,
      (select json_build_object('id', m.id, 'name', m.name) from change_template m where m.id = c.template_id) as template,
      (select m.minutes from change_template m where m.id = c.template_id) as "templateMinutes",
      (select m.approved_by from change_template m where m.id = c.template_id) as "templateApprover",
      c.impact_level as "impactLevel", c.likelihood, c.impact, c.plan, c.back_out as "backOut",
      c.test_proof as "testProof", c.edits_config as "editsConfig", ${namedSql('person', 'c.assessed_by')} as "assessedBy",
      c.assessment, c.flow, c.approval_id as "approvalId", c.approved_digest as "approvedDigest",
      ${personNameSql('c.let_begin_by')} as "letBeginBy", c.let_begin_at as "letBeginAt",
      c.after_approval_id as "afterApprovalId", c.ratify_by as "ratifyBy", c.ratified,
      c.outside_reason as "outsideReason", ${personNameSql('c.outside_by')} as "outsideBy",
      (select json_build_object('reason', e.reason, 'by', p.name, 'at', e.recorded_at, 'startsAt', e.starts_at,
        'endsAt', e.ends_at) from change_exception e join person p on p.id = e.granted_by
        where e.change_id = t.id) as exception,
      ${personNameSql('c.begun_by')} as "begunBy", c.begun_at as "begunAt", ${personNameSql('c.confirmed_by')} as "confirmedBy",
      c.confirmed_at as "confirmedAt", c.implemented_at as "implementedAt", c.failure, c.failed_at as "failedAt", c.review,
      ${namedSql('person', 'c.reviewed_by')} as "reviewedBy", t.closed_at as "closedAt",
      ${namedSql('person', 'c.found_by')} as "foundBy", c.done_by as "doneBy",
      array(select distinct k.owner_id from change_task k where k.change_id = t.id and k.owner_id is not null) as "taskOwnerIds"
    from ticket t ${lineJoins} where t.id = ${id}::uuid and ${visibleSql(v)}`.execute(db)
  return rows[0]
}

export interface ListFilter {
  ids?: readonly string[] | undefined
  state?: State | undefined
  kind?: Kind | undefined
  risk?: Risk | undefined
  open?: boolean | undefined
  unauthorised?: boolean | undefined
  serviceId?: string | undefined
  /** person who asked for it, does it, or stands beside */
  mine?: string | undefined
  /** windows that reach into this stretch */
  from?: string | undefined
  to?: string | undefined
}

function conditions(f: ListFilter): RawBuilder<unknown>[] {
  const all = [sql`t.kind = 'change'`]
  if (f.ids) all.push(sql`t.id = any(${[...f.ids]}::uuid[])`)
  if (f.state) all.push(sql`t.state = ${f.state}`)
  if (f.kind) all.push(sql`c.kind = ${f.kind}`)
  if (f.risk) all.push(sql`c.risk = ${f.risk}`)
  if (f.open !== undefined) all.push(sql`t.open = ${f.open}`)
  if (f.unauthorised !== undefined) all.push(sql`c.unauthorised = ${f.unauthorised}`)
  if (f.serviceId)
    all.push(
      sql`exists (select from change_service x where x.change_id = t.id and x.service_id = ${f.serviceId})`,
    )
  if (f.mine) all.push(sql`${f.mine}::uuid in (t.requester_id, t.owner_id, c.second_id)`)
  if (f.from && f.to) all.push(sql`c.starts_at < ${f.to}::timestamptz and c.ends_at > ${f.from}::timestamptz`)
  return all
}

/** `limit` + 1 visible changes that pass the filter, newest first; with `byWindow` in the order of their windows. */
export async function listRows(
  db: Db,
  v: Visibility,
  filter: ListFilter,
  options: { limit: number; after?: string | undefined; byWindow?: boolean },
): Promise<LineRow[]> {
  const where = [...conditions(filter), visibleSql(v)]
  if (options.after) where.push(sql`t.id < ${options.after}::uuid`)
  const { rows } = await sql<LineRow>`
    select ${lineColumns} from ticket t ${lineJoins} where ${sql.join(where, sql` and `)}
    order by ${options.byWindow ? sql`c.starts_at, t.id` : sql`t.id desc`} limit ${options.limit + 1}`.execute(
    db,
  )
  return rows
}

/** A change that may stand in the way of another. */
export interface OtherRow {
  id: string
  number: string
  title: string | null
  state: State
  startsAt: Date
  endsAt: Date
  serviceIds: string[]
  personIds: string[]
  ack: { by: string; note: string; at: string; windows: string } | null
}

/** Open changes whose windows lie within a day of the given one; the title only where the reader may see it. */
export async function othersAround(
  db: Db,
  v: Visibility,
  own: { id: string; startsAt: Date; endsAt: Date },
): Promise<OtherRow[]> {
  const { rows } = await sql<OtherRow>`
    select t.id, t.number, case when ${visibleSql(v)} then t.title end as title, t.state,
      c.starts_at as "startsAt", c.ends_at as "endsAt",
      array(select x.service_id from change_service x where x.change_id = t.id) as "serviceIds",
      array(select y from (select t.owner_id as y union select c.second_id
        union select k.owner_id from change_task k where k.change_id = t.id) z where y is not null) as "personIds",
      (select json_build_object('by', p.name, 'note', a.note, 'at', a.recorded_at, 'windows', a.windows)
        from change_ack a join person p on p.id = a.acknowledged_by
        where a.change_id = ${own.id}::uuid and a.other_id = t.id) as ack
    from change c join ticket t on t.id = c.ticket_id
    where t.open and t.id <> ${own.id}::uuid
      and c.starts_at < ${own.endsAt}::timestamptz + interval '24 hours'
      and c.ends_at > ${own.startsAt}::timestamptz - interval '24 hours'
    order by c.starts_at, t.id limit 200`.execute(db)
  return rows
}
