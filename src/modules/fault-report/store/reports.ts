import { sql, type RawBuilder } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { ReportState, Section } from '../contract.ts'

export interface Ref {
  id: string
  name: string
}

export type Sections = Record<Section, string>

export interface ReportRow extends Sections {
  id: string
  ticketId: string
  ticketNumber: string
  ticketTitle: string
  orgId: string
  owner: Ref | null
  round: number
  state: ReportState
  draftedBy: string[]
  drafters: Ref[]
  dueAt: Date | null
  submittedBy: Ref | null
  submittedAt: Date | null
  reviewedBy: Ref | null
  reviewedAt: Date | null
  reviewNote: string
  version: number
  recordedAt: Date
}

const person = (alias: string): RawBuilder<unknown> =>
  sql`case when ${sql.ref(`${alias}.id`)} is not null
    then json_build_object('id', ${sql.ref(`${alias}.id`)}, 'name', ${sql.ref(`${alias}.name`)}) end`

const select: RawBuilder<unknown> = sql`
  select f.id, f.ticket_id as "ticketId", f.ticket_number as "ticketNumber", f.ticket_title as "ticketTitle",
    f.org_id as "orgId", ${person('w')} as owner, f.round, f.symptom, f.analysis, f.solution, f.improvement, f.state,
    f.drafted_by as "draftedBy", f.due_at as "dueAt", ${person('s')} as "submittedBy", f.submitted_at as "submittedAt",
    ${person('r')} as "reviewedBy", f.reviewed_at as "reviewedAt", f.review_note as "reviewNote", f.version,
    f.recorded_at as "recordedAt",
    (select coalesce(json_agg(json_build_object('id', d.id, 'name', d.name)), '[]') from person d
      where d.id = any(f.drafted_by)) as drafters
  from fault_report f
  left join person w on w.id = f.owner_id
  left join person s on s.id = f.submitted_by
  left join person r on r.id = f.reviewed_by`

export async function findReport(db: Db, ticketId: string): Promise<ReportRow | undefined> {
  const { rows } = await sql<ReportRow>`${select} where f.ticket_id = ${ticketId}`.execute(db)
  return rows[0]
}

/** Newest first: those of a person (owed or written at), or those below the org paths. */
export async function selectReports(
  db: Db,
  f: {
    whose: { personId: string } | { orgPaths: readonly string[] }
    state: ReportState | undefined
    before: string | null
    limit: number
  },
): Promise<ReportRow[]> {
  const whose =
    'personId' in f.whose
      ? sql`(f.owner_id = ${f.whose.personId} or ${f.whose.personId}::uuid = any(f.drafted_by))`
      : sql`exists (select from org o where o.id = f.org_id
          and o.path like any (${f.whose.orgPaths.map((path) => `${path}%`)}::text[]))`
  const { rows } = await sql<ReportRow>`
    ${select} where ${whose} ${f.state === undefined ? sql`` : sql`and f.state = ${f.state}`}
      ${f.before === null ? sql`` : sql`and f.id < ${f.before}::uuid`}
    order by f.id desc limit ${f.limit}`.execute(db)
  return rows
}

export interface NewReport {
  id: string
  ticketId: string
  ticketNumber: string
  ticketTitle: string
  orgId: string
  ownerId: string | null
  round: number
  symptom: string
  solution: string
  dueAt: Date | null
}

/** @returns false when the incident has one already */
export async function insertReport(tx: Tx, n: NewReport): Promise<boolean> {
  const { rows } = await sql`
    insert into fault_report (id, ticket_id, ticket_number, ticket_title, org_id, owner_id, round, symptom, solution, due_at)
    values (${n.id}, ${n.ticketId}, ${n.ticketNumber}, ${n.ticketTitle}, ${n.orgId}, ${n.ownerId}, ${n.round},
      ${n.symptom}, ${n.solution}, ${n.dueAt})
    on conflict (ticket_id) do nothing returning id`.execute(tx)
  return rows.length > 0
}

/** A later resolution: the report is a draft again, with what solved it this time added. @returns false when it knows of it already */
export async function redraft(
  tx: Tx,
  n: { ticketId: string; round: number; solution: string; dueAt: Date; ownerId: string | null },
): Promise<boolean> {
  const { rows } = await sql`
    update fault_report set state = 'draft', round = ${n.round}, due_at = ${n.dueAt}, owner_id = ${n.ownerId},
      solution = left(concat_ws(E'\n\n', nullif(solution, ''), nullif(${n.solution}::text, '')), 20000),
      version = version + 1, updated_at = now()
    where ticket_id = ${n.ticketId} and round < ${n.round} returning id`.execute(tx)
  return rows.length > 0
}

/** Writes the four sections and who did. @returns false when it was changed since `version` */
export async function writeSections(
  tx: Tx,
  ticketId: string,
  version: number,
  s: Sections,
  personId: string | null,
): Promise<boolean> {
  const { rows } = await sql`
    update fault_report set symptom = ${s.symptom}, analysis = ${s.analysis}, solution = ${s.solution},
      improvement = ${s.improvement}, version = version + 1, updated_at = now(),
      drafted_by = case when ${personId}::uuid is null or ${personId}::uuid = any(drafted_by) then drafted_by
        else drafted_by || ${personId}::uuid end
    where ticket_id = ${ticketId} and version = ${version} returning id`.execute(tx)
  return rows.length > 0
}

/** Moves the report on. @returns false when it was changed since `version` */
export async function moveReport(
  tx: Tx,
  ticketId: string,
  version: number,
  move: 'submit' | 'review' | 'return',
  personId: string,
  note: string,
): Promise<boolean> {
  const change = {
    submit: sql`state = 'submitted', submitted_by = ${personId}, submitted_at = now(), reviewed_by = null, reviewed_at = null,
      drafted_by = case when ${personId}::uuid = any(drafted_by) then drafted_by else drafted_by || ${personId}::uuid end`,
    review: sql`state = 'reviewed', reviewed_by = ${personId}, reviewed_at = now(), review_note = ${note}`,
    return: sql`state = 'returned', reviewed_by = ${personId}, reviewed_at = now(), review_note = ${note}`,
  }[move]
  const { rows } = await sql`
    update fault_report set ${change}, version = version + 1, updated_at = now()
    where ticket_id = ${ticketId} and version = ${version} returning id`.execute(tx)
  return rows.length > 0
}
