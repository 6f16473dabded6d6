import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'

export interface DelegationRow {
  id: string
  from: { id: string; name: string }
  to: { id: string; name: string }
  startsAt: Date
  endsAt: Date
  reason: string
  active: boolean
  version: number
}

const selection = sql`
  select d.id, json_build_object('id', f.id, 'name', f.name) as "from", json_build_object('id', t.id, 'name', t.name) as "to",
    d.starts_at as "startsAt", d.ends_at as "endsAt", d.reason, d.version,
    (d.starts_at <= now() and d.ends_at > now()) as active
  from approval_delegation d join person f on f.id = d.from_id join person t on t.id = d.to_id`

/** Delegations of a person, given and taken, that have not ended long ago; the newest first. */
export async function selectDelegations(db: Db, personId: string): Promise<DelegationRow[]> {
  const { rows } = await sql<DelegationRow>`${selection}
    where (d.from_id = ${personId} or d.to_id = ${personId}) and d.ends_at > now() - interval '90 days'
    order by d.starts_at desc, d.id desc limit 200`.execute(db)
  return rows
}

export async function findDelegation(db: Db, id: string, lock = false): Promise<DelegationRow | undefined> {
  const { rows } =
    await sql<DelegationRow>`${selection} where d.id = ${id} ${lock ? sql`for update of d` : sql``}`.execute(
      db,
    )
  return rows[0]
}

/** Delegations are made one after the other: two at once could make a chain that neither sees. */
export async function lockDelegations(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(7239, 240)`.execute(tx)
}

export interface Span {
  startsAt: Date
  endsAt: Date
}

/** Delegations that touch a span and name one of these people, at either end. */
export async function overlapping(
  db: Db,
  people: readonly string[],
  span: Span,
): Promise<{ id: string; fromId: string; toId: string }[]> {
  const { rows } = await sql<{ id: string; fromId: string; toId: string }>`
    select id, from_id as "fromId", to_id as "toId" from approval_delegation
    where (from_id = any(${[...people]}::uuid[]) or to_id = any(${[...people]}::uuid[]))
      and starts_at < ${span.endsAt} and ends_at > ${span.startsAt}`.execute(db)
  return rows
}

export async function insertDelegation(
  tx: Tx,
  row: Span & { fromId: string; toId: string; reason: string; by: string | null },
): Promise<string> {
  const id = newId()
  await sql`insert into approval_delegation (id, from_id, to_id, starts_at, ends_at, reason, recorded_by)
    values (${id}, ${row.fromId}, ${row.toId}, ${row.startsAt}, ${row.endsAt}, ${row.reason}, ${row.by})`.execute(
    tx,
  )
  return id
}

/** Changes the end, or takes a delegation away that has not begun: what was done under one stays known. */
export async function endDelegation(tx: Tx, id: string): Promise<void> {
  await sql`delete from approval_delegation where id = ${id} and starts_at >= now()`.execute(tx)
  await sql`update approval_delegation set ends_at = now(), version = version + 1
    where id = ${id} and starts_at < now() and ends_at > now()`.execute(tx)
}

export async function moveDelegationEnd(tx: Tx, id: string, endsAt: Date): Promise<void> {
  await sql`update approval_delegation set ends_at = ${endsAt}, version = version + 1 where id = ${id}`.execute(
    tx,
  )
}

/** For whom this person stands in now. */
export async function standsInFor(db: Db, personId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select distinct from_id as id from approval_delegation
    where to_id = ${personId} and starts_at <= now() and ends_at > now()`.execute(db)
  return rows.map((row) => row.id)
}

/** Who stands in for these people now. */
export async function standInsOf(db: Db, people: readonly string[]): Promise<string[]> {
  if (people.length === 0) return []
  const { rows } = await sql<{ id: string }>`select distinct to_id as id from approval_delegation
    where from_id = any(${[...people]}::uuid[]) and starts_at <= now() and ends_at > now()`.execute(db)
  return rows.map((row) => row.id)
}
