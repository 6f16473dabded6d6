import { sql, type RawBuilder } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { Lifecycle, LiveState } from '../words.ts'
import { below } from './ci.ts'

export interface OnTicketRow {
  id: string
  visible: boolean
  name: string | null
  code: string | null
  classId: string
  groupId: string | null
  groupName: string | null
  lifecycle: Lifecycle
  liveState: LiveState
  openTickets: number
  recentChanges: number
  addedAt: Date
}

/**
 * Items of a ticket. @param sees which tickets `t` the reader sees
 */
export async function itemsOn(
  db: Db,
  paths: readonly string[],
  sees: RawBuilder<unknown>,
  ticketId: string,
): Promise<OnTicketRow[]> {
  const { rows } = await sql<OnTicketRow>`
    select c.id, v.visible, case when v.visible then c.name end as name, case when v.visible then c.code end as code,
      c.class_id as "classId", case when v.visible then g.id end as "groupId",
      case when v.visible then g.name end as "groupName", c.lifecycle, c.live_state as "liveState",
      (select count(*) from ci_ticket k join ticket t on t.id = k.ticket_id
        where k.ci_id = c.id and k.ticket_id <> ${ticketId} and t.open and ${sees}) as "openTickets",
      (select count(*) from ci_history h where (h.ci_id = c.id or h.other_id = c.id)
        and h.recorded_at > now() - interval '7 days') as "recentChanges", l.added_at as "addedAt"
    from ci_ticket l join ci c on c.id = l.ci_id join org o on o.id = c.org_id
    left join support_group g on g.id = c.group_id
    cross join lateral (select ${below(sql`o.path`, paths)} as visible) v
    where l.ticket_id = ${ticketId} order by l.added_at, c.id`.execute(db)
  return rows
}

/** @returns those that were not on it before */
export async function putOnTicket(
  tx: Tx,
  ticketId: string,
  ciIds: readonly string[],
  by: string | null,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`insert into ci_ticket (ticket_id, ci_id, added_by)
    select ${ticketId}::uuid, x.id, ${by}::uuid from unnest(${[...ciIds]}::uuid[]) x (id)
    on conflict do nothing returning ci_id as id`.execute(tx)
  return rows.map((row) => row.id)
}

/** @returns false when it was not on it */
export async function takeOffTicket(tx: Tx, ticketId: string, ciId: string): Promise<boolean> {
  const { rows } = await sql`delete from ci_ticket where ticket_id = ${ticketId} and ci_id = ${ciId}
    returning 1`.execute(tx)
  return rows.length > 0
}

/**
 * Puts the items of a ticket on another one; who chose them and when stays.
 * @returns those that were not on the other one before
 */
export async function moveToTicket(tx: Tx, fromId: string, intoId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`with gone as (
      delete from ci_ticket where ticket_id = ${fromId} returning ci_id, added_by, added_at
    )
    insert into ci_ticket (ticket_id, ci_id, added_by, added_at)
    select ${intoId}::uuid, ci_id, added_by, added_at from gone
    on conflict do nothing returning ci_id as id`.execute(tx)
  return rows.map((row) => row.id)
}

export interface TicketRow {
  id: string
  number: string
  kind: string
  title: string
  state: string
  open: boolean
  recordedAt: Date
}

/** Tickets of an item that the reader sees; of the kinds named in `others` all, for their room to say. */
export async function ticketsOf(
  db: Db,
  sees: RawBuilder<unknown>,
  others: readonly string[],
  ciId: string,
): Promise<TicketRow[]> {
  const { rows } = await sql<TicketRow>`
    select t.id, t.number, t.kind, t.title, t.state, t.open, t.recorded_at as "recordedAt"
    from ci_ticket l join ticket t on t.id = l.ticket_id
    where l.ci_id = ${ciId} and (${sees} or t.kind = any(${[...others]}::text[]))
    order by t.open desc, t.id desc limit 100`.execute(db)
  return rows
}
