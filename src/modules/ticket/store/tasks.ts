import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'

export interface TaskRow {
  id: string
  ticketId: string
  title: string
  required: boolean
  owner: { id: string; name: string } | null
  dueAt: Date | null
  state: 'open' | 'done' | 'given-up'
  endedBy: { id: string; name: string } | null
  endedAt: Date | null
  reason: string | null
  overdue: boolean
  createdBy: string | null
  version: number
}

const columns = sql`x.id, x.ticket_id as "ticketId", x.title, x.required, x.due_at as "dueAt", x.state,
  x.ended_at as "endedAt", x.reason, x.created_by as "createdBy", x.version,
  (x.state = 'open' and coalesce(x.due_at < now(), false)) as overdue,
  (select json_build_object('id', p.id, 'name', p.name) from person p where p.id = x.owner_id) as owner,
  (select json_build_object('id', p.id, 'name', p.name) from person p where p.id = x.ended_by) as "endedBy"`

/** Kind of a ticket, locked against a move of it at the same time when `lock` is set. */
export async function kindOf(db: Db, ticketId: string, lock = false): Promise<string | undefined> {
  const { rows } = await sql<{ kind: string }>`
    select kind from ticket where id = ${ticketId} ${lock ? sql`for no key update` : sql``}`.execute(db)
  return rows[0]?.kind
}

/** Tasks of a ticket in their order; all, or those of one person. */
export async function tasksOf(db: Db, ticketId: string, ownerId?: string | null): Promise<TaskRow[]> {
  const { rows } = await sql<TaskRow>`
    select ${columns} from ticket_task x where x.ticket_id = ${ticketId}
      ${ownerId === undefined ? sql`` : sql`and x.owner_id = ${ownerId}::uuid`}
    order by x.position, x.id limit 500`.execute(db)
  return rows
}

export async function findTask(db: Db, id: string, lock = false): Promise<TaskRow | undefined> {
  const { rows } = await sql<TaskRow>`
    select ${columns} from ticket_task x where x.id = ${id} ${lock ? sql`for update of x` : sql``}`.execute(
    db,
  )
  return rows[0]
}

export interface NewTask {
  title: string
  required: boolean
  ownerId: string | null
  dueAt: Date | null
}

/** Adds tasks behind those that are there, in their order. @returns their ids */
export async function insertTasks(
  tx: Tx,
  ticketId: string,
  createdBy: string | null,
  tasks: readonly NewTask[],
): Promise<string[]> {
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(position), 0)::int as last from ticket_task where ticket_id = ${ticketId}`.execute(tx)
  const last = rows[0]!.last
  const values = tasks.map((task, i) => ({
    id: newId(),
    ticket_id: ticketId,
    position: last + i + 1,
    title: task.title,
    required: task.required,
    owner_id: task.ownerId,
    due_at: task.dueAt,
    created_by: createdBy,
  }))
  await tx.insertInto('ticket_task').values(values).execute()
  return values.map((value) => value.id)
}

export interface TaskPatch {
  title?: string
  owner_id?: string | null
  due_at?: Date | null
  state?: TaskRow['state']
  ended_by?: string | null
  ended_at?: Date | null
  reason?: string | null
}

/** Changes a task that is locked. */
export async function updateTask(tx: Tx, id: string, patch: TaskPatch): Promise<void> {
  await tx
    .updateTable('ticket_task')
    .set({ ...patch, version: sql`version + 1` })
    .where('id', '=', id)
    .execute()
}

export async function setOrder(tx: Tx, ticketId: string, ids: readonly string[]): Promise<void> {
  await sql`update ticket_task x set position = n.at
    from unnest(${[...ids]}::uuid[]) with ordinality as n(id, at)
    where x.id = n.id and x.ticket_id = ${ticketId}`.execute(tx)
}

/** Hands the open tasks of one ticket to another, behind its own. @returns how many */
export async function moveOpenTasks(tx: Tx, fromId: string, toId: string): Promise<number> {
  const { rows } = await sql`
    update ticket_task x set ticket_id = ${toId}, version = version + 1,
      position = x.position + (select coalesce(max(y.position), 0) from ticket_task y where y.ticket_id = ${toId})
    where x.ticket_id = ${fromId} and x.state = 'open' returning x.id`.execute(tx)
  return rows.length
}

/** Ids of open tasks; only required ones when asked so. */
export async function openTaskIds(db: Db, ticketId: string, requiredOnly: boolean): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from ticket_task where ticket_id = ${ticketId} and state = 'open'
      ${requiredOnly ? sql`and required` : sql``} order by position`.execute(db)
  return rows.map((row) => row.id)
}

/** An active person whose roles let them work on tasks. */
export async function mayOwnTask(db: Db, personId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from person p where p.id = ${personId} and p.state = 'active' and p.kind = 'person'
      and exists (select from person_role pr join role_permission rp on rp.role_id = pr.role_id
        where pr.person_id = p.id and rp.permission = 'ticket.tasks')`.execute(db)
  return rows.length > 0
}

export interface MyTaskRow extends TaskRow {
  ticket: { id: string; kind: string; number: string; title: string }
}

/** Open tasks of a person on open tickets, the nearest due time first. */
export async function openTasksOf(db: Db, personId: string): Promise<MyTaskRow[]> {
  const { rows } = await sql<MyTaskRow>`
    select ${columns}, json_build_object('id', t.id, 'kind', t.kind, 'number', t.number, 'title', t.title) as ticket
    from ticket_task x join ticket t on t.id = x.ticket_id
    where x.owner_id = ${personId} and x.state = 'open' and t.open
    order by x.due_at nulls last, x.id limit 200`.execute(db)
  return rows
}

/** What a reminder needs to know of a task and its ticket. */
export async function taskForReminder(
  tx: Tx,
  id: string,
): Promise<
  | (TaskRow & { kind: string; number: string; ticketOpen: boolean; ticketOwnerId: string | null; now: Date })
  | undefined
> {
  const { rows } = await sql<
    TaskRow & { kind: string; number: string; ticketOpen: boolean; ticketOwnerId: string | null; now: Date }
  >`
    select ${columns}, t.kind, t.number, t.open as "ticketOpen", t.owner_id as "ticketOwnerId", now() as now
    from ticket_task x join ticket t on t.id = x.ticket_id where x.id = ${id} for update of x`.execute(tx)
  return rows[0]
}
