import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { Problem } from '../snmp/walk.ts'
import type { Outcome, RunState } from '../words.ts'

type Named = { id: string; name: string }

export interface RunRow {
  id: string
  target: Named
  orgPath: string
  trigger: 'hand' | 'schedule'
  requestedBy: string | null
  state: RunState
  total: number
  done: number
  found: number
  partial: number
  silent: number
  refused: number
  unreadable: number
  interruptions: number
  error: string | null
  startedAt: Date | null
  endedAt: Date | null
  recordedAt: Date
  version: number
}

const columns = sql`r.id, json_build_object('id', t.id, 'name', t.name) as target, o.path as "orgPath", r.trigger,
  (select p.name from person p where p.id = r.requested_by) as "requestedBy", r.state, r.total, r.interruptions, r.error,
  r.started_at as "startedAt", r.ended_at as "endedAt", r.recorded_at as "recordedAt", r.version, c.*`
const from = sql`discovery_run r join discovery_target t on t.id = r.target_id join org o on o.id = t.org_id
  cross join lateral (
    select count(*)::int as done, count(*) filter (where a.outcome in ('ok', 'partial'))::int as found,
      count(*) filter (where a.outcome = 'partial')::int as partial,
      count(*) filter (where a.outcome = 'silent')::int as silent,
      count(*) filter (where a.outcome = 'refused')::int as refused,
      count(*) filter (where a.outcome = 'unreadable')::int as unreadable
    from discovery_answer a where a.run_id = r.id) c`

/** Runs of targets of orgs below these paths, the newest first. */
export async function selectRuns(
  db: Db,
  paths: readonly string[],
  filter: { targetId?: string | undefined; before?: string | undefined; limit: number },
): Promise<RunRow[]> {
  const { rows } = await sql<RunRow>`select ${columns} from ${from}
    where exists (select from unnest(${[...paths]}::text[]) p where o.path like p || '%')
      and (${filter.targetId ?? null}::uuid is null or r.target_id = ${filter.targetId ?? null})
      and (${filter.before ?? null}::uuid is null or r.id < ${filter.before ?? null})
    order by r.id desc limit ${filter.limit}`.execute(db)
  return rows
}

/** @param lock for a change that follows */
export async function findRun(db: Db, id: string, lock = false): Promise<RunRow | undefined> {
  const { rows } = await sql<RunRow>`select ${columns} from ${from}
    where r.id = ${id} ${lock ? sql`for update of r` : sql``}`.execute(db)
  return rows[0]
}

/** @returns undefined when the target has an open run already */
export async function insertRun(
  tx: Tx,
  run: { targetId: string; trigger: 'hand' | 'schedule'; requestedBy: string | null; total: number },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into discovery_run (id, target_id, trigger, requested_by, total)
    values (${newId()}, ${run.targetId}, ${run.trigger}, ${run.requestedBy}, ${run.total})
    on conflict (target_id) where state in ('queued', 'running', 'stopping') do nothing
    returning id`.execute(tx)
  return rows[0]?.id
}

/** @returns false when the target has another open run */
export async function reopenRun(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql`update discovery_run r
    set state = 'queued', ended_at = null, resumed_at = null, error = null, interruptions = 0, version = version + 1
    where id = ${id} and not exists (select from discovery_run other
      where other.target_id = r.target_id and other.state in ('queued', 'running', 'stopping')) returning id`.execute(
    tx,
  )
  return rows.length > 0
}

export async function setRunState(tx: Tx, id: string, state: RunState): Promise<void> {
  await sql`update discovery_run set state = ${state}, version = version + 1,
    ended_at = case when ${state} in ('stopped', 'interrupted', 'failed', 'done') then now() else ended_at end,
    runner = case when ${state} in ('stopped', 'interrupted', 'failed', 'done') then null else runner end
    where id = ${id}`.execute(tx)
}

/** A run that stays open is its process's as long as that says so this often. */
export const beatSeconds = 5
const lostAfterSeconds = 30
/** A run that took that many processes with it is left for a person to look at. */
const mostInterruptions = 3

export interface TakenRun {
  id: string
  targetId: string
  state: RunState
  /** milliseconds that it has left of its time */
  leftMs: number
}

/**
 * Takes over runs that nobody works on: queued ones, those that a process gave back as it ended, and those whose
 * process has gone without a word (counted as interruptions; too many, and the run ends as interrupted).
 */
export async function takeRuns(tx: Tx, runner: string, most: number): Promise<TakenRun[]> {
  await sql`update discovery_run set state = 'interrupted', ended_at = now(), runner = null, version = version + 1
    where state in ('running', 'stopping') and interruptions >= ${mostInterruptions}
      and beat_at < now() - ${lostAfterSeconds} * interval '1 second'`.execute(tx)
  if (most <= 0) return []
  const { rows } = await sql<TakenRun>`
    update discovery_run r set
      interruptions = r.interruptions + case when r.runner is null then 0 else 1 end,
      runner = ${runner}::uuid, beat_at = now(), version = r.version + 1,
      state = case when r.state = 'queued' then 'running' else r.state end,
      started_at = coalesce(r.started_at, now()), resumed_at = coalesce(r.resumed_at, now())
    from discovery_target t
    where t.id = r.target_id and r.id in (
      select id from discovery_run where state = 'queued'
        or (state in ('running', 'stopping')
          and (runner is null or beat_at < now() - ${lostAfterSeconds} * interval '1 second'))
      order by id limit ${most} for update skip locked)
    returning r.id, r.target_id as "targetId", r.state,
      (t.run_minutes * 60000 - extract(epoch from now() - r.resumed_at) * 1000)::float8 as "leftMs"`.execute(
    tx,
  )
  return rows
}

/** @returns whether the process still has the run and nobody stopped it */
export async function beat(db: Db, id: string, runner: string): Promise<boolean> {
  const { rows } = await sql<{ state: RunState }>`update discovery_run set beat_at = now()
    where id = ${id} and runner = ${runner}::uuid returning state`.execute(db)
  return rows[0]?.state === 'running'
}

/** Gives a run back, so that another process goes on with it at once. */
export async function giveBack(db: Db, id: string, runner: string): Promise<void> {
  await sql`update discovery_run set runner = null where id = ${id} and runner = ${runner}::uuid`.execute(db)
}

/** Ends a run, if it is still this process's; the runs of its target before the last thirty go. */
export async function endRun(
  tx: Tx,
  id: string,
  runner: string,
  timeOut: boolean,
  error: string | null,
): Promise<boolean> {
  const { rows } = await sql<{ target_id: string }>`update discovery_run set runner = null, ended_at = now(),
      error = ${error}, version = version + 1,
      state = case when ${error}::text is not null then 'failed' when state = 'stopping' or ${timeOut} then 'stopped' else 'done' end
    where id = ${id} and runner = ${runner}::uuid returning target_id`.execute(tx)
  const target = rows[0]?.target_id
  if (!target) return false
  await sql`delete from discovery_run where target_id = ${target} and id not in
    (select id from discovery_run where target_id = ${target} order by id desc limit 30)`.execute(tx)
  return true
}

export interface AnswerValues {
  address: string
  outcome: Outcome
  deviceId: string | null
  problems: readonly Problem[]
  milliseconds: number
  varbinds: number
}

/** What one address answered, once per run. */
export async function insertAnswer(tx: Tx, runId: string, answer: AnswerValues): Promise<void> {
  await tx
    .insertInto('discovery_answer')
    .values({
      run_id: runId,
      address: answer.address,
      outcome: answer.outcome,
      device_id: answer.deviceId,
      problems: JSON.stringify(answer.problems),
      milliseconds: answer.milliseconds,
      varbinds: answer.varbinds,
    })
    .onConflict((c) => c.columns(['run_id', 'address']).doNothing())
    .execute()
}

/** The addresses that a run has asked. */
export async function askedAddresses(db: Db, runId: string): Promise<Set<string>> {
  const rows = await db.selectFrom('discovery_answer').select('address').where('run_id', '=', runId).execute()
  return new Set(rows.map((row) => row.address))
}

export async function devicesOfRun(db: Db, runId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select distinct device_id as id from discovery_answer
    where run_id = ${runId} and device_id is not null`.execute(db)
  return rows.map((row) => row.id)
}

export interface AnswerRow extends Omit<AnswerValues, 'deviceId' | 'problems'> {
  device: Named | null
  problems: Problem[]
  at: Date
}

/** What the addresses of a run answered, in the order of the addresses. */
export async function selectAnswers(
  db: Db,
  runId: string,
  filter: { silent: boolean; after?: string | undefined; limit: number },
): Promise<AnswerRow[]> {
  const { rows } = await sql<AnswerRow>`
    select a.address, a.outcome, a.problems, a.milliseconds, a.varbinds, a.answered_at as at,
      case when d.id is null then null else json_build_object('id', d.id, 'name', d.name) end as device
    from discovery_answer a left join discovery_device d on d.id = a.device_id
    where a.run_id = ${runId} and (${filter.silent} or a.outcome <> 'silent')
      and (${filter.after ?? null}::text is null or a.address::inet > ${filter.after ?? null}::inet)
    order by a.address::inet limit ${filter.limit}`.execute(db)
  return rows
}
