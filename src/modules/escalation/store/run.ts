import { sql, type RawBuilder } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { RunState, Step } from '../lifecycle.ts'

interface Named {
  id: string
  name: string
}
export interface StepRow {
  step: number
  dueAt: Date
  firedAt: Date | null
  outcome: 'told' | 'nobody' | null
  repeated: number
}
export interface RunRow {
  id: string
  policy: Named
  incident: { id: string; number: string; title: string; priority: number }
  ticketId: string
  state: RunState
  receipt: boolean
  calendarId: string | null
  plan: Step[]
  startedAt: Date
  endedAt: Date | null
  endedBy: Named | null
  endReason: 'receipt' | 'taken-up' | 'over' | null
  steps: StepRow[]
  toldMe: boolean
  receivedMe: boolean
}
/** Whose runs are seen: of incidents of orgs below the paths, of one's groups, one's own, and those one was told. */
export interface Sight {
  everything?: true
  paths: readonly string[]
  groupIds: readonly string[]
  personId: string | null
}

const seen = (see: Sight): RawBuilder<unknown> =>
  see.everything
    ? sql`true`
    : sql`(exists (select from unnest(${[...see.paths]}::text[]) x where o.path like x || '%')
    or t.group_id = any(${[...see.groupIds]}::uuid[]) or t.owner_id = ${see.personId}::uuid
    or exists (select from escalation_delivery d where d.run_id = r.id and d.person_id = ${see.personId}::uuid))`

export interface RunFilter {
  id?: string
  ticketId?: string
  state?: RunState | undefined
  after?: string | undefined
  lock?: boolean
  limit: number
}

/** Runs, the newest first, `limit` + 1 of them. */
export async function selectRuns(db: Db, see: Sight, f: RunFilter): Promise<RunRow[]> {
  // alone: of a lock with joins PostgreSQL answers the other tables as they were when the statement began
  if (f.lock) await sql`select from escalation_run where id = ${f.id} for update`.execute(db)
  const where = [seen(see)]
  if (f.id) where.push(sql`r.id = ${f.id}`)
  if (f.ticketId) where.push(sql`r.ticket_id = ${f.ticketId}`)
  if (f.state) where.push(sql`r.state = ${f.state}`)
  if (f.after) where.push(sql`r.id < ${f.after}`)
  const { rows } =
    await sql<RunRow>`select r.id, json_build_object('id', r.policy_id, 'name', r.policy_name) as policy,
      json_build_object('id', t.id, 'number', t.number, 'title', t.title, 'priority', t.priority) as incident,
      r.ticket_id as "ticketId", r.state, r.receipt, r.calendar_id as "calendarId", r.steps as plan,
      r.started_at as "startedAt", r.ended_at as "endedAt", r.end_reason as "endReason",
      (select json_build_object('id', p.id, 'name', p.name) from person p where p.id = r.ended_by) as "endedBy",
      (select json_agg(json_build_object('step', s.step, 'dueAt', s.due_at, 'firedAt', s.fired_at,
        'outcome', s.outcome, 'repeated', s.repeated) order by s.step) from escalation_step s where s.run_id = r.id) as steps,
      exists (select from escalation_delivery d where d.run_id = r.id and d.person_id = ${see.personId}::uuid) as "toldMe",
      exists (select from escalation_receipt c where c.run_id = r.id and c.person_id = ${see.personId}::uuid) as "receivedMe"
    from escalation_run r join ticket t on t.id = r.ticket_id join org o on o.id = t.org_id
    where ${sql.join(where, sql` and `)} order by r.id desc limit ${f.limit + 1}`.execute(db)
  const time = (text: unknown): Date | null => (text === null ? null : new Date(text as string))
  return rows.map((row) => ({
    ...row,
    // JSON has no instants
    steps: row.steps.map((one) => ({ ...one, dueAt: time(one.dueAt)!, firedAt: time(one.firedAt) })),
  }))
}

/** The run of an incident that goes on, locked; undefined when there is none. */
export async function openRun(tx: Tx, ticketId: string): Promise<RunRow | undefined> {
  const see = { everything: true as const, paths: [], groupIds: [], personId: null }
  const [row] = await selectRuns(tx, see, { ticketId, state: 'open', limit: 1 })
  return row && (await lockRun(tx, row.id))
}

/** A run by its id, locked, whoever asks. */
export async function lockRun(tx: Tx, id: string): Promise<RunRow | undefined> {
  const see = { everything: true as const, paths: [], groupIds: [], personId: null }
  return (await selectRuns(tx, see, { id, lock: true, limit: 1 }))[0]
}

export async function hadRun(db: Db, ticketId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from escalation_run where ticket_id = ${ticketId} limit 1`.execute(db)
  return rows.length > 0
}

/** @returns the id, or undefined when the incident has a run already that goes on */
export async function insertRun(
  tx: Tx,
  run: {
    policy: Named
    ticketId: string
    receipt: boolean
    calendarId: string | null
    plan: readonly Step[]
    dueAt: readonly Date[]
  },
): Promise<string | undefined> {
  const id = newId()
  const { rows } =
    await sql`insert into escalation_run (id, policy_id, policy_name, ticket_id, receipt, calendar_id, steps)
    values (${id}, ${run.policy.id}, ${run.policy.name}, ${run.ticketId}, ${run.receipt}, ${run.calendarId},
      ${JSON.stringify(run.plan)}::jsonb)
    on conflict (ticket_id) where state = 'open' do nothing returning id`.execute(tx)
  if (rows.length === 0) return undefined
  await tx
    .insertInto('escalation_step')
    .values(run.dueAt.map((due_at, step) => ({ run_id: id, step, due_at })))
    .execute()
  return id
}

/** Notes that a step has come; `turn` 0 is the first. */
export async function markStep(
  tx: Tx,
  at: { runId: string; step: number; turn: number },
  outcome: 'told' | 'nobody',
): Promise<void> {
  if (at.turn === 0)
    await sql`update escalation_step set fired_at = now(), outcome = ${outcome}
      where run_id = ${at.runId} and step = ${at.step}`.execute(tx)
  else
    await sql`update escalation_step set repeated = ${at.turn} where run_id = ${at.runId} and step = ${at.step}`.execute(
      tx,
    )
}

export async function pullStep(tx: Tx, runId: string, step: number): Promise<void> {
  await sql`update escalation_step set due_at = now() where run_id = ${runId} and step = ${step} and fired_at is null`.execute(
    tx,
  )
}

/** Ends a run; what has not left yet does not leave any more. */
export async function endRun(
  tx: Tx,
  id: string,
  end: { state: 'received' | 'ended'; by: string | null; reason: 'receipt' | 'taken-up' | 'over' },
): Promise<void> {
  await sql`update escalation_run set state = ${end.state}, ended_at = now(), ended_by = ${end.by}, end_reason = ${end.reason}
    where id = ${id} and state = 'open'`.execute(tx)
  await sql`update escalation_delivery set state = 'dropped' where run_id = ${id} and state = 'pending'`.execute(
    tx,
  )
}

/** @returns false: confirmed before */
export async function insertReceipt(tx: Tx, runId: string, personId: string): Promise<boolean> {
  const { rows } = await sql`insert into escalation_receipt (run_id, person_id) values (${runId}, ${personId})
    on conflict do nothing returning run_id`.execute(tx)
  return rows.length > 0
}

export async function receiptsOf(
  db: Db,
  runIds: readonly string[],
): Promise<{ runId: string; person: Named; at: Date }[]> {
  const { rows } = await sql<{ runId: string; person: Named; at: Date }>`select c.run_id as "runId",
      json_build_object('id', p.id, 'name', p.name) as person, c.received_at as at
    from escalation_receipt c join person p on p.id = c.person_id
    where c.run_id = any(${[...runIds]}::uuid[]) order by c.received_at, p.id`.execute(db)
  return rows
}

/** Whether any incident can concern this room now: a policy is in use, or somebody is being told. */
export async function isAtWork(db: Db): Promise<boolean> {
  const { rows } = await sql<{ at: boolean }>`select exists (select from escalation_policy where active)
    or exists (select from escalation_run where state = 'open') as at`.execute(db)
  return rows[0]!.at
}
