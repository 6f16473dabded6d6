import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { EntryResult, planKinds } from '../lifecycle.ts'

interface Named {
  id: string
  name: string
}

/** Items of plans in sight with this code. */
export async function itemsAt(
  db: Db,
  paths: readonly string[],
  code: string,
): Promise<{ plan: Named; name: string; place: string | null }[]> {
  const { rows } = await sql<{ plan: Named; name: string; place: string | null }>`
    select json_build_object('id', p.id, 'name', p.name) as plan, i.name, i.place
    from round_item i join round_plan p on p.id = i.plan_id join org o on o.id = p.org_id
    where i.code = ${code} and not i.retired
      and exists (select from unnest(${[...paths]}::text[]) x where o.path like x || '%')
    order by p.name, i.position limit 100`.execute(db)
  return rows
}

export interface Period {
  from: string
  to: string
  planId?: string | undefined
  zone: string
}

export interface PlanFigures {
  plan: Named
  kind: (typeof planKinds)[number]
  planned: number
  inTime: number
  late: number
  missed: number
  skipped: number
  open: number
  unplanned: number
  readings: number
  abnormal: number
  incidents: number
  notices: number
}

const within = ({ from, to, planId, zone }: Period) => sql`
  coalesce(r.planned_at, r.opened_at) >= ${from}::timestamp at time zone ${zone}
  and coalesce(r.planned_at, r.opened_at) < (${to}::date + 1)::timestamp at time zone ${zone}
  and (${planId ?? null}::uuid is null or r.plan_id = ${planId ?? null}::uuid)`
const inSight = (paths: readonly string[]) =>
  sql`exists (select from unnest(${[...paths]}::text[]) x where o.path like x || '%')`

/**
 * Rounds of a period by plan. Each planned one is counted once, in time, late, missed, skipped or still open; those that
 * were gone without being due stand beside them.
 */
export async function figuresOf(db: Db, paths: readonly string[], period: Period): Promise<PlanFigures[]> {
  const { rows } = await sql<PlanFigures>`
    with chosen as (
      select r.*, r.missed_at is not null or r.ended_at > r.due_by as behind
      from round r join org o on o.id = r.org_id where ${within(period)} and ${inSight(paths)}),
    read as (
      select c.plan_id, count(e.result) filter (where e.result <> 'skipped')::int as readings,
        count(*) filter (where e.result = 'abnormal')::int as abnormal, count(e.incident_id)::int as incidents,
        count(e.notice_id)::int as notices
      from chosen c join round_entry e on e.round_id = c.id group by c.plan_id)
    select json_build_object('id', p.id, 'name', p.name) as plan, p.kind,
      count(*) filter (where c.planned_at is not null)::int as planned,
      count(*) filter (where c.planned_at is not null and c.state = 'done' and not c.behind)::int as "inTime",
      count(*) filter (where c.planned_at is not null and c.state = 'done' and c.behind)::int as late,
      count(*) filter (where c.planned_at is not null and c.state in ('due', 'underway', 'missed') and c.due_by <= now())::int
        as missed,
      count(*) filter (where c.planned_at is not null and c.state = 'skipped')::int as skipped,
      count(*) filter (where c.planned_at is not null and c.state in ('due', 'underway', 'missed') and c.due_by > now())::int
        as open,
      count(*) filter (where c.planned_at is null)::int as unplanned,
      max(d.readings) as readings, max(d.abnormal) as abnormal, max(d.incidents) as incidents, max(d.notices) as notices
    from chosen c join round_plan p on p.id = c.plan_id join read d on d.plan_id = c.plan_id
    group by p.id order by p.name, p.id limit 500`.execute(db)
  return rows
}

export interface ReadingRow {
  id: string
  roundId: string
  position: number
  round: string
  plan: string
  plannedAt: Date | null
  item: string
  place: string | null
  kind: string
  number: number | null
  unit: string | null
  text: string | null
  low: number | null
  high: number | null
  result: EntryResult
  note: string | null
  by: string | null
  recordedAt: Date
  incident: string | null
  notice: string | null
}

/** Readings of a period round by round, in the order of the items, 2,000 at a time, after `after`. */
export async function selectReadings(
  db: Db,
  paths: readonly string[],
  period: Period,
  after: ReadingRow | undefined,
): Promise<ReadingRow[]> {
  const { rows } = await sql<ReadingRow>`
    select e.id, r.id as "roundId", e.position, r.number as round, p.name as plan, r.planned_at as "plannedAt", e.name as item, e.place, e.kind,
      e.value_number::float8 as number, e.unit, e.value_text as text, e.low::float8, e.high::float8, e.result, e.note,
      (select w.name from person w where w.id = e.recorded_by) as by, e.recorded_at as "recordedAt",
      (select k.number from ticket k where k.id = e.incident_id) as incident,
      (select n.number from rectification_notice n where n.id = e.notice_id) as notice
    from round_entry e join round r on r.id = e.round_id join round_plan p on p.id = r.plan_id
      join org o on o.id = r.org_id
    where e.result is not null and ${within(period)} and ${inSight(paths)}
      and (${after?.id ?? null}::uuid is null
        or (r.id, e.position, e.id) > (${after?.roundId ?? null}::uuid, ${after?.position ?? null}::int, ${after?.id ?? null}::uuid))
    order by r.id, e.position, e.id limit 2000`.execute(db)
  return rows
}

export interface Trend {
  name: string
  unit: string | null
  low: number | null
  high: number | null
  points: { at: string; number: number; result: EntryResult }[]
}

/** The last 500 numbers of an item in sight, oldest first. */
export async function selectTrend(
  db: Db,
  paths: readonly string[],
  itemId: string,
): Promise<Trend | undefined> {
  const { rows } = await sql<Trend>`
    select i.name, i.unit, i.low::float8, i.high::float8, coalesce((
      select json_agg(json_build_object('at', x.recorded_at, 'number', x.value_number, 'result', x.result) order by x.recorded_at)
      from (select recorded_at, value_number, result from round_entry e
        where e.item_id = i.id and e.result is not null and e.value_number is not null
        order by e.recorded_at desc limit 500) x), '[]') as points
    from round_item i join round_plan p on p.id = i.plan_id join org o on o.id = p.org_id
    where i.id = ${itemId} and ${inSight(paths)}`.execute(db)
  return rows[0]
}
