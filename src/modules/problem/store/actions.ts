import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import {
  visibleSql as visibleIncidentSql,
  type Visibility as SeesIncidents,
} from '#modules/incident/index.ts'

export interface ActionRow {
  id: string
  title: string
  owner: { id: string; name: string } | null
  dueAt: Date | null
  overdue: boolean
  state: 'open' | 'done' | 'given-up'
  reason: string | null
  endedAt: Date | null
  ticket: { id: string; number: string; kind: string; state: string; title: string | null } | null
  version: number
}

/** The tasks of a problem in their order; of a linked incident the title only where the reader may see it, of other kinds none. */
export async function actionsOf(db: Db, v: SeesIncidents, problemId: string): Promise<ActionRow[]> {
  const { rows } = await sql<ActionRow>`
    select k.id, k.title, k.due_at as "dueAt", k.state, k.reason, k.ended_at as "endedAt", k.version,
      (k.state = 'open' and coalesce(k.due_at < now(), false)) as overdue,
      (select json_build_object('id', p.id, 'name', p.name) from person p where p.id = k.owner_id) as owner,
      (select json_build_object('id', t.id, 'number', t.number, 'kind', t.kind, 'state', t.state,
          'title', case when t.kind = 'incident' and ${visibleIncidentSql(v)} then t.title end)
        from problem_action_ticket x join ticket t on t.id = x.ticket_id where x.task_id = k.id) as ticket
    from ticket_task k where k.ticket_id = ${problemId} order by k.position, k.id limit 500`.execute(db)
  return rows
}

export async function countOpenActions(tx: Tx, problemId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ticket_task
    where ticket_id = ${problemId} and state = 'open'`.execute(tx)
  return rows[0]!.n
}

/** A ticket of any kind by its number; nothing but what the number says is told of it. */
export async function ticketByNumber(
  db: Db,
  number: string,
): Promise<{ id: string; number: string; kind: string } | undefined> {
  return db
    .selectFrom('ticket')
    .select(['id', 'number', 'kind'])
    .where('number', '=', number)
    .executeTakeFirst()
}

/** @returns whether the task belongs to the problem */
export async function hasAction(db: Db, problemId: string, taskId: string): Promise<boolean> {
  const row = await db
    .selectFrom('ticket_task')
    .select('id')
    .where('id', '=', taskId)
    .where('ticket_id', '=', problemId)
    .executeTakeFirst()
  return row !== undefined
}

/** Names the ticket that carries out a task; null takes it off. */
export async function setActionTicket(tx: Tx, taskId: string, ticketId: string | null): Promise<void> {
  if (ticketId === null) await sql`delete from problem_action_ticket where task_id = ${taskId}`.execute(tx)
  else
    await sql`insert into problem_action_ticket (task_id, ticket_id) values (${taskId}, ${ticketId})
      on conflict (task_id) do update set ticket_id = excluded.ticket_id`.execute(tx)
}
