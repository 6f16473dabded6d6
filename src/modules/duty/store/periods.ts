import { sql, type RawBuilder } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { PeriodRule } from '../engine/periods.ts'
import type { levels } from '../words.ts'

interface Named {
  id: string
  name: string
}
export interface PeriodRow extends PeriodRule {
  id: string
  org: Named
  orgPath: string
  name: string
  level: (typeof levels)[number]
  orgs: Named[]
  teams: Named[]
  rules: string
  reportBy: string | null
  calledOff: boolean
  version: number
}

const columns = sql`d.id, json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath", d.name, d.level,
  d.from_day::text as "fromDay", d.to_day::text as "toDay", d.full_cover as "fullCover", d.least_duty as "leastDuty",
  d.needs_leader as "needsLeader", d.rules, d.report_by as "reportBy", (d.called_off_at is not null) as "calledOff", d.version,
  d.team_ids::text[] as "teamIds",
  coalesce((select json_agg(json_build_object('id', x.id, 'name', x.name) order by x.path) from org x
    where x.id = any(d.org_ids)), '[]') as orgs,
  coalesce((select json_agg(json_build_object('id', t.id, 'name', t.name) order by t.name) from duty_team t
    where t.id = any(d.team_ids)), '[]') as teams,
  case when d.org_ids = '{}' and d.team_ids = '{}' then array[o.path]
    else array(select x.path from org x where x.id = any(d.org_ids)) end as "orgPaths"`

/** Of orgs within the paths, or of an org above one of them: what it names concerns those below. */
const seenFrom = (paths: readonly string[]): RawBuilder<unknown> =>
  sql`exists (select from unnest(${[...paths]}::text[]) p where o.path like p || '%' or p like o.path || '%')`

export interface PeriodFilter {
  id?: string
  lock?: boolean
  /** that touch these days, both included */
  from?: string
  to?: string
  /** not those that were called off */
  activeOnly?: boolean
  /** seen from these orgs; absent: all */
  paths?: readonly string[]
}

/** Guarantee periods, the next first; at most 500. */
export async function selectPeriods(db: Db, f: PeriodFilter): Promise<PeriodRow[]> {
  const where: RawBuilder<unknown>[] = [sql`true`]
  if (f.paths) where.push(seenFrom(f.paths))
  if (f.id) where.push(sql`d.id = ${f.id}`)
  if (f.from) where.push(sql`d.to_day >= ${f.from}::date`)
  if (f.to) where.push(sql`d.from_day <= ${f.to}::date`)
  if (f.activeOnly) where.push(sql`d.called_off_at is null`)
  const { rows } = await sql<PeriodRow>`select ${columns} from duty_period d join org o on o.id = d.org_id
    where ${sql.join(where, sql` and `)} order by d.from_day, d.id limit 500 ${f.lock ? sql`for update of d` : sql``}`.execute(
    db,
  )
  return rows
}

export interface PeriodFacts {
  name: string
  level: string
  fromDay: string
  toDay: string
  fullCover: boolean
  leastDuty: number
  needsLeader: boolean
  rules: string
  reportBy: string | null
  orgIds: readonly string[]
  teamIds: readonly string[]
}

const values = (f: PeriodFacts) => ({
  ...{ name: f.name, level: f.level, from_day: f.fromDay, to_day: f.toDay, full_cover: f.fullCover },
  ...{ least_duty: f.leastDuty, needs_leader: f.needsLeader, rules: f.rules, report_by: f.reportBy },
  ...{ org_ids: [...f.orgIds], team_ids: [...f.teamIds] },
})

export async function insertPeriod(
  tx: Tx,
  orgId: string,
  by: string | null,
  facts: PeriodFacts,
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('duty_period')
    .values({ id, org_id: orgId, created_by: by, ...values(facts) })
    .execute()
  return id
}

export async function updatePeriod(tx: Tx, id: string, facts: PeriodFacts): Promise<void> {
  await tx
    .updateTable('duty_period')
    .set((eb) => ({ ...values(facts), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

export async function callOff(tx: Tx, id: string): Promise<void> {
  await sql`update duty_period set called_off_at = now(), version = version + 1 where id = ${id}`.execute(tx)
}

/** Which of the ids are orgs, or active teams, within a path. */
export async function idsWithin(
  db: Db,
  path: string,
  ids: { orgs: readonly string[]; teams: readonly string[] },
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select o.id from org o where o.id = any(${[...ids.orgs]}::uuid[]) and o.path like ${`${path}%`}
    union all select t.id from duty_team t join org o on o.id = t.org_id
    where t.id = any(${[...ids.teams]}::uuid[]) and t.active and o.path like ${`${path}%`}`.execute(db)
  return new Set(rows.map((row) => row.id))
}
