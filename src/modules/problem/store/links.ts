import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import {
  visibleSql as visibleIncidentSql,
  type Visibility as SeesIncidents,
} from '#modules/incident/index.ts'
import type { Visibility } from '../visible.ts'
import type { State } from '../words.ts'
import { isPublished } from './read.ts'
import { visibleSql } from './visible-sql.ts'

export interface LinkedRow {
  id: string
  number: string
  title: string | null
  state: string
  usedWorkaround: boolean
  occurredAt: Date
}

/** Incidents of a problem, the newest 200; the title only where the reader may see the incident. */
export async function incidentsOf(db: Db, v: SeesIncidents, problemId: string): Promise<LinkedRow[]> {
  const { rows } = await sql<LinkedRow>`
    select t.id, t.number, case when ${visibleIncidentSql(v)} then t.title end as title, t.state,
      l.used_workaround as "usedWorkaround", t.occurred_at as "occurredAt"
    from problem_incident l join ticket t on t.id = l.incident_id
    where l.problem_id = ${problemId} order by t.id desc limit 200`.execute(db)
  return rows
}

/**
 * Links an incident, or says of a linked one that the workaround was used: what was used stays used.
 * @returns false when nothing of it is new
 */
export async function putLink(
  tx: Tx,
  l: { problemId: string; incidentId: string; used: boolean; by: string | null },
): Promise<boolean> {
  const { rows } =
    await sql`insert into problem_incident (problem_id, incident_id, used_workaround, linked_by)
    values (${l.problemId}, ${l.incidentId}, ${l.used}, ${l.by}::uuid)
    on conflict (problem_id, incident_id) do update set used_workaround = true
      where excluded.used_workaround and not problem_incident.used_workaround
    returning 1`.execute(tx)
  return rows.length > 0
}

/** Links of one incident go to another (two that became one); a workaround used on either was used. @returns the problems */
export async function moveLinks(tx: Tx, fromId: string, toId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with gone as (delete from problem_incident where incident_id = ${fromId} returning *)
    insert into problem_incident (problem_id, incident_id, used_workaround, linked_by, recorded_at)
    select problem_id, ${toId}, used_workaround, linked_by, recorded_at from gone
    on conflict (problem_id, incident_id) do update
      set used_workaround = problem_incident.used_workaround or excluded.used_workaround
    returning problem_id as id`.execute(tx)
  await sql`with gone as (delete from problem_proposal_incident where incident_id = ${fromId} returning proposal_id)
    insert into problem_proposal_incident (proposal_id, incident_id) select proposal_id, ${toId} from gone
    on conflict do nothing`.execute(tx)
  return rows.map((row) => row.id)
}

/** @returns false when there was none */
export async function dropLink(tx: Tx, problemId: string, incidentId: string): Promise<boolean> {
  const { rows } = await sql`delete from problem_incident
    where problem_id = ${problemId} and incident_id = ${incidentId} returning 1`.execute(tx)
  return rows.length > 0
}

export interface OfIncidentRow {
  id: string
  number: string
  title: string
  state: State
  usedWorkaround: boolean
  published: boolean
  workaround: string
  visible: boolean
}

/** Problems of an incident: those the reader may see, and published known errors, which all who work here may know. */
export async function problemsOf(db: Db, v: Visibility, incidentId: string): Promise<OfIncidentRow[]> {
  const { rows } = await sql<OfIncidentRow>`
    select * from (
      select t.id, t.number, t.title, t.state, l.used_workaround as "usedWorkaround", ${isPublished} as published,
        case when ${isPublished} then p.workaround else '' end as workaround, ${visibleSql(v)} as visible
      from problem_incident l join problem p on p.ticket_id = l.problem_id join ticket t on t.id = p.ticket_id
      where l.incident_id = ${incidentId}
    ) x where visible or published order by id desc limit 50`.execute(db)
  return rows
}

export interface PublishedRow {
  id: string
  number: string
  orgId: string
}

/** Problems whose known error is shown now, by ids or by numbers. */
export async function publishedAmong(
  db: Db,
  by: { ids?: readonly string[]; numbers?: readonly string[] },
): Promise<PublishedRow[]> {
  const { rows } = await sql<PublishedRow>`
    select t.id, t.number, t.org_id as "orgId" from problem p join ticket t on t.id = p.ticket_id
    where ${isPublished} and (t.id = any(${[...(by.ids ?? [])]}::uuid[])
      or t.number = any(${[...(by.numbers ?? [])]}::text[])) limit 20`.execute(db)
  return rows
}
