import { sql, type Insertable, type Updateable } from 'kysely'
import { insertRows, type DB, type Db, type Tx } from '#kernel/db/index.ts'
import type { State } from '../words.ts'

export type IncidentPatch = Updateable<DB['incident']>

export async function insertIncident(tx: Tx, row: Insertable<DB['incident']>): Promise<void> {
  await insertRows(tx, 'incident', [row])
}

export async function updateIncident(tx: Tx, id: string, patch: IncidentPatch): Promise<void> {
  if (Object.keys(patch).length === 0) return
  await tx.updateTable('incident').set(patch).where('ticket_id', '=', id).execute()
}

/** Who leads the vendor (负责人) that a group belongs to: of its orgs the nearest that has a leader who is there. */
export async function vendorContact(db: Db, groupId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select p.id from support_group g
    join org o on o.id = g.org_id
    join org v on o.path like v.path || '%' and v.kind = 'vendor'
    join person p on p.id = v.leader_id and p.state = 'active'
    where g.id = ${groupId} order by length(v.path) desc limit 1`.execute(db)
  return rows[0]?.id ?? null
}

export interface OwnerChoice {
  id: string
  name: string
  works: boolean
  groupIds: string[]
}

/** A person who is to own a ticket: active, and whether some role lets them work. */
export async function readOwner(db: Db, id: string): Promise<OwnerChoice | undefined> {
  const { rows } = await sql<OwnerChoice>`
    select p.id, p.name,
      exists (select from person_role pr join role_permission rp on rp.role_id = pr.role_id
        where pr.person_id = p.id and rp.permission = 'incident.work') as works,
      array(select m.group_id from support_group_member m where m.person_id = p.id) as "groupIds"
    from person p where p.id = ${id} and p.state = 'active' and p.kind = 'person'`.execute(db)
  return rows[0]
}

export async function insertSource(
  tx: Tx,
  row: { ticketId: string; system: string; sourceNumber: string; data: Record<string, unknown> },
): Promise<void> {
  await tx
    .insertInto('incident_source')
    .values({
      ticket_id: row.ticketId,
      system: row.system,
      source_number: row.sourceNumber,
      data: JSON.stringify(row.data),
    })
    .execute()
}

/** Sets or clears the key of the alerts that an incident gathers; one incident holds a key at a time. */
export async function setAlertKey(tx: Tx, id: string, key: string | null): Promise<void> {
  await updateIncident(tx, id, { alert_key: key })
}

/** The incident that a number of a source system became, if it was imported before. */
export async function findSource(db: Db, system: string, sourceNumber: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('incident_source')
    .select('ticket_id')
    .where('system', '=', system)
    .where('source_number', '=', sourceNumber)
    .executeTakeFirst()
  return row?.ticket_id
}

/** Where an incident stands, in a word: for replays, which ask after every step. */
export async function readState(
  db: Db,
  id: string,
): Promise<{ state: State; holdReason: string | null; groupId: string | null; version: number }> {
  const row = await db
    .selectFrom('ticket as t')
    .innerJoin('incident as i', 'i.ticket_id', 't.id')
    .select(['t.state', 'i.hold_reason as holdReason', 't.group_id as groupId', 't.version'])
    .where('t.id', '=', id)
    .executeTakeFirstOrThrow()
  return { ...row, state: row.state as State }
}
