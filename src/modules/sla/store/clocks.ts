import { sql } from 'kysely'
import { insertRows, newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { TargetUnit } from '#kernel/calendar/index.ts'
import type { Clock, ClockState, ReasonedPause } from '../clock.ts'
import type { Scope } from '../choose.ts'
import type { Grade } from '../metrics.ts'

/** A clock with what the database knows of it beside its life. */
export interface ClockRecord {
  id: string
  ticketId: string
  metric: string
  grade: Grade | null
  agreementId: string | null
  calendarId: string
  scope: Partial<Scope>
  /** a clock of a group's stay with the ticket; absent: one of the ticket itself */
  stay?: { id: string; groupId: string } | undefined
  clock: Clock
}

interface Row {
  id: string
  ticket_id: string
  metric: string
  grade: Grade | null
  agreement_id: string | null
  calendar_id: string
  target_value: number | null
  target_unit: TargetUnit | null
  same_clock_time: boolean
  scope: Partial<Scope>
  stay_id: string | null
  group_id: string | null
  state: ClockState
  started_at: Date
  due_at: Date
  stopped_at: Date | null
  used_percent: number | null
  breached_at: Date | null
  paused_since: Date | null
  pause_reason: string | null
  next_step: number
  next_step_at: Date | null
  live: boolean
  pauses?: { from_at: string; to_at: string | null; reason: string }[] | null
  fired?: number[] | null
  now?: Date
}

const ms = (at: Date | null): number | null => (at === null ? null : at.getTime())
const date = (at: number | null): Date | null => (at === null ? null : new Date(at))

function toRecord(row: Row): ClockRecord {
  const target =
    row.target_value === null || row.target_unit === null
      ? null
      : { value: row.target_value, unit: row.target_unit }
  return {
    id: row.id,
    ticketId: row.ticket_id,
    metric: row.metric,
    grade: row.grade,
    agreementId: row.agreement_id,
    calendarId: row.calendar_id,
    scope: row.scope,
    ...(row.stay_id !== null && row.group_id !== null
      ? { stay: { id: row.stay_id, groupId: row.group_id } }
      : {}),
    clock: {
      limit: target ? { target, sameClockTime: row.same_clock_time } : { deadline: row.due_at.getTime() },
      startedAt: row.started_at.getTime(),
      dueAt: row.due_at.getTime(),
      state: row.state,
      stoppedAt: ms(row.stopped_at),
      usedPercent: row.used_percent,
      breachedAt: ms(row.breached_at),
      pausedSince: ms(row.paused_since),
      pauseReason: row.pause_reason,
      pauses: (row.pauses ?? []).map((p): ReasonedPause => ({
        from: Date.parse(p.from_at),
        to: p.to_at === null ? null : Date.parse(p.to_at),
        reason: p.reason,
      })),
      nextStep: row.next_step,
      nextStepAt: ms(row.next_step_at),
      live: row.live,
    },
  }
}

function toColumns(r: ClockRecord) {
  const { clock } = r
  const target = 'target' in clock.limit ? clock.limit : undefined
  return {
    metric: r.metric,
    grade: r.grade,
    agreement_id: r.agreementId,
    calendar_id: r.calendarId,
    target_value: target?.target.value ?? null,
    target_unit: target?.target.unit ?? null,
    same_clock_time: target?.sameClockTime ?? false,
    scope: JSON.stringify(r.scope),
    stay_id: r.stay?.id ?? null,
    group_id: r.stay?.groupId ?? null,
    state: clock.state,
    started_at: new Date(clock.startedAt),
    due_at: new Date(clock.dueAt),
    stopped_at: date(clock.stoppedAt),
    used_percent: clock.usedPercent,
    breached_at: date(clock.breachedAt),
    paused_since: date(clock.pausedSince),
    pause_reason: clock.pauseReason,
    next_step: clock.nextStep,
    next_step_at: date(clock.nextStepAt),
    live: clock.live,
  }
}

/** Inserts new clocks in one statement. A second clock of a metric takes the place of the first (asked for again). */
export async function insertClocks(
  tx: Tx,
  records: readonly Omit<ClockRecord, 'id'>[],
  replace = false,
): Promise<void> {
  if (records.length === 0) return
  const rows = records.map((r) => ({ id: newId(), ticket_id: r.ticketId, ...toColumns({ ...r, id: '' }) }))
  if (replace)
    for (const r of records)
      await tx
        .deleteFrom('clock')
        .where('ticket_id', '=', r.ticketId)
        .where('metric', '=', r.metric)
        .execute()
  await insertRows(tx, 'clock', rows)
}

/** Response before restore, then the others: the order in which people read them. */
const inOrder = sql`c.ticket_id, array_position(array['response', 'restore', 'on-site', 'supervision'], c.metric), c.metric, c.started_at`

const withPauses = sql`c.*,
  (select json_agg(json_build_object('from_at', p.from_at, 'to_at', p.to_at, 'reason', p.reason) order by p.from_at)
   from clock_pause p where p.clock_id = c.id) as pauses`

/** All clocks of one ticket, those of the groups' stays too, with pauses and the percents that have fired, locked for a change. */
export async function lockClocks(
  tx: Tx,
  ticketId: string,
): Promise<{ record: ClockRecord; fired: number[] }[]> {
  // two statements: what the second one reads beside the row is as new as the row that the first one waited for
  await sql`select id from clock where ticket_id = ${ticketId} order by id for update`.execute(tx)
  const { rows } = await sql<Row>`
    select ${withPauses}, array(select distinct s.at_percent from clock_step s where s.clock_id = c.id) as fired
    from clock c where c.ticket_id = ${ticketId} order by ${inOrder}`.execute(tx)
  return rows.map((row) => ({ record: toRecord(row), fired: row.fired ?? [] }))
}

/** Writes a changed clock; of its pauses only what differs. */
export async function saveClock(tx: Tx, before: ClockRecord, after: ClockRecord): Promise<void> {
  await tx.updateTable('clock').set(toColumns(after)).where('id', '=', after.id).execute()
  const had = new Map(before.clock.pauses.map((p) => [p.from, p]))
  for (const p of after.clock.pauses) {
    const old = had.get(p.from)
    had.delete(p.from)
    if (old && old.to === p.to) continue
    await tx
      .insertInto('clock_pause')
      .values({ clock_id: after.id, from_at: new Date(p.from), to_at: date(p.to), reason: p.reason })
      .onConflict((c) =>
        c.columns(['clock_id', 'from_at']).doUpdateSet({ to_at: date(p.to), reason: p.reason }),
      )
      .execute()
  }
  for (const from of had.keys())
    await tx
      .deleteFrom('clock_pause')
      .where('clock_id', '=', after.id)
      .where('from_at', '=', new Date(from))
      .execute()
}

/** The own clocks of many tickets, oldest metric first, with the database's time; pauses only when asked for. */
export async function readClocks(
  db: Db,
  ticketIds: readonly string[],
  options: { pauses?: boolean } = {},
): Promise<{ records: ClockRecord[]; now: number }> {
  if (ticketIds.length === 0) return { records: [], now: Date.now() }
  const columns = options.pauses ? withPauses : sql`c.*`
  const { rows } = await sql<Row>`
    select ${columns}, clock_timestamp() as now from clock c
    where c.ticket_id = any(${[...ticketIds]}::uuid[]) and c.stay_id is null order by ${inOrder}`.execute(db)
  return { records: rows.map(toRecord), now: rows[0]?.now?.getTime() ?? Date.now() }
}

/** The clocks of the groups' stays with one ticket, with pauses and the database's time. */
export async function readStayClocks(
  db: Db,
  ticketId: string,
): Promise<{ records: ClockRecord[]; now: number }> {
  const { rows } = await sql<Row>`
    select ${withPauses}, clock_timestamp() as now from clock c
    where c.ticket_id = ${ticketId} and c.stay_id is not null order by c.started_at, c.metric`.execute(db)
  return { records: rows.map(toRecord), now: rows[0]?.now?.getTime() ?? Date.now() }
}

/**
 * Clocks whose next step has come, earliest first, locked; those that another worker has are left to it. By the
 * transaction's time: with clock_timestamp(), which may differ from row to row, every clock that lies ahead is looked at.
 */
export async function takeDueClocks(tx: Tx, limit: number): Promise<{ records: ClockRecord[]; now: number }> {
  const due = await sql<{ id: string }>`
    select id from clock where next_step_at <= now()
    order by next_step_at limit ${limit} for update skip locked`.execute(tx)
  if (due.rows.length === 0) return { records: [], now: Date.now() }
  const { rows } = await sql<Row>`
    select ${withPauses}, clock_timestamp() as now from clock c
    where c.id = any(${due.rows.map((r) => r.id)}::uuid[]) order by c.next_step_at, c.id`.execute(tx)
  return { records: rows.map(toRecord), now: rows[0]?.now?.getTime() ?? Date.now() }
}

/** Marks a step as fired for the due time it is about; false when it has fired for that before. */
export async function markStep(tx: Tx, clockId: string, percent: number, dueAt: number): Promise<boolean> {
  const row = await tx
    .insertInto('clock_step')
    .values({ clock_id: clockId, at_percent: percent, due_at: new Date(dueAt) })
    .onConflict((c) => c.doNothing())
    .returning('clock_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Tickets with a clock that is not yet stopped on this calendar or under this agreement. */
export async function ticketsOfOpenClocks(
  db: Db,
  by: { calendarId: string } | { agreementId: string } | 'all',
): Promise<string[]> {
  const where =
    by === 'all'
      ? sql`true`
      : 'calendarId' in by
        ? sql`calendar_id = ${by.calendarId}`
        : sql`agreement_id = ${by.agreementId}`
  const { rows } = await sql<{ ticket_id: string }>`
    select distinct ticket_id from clock where stopped_at is null and state <> 'cancelled' and ${where}
    order by ticket_id`.execute(db)
  return rows.map((r) => r.ticket_id)
}
