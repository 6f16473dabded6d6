import { sql, type RawBuilder } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { IntakeRow } from '../parse.ts'
import type { Format, IntakeState } from '../words.ts'

export interface NewIntake {
  format: Format
  source: string
  body: unknown
  alerts: number
  receivedBy: string | null
  orgId: string | null
}

/**
 * Stores POSTs in one statement, which commits by itself.
 * @param rows each already JSON, so that it is serialized once
 * @returns their ids, in the order given (the identity is drawn in the order of the rows)
 */
export async function insertIntakes(db: Db, rows: readonly string[]): Promise<number[]> {
  const { rows: made } = await sql<{ id: number }>`
    insert into alert_intake (format, source, body, alerts, received_by, org_id)
    select x->>'format', x->>'source', x->'body', (x->>'alerts')::int, (x->>'receivedBy')::uuid, (x->>'orgId')::uuid
    from jsonb_array_elements(${`[${rows.join(',')}]`}::jsonb) with ordinality as e(x, n) order by n
    returning id`.execute(db)
  return made.map((r) => r.id).sort((a, b) => a - b)
}

/**
 * Takes the oldest POSTs that wait, locked: as many as hold no more than `maxAlerts` alerts together, one at least.
 * @param ids only these
 */
export async function takeIntakes(
  tx: Tx,
  limits: { maxRows: number; maxAlerts: number },
  ids?: readonly number[],
): Promise<IntakeRow[]> {
  const { rows } = await sql<IntakeRow>`
    with waiting as (
      select id, recorded_at, alerts from alert_intake where processed_at is null
        ${ids ? sql`and id = any(${[...ids]}::bigint[])` : sql``}
      order by id limit ${limits.maxRows} for update skip locked
    ), fitting as (
      select id, recorded_at, sum(alerts) over (order by id) - alerts as before from waiting
    )
    select i.id, i.format, i.source, i.body, i.org_id as "orgId", i.recorded_at as "recordedAt"
    from alert_intake i join fitting f using (id, recorded_at)
    where f.before = 0 or f.before < ${limits.maxAlerts} order by i.id`.execute(tx)
  return rows
}

/** Ids of the oldest POSTs that wait. */
export async function waitingIds(db: Db, limit: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from alert_intake where processed_at is null order by id limit ${limit}`.execute(db)
  return rows.map((r) => r.id)
}

export async function markProcessed(tx: Tx, ids: readonly number[]): Promise<void> {
  await sql`update alert_intake set processed_at = clock_timestamp()
    where id = any(${[...ids]}::bigint[]) and processed_at is null`.execute(tx)
}

/** Sets a POST aside with the reason, so that those behind it go on. */
export async function markFailed(db: Db, id: number, error: string): Promise<void> {
  await sql`update alert_intake set processed_at = clock_timestamp(), error = ${error.slice(0, 1000)}
    where id = ${id} and processed_at is null`.execute(db)
}

export interface IntakeLine {
  id: number
  format: Format
  source: string
  alerts: number
  recordedAt: Date
  processedAt: Date | null
  error: string | null
}

const line = sql`alert_intake.id, format, source, alerts, recorded_at as "recordedAt", processed_at as "processedAt", error`

const inState: Record<IntakeState, RawBuilder<unknown>> = {
  failed: sql`error is not null`,
  waiting: sql`processed_at is null`,
  done: sql`processed_at is not null and error is null`,
}

/** POSTs of a state, newest first; one more than `limit` shows that there are more. */
export async function intakeLines(
  db: Db,
  state: IntakeState,
  before: number | undefined,
  limit: number,
): Promise<IntakeLine[]> {
  const { rows } = await sql<IntakeLine>`
    select ${line} from alert_intake
    where ${inState[state]}
      ${before === undefined ? sql`` : sql`and id < ${before}`}
    order by id desc limit ${limit + 1}`.execute(db)
  return rows
}

/** One POST with its body as text, of which `most` characters are given; undefined when there is none of this id. */
export async function intakeWithBody(
  db: Db,
  id: number,
  most: number,
): Promise<(IntakeLine & { receivedBy: string | null; body: string; cut: boolean }) | undefined> {
  const { rows } = await sql<IntakeLine & { receivedBy: string | null; body: string; cut: boolean }>`
    select ${line}, (select name from person where person.id = received_by) as "receivedBy",
      left(pretty, ${most}) as body, length(pretty) > ${most} as cut
    from alert_intake, jsonb_pretty(body) pretty where alert_intake.id = ${id}`.execute(db)
  return rows[0]
}

/** Lets a failed POST be processed again; undefined when there is no failed one of this id. */
export async function resetFailed(
  tx: Tx,
  id: number,
): Promise<(IntakeLine & { reason: string }) | undefined> {
  const { rows } = await sql<IntakeLine & { reason: string }>`
    with failed as (
      select id, recorded_at, error from alert_intake where id = ${id} and error is not null for update
    )
    update alert_intake i set processed_at = null, error = null from failed f
    where i.id = f.id and i.recorded_at = f.recorded_at
    returning i.id, i.format, i.source, i.alerts, i.recorded_at as "recordedAt", i.processed_at as "processedAt",
      i.error, f.error as reason`.execute(tx)
  return rows[0]
}
