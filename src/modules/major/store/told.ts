import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import { nameOf, type Ref } from './record.ts'

export interface CallRow {
  id: string
  group: string | null
  role: string | null
  message: string
  calledBy: Ref
  calledAt: Date
  told: { id: string; name: string; toldAt: Date }[]
}

/** The last fifty, newest first, each with the people who were told. */
export async function callsOf(db: Db, ticketId: string): Promise<CallRow[]> {
  const { rows } = await sql<CallRow>`
    select c.id, (select name from support_group g where g.id = c.group_id) as "group", c.role_key as role, c.message,
      ${nameOf('c.called_by')} as "calledBy", c.called_at as "calledAt",
      coalesce((select json_agg(json_build_object('id', p.id, 'name', p.name, 'toldAt', d.told_at) order by p.login)
        from major_told d join person p on p.id = d.person_id where d.call_id = c.id), '[]') as told
    from major_call c where c.ticket_id = ${ticketId} order by c.id desc limit 50`.execute(db)
  return rows
}

export async function insertCall(
  tx: Tx,
  row: {
    ticketId: string
    groupId: string | null
    role: string | null
    message: string
    calledBy: string
    to: readonly string[]
  },
): Promise<string> {
  const id = newId()
  await sql`
    insert into major_call (id, ticket_id, group_id, role_key, message, called_by)
    values (${id}, ${row.ticketId}, ${row.groupId}, ${row.role}, ${row.message}, ${row.calledBy})`.execute(tx)
  await sql`insert into major_told (call_id, person_id)
    select ${id}, x from unnest(${[...row.to]}::uuid[]) x`.execute(tx)
  return id
}

export interface NoticeRow {
  id: string
  threadId: string
  serviceId: string
  body: string | null
  person: Ref
  recordedAt: Date
}

/** Steps of an incident's public notice, newest first. */
export async function noticesOf(db: Db, ticketId: string, limit = 50): Promise<NoticeRow[]> {
  const { rows } = await sql<NoticeRow>`
    select n.id, n.thread_id as "threadId", n.service_id as "serviceId", n.body, ${nameOf('n.person_id')} as person, n.recorded_at as "recordedAt"
    from major_notice n where n.ticket_id = ${ticketId} order by n.id desc limit ${limit}`.execute(db)
  return rows
}

export async function insertNotice(
  tx: Tx,
  row: { ticketId: string; serviceId: string; threadId: string; body: string | null; personId: string },
): Promise<string> {
  const id = newId()
  await sql`
    insert into major_notice (id, ticket_id, service_id, thread_id, body, person_id)
    values (${id}, ${row.ticketId}, ${row.serviceId}, ${row.threadId}, ${row.body}, ${row.personId})`.execute(
    tx,
  )
  return id
}

/** Whether requesters know of the service at all. */
export async function isPublicService(db: Db, serviceId: string): Promise<boolean> {
  const { rows } = await sql`select from service where id = ${serviceId} and public and active`.execute(db)
  return rows.length > 0
}

export interface ShownNotice {
  id: string
  serviceName: string
  body: string
  since: Date
  updatedAt: Date
  earlier: { body: string; at: Date }[]
}

/**
 * Notices that stand: the last step of an open incident, unless it withdrew the notice. `earlier` holds at most ten
 * former texts of the same notice, newest first.
 */
export async function shownNotices(db: Db): Promise<ShownNotice[]> {
  const { rows } = await sql<ShownNotice>`
    select n.thread_id as id, s.name as "serviceName", n.body, n.recorded_at as "updatedAt",
      (select min(f.recorded_at) from major_notice f where f.thread_id = n.thread_id) as since,
      coalesce((select json_agg(json_build_object('body', e.body, 'at', e.recorded_at)) from (
        select body, recorded_at from major_notice e where e.thread_id = n.thread_id and e.id < n.id
        order by e.id desc limit 10) e), '[]') as earlier
    from major_record r
    join ticket t on t.id = r.ticket_id and t.open
    join lateral (select * from major_notice l where l.ticket_id = r.ticket_id order by l.id desc limit 1) n
      on n.body is not null
    join service s on s.id = n.service_id and s.public
    order by n.recorded_at desc limit 20`.execute(db)
  return rows
}
