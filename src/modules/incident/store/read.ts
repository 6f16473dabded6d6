import { sql } from 'kysely'
import { namedSql, type Db, type Tx } from '#kernel/db/index.ts'
import type { Channel, Grade, IncidentType, Level, State } from '../words.ts'

export interface Ref {
  id: string
  name: string
}

/** An incident as the store reads it: ticket, extension and the names of what it refers to. */
export interface IncidentRow {
  id: string
  number: string
  title: string
  description: string
  type: IncidentType
  state: State
  open: boolean
  priority: number
  grade: Grade
  gradeConfirmed: boolean
  gradeReason: string | null
  channel: Channel
  impact: Level
  urgency: Level
  holdReason: string | null
  merged: boolean
  holdUntil: Date | null
  requester: Ref | null
  requesterPhone: string | null
  callerName: string | null
  callerPhone: string | null
  callerPlace: string | null
  org: Ref
  orgPath: string
  service: Ref | null
  category: Ref | null
  group: Ref | null
  owner: Ref | null
  parent: { id: string; number: string; title: string } | null
  duplicateOf: { id: string; number: string; title: string } | null
  mergedInto: { id: string; number: string; title: string } | null
  createdBy: string | null
  occurredAt: Date
  recordedAt: Date
  updatedAt: Date
  resolvedAt: Date | null
  closedAt: Date | null
  origin: 'live' | 'import'
  version: number
  firstContact: boolean
  respondedAt: Date | null
  onsiteRequestedAt: Date | null
  onsiteArrivedAt: Date | null
  resolution: string | null
  resolutionCode: string | null
  cancelReason: string | null
  reopenCount: number
  reassignmentCount: number
  alertKey: string | null
  watching: boolean
  iAmAffected: boolean
  affectedCount: number
  source: Record<string, unknown> | null
}

/** The columns of one list line. */
export const lineColumns = sql`
  t.id, t.number, t.title, t.state, t.open, t.priority, t.channel, t.caller_name as "callerName",
  t.occurred_at as "occurredAt", t.recorded_at as "recordedAt", t.updated_at as "updatedAt",
  t.resolved_at as "resolvedAt", t.closed_at as "closedAt", t.origin, t.version,
  i.type, i.impact, i.urgency, i.grade, i.grade_confirmed as "gradeConfirmed", i.hold_reason as "holdReason",
  t.merged_into_id is not null as merged,
  json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath",
  ${namedSql('person', 't.requester_id')} as requester, ${namedSql('service', 't.service_id')} as service,
  ${namedSql('category', 't.category_id')} as category, ${namedSql('support_group', 't.group_id')} as "group",
  ${namedSql('person', 't.owner_id')} as owner`

export const lineJoins = sql`join incident i on i.ticket_id = t.id join org o on o.id = t.org_id`

/**
 * Reads one incident whole, whoever asks; access is decided by `accessIncident`.
 * @param personId whose own relation (watching, affected) is wanted
 * @param lock take the row lock of the ticket, for a change that follows
 */
export async function readIncident(
  db: Db | Tx,
  id: string,
  personId: string | null,
  lock = false,
): Promise<IncidentRow | undefined> {
  const { rows } = await sql<IncidentRow>`
    select ${lineColumns}, t.description, t.caller_phone as "callerPhone", t.caller_place as "callerPlace",
      (select x.phone from person x where x.id = t.requester_id) as "requesterPhone", t.created_by as "createdBy",
      i.grade_reason as "gradeReason", i.hold_until as "holdUntil", i.first_contact as "firstContact",
      i.responded_at as "respondedAt", i.onsite_requested_at as "onsiteRequestedAt",
      i.onsite_arrived_at as "onsiteArrivedAt", i.resolution, i.resolution_code as "resolutionCode",
      i.cancel_reason as "cancelReason", i.reopen_count as "reopenCount",
      i.reassignment_count as "reassignmentCount", i.alert_key as "alertKey",
      (select json_build_object('id', p.id, 'number', p.number, 'title', p.title) from ticket p
        where p.id = t.parent_id) as parent,
      (select json_build_object('id', d.id, 'number', d.number, 'title', d.title) from ticket d
        where d.id = t.duplicate_of_id) as "duplicateOf",
      (select json_build_object('id', m.id, 'number', m.number, 'title', m.title) from ticket m
        where m.id = t.merged_into_id) as "mergedInto",
      exists (select from watcher x where x.ticket_id = t.id and x.person_id = ${personId}::uuid) as watching,
      exists (select from affected x where x.ticket_id = t.id and x.person_id = ${personId}::uuid) as "iAmAffected",
      (select count(*) from affected x where x.ticket_id = t.id) as "affectedCount",
      (select x.data from incident_source x where x.ticket_id = t.id) as source
    from ticket t ${lineJoins}
    where t.id = ${id} ${lock ? sql`for update of t` : sql``}`.execute(db)
  return rows[0]
}

/** Ids of incidents among the given ones that pass a visibility filter are asked with `listRows`; this is for links. */
export async function findIdByNumber(db: Db, number: string): Promise<string | undefined> {
  const row = await db.selectFrom('ticket').select('id').where('number', '=', number).executeTakeFirst()
  return row?.id
}

/** The open incident of an alert key, locked, if there is one. */
export async function findByAlertKey(
  tx: Tx,
  key: string,
): Promise<{ id: string; state: State; version: number } | undefined> {
  const { rows } = await sql<{ id: string; state: State; version: number }>`
    select t.id, t.state, t.version from incident i join ticket t on t.id = i.ticket_id
    where i.alert_key = ${key} for update of t`.execute(tx)
  return rows[0]
}

/** Open incidents of a service, newest first. */
export async function openOfService(
  db: Db,
  serviceId: string,
  limit = 20,
): Promise<{ id: string; version: number; alertKey: string | null; state: State }[]> {
  const { rows } = await sql<{ id: string; version: number; alertKey: string | null; state: State }>`
    select t.id, t.version, i.alert_key as "alertKey", t.state from ticket t join incident i on i.ticket_id = t.id
    where t.service_id = ${serviceId} and t.open and t.duplicate_of_id is null order by t.id desc limit ${limit}`.execute(
    db,
  )
  return rows
}
