import { sql, type RawBuilder } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { CallbackState, StepKind, Verdict } from '../words.ts'

export interface Ref {
  id: string
  name: string
}

export interface CallbackRow {
  id: string
  ticket: { id: string; kind: string; number: string; title: string; visible: boolean }
  ticketOwnerId: string | null
  orgId: string
  orgPath: string
  reason: string
  contact: { id: string | null; name: string; phone: string }
  owner: Ref | null
  group: Ref | null
  dueAt: Date
  overdue: boolean
  state: CallbackState
  verdict: Verdict | null
  endedAt: Date | null
  createdBy: Ref | null
  recordedAt: Date
  steps: {
    what: StepKind
    note: string
    calledAt: string | null
    nextAt: string | null
    by: string
    recordedAt: string
  }[]
  version: number
}

/** Who looks: the condition under which a ticket `t` is theirs to see, and who they are. */
export interface Looker {
  visible: RawBuilder<unknown>
  personId: string | null
  groupIds: readonly string[]
}

const ref = (alias: string) => sql`case when ${sql.ref(`${alias}.id`)} is not null
  then json_build_object('id', ${sql.ref(`${alias}.id`)}, 'name', ${sql.ref(`${alias}.name`)}) end`

const select = (visible: RawBuilder<unknown>) => sql`
  select c.id, c.reason, c.due_at as "dueAt", (c.state = 'open' and c.due_at <= now()) as overdue, c.state, c.verdict,
    c.ended_at as "endedAt", c.recorded_at as "recordedAt", c.version, t.owner_id as "ticketOwnerId",
    json_build_object('id', t.id, 'kind', t.kind, 'number', t.number, 'title', t.title, 'visible', ${visible}) as ticket,
    json_build_object('id', c.contact_id, 'name', c.contact_name, 'phone', c.contact_phone) as contact,
    o.id as "orgId", o.path as "orgPath", ${ref('p')} as owner, ${ref('g')} as "group", ${ref('b')} as "createdBy",
    coalesce((select json_agg(json_build_object('what', s.what, 'note', s.note, 'calledAt', s.called_at,
      'nextAt', s.next_at, 'by', s.person_name, 'recordedAt', s.recorded_at) order by s.id)
      from callback_step s where s.callback_id = c.id), '[]') as steps
  from callback c join ticket t on t.id = c.ticket_id join org o on o.id = t.org_id
  left join person p on p.id = c.owner_id left join support_group g on g.id = c.group_id
  left join person b on b.id = c.created_by`

const mine = (who: Looker) =>
  sql`(c.owner_id = ${who.personId}::uuid or c.group_id = any(${[...who.groupIds]}::uuid[]))`
/** Whoever sees the ticket; and whoever was given the call, who learns no more of the ticket than its name. */
const seen = (who: Looker) => sql`(${mine(who)} or ${who.visible})`

export async function findCallback(
  db: Db,
  who: Looker,
  id: string,
  lock = false,
): Promise<CallbackRow | undefined> {
  // two statements: what is read after the lock is as new as what the lock waited for
  if (lock) await sql`select id from callback where id = ${id}::uuid for update`.execute(db)
  const { rows } = await sql<CallbackRow>`
    ${select(who.visible)} where c.id = ${id}::uuid and ${seen(who)}`.execute(db)
  return rows[0]
}

export async function callbacksOf(db: Db, who: Looker, ticketId: string): Promise<CallbackRow[]> {
  const { rows } = await sql<CallbackRow>`
    ${select(who.visible)} where c.ticket_id = ${ticketId}::uuid and ${seen(who)}
    order by c.state <> 'open', c.due_at, c.id limit 200`.execute(db)
  return rows
}

export interface ListFilter {
  which: 'due' | 'open' | 'over'
  mine: boolean
  /** time and id of the last row seen */
  after: { at: string; id: string } | null
  limit: number
}

/** Open ones by their time, the nearest first; those that are over by their end, the last first. */
export async function listCallbackRows(db: Db, who: Looker, f: ListFilter): Promise<CallbackRow[]> {
  const over = f.which === 'over'
  const after = f.after
    ? over
      ? sql`and (c.ended_at, c.id) < (${f.after.at}::timestamptz, ${f.after.id}::uuid)`
      : sql`and (c.due_at, c.id) > (${f.after.at}::timestamptz, ${f.after.id}::uuid)`
    : sql``
  const { rows } = await sql<CallbackRow>`
    ${select(who.visible)}
    where c.state ${over ? sql`<> 'open'` : sql`= 'open'`} ${f.which === 'due' ? sql`and c.due_at <= now()` : sql``}
      and ${f.mine ? mine(who) : seen(who)} ${after}
    order by ${over ? sql`c.ended_at desc, c.id desc` : sql`c.due_at, c.id`} limit ${f.limit}`.execute(db)
  return rows
}

export interface Reminded {
  id: string
  state: CallbackState
  dueAt: Date
  contact: string
  kind: string
  ticketId: string
  number: string
  /** who is to call: the person, or the active members of the group */
  doers: string[]
  createdBy: string | null
  ticketOwnerId: string | null
  now: Date
}

export async function forReminder(tx: Tx, id: string): Promise<Reminded | undefined> {
  const { rows } = await sql<Reminded>`
    select c.id, c.state, c.due_at as "dueAt", c.contact_name as contact, t.kind, t.id as "ticketId", t.number,
      case when c.owner_id is not null then array[c.owner_id] else array(select m.person_id
        from support_group_member m join person p on p.id = m.person_id
        where m.group_id = c.group_id and p.state = 'active') end as doers,
      c.created_by as "createdBy", t.owner_id as "ticketOwnerId", now() as now
    from callback c join ticket t on t.id = c.ticket_id where c.id = ${id}::uuid for update of c`.execute(tx)
  return rows[0]
}

/** An active person whose roles let them make calls. */
export async function mayCall(db: Db, personId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from person p where p.id = ${personId}::uuid and p.state = 'active' and p.kind = 'person'
      and exists (select from person_role pr join role_permission rp on rp.role_id = pr.role_id
        where pr.person_id = p.id and rp.permission = 'callback.do')`.execute(db)
  return rows.length > 0
}

/** An active group with somebody in it who could call. */
export async function groupMayCall(db: Db, groupId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from support_group g where g.id = ${groupId}::uuid and g.active and exists (
      select from support_group_member m join person p on p.id = m.person_id
      join person_role pr on pr.person_id = p.id join role_permission rp on rp.role_id = pr.role_id
      where m.group_id = g.id and p.state = 'active' and rp.permission = 'callback.do')`.execute(db)
  return rows.length > 0
}

export async function personExists(db: Db, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from person where id = ${id}::uuid and kind = 'person'`.execute(db)
  return rows.length > 0
}
