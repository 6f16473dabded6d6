import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { formStates, PeriodKind } from '../words.ts'

export type FormState = (typeof formStates)[number]

export interface FormRow {
  id: string
  evaluationId: string
  number: string
  title: string
  subject: string
  org: string
  periodKind: PeriodKind
  from: string
  to: string
  evaluationState: string
  state: FormState
  due: Date | null
  handedInAt: Date | null
  comment: string | null
  person: { id: string; name: string }
  personOrg: string
  version: number
}

/** Forms of a person, of an evaluation, or one; the newest first. */
export async function selectForms(
  db: Db,
  f: { id?: string; personId?: string; evaluationId?: string; states?: readonly FormState[]; lock?: boolean },
): Promise<FormRow[]> {
  if (f.lock) await sql`select from evaluation_form where id = ${f.id} for update`.execute(db)
  const where = [sql`true`]
  if (f.id) where.push(sql`f.id = ${f.id}`)
  if (f.personId) where.push(sql`f.person_id = ${f.personId}`)
  if (f.evaluationId) where.push(sql`f.evaluation_id = ${f.evaluationId}`)
  if (f.states) where.push(sql`f.state = any(${[...f.states]}::text[])`)
  const { rows } = await sql<FormRow>`
    select f.id, f.evaluation_id as "evaluationId", e.number, e.title, s.name as subject, o.name as org,
      e.period_kind as "periodKind", e.from_day::text as "from", e.to_day::text as "to", e.state as "evaluationState",
      f.state, e.scoring_due as due, f.handed_in_at as "handedInAt", f.comment,
      json_build_object('id', p.id, 'name', p.name) as person, h.name as "personOrg", f.version
    from evaluation_form f join evaluation e on e.id = f.evaluation_id join org s on s.id = e.subject_id
      join org o on o.id = e.org_id join person p on p.id = f.person_id join org h on h.id = p.org_id
    where ${sql.join(where, sql` and `)} order by f.id desc limit 500`.execute(db)
  return rows
}

/** Who is to score: forms of people no longer named go, as long as none is out. */
export async function planForms(tx: Tx, evaluationId: string, personIds: readonly string[]): Promise<void> {
  await sql`delete from evaluation_form where evaluation_id = ${evaluationId} and state = 'planned'
    and not person_id = any(${[...personIds]}::uuid[])`.execute(tx)
  if (personIds.length === 0) return
  await sql`insert into evaluation_form (id, evaluation_id, person_id)
    select x.id, ${evaluationId}, x.person from jsonb_to_recordset(${JSON.stringify(
      personIds.map((person) => ({ id: newId(), person })),
    )}::jsonb) as x(id uuid, person uuid)
    on conflict (evaluation_id, person_id) do nothing`.execute(tx)
}

/** Opens, ends, or opens again the forms of an evaluation that are in one of the states. */
export async function moveForms(
  tx: Tx,
  evaluationId: string,
  from: readonly FormState[],
  to: FormState,
): Promise<void> {
  await sql`update evaluation_form set state = ${to}, reminded_at = null, version = version + 1
    where evaluation_id = ${evaluationId} and state = any(${[...from]}::text[])`.execute(tx)
}

export interface FormScore {
  formId: string
  itemId: string
  score: number
  remark: string | null
  by: string
}

/** Scores of the forms of an evaluation that were handed in. */
export async function scoresOf(db: Db, evaluationId: string): Promise<FormScore[]> {
  const { rows } = await sql<FormScore>`
    select x.form_id as "formId", x.item_id as "itemId", x.score::float8 as score, x.remark, p.name as by
    from evaluation_form_score x join evaluation_form f on f.id = x.form_id join person p on p.id = f.person_id
    where f.evaluation_id = ${evaluationId} and f.state = 'handed-in' order by x.item_id, p.login`.execute(db)
  return rows
}

/** Scores of one form, whatever its state. */
export async function scoresOfForm(
  db: Db,
  formId: string,
): Promise<Pick<FormScore, 'itemId' | 'score' | 'remark'>[]> {
  const { rows } = await sql<FormScore>`select item_id as "itemId", score::float8 as score, remark
    from evaluation_form_score where form_id = ${formId}`.execute(db)
  return rows
}

export async function handIn(
  tx: Tx,
  formId: string,
  scores: readonly { itemId: string; score: number; remark: string | null }[],
  comment: string | null,
): Promise<void> {
  await sql`delete from evaluation_form_score where form_id = ${formId}`.execute(tx)
  await sql`insert into evaluation_form_score (form_id, item_id, score, remark)
    select ${formId}, x."itemId", x.score, x.remark from jsonb_to_recordset(${JSON.stringify(scores)}::jsonb)
      as x("itemId" uuid, score numeric, remark text)`.execute(tx)
  await sql`update evaluation_form set state = 'handed-in', comment = ${comment}, handed_in_at = now(), version = version + 1
    where id = ${formId}`.execute(tx)
}

/** Open forms that are due within the hours and of which nobody was reminded; marks them. */
export async function takeDueForms(
  tx: Tx,
  hours: number,
): Promise<{ id: string; personId: string; title: string; due: Date }[]> {
  const { rows } = await sql<{ id: string; personId: string; title: string; due: Date }>`
    update evaluation_form f set reminded_at = now() from evaluation e
    where e.id = f.evaluation_id and e.state = 'scoring' and f.state = 'open' and f.reminded_at is null
      and e.scoring_due < now() + make_interval(hours => ${hours})
    returning f.id, f.person_id as "personId", e.title, e.scoring_due as due`.execute(tx)
  return rows
}

/** Those of the people who are there and active. */
export async function activePeople(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from person where id = any(${[...ids]}::uuid[]) and state = 'active' and kind = 'person'`.execute(
    db,
  )
  return new Set(rows.map((one) => one.id))
}

/** Those of the people who belong to the org or below it. */
export async function peopleBelow(db: Db, ids: readonly string[], path: string): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select p.id from person p join org o on o.id = p.org_id
    where p.id = any(${[...ids]}::uuid[]) and o.path like ${path} || '%'`.execute(db)
  return new Set(rows.map((one) => one.id))
}
