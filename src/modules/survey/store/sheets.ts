import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { Answers } from '../form-contract.ts'

/** How many sheets are written anew along with each anonymous one. */
const among = 50

/**
 * Puts an anonymous sheet among others. PostgreSQL keeps with each row which transaction wrote it and where it lies; by these
 * a sheet could be laid beside the invitation that was marked in the same transaction. So up to fifty others are
 * taken out and all are written together, in no order and under new ids: what a row tells of its writing fits them all.
 * Call it while the run is locked.
 */
export async function insertAnonymousSheet(
  tx: Tx,
  sheet: { runId: string; cohortId: string | null; answers: Answers; unhappy: boolean },
): Promise<void> {
  await sql`
    with taken as (
      delete from questionnaire_sheet where id in (
        select id from questionnaire_sheet where run_id = ${sheet.runId} order by random() limit ${among})
      returning cohort_id, answers, unhappy),
    mixed as (
      select cohort_id, answers, unhappy from taken
      union all select ${sheet.cohortId}::uuid, ${JSON.stringify(sheet.answers)}::jsonb, ${sheet.unhappy}::boolean)
    insert into questionnaire_sheet (id, run_id, anonymous, cohort_id, answers, unhappy)
    select gen_random_uuid(), ${sheet.runId}, true, cohort_id, answers, unhappy from mixed
    order by random()`.execute(tx)
}

export async function insertNamedSheet(
  tx: Tx,
  sheet: {
    runId: string
    personId: string
    cohortId: string | null
    answers: Answers
    unhappy: boolean
    calledBy: string | null
    answeredAt: Date
  },
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('questionnaire_sheet')
    .values({
      ...{ id, run_id: sheet.runId, anonymous: false, person_id: sheet.personId, cohort_id: sheet.cohortId },
      ...{ answers: JSON.stringify(sheet.answers), unhappy: sheet.unhappy },
      ...{ answered_at: sheet.answeredAt, called_by: sheet.calledBy },
    })
    .execute()
  return id
}

export interface SheetRow {
  cohort: { id: string; name: string } | null
  answers: Answers
  /** of named surveys */
  person: string | null
  byPhone: boolean
  answeredAt: Date | null
}

/** All sheets of a run, in no order for anonymous ones. */
export async function selectSheets(db: Db, runId: string): Promise<SheetRow[]> {
  const { rows } = await sql<SheetRow>`
    select case when o.id is not null then json_build_object('id', o.id, 'name', o.name) end as cohort, s.answers,
      p.name as person, s.called_by is not null as "byPhone", s.answered_at as "answeredAt"
    from questionnaire_sheet s left join org o on o.id = s.cohort_id left join person p on p.id = s.person_id
    where s.run_id = ${runId} order by s.answered_at, random()`.execute(db)
  return rows
}
