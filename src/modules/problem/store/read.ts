import { sql, type RawBuilder } from 'kysely'
import { namedSql, personNameSql, type Db } from '#kernel/db/index.ts'
import type { Visibility } from '../visible.ts'
import type { CauseCategory, Source, State } from '../words.ts'
import { visibleSql } from './visible-sql.ts'

export interface Ref {
  id: string
  name: string
}

export interface LineRow {
  id: string
  number: string
  title: string
  state: State
  source: Source
  priority: number
  services: Ref[]
  category: Ref | null
  org: Ref
  orgPath: string
  group: Ref | null
  owner: Ref | null
  requester: Ref | null
  published: boolean
  incidents: number
  workaroundUses: number
  recordedAt: Date
  updatedAt: Date
  version: number
}

export interface ProblemRow extends LineRow {
  description: string
  rootCause: string
  rootCauseCategory: CauseCategory | null
  symptoms: string[]
  workaround: string
  publishedAt: Date | null
  publishedBy: string | null
  retiredAt: Date | null
  solution: string | null
  fixedAt: Date | null
  review: string | null
  reviewedBy: string | null
  closedAt: Date | null
  endReason: string | null
  /** who has a corrective action of it */
  taskOwnerIds: string[]
}

/** The known error of `p` is shown to the desk. */
export const isPublished = sql`(p.published_at is not null and p.retired_at is null)`

export const servicesOf = sql`(select coalesce(json_agg(json_build_object('id', s.id, 'name', s.name) order by s.name, s.id), '[]')
    from problem_service x join service s on s.id = x.service_id where x.problem_id = p.ticket_id)`

const lineColumns = sql`t.id, t.number, t.title, t.state, p.source, t.priority, ${servicesOf} as services,
  ${namedSql('category', 't.category_id')} as category, json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath",
  ${namedSql('support_group', 't.group_id')} as "group", ${namedSql('person', 't.owner_id')} as owner,
  ${namedSql('person', 't.requester_id')} as requester, ${isPublished} as published,
  (select count(*)::int from problem_incident l where l.problem_id = t.id) as incidents,
  (select count(*)::int from problem_incident l where l.problem_id = t.id and l.used_workaround) as "workaroundUses",
  t.recorded_at as "recordedAt", t.updated_at as "updatedAt", t.version`

const lineJoins = sql`join problem p on p.ticket_id = t.id join org o on o.id = t.org_id`

/**
 * Reads one problem whole; undefined: missing, or not visible to `v`.
 * @param lock take the row lock of its ticket first: whoever changes a problem, or a part of it, holds it
 */
export async function findProblem(
  db: Db,
  v: Visibility,
  id: string,
  lock = false,
): Promise<ProblemRow | undefined> {
  // alone: of a lock with joins PostgreSQL answers the other tables as they were when the statement began
  if (lock) await sql`select from ticket where id = ${id} and kind = 'problem' for update`.execute(db)
  const { rows } = await sql<ProblemRow>`
    select ${lineColumns}, t.description, p.root_cause as "rootCause", p.root_cause_category as "rootCauseCategory",
      p.symptoms, p.workaround, p.published_at as "publishedAt", ${personNameSql('p.published_by')} as "publishedBy",
      p.retired_at as "retiredAt", p.solution, p.fixed_at as "fixedAt", p.review,
      ${personNameSql('p.reviewed_by')} as "reviewedBy", t.closed_at as "closedAt", p.end_reason as "endReason",
      array(select distinct k.owner_id from ticket_task k where k.ticket_id = t.id and k.owner_id is not null) as "taskOwnerIds"
    from ticket t ${lineJoins} where t.id = ${id}::uuid and ${visibleSql(v)}`.execute(db)
  return rows[0]
}

/** A problem that is known to exist, for whom it has just been written: he may have given it away. */
export async function readProblem(db: Db, id: string): Promise<ProblemRow> {
  const all = { everything: true, orgPaths: [], groupIds: [], personId: null }
  return (await findProblem(db, all, id))!
}

export interface ListFilter {
  ids?: readonly string[] | undefined
  state?: State | undefined
  open?: boolean | undefined
  published?: boolean | undefined
  mine?: { personId: string; groupIds: readonly string[] } | undefined
  serviceId?: string | undefined
  categoryId?: string | undefined
}

function conditions(f: ListFilter): RawBuilder<unknown>[] {
  const all = [sql`t.kind = 'problem'`]
  if (f.ids) all.push(sql`t.id = any(${[...f.ids]}::uuid[])`)
  if (f.state) all.push(sql`t.state = ${f.state}`)
  if (f.open !== undefined) all.push(sql`t.open = ${f.open}`)
  if (f.published !== undefined) all.push(sql`${isPublished} = ${f.published}`)
  if (f.mine)
    all.push(
      sql`(${f.mine.personId}::uuid in (t.owner_id, t.requester_id) or t.group_id = any(${[...f.mine.groupIds]}::uuid[]))`,
    )
  if (f.serviceId)
    all.push(
      sql`exists (select from problem_service x where x.problem_id = t.id and x.service_id = ${f.serviceId})`,
    )
  if (f.categoryId) all.push(sql`t.category_id = ${f.categoryId}`)
  return all
}

/** `limit` + 1 visible problems that pass the filter, newest first. */
export async function listRows(
  db: Db,
  v: Visibility,
  filter: ListFilter,
  options: { limit: number; after?: string | undefined },
): Promise<LineRow[]> {
  const where = [...conditions(filter), visibleSql(v)]
  if (options.after) where.push(sql`t.id < ${options.after}::uuid`)
  const { rows } = await sql<LineRow>`
    select ${lineColumns} from problem p join ticket t on t.id = p.ticket_id join org o on o.id = t.org_id
    where ${sql.join(where, sql` and `)} order by t.id desc limit ${options.limit + 1}`.execute(db)
  return rows
}

/** Which of what a problem names exists, and may be named: active services and groups, people who may work on it. */
export interface Known {
  serviceIds: string[]
  groupOfService: string | null
  category: boolean
  group: boolean
  owner: boolean
}

export async function readKnown(
  db: Db,
  given: {
    serviceIds: readonly string[]
    categoryId: string | null
    groupId: string | null
    ownerId: string | null
  },
): Promise<Known> {
  const { rows } = await sql<Known>`
    select array(select s.id from service s where s.id = any(${[...given.serviceIds]}::uuid[]) and s.active) as "serviceIds",
      (select s.group_id from service s where s.id = ${given.serviceIds[0] ?? null}::uuid) as "groupOfService",
      exists (select from category c where c.id = ${given.categoryId}::uuid and c.active) as category,
      exists (select from support_group g where g.id = ${given.groupId}::uuid and g.active) as "group",
      exists (select from person p where p.id = ${given.ownerId}::uuid and p.state = 'active' and p.kind = 'person'
        and exists (select from person_role pr join role_permission rp on rp.role_id = pr.role_id
          where pr.person_id = p.id and rp.permission = 'problem.work')) as owner`.execute(db)
  return rows[0]!
}

/** Whether anybody ever opened a problem; for seeds that come once. */
export async function anyProblem(db: Db): Promise<boolean> {
  return (await db.selectFrom('problem').select('ticket_id').limit(1).executeTakeFirst()) !== undefined
}
