import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { ThresholdValue } from '../contract.ts'
import type { Change, Parent, Raised, Result, Standing } from '../lifecycle.ts'

/** What was raised, and the labels under which it can be taken back whatever the definition has become since. */
export interface Told {
  severity: Raised
  labels: Record<string, string>
  orgId: string
}

/** A check with all that its results are judged by. */
export interface Judged {
  id: string
  name: string
  kind: string
  retries: number
  thresholds: ThresholdValue[]
  alerts: boolean
  alertWithin: boolean
  calendarId: string | null
  labels: Record<string, string>
  orgId: string
  serviceId: string | null
  serviceName: string | null
  ciId: string | null
  ciName: string | null
  groupId: string | null
  groupName: string | null
  probeId: string | null
  depends: boolean
  passive: { intervalSeconds: number; graceSeconds: number }
  standing: Standing
  told: Told | null
}

interface Flat extends Omit<Judged, 'standing' | 'passive'> {
  intervalSeconds: number
  graceSeconds: number
  state: Standing
}

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text))

/** A standing as JSON has it: its instants are text. */
function revive(row: Record<string, unknown>): Standing {
  const s = row as unknown as Standing & Record<'since' | 'softSince' | 'lastAt', string | null>
  return {
    ...s,
    since: new Date(s.since as unknown as string),
    softSince: instant(s.softSince as unknown as string | null),
    lastAt: instant(s.lastAt as unknown as string | null),
  } as Standing
}

const standing = sql`jsonb_build_object('state', s.state, 'softState', s.soft_state, 'attempt', s.attempt, 'since', s.since,
  'softSince', s.soft_since, 'lastAt', s.last_at, 'lastMs', s.last_ms, 'code', s.code, 'params', s.params,
  'output', s.output, 'figures', s.figures, 'levels', s.levels, 'recent', s.recent, 'flapping', s.flapping,
  'raised', s.raised ->> 'severity')`

const judged = sql`c.id, c.name, c.kind, c.retries, c.thresholds, c.alerts, c.alert_within as "alertWithin",
  c.calendar_id as "calendarId", c.labels, c.org_id as "orgId", c.service_id as "serviceId", c.ci_id as "ciId",
  c.group_id as "groupId", c.probe_id as "probeId", c.interval_seconds as "intervalSeconds",
  c.grace_seconds as "graceSeconds", s.raised as told, ${standing} as state,
  (select name from service where service.id = c.service_id) as "serviceName",
  (select name from ci where ci.id = c.ci_id) as "ciName",
  (select name from support_group g where g.id = c.group_id) as "groupName",
  exists (select from monitor_dependency d where d.check_id = c.id) as depends`

function lift({ state, intervalSeconds, graceSeconds, ...row }: Flat): Judged {
  return {
    ...row,
    standing: revive(state as unknown as Record<string, unknown>),
    passive: { intervalSeconds, graceSeconds },
  }
}

/** Checks with their state, whose rows are locked, in the order of their numbers: nobody waits for another in a ring. */
export async function lockJudged(tx: Tx, ids: readonly string[]): Promise<Judged[]> {
  const { rows } =
    await sql<Flat>`select ${judged} from monitor_check c join monitor_state s on s.check_id = c.id
    where c.id = any(${[...ids]}::uuid[]) order by c.no for update of s`.execute(tx)
  return rows.map(lift)
}

/** Locks states that are to be written, whoever goes on to read them, in the order of `lockJudged`. */
export async function lockStandings(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`select from monitor_check c join monitor_state s on s.check_id = c.id
    where c.id = any(${[...ids]}::uuid[]) order by c.no for update of s`.execute(tx)
}

/** As `lockJudged`, unlocked: what a worker starts from. */
export async function readJudged(db: Db, ids: readonly string[]): Promise<Judged[]> {
  const { rows } =
    await sql<Flat>`select ${judged} from monitor_check c join monitor_state s on s.check_id = c.id
    where c.id = any(${[...ids]}::uuid[])`.execute(db)
  return rows.map(lift)
}

/** What checks depend on, by the check; a configuration item stands for its checks, else for what is said of it. */
export async function readParents(db: Db, ids: readonly string[]): Promise<Map<string, Parent[]>> {
  const { rows } = await sql<Parent & { checkId: string; lastAt: Date | null }>`
    select d.check_id as "checkId", s.state, s.attempt, s.last_at as "lastAt", c.interval_seconds as "intervalSeconds",
      c.retries, c.retry_seconds as "retrySeconds", c.timeout_ms as "timeoutMs"
    from monitor_dependency d
      join monitor_check c on c.id = d.on_check_id or (c.ci_id = d.on_ci_id and c.id <> d.check_id)
      join monitor_state s on s.check_id = c.id
    where d.check_id = any(${[...ids]}::uuid[])
    union all
    select d.check_id, 'critical', 0, null, 60, 0, 0, 0 from monitor_dependency d join ci on ci.id = d.on_ci_id
    where d.check_id = any(${[...ids]}::uuid[]) and ci.live_state = 'down'
      and not exists (select from monitor_check c where c.ci_id = ci.id and c.id <> d.check_id)`.execute(db)
  const found = new Map<string, Parent[]>()
  for (const { checkId, ...parent } of rows) {
    const list = found.get(checkId)
    if (list) list.push(parent)
    else found.set(checkId, [parent])
  }
  return found
}

/** A state to be written. */
export interface Written {
  id: string
  standing: Standing
  told: Told | null
  staleAt: Date | null
}

/** Writes states in one statement. */
export async function writeStandings(tx: Tx, all: readonly Written[]): Promise<void> {
  if (all.length === 0) return
  const rows = all.map(({ id, standing: { raised: _raised, ...rest }, told, staleAt }) => ({
    id,
    ...rest,
    told,
    staleAt,
  }))
  await sql`update monitor_state s set state = x.state, soft_state = x."softState", attempt = x.attempt, since = x.since,
      soft_since = x."softSince", last_at = x."lastAt", last_ms = x."lastMs", code = x.code, params = x.params,
      output = x.output, figures = x.figures, levels = x.levels, recent = x.recent, flapping = x.flapping,
      raised = nullif(x.told, 'null'::jsonb), stale_at = x."staleAt"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, state text, "softState" text, attempt int,
      since timestamptz, "softSince" timestamptz, "lastAt" timestamptz, "lastMs" real, code text, params jsonb,
      output text, figures jsonb, levels jsonb, recent int, flapping boolean, told jsonb, "staleAt" timestamptz)
    where s.check_id = x.id`.execute(tx)
}

/** When checks whose state has not changed were last looked at, and what was seen; their states are locked already. */
export async function refreshStandings(
  tx: Db,
  all: readonly ({ id: string } & Pick<Result, 'at' | 'ms' | 'code' | 'params' | 'output' | 'figures'>)[],
): Promise<void> {
  if (all.length === 0) return
  await sql`update monitor_state s set last_at = x.at, last_ms = x.ms, code = x.code, params = x.params,
      output = x.output, figures = x.figures
    from jsonb_to_recordset(${JSON.stringify(all)}::jsonb) as x(id uuid, at timestamptz, ms real, code text,
      params jsonb, output text, figures jsonb)
    where s.check_id = x.id and s.state not in ('paused', 'pending') and (s.last_at is null or s.last_at < x.at)`.execute(
    tx,
  )
}

export interface NewTransition extends Change {
  checkId: string
  at: Date
  code: string
  params: Record<string, string | number>
  output: string
}

export async function insertTransitions(tx: Tx, all: readonly NewTransition[]): Promise<void> {
  if (all.length === 0) return
  await sql`insert into monitor_transition (check_id, at, began_at, from_state, to_state, code, params, output)
    select "checkId", at, "beganAt", "from", "to", code, params, output
    from jsonb_to_recordset(${JSON.stringify(all)}::jsonb) as x("checkId" uuid, at timestamptz, "beganAt" timestamptz,
      "from" text, "to" text, code text, params jsonb, output text)`.execute(tx)
}

export async function insertStanding(
  tx: Tx,
  id: string,
  staleAt: Date | null,
  paused: boolean,
): Promise<void> {
  await sql`insert into monitor_state (check_id, state, stale_at)
    values (${id}, ${paused ? 'paused' : 'pending'}, ${staleAt})`.execute(tx)
}

/** Another interval: what is waited for is due at another time, if it is not overdue already. */
export async function moveStale(tx: Tx, id: string): Promise<void> {
  await sql`update monitor_state s set stale_at = coalesce(s.last_at, s.since)
      + (c.interval_seconds + c.grace_seconds) * interval '1 second'
    from monitor_check c where c.id = s.check_id and s.check_id = ${id}::uuid and s.stale_at is not null`.execute(
    tx,
  )
}

/** Passive checks that have been silent too long, locked; those that somebody else is at are left. */
export async function lockSilent(tx: Tx, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select check_id as id from monitor_state
    where stale_at <= clock_timestamp() and state <> 'paused'
    order by stale_at limit ${limit} for update skip locked`.execute(tx)
  return rows.map((row) => row.id)
}
