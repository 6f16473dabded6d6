import { sql, type RawBuilder } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { Question } from '../form-contract.ts'
import type { RunState } from '../words.ts'
import type { QuestionnaireRow } from './questionnaires.ts'

export interface RunRow {
  id: string
  number: string
  questionnaireId: string
  title: string
  intro: string
  versionNo: number
  questions: Question[]
  org: { id: string; name: string }
  orgPath: string
  anonymous: boolean
  minGroup: number
  state: RunState
  openedAt: Date
  dueAt: Date
  remindAt: Date | null
  remindedAt: Date | null
  closedAt: Date | null
  publishedAt: Date | null
  summary: string
  asked: number
  answered: number
  version: number
}

const columns: RawBuilder<unknown> = sql`r.id, r.number, r.questionnaire_id as "questionnaireId", r.title, r.intro,
  r.version_no as "versionNo", v.questions, json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath",
  r.anonymous, r.min_group as "minGroup", r.state, r.opened_at as "openedAt", r.due_at as "dueAt",
  r.remind_at as "remindAt", r.reminded_at as "remindedAt", r.closed_at as "closedAt",
  r.published_at as "publishedAt", r.summary, r.version,
  (select count(*)::int from questionnaire_invite i where i.run_id = r.id) as asked,
  (select count(*)::int from questionnaire_invite i where i.run_id = r.id and i.answered) as answered`
const from = sql`questionnaire_run r join org o on o.id = r.org_id
  join questionnaire_version v on v.questionnaire_id = r.questionnaire_id and v.no = r.version_no`

export interface RunFilter {
  id?: string | undefined
  ids?: readonly string[]
  lock?: boolean
  state?: RunState | undefined
  questionnaireId?: string | undefined
  before?: string | null
  limit: number
}

/** Runs of orgs below the paths, the latest first. */
export async function selectRuns(db: Db, paths: readonly string[], f: RunFilter): Promise<RunRow[]> {
  if (f.lock) await sql`select from questionnaire_run where id = ${f.id} for update`.execute(db)
  const { rows } = await sql<RunRow>`select ${columns} from ${from}
    where exists (select from unnest(${[...paths]}::text[]) x where o.path like x || '%')
      ${f.id ? sql`and r.id = ${f.id}` : sql``} ${f.ids ? sql`and r.id = any(${[...f.ids]}::uuid[])` : sql``}
      ${f.state ? sql`and r.state = ${f.state}` : sql``}
      ${f.questionnaireId ? sql`and r.questionnaire_id = ${f.questionnaireId}` : sql``}
      ${f.before ? sql`and r.id < ${f.before}::uuid` : sql``}
    order by r.id desc limit ${f.limit}`.execute(db)
  return rows
}

/** Those of the same questionnaire that closed before it, the latest first. */
export async function runsBefore(db: Db, run: RunRow, limit: number): Promise<RunRow[]> {
  const { rows } = await sql<RunRow>`select ${columns} from ${from}
    where r.questionnaire_id = ${run.questionnaireId} and r.id < ${run.id} and r.state <> 'open'
    order by r.id desc limit ${limit}`.execute(db)
  return rows
}

export async function insertRun(
  tx: Tx,
  q: QuestionnaireRow,
  at: { number: string; plannedAt: Date | null; openedBy: string | null; dueAt: Date; remindAt: Date | null },
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('questionnaire_run')
    .values({
      ...{ id, number: at.number, questionnaire_id: q.id, version_no: q.versionNo, org_id: q.org.id },
      ...{ title: q.title, intro: q.intro, anonymous: q.anonymous, min_group: q.minGroup },
      ...{ planned_at: at.plannedAt, opened_by: at.openedBy, due_at: at.dueAt, remind_at: at.remindAt },
    })
    .execute()
  return id
}

export async function isOpened(tx: Tx, questionnaireId: string, plannedAt: Date): Promise<boolean> {
  const { rows } = await sql`select from questionnaire_run
    where questionnaire_id = ${questionnaireId} and planned_at = ${plannedAt}`.execute(tx)
  return rows.length > 0
}

export async function insertInvites(
  tx: Tx,
  runId: string,
  people: readonly { personId: string; cohortId: string | null }[],
): Promise<void> {
  await sql`insert into questionnaire_invite (run_id, person_id, cohort_id)
    select ${runId}, x.person, x.cohort
    from unnest(${people.map((p) => p.personId)}::uuid[], ${people.map((p) => p.cohortId)}::uuid[]) x (person, cohort)`.execute(
    tx,
  )
}

/** Those who have not answered and still work here. */
export async function selectWaiting(
  db: Db,
  runId: string,
): Promise<{ id: string; name: string; phone: string | null; org: string }[]> {
  const { rows } = await sql<{ id: string; name: string; phone: string | null; org: string }>`
    select p.id, p.name, p.phone, o.name as org from questionnaire_invite i
    join person p on p.id = i.person_id join org o on o.id = p.org_id
    where i.run_id = ${runId} and not i.answered and p.state = 'active'
    order by o.path, p.name, p.id limit ${20_000}`.execute(db)
  return rows
}

/** The invitation of a person; `lock` for an answer that follows. */
export async function findInvite(
  db: Db,
  runId: string,
  personId: string,
  lock = false,
): Promise<{ cohortId: string | null; answered: boolean } | undefined> {
  const { rows } = await sql<{ cohortId: string | null; answered: boolean }>`
    select cohort_id as "cohortId", answered from questionnaire_invite
    where run_id = ${runId} and person_id = ${personId} ${lock ? sql`for update` : sql``}`.execute(db)
  return rows[0]
}

export async function markAnswered(tx: Tx, runId: string, personId: string): Promise<void> {
  await sql`update questionnaire_invite set answered = true
    where run_id = ${runId} and person_id = ${personId}`.execute(tx)
}

export async function markReminded(tx: Tx, id: string): Promise<void> {
  await sql`update questionnaire_run set reminded_at = now(), version = version + 1 where id = ${id}`.execute(
    tx,
  )
}

export async function markClosed(tx: Tx, id: string): Promise<void> {
  await sql`update questionnaire_run set state = 'closed', closed_at = now(), version = version + 1
    where id = ${id}`.execute(tx)
}

export async function markPublished(tx: Tx, id: string, by: string | null, summary: string): Promise<void> {
  await sql`update questionnaire_run set state = 'published', published_at = now(), published_by = ${by},
    summary = ${summary}, version = version + 1 where id = ${id}`.execute(tx)
}

export interface MineRow extends RunRow {
  mine: boolean | null
}

/** Runs that a person was asked in, and those published for the org the person works in (or one above it). */
export async function selectMine(
  db: Db,
  me: { personId: string; orgPath: string },
  id?: string,
): Promise<MineRow[]> {
  const { rows } = await sql<MineRow>`select ${columns}, m.answered as mine from ${from}
    left join questionnaire_invite m on m.run_id = r.id and m.person_id = ${me.personId}
    where (m.run_id is not null or (r.state = 'published' and ${me.orgPath} like o.path || '%'))
      ${id ? sql`and r.id = ${id}` : sql``}
    order by r.id desc limit 100`.execute(db)
  return rows
}
