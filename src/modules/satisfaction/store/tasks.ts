import { sql, type RawBuilder } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import { inOrgs, surveyColumns, surveyJoins, type Ref, type SurveyRow } from './surveys.ts'

/** A task with its survey; the task's own columns carry a prefix. */
export interface TaskRow extends SurveyRow {
  taskId: string
  taskState: 'open' | 'done'
  taskNote: string
  taskRecordedAt: Date
  doneBy: Ref | null
  doneAt: Date | null
}

const select: RawBuilder<unknown> = sql`
  select ${surveyColumns}, k.id as "taskId", k.state as "taskState", k.note as "taskNote",
    k.recorded_at as "taskRecordedAt", k.done_at as "doneAt",
    case when d.id is not null then json_build_object('id', d.id, 'name', d.name) end as "doneBy"
  from callback_task k join survey s on s.id = k.survey_id ${surveyJoins} left join person d on d.id = k.done_by`

export async function insertTask(tx: Tx, id: string, survey: SurveyRow): Promise<void> {
  await sql`insert into callback_task (id, ticket_id, survey_id, org_id)
    values (${id}, ${survey.ticketId}, ${survey.id}, ${survey.orgId})`.execute(tx)
}

export async function findTask(db: Db, id: string): Promise<TaskRow | undefined> {
  const { rows } = await sql<TaskRow>`${select} where k.id = ${id}`.execute(db)
  return rows[0]
}

/** Newest first, below the orgs given. */
export async function selectTasks(
  db: Db,
  f: { state: 'open' | 'done'; orgPaths: readonly string[]; before: string | null; limit: number },
): Promise<TaskRow[]> {
  const { rows } = await sql<TaskRow>`
    ${select} where k.state = ${f.state} ${inOrgs(f.orgPaths)}
      ${f.before === null ? sql`` : sql`and k.id < ${f.before}::uuid`}
    order by k.id desc limit ${f.limit}`.execute(db)
  return rows
}

export async function tasksOfTicket(db: Db, ticketId: string): Promise<TaskRow[]> {
  const { rows } = await sql<TaskRow>`${select} where k.ticket_id = ${ticketId} order by k.id`.execute(db)
  return rows
}

/** @returns false when it was done already */
export async function markTaskDone(tx: Tx, id: string, personId: string, note: string): Promise<boolean> {
  const { rows } = await sql`
    update callback_task set state = 'done', note = ${note}, done_by = ${personId}, done_at = now()
    where id = ${id} and state = 'open' returning id`.execute(tx)
  return rows.length > 0
}
