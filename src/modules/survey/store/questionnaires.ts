import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import type { Rule } from '#kernel/calendar/index.ts'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { Audience, Questionnaire, QuestionnaireBody } from '../contract.ts'
import type { Question } from '../form-contract.ts'

type Shown = z.input<typeof Questionnaire>

export interface QuestionnaireRow {
  id: string
  org: { id: string; name: string }
  orgPath: string
  title: string
  intro: string
  questions: Question[]
  versionNo: number
  anonymous: boolean
  minGroup: number
  audience: Audience
  rule: Rule | null
  openDays: number
  remindDays: number
  active: boolean
  nextAt: Date | null
  runs: Shown['runs']
  version: number
}

const columns: RawBuilder<unknown> = sql`q.id, json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath",
  q.title, q.intro, v.questions, q.version_no as "versionNo", q.anonymous, q.min_group as "minGroup", q.audience, q.rule,
  q.open_days as "openDays", q.remind_days as "remindDays", q.active, q.next_at as "nextAt", q.version,
  coalesce((select jsonb_agg(r) from (
    select r.id, r.number, r.state, r.opened_at as "openedAt", r.due_at as "dueAt", r.closed_at as "closedAt",
      (select count(*)::int from questionnaire_invite i where i.run_id = r.id) as asked,
      (select count(*)::int from questionnaire_invite i where i.run_id = r.id and i.answered) as answered
    from questionnaire_run r where r.questionnaire_id = q.id order by r.id desc limit 20) r), '[]') as runs`

const inPaths = (paths: readonly string[]): RawBuilder<unknown> =>
  sql`exists (select from unnest(${[...paths]}::text[]) x where o.path like x || '%')`

/** Questionnaires of orgs below the paths, those in use first; at most 200. `lock` for a change that follows. */
export async function selectQuestionnaires(
  db: Db,
  paths: readonly string[],
  f: { id?: string; lock?: boolean } = {},
): Promise<QuestionnaireRow[]> {
  if (f.lock) await sql`select from questionnaire where id = ${f.id} for update`.execute(db)
  const { rows } =
    await sql<QuestionnaireRow>`select ${columns} from questionnaire q join org o on o.id = q.org_id
    join questionnaire_version v on v.questionnaire_id = q.id and v.no = q.version_no
    where ${inPaths(paths)} ${f.id ? sql`and q.id = ${f.id}` : sql``}
    order by q.active desc, q.title, q.id limit 200`.execute(db)
  return rows.map((row) => ({ ...row, runs: row.runs.map(withDates) }))
}

const withDates = (run: Shown['runs'][number]): Shown['runs'][number] => ({
  ...run,
  openedAt: new Date(run.openedAt),
  dueAt: new Date(run.dueAt),
  closedAt: run.closedAt === null ? null : new Date(run.closedAt),
})

const stored = (body: QuestionnaireBody) => ({
  org_id: body.orgId,
  title: body.title,
  intro: body.intro,
  anonymous: body.anonymous,
  min_group: body.minGroup,
  audience: JSON.stringify(body.audience),
  rule: body.rule === null ? null : JSON.stringify(body.rule),
  open_days: body.openDays,
  remind_days: body.remindDays,
  active: body.active,
})

export async function insertQuestionnaire(
  tx: Tx,
  by: string | null,
  body: QuestionnaireBody,
  nextAt: Date | null,
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('questionnaire')
    .values({ id, created_by: by, next_at: nextAt, ...stored(body) })
    .execute()
  await insertVersion(tx, { id, no: 1, questions: body.questions, by })
  return id
}

async function insertVersion(
  tx: Tx,
  v: { id: string; no: number; questions: readonly Question[]; by: string | null },
): Promise<void> {
  const questions = JSON.stringify(v.questions)
  await tx
    .insertInto('questionnaire_version')
    .values({ questionnaire_id: v.id, no: v.no, questions, recorded_by: v.by })
    .execute()
}

/** `fresh`: the questions are others than before, and become the next version. */
export async function updateQuestionnaire(
  tx: Tx,
  old: QuestionnaireRow,
  change: { body: QuestionnaireBody; by: string | null; nextAt: Date | null; fresh: boolean },
): Promise<void> {
  const { body, by, nextAt, fresh } = change
  const no = old.versionNo + (fresh ? 1 : 0)
  if (fresh) await insertVersion(tx, { id: old.id, no, questions: body.questions, by })
  await tx
    .updateTable('questionnaire')
    .set({
      ...stored(body),
      version_no: no,
      next_at: nextAt,
      version: sql`version + 1`,
      updated_at: sql`now()`,
    })
    .where('id', '=', old.id)
    .execute()
}

export async function setNext(tx: Tx, id: string, nextAt: Date | null): Promise<void> {
  await sql`update questionnaire set next_at = ${nextAt}, version = version + 1 where id = ${id}`.execute(tx)
}

export interface Person {
  personId: string
  orgId: string
}

/** Most people of one survey. */
export const mostPeople = 20_000

function wanted(audience: Audience): RawBuilder<unknown> {
  switch (audience.kind) {
    case 'orgs':
      return sql`exists (select from org a where a.id = any(${audience.orgIds}::uuid[]) and o.path like a.path || '%')`
    case 'roles':
      return sql`exists (select from person_role pr join role r on r.id = pr.role_id
        where pr.person_id = p.id and r.key = any(${audience.roles}::text[]))`
    case 'groups':
      return sql`exists (select from support_group_member m
        where m.person_id = p.id and m.group_id = any(${audience.groupIds}::uuid[]))`
    case 'requesters':
      return sql`p.id in (select a.person_id from affected a join ticket t on t.id = a.ticket_id
        where t.recorded_at >= now() - make_interval(months => ${audience.months})
          and (${audience.serviceId}::uuid is null or t.service_id = ${audience.serviceId}::uuid)
        union select t.requester_id from ticket t
        where t.recorded_at >= now() - make_interval(months => ${audience.months})
          and (${audience.serviceId}::uuid is null or t.service_id = ${audience.serviceId}::uuid))`
  }
}

/** Active people of an audience who work in the org at this path or below it. */
export async function selectAudience(db: Db, audience: Audience, orgPath: string): Promise<Person[]> {
  const { rows } = await sql<Person>`
    select p.id as "personId", p.org_id as "orgId" from person p join org o on o.id = p.org_id
    where p.kind = 'person' and p.state = 'active' and o.path like ${`${orgPath}%`} and ${wanted(audience)}
    order by p.id limit ${mostPeople}`.execute(db)
  return rows
}

/** The org tree, child to parent. */
export async function readParents(db: Db): Promise<Map<string, string | null>> {
  const { rows } = await sql<{
    id: string
    parent: string | null
  }>`select id, parent_id as parent from org`.execute(db)
  return new Map(rows.map((row) => [row.id, row.parent]))
}

/** How orgs, groups and services are called. */
export async function readNames(db: Db, ids: readonly string[]): Promise<Record<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from org where id = any(${[...ids]}::uuid[])
    union all select id, name from support_group where id = any(${[...ids]}::uuid[])
    union all select id, name from service where id = any(${[...ids]}::uuid[])`.execute(db)
  return Object.fromEntries(rows.map((row) => [row.id, row.name]))
}

/** Which of the ids are none of these things. `kind` decides where they are looked up. */
export async function missingOf(
  db: Db,
  kind: 'org' | 'support_group' | 'service',
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select x.id::text as id from unnest(${[...ids]}::uuid[]) x (id)
    where not exists (select from ${sql.table(kind)} k where k.id = x.id)`.execute(db)
  return rows.map((row) => row.id)
}

export async function missingRoles(db: Db, keys: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select x.key from unnest(${[...keys]}::text[]) x (key)
    where not exists (select from role r where r.key = x.key)`.execute(db)
  return rows.map((row) => row.key)
}
