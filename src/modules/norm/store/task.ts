import { sql, type RawBuilder } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { Visibility } from '../visible.ts'
import type { Ref } from './adoption.ts'

export interface SupervisionRow {
  id: string
  leader: Ref
  instruction: string
  recordedAt: string
  reply: string | null
  repliedAt: string | null
}

export interface TaskRow {
  id: string
  adoptionId: string
  clauseId: string
  code: string
  article: string
  norm: string
  normEn: string
  orgPath: string
  title: string
  what: string
  owner: Ref
  dueOn: string
  overdue: boolean
  state: 'open' | 'done' | 'verified' | 'cancelled'
  result: string
  doneBy: Ref | null
  doneAt: Date | null
  verifiedBy: Ref | null
  verifiedAt: Date | null
  note: string
  createdBy: Ref | null
  recordedAt: Date
  version: number
  supervision: SupervisionRow[]
}

const named = (column: RawBuilder<unknown>) =>
  sql`(select json_build_object('id', p.id, 'name', p.name) from person p where p.id = ${column})`

function visibleSql(v: Visibility, mine: string | null): RawBuilder<unknown> {
  if (v.everything) return sql`true`
  return sql`(o.path like any (${v.orgPaths.map((path) => `${path}%`)}::text[])
    or (${v.ownPath}::text is not null and ${v.ownPath}::text like o.path || '%')
    or k.owner_id = ${mine}::uuid)`
}

export interface TaskFilter {
  zone: string
  /** the reader, who sees the own tasks wherever they are */
  personId: string | null
  id?: string | undefined
  adoptionId?: string | undefined
  clauseId?: string | undefined
  mine?: boolean | undefined
  open?: boolean | undefined
  lock?: boolean
}

/** Rectification tasks: what is due first, the ended ones last. */
export async function selectTasks(db: Db, v: Visibility, f: TaskFilter): Promise<TaskRow[]> {
  const { rows } = await sql<TaskRow>`
    select k.id, k.adoption_id as "adoptionId", k.clause_id as "clauseId", c.code, c.article, n.title as norm,
      n.title_en as "normEn", o.path as "orgPath", k.title, k.what, ${named(sql`k.owner_id`)} as owner,
      k.due_on::text as "dueOn", (k.state = 'open' and k.due_on < (now() at time zone ${f.zone})::date) as overdue, k.state,
      k.result, ${named(sql`k.done_by`)} as "doneBy", k.done_at as "doneAt", ${named(sql`k.verified_by`)} as "verifiedBy",
      k.verified_at as "verifiedAt", k.note, ${named(sql`k.created_by`)} as "createdBy", k.recorded_at as "recordedAt",
      k.version,
      coalesce((select json_agg(json_build_object('id', s.id, 'leader', ${named(sql`s.leader_id`)}, 'instruction', s.instruction,
          'recordedAt', s.recorded_at, 'reply', s.reply, 'repliedAt', s.replied_at) order by s.id)
        from norm_supervision s where s.task_id = k.id), '[]') as supervision
    from norm_task k join norm_adoption a on a.id = k.adoption_id join norm_clause c on c.id = k.clause_id
      join norm n on n.id = a.norm_id join org o on o.id = a.org_id
    where ${visibleSql(v, f.personId)}
      and (${f.id ?? null}::uuid is null or k.id = ${f.id ?? null})
      and (${f.adoptionId ?? null}::uuid is null or k.adoption_id = ${f.adoptionId ?? null})
      and (${f.clauseId ?? null}::uuid is null or k.clause_id = ${f.clauseId ?? null})
      and (not ${f.mine ?? false}::boolean or k.owner_id = ${f.personId}::uuid)
      and (not ${f.open ?? false}::boolean or k.state in ('open', 'done'))
    order by k.state in ('verified', 'cancelled'), k.due_on, k.id limit 500
    ${f.lock ? sql`for update of k` : sql``}`.execute(db)
  return rows
}

export async function insertTask(
  tx: Tx,
  row: {
    adoptionId: string
    clauseId: string
    title: string
    what: string
    ownerId: string
    dueOn: string
    createdBy: string | null
  },
): Promise<string> {
  const id = newId()
  await sql`insert into norm_task (id, adoption_id, clause_id, title, what, owner_id, due_on, created_by)
    values (${id}, ${row.adoptionId}, ${row.clauseId}, ${row.title}, ${row.what}, ${row.ownerId}, ${row.dueOn}::date,
      ${row.createdBy}::uuid)`.execute(tx)
  return id
}

/** The moves of a task; who did it and when is forgotten when it is given back. */
export async function moveTask(
  tx: Tx,
  id: string,
  to: 'done' | 'verified' | 'open' | 'cancelled',
  given: { by: string | null; words: string },
): Promise<void> {
  const set = {
    done: sql`done_by = ${given.by}::uuid, done_at = now(), result = ${given.words}`,
    verified: sql`verified_by = ${given.by}::uuid, verified_at = now(), note = ${given.words}`,
    open: sql`note = ${given.words}`,
    cancelled: sql`note = ${given.words}`,
  }[to]
  await sql`update norm_task set state = ${to}, ${set}, version = version + 1 where id = ${id}`.execute(tx)
}

export async function insertSupervision(
  tx: Tx,
  row: { taskId: string; leaderId: string; instruction: string },
): Promise<string> {
  const id = newId()
  await sql`insert into norm_supervision (id, task_id, leader_id, instruction)
    values (${id}, ${row.taskId}, ${row.leaderId}, ${row.instruction})`.execute(tx)
  return id
}

/** @returns false when there is none such, or it was answered already */
export async function answerSupervision(
  tx: Tx,
  at: { taskId: string; id: string },
  reply: string,
  by: string | null,
): Promise<boolean> {
  const { rows } =
    await sql`update norm_supervision set reply = ${reply}, replied_by = ${by}::uuid, replied_at = now()
    where id = ${at.id} and task_id = ${at.taskId} and reply is null returning id`.execute(tx)
  return rows.length > 0
}

export interface DueTask {
  id: string
  title: string
  dueOn: string
  ownerId: string
  createdBy: string | null
}

/** Open tasks that are due today or were before. */
export async function dueTasks(db: Db, zone: string): Promise<DueTask[]> {
  const { rows } =
    await sql<DueTask>`select id, title, due_on::text as "dueOn", owner_id as "ownerId", created_by as "createdBy"
    from norm_task where state = 'open' and due_on <= (now() at time zone ${zone})::date order by id limit 1000`.execute(
      db,
    )
  return rows
}
