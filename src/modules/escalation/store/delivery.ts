import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { ChannelRow } from './channel.ts'
import { channelColumns } from './channel.ts'

export interface DeliveryRow {
  id: string
  runId: string
  step: number
  repeat: number
  person: { id: string; name: string }
  channel: string | null
  state: 'pending' | 'sent' | 'failed' | 'dropped'
  attempts: number
  result: string | null
  at: Date
}

/** One row for each person and channel of a turn; what is there already stays. @returns how many are new */
export async function insertDeliveries(
  tx: Tx,
  at: { runId: string; step: number; turn: number },
  personIds: readonly string[],
  channels: readonly (string | null)[],
): Promise<number> {
  const rows = personIds.flatMap((person_id) =>
    channels.map((channel_id) => ({
      ...{ id: newId(), run_id: at.runId, step: at.step, repeat: at.turn, person_id, channel_id },
      // kernel/notify keeps it in this very transaction
      state: channel_id === null ? ('sent' as const) : ('pending' as const),
      sent_at: channel_id === null ? sql<Date>`now()` : null,
    })),
  )
  if (rows.length === 0) return 0
  const made = await tx
    .insertInto('escalation_delivery')
    .values(rows)
    .onConflict((on) => on.doNothing())
    .returning('id')
    .execute()
  return made.length
}

export async function deliveriesOf(db: Db, runIds: readonly string[]): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`select d.id, d.run_id as "runId", d.step, d.repeat,
      json_build_object('id', p.id, 'name', p.name) as person, c.name as channel, d.state, d.attempts, d.result,
      coalesce(d.sent_at, d.created_at) as at
    from escalation_delivery d join person p on p.id = d.person_id
    left join escalation_channel c on c.id = d.channel_id
    where d.run_id = any(${[...runIds]}::uuid[]) order by d.step, d.repeat, p.name, d.id limit 2000`.execute(
    db,
  )
  return rows
}

/** A delivery that leaves now, with what its template needs. */
export interface Leaving {
  id: string
  step: number
  repeat: number
  attempts: number
  createdAt: Date
  channel: ChannelRow
  person: { name: string; login: string; phone: string | null }
  policy: string
  incident: {
    id: string
    number: string
    title: string
    priority: number
    grade: string
    service: string | null
    org: string
  }
}

/**
 * Claims what is due: nobody else gets it for the next `leaseSeconds`. A process killed while it sends leaves it to be
 * sent again then, with the same delivery id.
 */
export async function claimDue(db: Db, most: number, leaseSeconds: number): Promise<Leaving[]> {
  const { rows } = await sql<Leaving>`with due as (
      select id from escalation_delivery where state = 'pending' and next_at <= now()
      order by next_at limit ${most} for update skip locked),
    claimed as (update escalation_delivery d set attempts = attempts + 1,
        next_at = now() + ${leaseSeconds} * interval '1 second'
      from due where d.id = due.id returning d.*)
    select d.id, d.step, d.repeat, d.attempts, d.created_at as "createdAt", r.policy_name as policy,
      (select to_json(x) from (select ${channelColumns} from escalation_channel c join org o on o.id = c.org_id
        where c.id = d.channel_id) x) as channel,
      json_build_object('name', p.name, 'login', p.login, 'phone', p.phone) as person,
      json_build_object('id', t.id, 'number', t.number, 'title', t.title, 'priority', t.priority, 'grade', i.grade,
        'service', (select s.name from service s where s.id = t.service_id), 'org', og.name) as incident
    from claimed d join escalation_run r on r.id = d.run_id join ticket t on t.id = r.ticket_id
    join incident i on i.ticket_id = t.id join org og on og.id = t.org_id join person p on p.id = d.person_id`.execute(
    db,
  )
  return rows
}

/** Keeps what came of an attempt; one that was dropped meanwhile is sent all the same, and says so. */
export async function settle(
  db: Db,
  id: string,
  to: { ok: boolean; result: string; againIn: number | null },
): Promise<void> {
  const state = to.ok ? 'sent' : to.againIn === null ? 'failed' : 'pending'
  await sql`update escalation_delivery set result = ${to.result.slice(0, 500)},
      state = case when ${to.ok} then 'sent' when state = 'dropped' then state else ${state} end,
      sent_at = case when ${to.ok} then now() else sent_at end,
      next_at = now() + ${to.againIn ?? 0} * interval '1 second'
    where id = ${id}`.execute(db)
}
