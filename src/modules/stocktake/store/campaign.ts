import { sql, type Updateable } from 'kysely'
import { newId, type DB, type Db, type Tx } from '#kernel/db/index.ts'
import { signatureTable } from '#kernel/signature/index.ts'
import type { Department, State, Waiting } from '../lifecycle.ts'

interface Named {
  id: string
  name: string
}

export interface CampaignRow {
  id: string
  number: string
  title: string
  budgetYear: number
  org: Named
  orgPath: string
  classPath: string | null
  className: string | null
  startsOn: string
  endsOn: string
  baseDate: string
  state: State
  openedAt: Date | null
  closedAt: Date | null
  digest: string | null
  cancelReason: string | null
  createdBy: Named
  version: number
  results: Record<string, number>
  waiting: Waiting
}

/** What a line waits for, as `waitsFor` says it. */
const waits = sql`case when l.result is null then 'count' when l.recount then 'recount' when l.result = 'found' then null
  when l.explanation is null then 'explanation' when l.decision is null then 'decision'
  when l.decision = 'adjust' and l.adjusted_at is null then 'adjustment' end`

const columns = sql`s.id, s.number, s.title, s.budget_year as "budgetYear", json_build_object('id', o.id, 'name', o.name) as org,
  o.path as "orgPath", s.class_path as "classPath", s.class_name as "className", s.starts_on as "startsOn",
  s.ends_on as "endsOn", s.base_date as "baseDate", s.state, s.opened_at as "openedAt", s.closed_at as "closedAt", s.digest,
  s.cancel_reason as "cancelReason", json_build_object('id', c.id, 'name', c.name) as "createdBy", s.version,
  coalesce((select json_object_agg(x.result, x.n) from (select coalesce(l.result, 'none') as result, count(*)::int as n
    from stocktake_line l where l.stocktake_id = s.id group by 1) x), '{}') as results,
  (select json_build_object(
      'count', count(*) filter (where x.w = 'count'), 'recount', count(*) filter (where x.w = 'recount'),
      'explanation', count(*) filter (where x.w = 'explanation'), 'decision', count(*) filter (where x.w = 'decision'),
      'adjustment', count(*) filter (where x.w = 'adjustment'))
    from (select ${waits} as w from stocktake_line l where l.stocktake_id = s.id) x) as waiting`

/** Stocktakes of orgs below `paths`, or in whose teams the person is; the newest first, `limit` + 1 of them. */
export async function selectCampaigns(
  db: Db,
  see: { paths: readonly string[]; personId: string | null },
  f: {
    id?: string
    ids?: readonly string[]
    lock?: boolean
    state?: State | undefined
    budgetYear?: number | undefined
    after?: string | undefined
    limit: number
  },
): Promise<CampaignRow[]> {
  // alone: of a lock with joins PostgreSQL answers the other tables as they were when the statement began
  if (f.lock) await sql`select from stocktake where id = ${f.id} for update`.execute(db)
  const where = [
    sql`(exists (select from unnest(${see.paths}::text[]) p where o.path like p || '%')
      or exists (select from stocktake_member m where m.stocktake_id = s.id and m.person_id = ${see.personId}::uuid))`,
  ]
  if (f.id) where.push(sql`s.id = ${f.id}`)
  if (f.ids) where.push(sql`s.id = any(${[...f.ids]}::uuid[])`)
  if (f.state) where.push(sql`s.state = ${f.state}`)
  if (f.budgetYear !== undefined) where.push(sql`s.budget_year = ${f.budgetYear}`)
  if (f.after) where.push(sql`s.id < ${f.after}::uuid`)
  const { rows } = await sql<CampaignRow>`select ${columns} from stocktake s join org o on o.id = s.org_id
    join person c on c.id = s.created_by where ${sql.join(where, sql` and `)}
    order by s.id desc limit ${f.limit + 1}`.execute(db)
  return rows
}

/** Holds the moves of a stocktake back until the transaction ends; counts do not wait for each other. */
export async function shareCampaign(tx: Tx, id: string): Promise<void> {
  await sql`select from stocktake where id = ${id} for share`.execute(tx)
}

export interface CampaignValues {
  title: string
  budget_year: number
  org_id: string
  class_path: string | null
  class_name: string | null
  starts_on: string
  ends_on: string
  base_date: string
}

export async function insertCampaign(
  tx: Tx,
  values: CampaignValues & { number: string; created_by: string },
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('stocktake')
    .values({ id, ...values })
    .execute()
  return id
}

/** Changes a stocktake and its version. */
export async function patchCampaign(tx: Tx, id: string, patch: Updateable<DB['stocktake']>): Promise<void> {
  await tx
    .updateTable('stocktake')
    .set(patch)
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

export async function closeCampaign(tx: Tx, id: string): Promise<void> {
  await sql`update stocktake set state = 'closed', closed_at = now(), version = version + 1 where id = ${id}`.execute(
    tx,
  )
}

export interface MemberRow {
  department: Department
  person: Named
}

export async function membersOf(db: Db, id: string): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    select m.department, json_build_object('id', p.id, 'name', p.name) as person
    from stocktake_member m join person p on p.id = m.person_id
    where m.stocktake_id = ${id} order by m.department, p.login`.execute(db)
  return rows
}

export async function replaceMembers(
  tx: Tx,
  id: string,
  members: readonly { department: Department; personId: string }[],
): Promise<void> {
  await tx.deleteFrom('stocktake_member').where('stocktake_id', '=', id).execute()
  await tx
    .insertInto('stocktake_member')
    .values(members.map((one) => ({ stocktake_id: id, department: one.department, person_id: one.personId })))
    .execute()
}

/** Those of the people who are there and active. */
export async function activePeople(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from person where id = any(${ids}::uuid[]) and state = 'active' and kind = 'person'`.execute(db)
  return new Set(rows.map((one) => one.id))
}

/** Kept for ever: nobody may change or take back what was signed. */
export const signatures = signatureTable<Department>('stocktake_signature', 'stocktake_id')

export interface YearRow {
  year: number
  closed: { id: string; number: string; orgName: string; closedAt: string }[]
  running: number
}

/** Budget years from the first stocktake to `until`, with what ground each of them has. */
export async function selectYears(db: Db, paths: readonly string[], until: number): Promise<YearRow[]> {
  const { rows } = await sql<YearRow>`
    with seen as (
      select s.*, o.name as org_name from stocktake s join org o on o.id = s.org_id
      where exists (select from unnest(${paths}::text[]) p where o.path like p || '%') and s.state <> 'cancelled'
    )
    select y as year,
      coalesce((select json_agg(json_build_object('id', s.id, 'number', s.number, 'orgName', s.org_name, 'closedAt', s.closed_at)
        order by s.closed_at) from seen s where s.budget_year = y and s.state = 'closed'), '[]') as closed,
      (select count(*)::int from seen s where s.budget_year = y and s.state <> 'closed') as running
    from generate_series(least((select min(budget_year) from seen), ${until}::int), greatest((select max(budget_year) from seen), ${until}::int)) y
    order by y desc limit 30`.execute(db)
  return rows
}
