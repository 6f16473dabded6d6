import { sql } from 'kysely'
import { newId, type Db, type Tx } from '../db/index.ts'
import { sharingColumns, sharingJoins, usableSql, type Reader, type SharingRow } from '../sharing/index.ts'

export type Rhythm = 'minute' | 'day'

export interface ViewRow extends SharingRow {
  list: string
  name: string
  query: Record<string, string>
  subscribed: Rhythm | null
}

/** What is kept of a view. */
export interface ViewFacts {
  name: string
  query: Record<string, string>
  share: string
  group_id: string | null
  org_id: string | null
}

const columns = (r: Reader) => sql`x.id, x.list, x.name, x.query, ${sharingColumns(r)},
  (select s.every from view_subscription s where s.view_id = x.id and s.person_id = ${r.personId}::uuid) as subscribed`

/** Views of a list that the reader may use: the own ones first, then by name; at most 200. */
export async function selectViews(db: Db, r: Reader, list: string): Promise<ViewRow[]> {
  const { rows } = await sql<ViewRow>`
    select ${columns(r)} from saved_view x ${sharingJoins} where x.list = ${list} and ${usableSql(r)}
    order by x.owner_id <> ${r.personId}::uuid, x.name, x.id limit 200`.execute(db)
  return rows
}

export async function findView(db: Db, r: Reader, id: string, lock = false): Promise<ViewRow | undefined> {
  const { rows } = await sql<ViewRow>`
    select ${columns(r)} from saved_view x ${sharingJoins} where x.id = ${id} and ${usableSql(r)}
    ${lock ? sql`for update of x` : sql``}`.execute(db)
  return rows[0]
}

/** How many views a person has made. */
export async function countOwn(db: Db, personId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from saved_view where owner_id = ${personId}`.execute(db)
  return rows[0]!.n
}

const stored = (facts: ViewFacts) => ({ ...facts, query: JSON.stringify(facts.query) })

export async function insertView(tx: Tx, list: string, ownerId: string, facts: ViewFacts): Promise<string> {
  const id = newId()
  await tx
    .insertInto('saved_view')
    .values({ id, list, owner_id: ownerId, ...stored(facts) })
    .execute()
  return id
}

/** Changes a view; other filters are another list: what is in it is no news to those who follow it. */
export async function updateView(tx: Tx, id: string, facts: ViewFacts): Promise<void> {
  await sql`update view_subscription s set seen = null from saved_view x
    where x.id = ${id} and s.view_id = x.id and x.query <> ${JSON.stringify(facts.query)}::jsonb`.execute(tx)
  await tx
    .updateTable('saved_view')
    .set({ ...stored(facts), version: sql`version + 1`, updated_at: sql`now()` })
    .where('id', '=', id)
    .execute()
}

export async function removeView(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('saved_view').where('id', '=', id).execute()
}

/** @param every null: no more */
export async function setSubscription(
  tx: Tx,
  viewId: string,
  personId: string,
  every: Rhythm | null,
): Promise<void> {
  if (every === null)
    await tx
      .deleteFrom('view_subscription')
      .where('view_id', '=', viewId)
      .where('person_id', '=', personId)
      .execute()
  else
    await tx
      .insertInto('view_subscription')
      .values({ view_id: viewId, person_id: personId, every })
      .onConflict((c) => c.columns(['view_id', 'person_id']).doUpdateSet({ every, next_look: sql`now()` }))
      .execute()
}

export interface DueLook {
  viewId: string
  personId: string
  login: string | null
  every: Rhythm
  seen: string[] | null
  now: Date
}

/** One subscription whose look is due, locked against other processes; its next look is set at once. */
export async function takeDueLook(tx: Tx): Promise<DueLook | undefined> {
  const { rows } = await sql<DueLook>`
    select s.view_id as "viewId", s.person_id as "personId", s.every, s.seen, now() as now,
      (select p.login from person p where p.id = s.person_id and p.state = 'active') as login
    from view_subscription s where s.next_look <= now()
    order by s.next_look limit 1 for update skip locked`.execute(tx)
  return rows[0]
}

export async function keepLook(
  tx: Tx,
  look: DueLook,
  seen: readonly string[] | null,
  nextLook: Date,
): Promise<void> {
  await sql`update view_subscription set seen = ${seen && [...seen]}::uuid[], next_look = ${nextLook}
    where view_id = ${look.viewId} and person_id = ${look.personId}`.execute(tx)
}
