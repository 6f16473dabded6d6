import { sql, type RawBuilder } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'

export interface Ref {
  id: string
  name: string
}

/** Id and name of a person, as a subquery. */
export const nameOf = (column: string): RawBuilder<unknown> =>
  sql`(select json_build_object('id', named.id, 'name', named.name) from person named where named.id = ${sql.ref(column)})`

export interface RecordRow {
  ticketId: string
  leader: Ref
  updateMinutes: number
  startedAt: Date
  lastUpdateAt: Date
  version: number
}

export async function findRecord(db: Db, ticketId: string): Promise<RecordRow | undefined> {
  const { rows } = await sql<RecordRow>`
    select r.ticket_id as "ticketId", ${nameOf('r.leader_id')} as leader, r.update_minutes as "updateMinutes",
      r.started_at as "startedAt", r.last_update_at as "lastUpdateAt", r.version
    from major_record r where r.ticket_id = ${ticketId}`.execute(db)
  return rows[0]
}

/** Begins the record where there is none; either way its row is locked until the transaction ends. */
export async function beginRecord(tx: Tx, ticketId: string, leaderId: string): Promise<{ begun: boolean }> {
  const { rows } = await sql<{ begun: boolean }>`
    insert into major_record as r (ticket_id, leader_id, update_minutes)
    select ${ticketId}, ${leaderId}, update_minutes from major_setting
    on conflict (ticket_id) do update set ticket_id = r.ticket_id
    returning r.xmax = 0 as begun`.execute(tx)
  return rows[0]!
}

/** @returns false when it was changed since `version` */
export async function updateRecord(
  tx: Tx,
  ticketId: string,
  version: number,
  to: { leaderId: string; updateMinutes: number },
): Promise<boolean> {
  const { rows } = await sql`
    update major_record set leader_id = ${to.leaderId}, update_minutes = ${to.updateMinutes}, version = version + 1
    where ticket_id = ${ticketId} and version = ${version} returning ticket_id`.execute(tx)
  return rows.length > 0
}

/** The status was told just now. */
export async function touchUpdate(tx: Tx, ticketId: string): Promise<void> {
  await sql`update major_record set last_update_at = now() where ticket_id = ${ticketId}`.execute(tx)
}

export interface BridgeRow {
  id: string
  person: Ref
  broughtBy: Ref | null
  joinedAt: Date
  leftAt: Date | null
}

export async function bridgeOf(db: Db, ticketId: string): Promise<BridgeRow[]> {
  const { rows } = await sql<BridgeRow>`
    select b.id, ${nameOf('b.person_id')} as person, ${nameOf('b.brought_by')} as "broughtBy",
      b.joined_at as "joinedAt", b.left_at as "leftAt"
    from major_bridge b where b.ticket_id = ${ticketId} order by b.left_at is not null, b.joined_at, b.id
    limit 500`.execute(db)
  return rows
}

/** @returns whether the person came; false when on the bridge already */
export async function insertOnBridge(
  tx: Tx,
  row: { ticketId: string; personId: string; broughtBy: string | null },
): Promise<boolean> {
  const { rows } = await sql`
    insert into major_bridge (id, ticket_id, person_id, brought_by)
    values (${newId()}, ${row.ticketId}, ${row.personId}, ${row.broughtBy})
    on conflict (ticket_id, person_id) where left_at is null do nothing returning id`.execute(tx)
  return rows.length > 0
}

/** @returns false when the person had left already */
export async function endOnBridge(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql`
    update major_bridge set left_at = now() where id = ${id} and left_at is null returning id`.execute(tx)
  return rows.length > 0
}

/** How a person has to do with the work: on the bridge now; ever there, told of it, or the owner of an action. */
export async function tiesOf(
  db: Db,
  ticketId: string,
  personId: string | null,
): Promise<{ onBridge: boolean; known: boolean }> {
  const { rows } = await sql<{ onBridge: boolean; known: boolean }>`
    select exists (select from major_bridge where ticket_id = ${ticketId} and person_id = ${personId}::uuid
        and left_at is null) as "onBridge",
      exists (select from major_bridge where ticket_id = ${ticketId} and person_id = ${personId}::uuid)
      or exists (select from major_told d join major_call c on c.id = d.call_id
        where c.ticket_id = ${ticketId} and d.person_id = ${personId}::uuid)
      or exists (select from major_action where ticket_id = ${ticketId} and owner_id = ${personId}::uuid) as known`.execute(
    db,
  )
  return rows[0]!
}

/** An active person with an account, who can be told. */
export async function findWorker(db: Db, id: string): Promise<Ref | undefined> {
  const { rows } = await sql<Ref>`
    select p.id, p.name from person p where p.id = ${id} and p.kind = 'person' and p.state = 'active'
      and exists (select from person_role pr join role_permission rp on rp.role_id = pr.role_id
        where pr.person_id = p.id and rp.permission = 'major.read')`.execute(db)
  return rows[0]
}

/** Active members of an active group; undefined without such a group. */
export async function findGroup(
  db: Db,
  id: string,
): Promise<{ name: string; memberIds: string[] } | undefined> {
  const { rows } = await sql<{ name: string; memberIds: string[] }>`
    select g.name, coalesce((select array_agg(p.id) from support_group_member m join person p on p.id = m.person_id
      where m.group_id = g.id and p.state = 'active' and p.kind = 'person'), '{}') as "memberIds"
    from support_group g where g.id = ${id} and g.active`.execute(db)
  return rows[0]
}
