import { sql, type RawBuilder, type Updateable } from 'kysely'
import { newId, type DB, type Db, type Tx } from '#kernel/db/index.ts'
import { toldStates, type State } from '../lifecycle.ts'
import type { Grade } from '../rule-contract.ts'
import type { PeriodKind, SubjectKind } from '../words.ts'

export interface Named {
  id: string
  name: string
}
export interface EvaluationRow {
  id: string
  number: string
  title: string
  org: Named
  orgPath: string
  subject: Named
  subjectPath: string
  subjectKind: SubjectKind
  subjectLeaderId: string | null
  scheme: Named & { nameEn: string | null; edition: number; familyId: string }
  grades: Grade[]
  objectionDays: number
  periodKind: PeriodKind
  from: string
  to: string
  ground: string | null
  state: State
  score: number | null
  baseScore: number | null
  grade: number | null
  forms: { all: number; handedIn: number }
  openObjections: number
  scoringDue: Date | null
  objectionDue: Date | null
  acceptedAt: Date | null
  computedAt: Date | null
  computedById: string | null
  computedBy: string | null
  announcedAt: Date | null
  approvedAt: Date | null
  publishedAt: Date | null
  cancelReason: string | null
  /** made beside another one of the same subject and period, before that was refused */
  repeated: boolean
  createdBy: string
  version: number
}

/** What an actor may read. */
export interface Sight {
  /** orgs whose evaluations one reads in every state */
  paths: readonly string[]
  personId: string | null
  /** home org; of a company, its people read what is said of the company */
  orgPath: string
  /** every one there is: for the program itself and those who decide about it */
  all?: true
}

/** People below a company are strangers to everything but what is said of that company. */
const outsider = (see: Sight): RawBuilder<unknown> =>
  sql`exists (select from org v where v.kind = 'vendor' and ${see.orgPath}::text like v.path || '%')`

/** That the evaluation `e` of the org `s` is about the actor's own company, or the org that he leads. */
export const ownSql = (see: Sight): RawBuilder<unknown> => sql`(
  (s.kind = 'vendor' and ${see.orgPath}::text like s.path || '%')
  or (s.kind <> 'vendor' and s.leader_id = ${see.personId}::uuid))`

const seen = (see: Sight): RawBuilder<unknown> =>
  see.all
    ? sql`true`
    : sql`((not ${outsider(see)} and exists (select from unnest(${[...see.paths]}::text[]) p where o.path like p || '%'))
      or (${ownSql(see)} and e.state = any(${[...toldStates]}::text[])))`

const columns = sql`e.id, e.number, e.title, json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath",
  json_build_object('id', s.id, 'name', s.name) as subject, s.path as "subjectPath", s.kind as "subjectKind",
  s.leader_id as "subjectLeaderId", json_build_object('id', c.id, 'name', c.name, 'nameEn', c.name_en, 'edition', c.edition,
    'familyId', c.family_id) as scheme, c.grades, c.objection_days as "objectionDays", e.period_kind as "periodKind",
  e.from_day::text as "from", e.to_day::text as "to", e.ground, e.state, e.score::float8 as score,
  e.base_score::float8 as "baseScore", e.grade, (select json_build_object('all', count(*)::int,
    'handedIn', (count(*) filter (where f.state = 'handed-in'))::int) from evaluation_form f where f.evaluation_id = e.id) as forms,
  (select count(*)::int from evaluation_objection b where b.evaluation_id = e.id and b.state = 'open') as "openObjections",
  e.scoring_due as "scoringDue", e.objection_due as "objectionDue", e.accepted_at as "acceptedAt",
  e.computed_at as "computedAt", e.computed_by as "computedById", cb.name as "computedBy", e.announced_at as "announcedAt",
  e.approved_at as "approvedAt", e.published_at as "publishedAt", e.cancel_reason as "cancelReason", m.name as "createdBy",
  e.repeated, e.version`
const tables = sql`evaluation e join org o on o.id = e.org_id join org s on s.id = e.subject_id
  join evaluation_scheme c on c.id = e.scheme_id join person m on m.id = e.created_by left join person cb on cb.id = e.computed_by`

export interface EvaluationFilter {
  id?: string
  ids?: readonly string[]
  lock?: boolean
  state?: State | undefined
  subjectKind?: SubjectKind | undefined
  periodKind?: PeriodKind | undefined
  subjectId?: string | undefined
  own?: boolean | undefined
  before?: string | undefined
  limit: number
}

/** Evaluations that somebody may read, the newest first, `limit` + 1 of them. */
export async function selectEvaluations(db: Db, see: Sight, f: EvaluationFilter): Promise<EvaluationRow[]> {
  // alone: of a lock with joins PostgreSQL answers the other tables as they were when the statement began
  if (f.lock) await sql`select from evaluation where id = ${f.id} for update`.execute(db)
  const where = [seen(see)]
  if (f.id) where.push(sql`e.id = ${f.id}`)
  if (f.ids) where.push(sql`e.id = any(${[...f.ids]}::uuid[])`)
  if (f.state) where.push(sql`e.state = ${f.state}`)
  if (f.subjectKind) where.push(sql`s.kind = ${f.subjectKind}`)
  if (f.periodKind) where.push(sql`e.period_kind = ${f.periodKind}`)
  if (f.subjectId) where.push(sql`e.subject_id = ${f.subjectId}`)
  if (f.own) where.push(sql`${ownSql(see)} and e.state = any(${[...toldStates]}::text[])`)
  if (f.before) where.push(sql`e.id < ${f.before}::uuid`)
  const { rows } =
    await sql<EvaluationRow>`select ${columns} from ${tables} where ${sql.join(where, sql` and `)}
    order by e.id desc limit ${f.limit + 1}`.execute(db)
  return rows
}

/**
 * Published evaluations of the unit that the reader belongs to, the latest first; of companies, a company's people see
 * their own alone.
 */
export async function selectPublished(
  db: Db,
  see: Sight,
  f: {
    id?: string
    subjectKind?: SubjectKind | undefined
    after?: { at: string; id: string } | undefined
    limit: number
  },
): Promise<(EvaluationRow & { at: string })[]> {
  const where = [
    sql`e.state = 'published' and (${ownSql(see)} or (not ${outsider(see)} and ${see.orgPath}::text like o.path || '%')
      or (not ${outsider(see)} and exists (select from unnest(${[...see.paths]}::text[]) p where o.path like p || '%')))`,
  ]
  if (f.id) where.push(sql`e.id = ${f.id}`)
  if (f.subjectKind) where.push(sql`s.kind = ${f.subjectKind}`)
  if (f.after) where.push(sql`(e.published_at, e.id) < (${f.after.at}::timestamptz, ${f.after.id}::uuid)`)
  const { rows } = await sql<
    EvaluationRow & { at: string }
  >`select ${columns}, e.published_at::text as at from ${tables}
    where ${sql.join(where, sql` and `)} order by e.published_at desc, e.id desc limit ${f.limit + 1}`.execute(
    db,
  )
  return rows
}

/** Scores of the same subject for periods of the same kind, the oldest first; at most twelve, up to this one. */
export async function selectTrend(
  db: Db,
  see: Sight,
  of: EvaluationRow,
): Promise<{ id: string; from: string; to: string; score: number; grade: number; grades: Grade[] }[]> {
  const { rows } = await sql<{
    id: string
    from: string
    to: string
    score: number
    grade: number
    grades: Grade[]
  }>`
    select * from (select e.id, e.from_day::text as "from", e.to_day::text as "to", e.score::float8 as score, e.grade, c.grades
      from ${tables} where ${seen(see)} and e.subject_id = ${of.subject.id} and o.id = ${of.org.id}
        and e.period_kind = ${of.periodKind} and c.family_id = ${of.scheme.familyId} and e.score is not null
        and (e.id = ${of.id} or e.state in ('approved', 'published')) and e.to_day <= ${of.to}::date
      order by e.to_day desc, e.id desc limit 12) x order by x."to", x.id`.execute(db)
  return rows
}

/** @returns the id, or null where the same subject has one for the same period by any edition of the scheme */
export async function insertEvaluation(
  tx: Tx,
  row: {
    number: string
    title: string
    orgId: string
    subjectId: string
    schemeId: string
    periodKind: PeriodKind
    from: string
    to: string
    ground: string | null
    by: string
  },
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    insert into evaluation (id, number, title, org_id, subject_id, scheme_id, period_kind, from_day, to_day, ground, created_by)
    values (${newId()}, ${row.number}, ${row.title}, ${row.orgId}, ${row.subjectId}, ${row.schemeId}, ${row.periodKind},
      ${row.from}, ${row.to}, ${row.ground}, ${row.by})
    on conflict (subject_id, org_id, family_id, period_kind, from_day, to_day) where state <> 'cancelled' and not repeated
      do nothing
    returning id`.execute(tx)
  return rows[0]?.id ?? null
}

/** The one that stands for the same subject, evaluator and period, by whichever edition of the scheme. */
export async function findTwin(
  db: Db,
  of: {
    schemeId: string
    subjectId: string
    orgId: string
    periodKind: PeriodKind
    from: string
    to: string
  },
): Promise<{ number: string; edition: number } | undefined> {
  const { rows } = await sql<{ number: string; edition: number }>`
    select e.number, c.edition from evaluation e join evaluation_scheme c on c.id = e.scheme_id
    where e.family_id = (select family_id from evaluation_scheme where id = ${of.schemeId})
      and e.subject_id = ${of.subjectId} and e.org_id = ${of.orgId} and e.period_kind = ${of.periodKind}
      and e.from_day = ${of.from} and e.to_day = ${of.to} and e.state <> 'cancelled' and not e.repeated`.execute(
    db,
  )
  return rows[0]
}

/** Changes an evaluation and its version. */
export async function patchEvaluation(
  tx: Tx,
  id: string,
  patch: Updateable<DB['evaluation']>,
): Promise<void> {
  await tx
    .updateTable('evaluation')
    .set(patch)
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

/** Whom a result concerns: a company's people, or who leads the org; active accounts only. */
export async function partyOf(db: Db, of: { subjectId: string }): Promise<Named[]> {
  const { rows } = await sql<Named>`
    select p.id, p.name from org s join person p on p.state = 'active' and p.kind = 'person'
      and case when s.kind = 'vendor' then exists (select from org h where h.id = p.org_id and h.path like s.path || '%')
        else p.id = s.leader_id end
    where s.id = ${of.subjectId} order by p.login`.execute(db)
  return rows
}

/** The highest org above the subject, or it itself, that lies below one of the paths. */
export async function evaluatingOrg(
  db: Db,
  paths: readonly string[],
  subjectId: string,
): Promise<Named | undefined> {
  const { rows } = await sql<Named>`
    select o.id, o.name from org s join org o on s.path like o.path || '%'
    where s.id = ${subjectId} and exists (select from unnest(${[...paths]}::text[]) p where o.path like p || '%')
    order by length(o.path) limit 1`.execute(db)
  return rows[0]
}
