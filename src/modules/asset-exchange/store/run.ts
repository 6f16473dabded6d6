import { sql, type Updateable } from 'kysely'
import { newId, type DB, type Db, type Tx } from '#kernel/db/index.ts'
import { signatureTable } from '#kernel/signature/index.ts'
import { financial, WHOLE, type Department, type State } from '../lifecycle.ts'

interface Named {
  id: string
  name: string
}

export interface RunRow {
  id: string
  number: string
  org: Named
  orgPath: string
  state: State
  fileName: string
  sha256: string
  attempts: number
  startedAt: Date
  finishedAt: Date | null
  rows: number
  ignored: string[]
  problems: number
  counts: Partial<Record<'same' | 'differs' | 'only-here' | 'only-there', number>>
  open: { all: number; asset: number; finance: number }
  digest: string | null
  cancelReason: string | null
  createdBy: Named | null
  recordedAt: Date
  version: number
}

/** A condition on open fields: what the department has to decide about. */
export const waitsSql = (department: Department) =>
  department === 'finance'
    ? sql`r.open_fields && ${[...financial, WHOLE]}::text[]`
    : sql`(r.open_fields <> '{}' and not r.open_fields <@ ${[...financial]}::text[])`

const columns = sql`s.id, s.number, json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath", s.state,
  s.file_name as "fileName", s.sha256, s.attempts, s.started_at as "startedAt", s.finished_at as "finishedAt", s.rows,
  s.ignored, s.problems, s.counts, s.digest, s.cancel_reason as "cancelReason",
  case when c.id is not null then json_build_object('id', c.id, 'name', c.name) end as "createdBy",
  s.recorded_at as "recordedAt", s.version,
  (select json_build_object('all', count(*), 'asset', count(*) filter (where ${waitsSql('asset')}),
     'finance', count(*) filter (where ${waitsSql('finance')}))
   from asset_exchange_row r where r.run_id = s.id and r.open_fields <> '{}') as open`
const from = sql`from asset_exchange s join org o on o.id = s.org_id left join person c on c.id = s.created_by`

/** Runs of orgs below `paths`, the newest first; `limit` + 1 of them. */
export async function selectRuns(
  db: Db,
  paths: readonly string[],
  f: { id?: string; state?: State | undefined; after?: string | undefined; limit: number },
): Promise<RunRow[]> {
  const where = [sql`exists (select from unnest(${paths}::text[]) p where o.path like p || '%')`]
  if (f.id) where.push(sql`s.id = ${f.id}`)
  if (f.state) where.push(sql`s.state = ${f.state}`)
  if (f.after) where.push(sql`s.id < ${f.after}::uuid`)
  const { rows } = await sql<RunRow>`select ${columns} ${from} where ${sql.join(where, sql` and `)}
    order by s.id desc limit ${f.limit + 1}`.execute(db)
  return rows
}

/** Holds moves of a run back until the transaction ends; `share`: only moves, decisions do not wait for each other. */
export async function lockRun(tx: Tx, id: string, how: 'share' | 'update'): Promise<void> {
  await (
    how === 'share'
      ? sql`select from asset_exchange where id = ${id} for share`
      : sql`select from asset_exchange where id = ${id} for update`
  ).execute(tx)
}

/** Who sends one file twice at the same moment gets one run. */
export async function holdFile(tx: Tx, orgId: string, sha256: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(7243, hashtext(${`${orgId} ${sha256}`}))`.execute(tx)
}

/** The run that a unit has of a file, unless it was given up. */
export async function findByFile(
  db: Db,
  orgId: string,
  sha256: string,
): Promise<{ id: string; state: State } | undefined> {
  const { rows } = await sql<{ id: string; state: State }>`select id, state from asset_exchange
    where org_id = ${orgId} and sha256 = ${sha256} and state <> 'cancelled'`.execute(db)
  return rows[0]
}

export async function insertRun(
  tx: Tx,
  values: { number: string; org_id: string; file_name: string; sha256: string; created_by: string | null },
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('asset_exchange')
    .values({ id, state: 'reading', ...values })
    .execute()
  return id
}

/** Changes a run and its version. */
export async function patchRun(tx: Tx, id: string, patch: Updateable<DB['asset_exchange']>): Promise<void> {
  await tx
    .updateTable('asset_exchange')
    .set(patch)
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

/** Ends the reading of a run's file: by the clock, for the transaction may have been long. */
export async function finishRun(tx: Tx, id: string, patch: Updateable<DB['asset_exchange']>): Promise<void> {
  await patchRun(tx, id, patch)
  await sql`update asset_exchange set finished_at = clock_timestamp() where id = ${id}`.execute(tx)
}

/** Begins to read a run's file again; what was found before goes. */
export async function restartRun(tx: Tx, id: string): Promise<void> {
  await sql`delete from asset_exchange_problem where run_id = ${id}`.execute(tx)
  await sql`update asset_exchange set state = 'reading', attempts = attempts + 1, started_at = now(), finished_at = null,
    problems = 0, version = version + 1 where id = ${id}`.execute(tx)
}

/**
 * Held by whoever reads the file of a run, till the transaction ends: a run that is being read and whose lock is free
 * has lost its reader. @returns false when somebody else holds it and `wait` is not wanted
 */
export async function holdReading(tx: Tx, id: string, wait: boolean): Promise<boolean> {
  if (wait) {
    await sql`select pg_advisory_xact_lock(7244, hashtext(${id}))`.execute(tx)
    return true
  }
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_xact_lock(7244, hashtext(${id})) as held`.execute(tx)
  return rows[0]!.held
}

/** Runs that have been read for a while: their readers may be gone. */
export async function selectReading(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from asset_exchange
    where state = 'reading' and started_at < now() - interval '20 seconds'`.execute(db)
  return rows.map((one) => one.id)
}

/** State, org and file of a run, whoever asks. */
export async function runAt(
  db: Db,
  id: string,
): Promise<{ state: State; orgId: string; orgPath: string; sha256: string } | undefined> {
  const { rows } = await sql<{ state: State; orgId: string; orgPath: string; sha256: string }>`
    select s.state, s.org_id as "orgId", o.path as "orgPath", s.sha256 from asset_exchange s join org o on o.id = s.org_id
    where s.id = ${id}`.execute(db)
  return rows[0]
}

export const signatures = signatureTable<Department>('asset_exchange_signature', 'run_id')

export async function deleteSignatures(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('asset_exchange_signature').where('run_id', '=', id).execute()
}

export interface StoredProblem {
  seq: number
  line: number
  cell: string | null
  column: string | null
  value: string
  code: string
  params: Record<string, string | number>
}

/** Problems in one statement; some thousand at most. */
export async function insertProblems(
  tx: Tx,
  runId: string,
  problems: readonly StoredProblem[],
): Promise<void> {
  await sql`insert into asset_exchange_problem (run_id, seq, line, cell, column_name, value, code, params)
    select ${runId}, p.seq, p.line, p.cell, p.column, p.value, p.code, coalesce(p.params, '{}')
    from jsonb_to_recordset(${JSON.stringify(problems)}::jsonb)
      p(seq int, line int, cell text, "column" text, value text, code text, params jsonb)`.execute(tx)
}

/** Problems of a file in its order; `limit` + 1 of them. */
export async function selectProblems(
  db: Db,
  runId: string,
  window: { after: number; limit: number },
): Promise<StoredProblem[]> {
  const { rows } = await sql<StoredProblem>`
    select seq, line, cell, column_name as column, value, code, params from asset_exchange_problem
    where run_id = ${runId} and seq > ${window.after} order by seq limit ${window.limit + 1}`.execute(db)
  return rows
}
