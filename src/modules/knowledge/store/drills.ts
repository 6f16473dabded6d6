import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { DrillState } from '../words.ts'

export interface DrillRow {
  id: string
  articleId: string
  title: string
  state: DrillState
  /** days without a time: text such as 2026-11-21 */
  plannedOn: string
  heldOn: string | null
  planNo: number | null
  participants: string
  findings: string
  version: number
}

const columns = sql`id, article_id as "articleId", title, state, planned_on::text as "plannedOn",
  held_on::text as "heldOn", plan_no as "planNo", participants, findings, version`

/** Drills of a plan, the latest first. */
export async function drillsOf(db: Db, articleId: string): Promise<DrillRow[]> {
  const { rows } = await sql<DrillRow>`select ${columns} from plan_drill where article_id = ${articleId}
    order by planned_on desc, id desc limit 200`.execute(db)
  return rows
}

export async function findDrill(db: Db, id: string): Promise<DrillRow | undefined> {
  const { rows } = await sql<DrillRow>`select ${columns} from plan_drill where id = ${id}`.execute(db)
  return rows[0]
}

export async function insertDrill(
  tx: Tx,
  d: { id: string; articleId: string; title: string; plannedOn: string; participants: string; by: string },
): Promise<void> {
  await sql`insert into plan_drill (id, article_id, title, planned_on, participants, recorded_by)
    values (${d.id}, ${d.articleId}, ${d.title}, ${d.plannedOn}::date, ${d.participants}, ${d.by})`.execute(
    tx,
  )
}

/** Ends a drill that is planned. @returns false when it was changed since `version`, or is over */
export async function endDrill(
  tx: Tx,
  d: {
    id: string
    version: number
    state: 'held' | 'cancelled'
    heldOn: string | null
    planNo: number | null
    participants?: string
    findings: string
  },
): Promise<boolean> {
  const { rows } = await sql`update plan_drill set state = ${d.state}, held_on = ${d.heldOn}::date,
      plan_no = ${d.planNo}, participants = coalesce(${d.participants ?? null}, participants),
      findings = ${d.findings}, version = version + 1
    where id = ${d.id} and version = ${d.version} and state = 'planned' returning 1`.execute(tx)
  return rows.length > 0
}

/** A week before a day, at nine in the morning, when people are at work. @param zone IANA time zone of the unit */
export async function weekBefore(tx: Tx, day: string, zone: string): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    select (${day}::date - 7 + time '09:00') at time zone ${zone}::text as at`.execute(tx)
  return rows[0]!.at
}
