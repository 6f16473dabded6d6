import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { Sample } from '#kernel/evidence/index.ts'
import type { Source, Status } from '../words.ts'

export interface StateRow {
  clauseId: string
  status: Status | null
  source: Source | null
  rules: string[]
  runId: string | null
  at: Date | null
  doubt: boolean
}

/** How the clauses of an adoption stood at a time: the last result of each before it. */
export async function statesAt(
  db: Db,
  adoptionId: string,
  until: Date,
  clauseId?: string,
): Promise<StateRow[]> {
  const { rows } = await sql<StateRow>`
    select c.id as "clauseId", r.status, r.source, coalesce(r.rules, '{}') as rules, r.run_id as "runId", r.at,
      coalesce(u.doubt, false) as doubt
    from norm_adoption a join norm_clause c on c.edition_id = a.edition_id
    left join lateral (select x.* from norm_result x
      where x.adoption_id = a.id and x.clause_id = c.id and x.at <= ${until} order by x.at desc, x.run_id desc limit 1) r on true
    left join norm_run u on u.id = r.run_id
    where a.id = ${adoptionId} and (${clauseId ?? null}::uuid is null or c.id = ${clauseId ?? null})
    order by c.position`.execute(db)
  return rows
}

export interface FindingRow {
  runId: string
  rule: string
  from: Date
  to: Date
  status: Status
  figure: number | null
  cases: number
  good: number
  imported: number
  samples: Sample[]
  error: string | null
}

const finding = sql`run_id as "runId", rule, period_from as "from", period_to as "to", status, figure, cases, good,
  imported, samples, error`

export async function findingsOf(db: Db, runIds: readonly string[]): Promise<FindingRow[]> {
  const { rows } = await sql<FindingRow>`select ${finding} from norm_finding
    where run_id = any (${[...runIds]}::uuid[]) order by rule`.execute(db)
  return rows
}

export interface HistoryRow {
  day: string
  status: Status
  source: Source
  figure: number | null
  rule: string | null
}

/** The last result of each day, with the figure of one of its rules; oldest first, at most 400 days. */
export async function historyOf(
  db: Db,
  at: { adoptionId: string; clauseId: string; rule: string | null; zone: string },
): Promise<HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`
    select d.day, d.status, d.source, f.figure, f.rule from (
      select distinct on (1) (r.at at time zone ${at.zone})::date::text as day, r.status, r.source, r.run_id
      from norm_result r where r.adoption_id = ${at.adoptionId} and r.clause_id = ${at.clauseId}
        and r.at > now() - interval '400 days'
      order by 1, r.at desc) d
    left join norm_finding f on f.run_id = d.run_id and f.rule = ${at.rule}
    order by d.day`.execute(db)
  return rows
}

/**
 * Holds the results of an org until the transaction ends, and says what time it is then: results are in the order in which
 * they were made, and none is made from what another is changing.
 */
export async function holdResults(tx: Tx, orgId: string): Promise<Date> {
  await sql`select pg_advisory_xact_lock(hashtext('norm.results'), hashtext(${orgId}))`.execute(tx)
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(tx)
  return rows[0]!.at
}

export async function insertRun(
  tx: Tx,
  run: { orgId: string; why: string; doubt: boolean; askedBy: string | null; at: Date },
): Promise<string> {
  const id = newId()
  await sql`insert into norm_run (id, org_id, why, doubt, asked_by, at)
    values (${id}, ${run.orgId}, ${run.why}, ${run.doubt}, ${run.askedBy}::uuid, ${run.at})`.execute(tx)
  return id
}

export async function insertFindings(tx: Tx, rows: readonly FindingRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`insert into norm_finding (run_id, rule, period_from, period_to, status, figure, cases, good, imported, samples, error)
    select (r->>'runId')::uuid, r->>'rule', (r->>'from')::timestamptz, (r->>'to')::timestamptz, r->>'status',
      (r->>'figure')::float8, (r->>'cases')::int, (r->>'good')::int, (r->>'imported')::int, r->'samples', r->>'error'
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) r`.execute(tx)
}

export interface NewResult {
  adoptionId: string
  clauseId: string
  status: Status
  source: Source
  rules: string[]
}

export async function insertResults(
  tx: Tx,
  runId: string,
  at: Date,
  rows: readonly NewResult[],
): Promise<void> {
  if (rows.length === 0) return
  await sql`insert into norm_result (run_id, adoption_id, clause_id, at, status, source, rules)
    select ${runId}::uuid, (r->>'adoptionId')::uuid, (r->>'clauseId')::uuid, ${at}, r->>'status', r->>'source',
      array(select jsonb_array_elements_text(r->'rules'))
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) r`.execute(tx)
}

/** Whether the last whole evaluation of an org found the audit in doubt. */
export async function lastDoubt(db: Db, orgId: string): Promise<boolean> {
  const { rows } = await sql<{ doubt: boolean }>`select doubt from norm_run
    where org_id = ${orgId} and why = 'nightly' order by at desc limit 1`.execute(db)
  return rows[0]?.doubt ?? false
}

export interface DueOrg {
  id: string
  path: string
}

const inForce = (zone: string) => sql`(a.from_day <= (now() at time zone ${zone})::date
  and (a.to_day is null or a.to_day > (now() at time zone ${zone})::date))`

/** Orgs for which norms hold today. */
export async function orgsWithNorms(db: Db, zone: string): Promise<DueOrg[]> {
  const { rows } = await sql<DueOrg>`select o.id, o.path from org o
    where exists (select from norm_adoption a where a.org_id = o.id and ${inForce(zone)}) order by o.path`.execute(
    db,
  )
  return rows
}

/** Orgs with norms in force that have not been evaluated since the day began, or have a norm that never was. */
export async function orgsDue(db: Db, zone: string): Promise<DueOrg[]> {
  const { rows } = await sql<DueOrg>`
    select o.id, o.path from org o
    where exists (select from norm_adoption a where a.org_id = o.id and ${inForce(zone)}
        and not exists (select from norm_result r where r.adoption_id = a.id))
      or (exists (select from norm_adoption a where a.org_id = o.id and ${inForce(zone)})
        and not exists (select from norm_run u where u.org_id = o.id and u.why = 'nightly'
          and u.at >= date_trunc('day', now() at time zone ${zone}) at time zone ${zone}))
    order by o.path`.execute(db)
  return rows
}

/** When today began in the zone. */
export async function dayBegan(db: Db, zone: string): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    select date_trunc('day', now() at time zone ${zone}) at time zone ${zone} as at`.execute(db)
  return rows[0]!.at
}

/** Rules whose clauses are to be looked at again, because something happened. */
export async function markRules(tx: Tx, rules: readonly string[]): Promise<void> {
  await sql`insert into norm_due (rule) select unnest(${[...rules]}::text[]) on conflict do nothing`.execute(
    tx,
  )
}

export async function takeMarked(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ rule: string }>`delete from norm_due where since < now() - interval '1 minute'
    returning rule`.execute(tx)
  return rows.map((row) => row.rule)
}

/** Bounds what one rule may cost the database: its time, and one core, so that whoever works beside it keeps the others. */
export async function limitStatement(tx: Tx, seconds: number): Promise<void> {
  await sql`select set_config('statement_timeout', ${`${seconds}s`}, true),
    set_config('max_parallel_workers_per_gather', '0', true), set_config('jit', 'off', true)`.execute(tx)
}

/** The end of a day in the zone, or now where that is earlier; and a month before it. */
export async function momentsOf(
  db: Db,
  day: string | undefined,
  zone: string,
): Promise<{ at: Date; before: Date; day: string }> {
  const { rows } = await sql<{ at: Date; before: Date; day: string }>`
    with m as (select least(now(), coalesce((${day ?? null}::date + 1)::timestamp at time zone ${zone}, now())) as at)
    select at, at - interval '1 month' as before,
      coalesce(${day ?? null}, (now() at time zone ${zone})::date::text) as day from m`.execute(db)
  return rows[0]!
}

/** Whole days of the zone as instants, `from` ≤ t < `to`. */
export async function spanOf(
  db: Db,
  from: string,
  to: string,
  zone: string,
): Promise<{ from: Date; to: Date }> {
  const { rows } = await sql<{ from: Date; to: Date }>`
    select ${from}::timestamp at time zone ${zone} as "from", (${to}::date + 1)::timestamp at time zone ${zone} as "to"`.execute(
    db,
  )
  return rows[0]!
}

/** Open rectification tasks by clause. */
export async function openTasks(db: Db, adoptionId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{
    id: string
    n: number
  }>`select clause_id as id, count(*)::int as n from norm_task
    where adoption_id = ${adoptionId} and state in ('open', 'done') group by clause_id`.execute(db)
  return new Map(rows.map((row) => [row.id, row.n]))
}

export interface DutyRow {
  adoptionId: string
  clauseId: string
  validUntil: string | null
  waiting: boolean
}

/** What a person answers for where norms hold today, with the last day of what proves it. */
export async function dutiesOf(db: Db, personId: string, zone: string): Promise<DutyRow[]> {
  const { rows } = await sql<DutyRow>`
    select r.adoption_id as "adoptionId", r.clause_id as "clauseId",
      (select max(k.valid_until)::text from norm_proof k where k.adoption_id = r.adoption_id and k.clause_id = r.clause_id
        and k.state = 'accepted') as "validUntil",
      exists (select from norm_proof k where k.adoption_id = r.adoption_id and k.clause_id = r.clause_id
        and k.state = 'waiting') as waiting
    from norm_responsible r join norm_adoption a on a.id = r.adoption_id join norm_clause c on c.id = r.clause_id
    where r.person_id = ${personId} and a.from_day <= (now() at time zone ${zone})::date
      and (a.to_day is null or a.to_day > (now() at time zone ${zone})::date)
    order by a.id, c.position`.execute(db)
  return rows
}
