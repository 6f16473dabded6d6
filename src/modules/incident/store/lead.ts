import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'

export interface SupervisionRow {
  id: string
  ticketId: string
  instruction: string
  leader: { id: string; name: string }
  owner: { id: string; name: string }
  deadline: Date
  reply: string | null
  repliedAt: Date | null
  closedAt: Date | null
  overdue: boolean
  recordedAt: Date
  version: number
}

const supervisionSelect = sql`
  select v.id, v.ticket_id as "ticketId", v.instruction, v.deadline, v.reply, v.replied_at as "repliedAt",
    v.closed_at as "closedAt", v.recorded_at as "recordedAt", v.version,
    coalesce(v.replied_at, now()) > v.deadline as overdue,
    json_build_object('id', l.id, 'name', l.name) as leader, json_build_object('id', o.id, 'name', o.name) as owner
  from supervision v join person l on l.id = v.leader_id join person o on o.id = v.owner_id`

export async function supervisionsOf(db: Db, ticketId: string): Promise<SupervisionRow[]> {
  const { rows } =
    await sql<SupervisionRow>`${supervisionSelect} where v.ticket_id = ${ticketId} order by v.id`.execute(db)
  return rows
}

/** Instructions to a person that are not closed, with their incidents; at most 100. */
export async function supervisionsFor(
  db: Db,
  personId: string,
): Promise<(SupervisionRow & { incident: { id: string; number: string; title: string } })[]> {
  const rows = await sql<SupervisionRow>`${supervisionSelect}
    where v.owner_id = ${personId} and v.closed_at is null order by v.deadline, v.id limit 100`.execute(db)
  const ids = [...new Set(rows.rows.map((row) => row.ticketId))]
  if (ids.length === 0) return []
  const tickets = await db
    .selectFrom('ticket')
    .select(['id', 'number', 'title'])
    .where('id', 'in', ids)
    .execute()
  const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]))
  return rows.rows.map((row) => ({ ...row, incident: byId.get(row.ticketId)! }))
}

export async function findSupervision(
  db: Db,
  ticketId: string,
  id: string,
): Promise<SupervisionRow | undefined> {
  const { rows } =
    await sql<SupervisionRow>`${supervisionSelect} where v.id = ${id} and v.ticket_id = ${ticketId}`.execute(
      db,
    )
  return rows[0]
}

export async function insertSupervision(
  tx: Tx,
  row: { ticketId: string; instruction: string; leaderId: string; ownerId: string; deadline: Date },
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('supervision')
    .values({
      id,
      ticket_id: row.ticketId,
      instruction: row.instruction,
      leader_id: row.leaderId,
      owner_id: row.ownerId,
      deadline: row.deadline,
    })
    .execute()
  return id
}

/** @returns false when the version has changed meanwhile */
export async function updateSupervision(
  tx: Tx,
  id: string,
  version: number,
  patch: { reply?: string; replied_at?: Date; closed_at?: Date },
): Promise<boolean> {
  const row = await tx
    .updateTable('supervision')
    .set({ ...patch, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export interface DecisionRow {
  id: string
  decision: string
  notified: string
  decidedBy: { id: string; name: string }
  occurredAt: Date
  recordedAt: Date
}

export async function decisionsOf(db: Db, ticketId: string): Promise<DecisionRow[]> {
  const { rows } = await sql<DecisionRow>`
    select d.id, d.decision, d.notified, d.occurred_at as "occurredAt", d.recorded_at as "recordedAt",
      json_build_object('id', p.id, 'name', p.name) as "decidedBy"
    from major_decision d join person p on p.id = d.decided_by
    where d.ticket_id = ${ticketId} order by d.occurred_at, d.id`.execute(db)
  return rows
}

export async function insertDecision(
  tx: Tx,
  row: { ticketId: string; decision: string; notified: string; decidedBy: string; occurredAt: Date },
): Promise<{ id: string; recordedAt: Date }> {
  return tx
    .insertInto('major_decision')
    .values({
      id: newId(),
      ticket_id: row.ticketId,
      decision: row.decision,
      notified: row.notified,
      decided_by: row.decidedBy,
      occurred_at: row.occurredAt,
    })
    .returning(['id', 'recorded_at as recordedAt'])
    .executeTakeFirstOrThrow()
}
