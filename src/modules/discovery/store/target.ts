import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { RunState } from '../words.ts'

type Named = { id: string; name: string }

export interface TargetRow {
  id: string
  name: string
  org: Named
  orgPath: string
  ranges: string[]
  addresses: number
  port: number
  protocol: 'v2c' | 'v3'
  user: string
  level: 'noAuthNoPriv' | 'authNoPriv' | 'authPriv'
  authProtocol: 'sha' | 'sha224' | 'sha256' | 'sha384' | 'sha512' | 'md5'
  privProtocol: 'aes' | 'aes256b' | 'aes256r'
  context: string
  secrets: string
  concurrency: number
  timeoutMs: number
  retries: number
  deviceSeconds: number
  runMinutes: number
  everyHours: number | null
  nextAt: Date | null
  active: boolean
  version: number
}

/** A target as lists show it. */
export interface TargetListRow extends TargetRow {
  devices: number
  last: {
    id: string
    state: RunState
    total: number
    done: number
    found: number
    startedAt: string | null
    endedAt: string | null
  } | null
}

/** What is kept of a target but its secrets. */
export type TargetValues = Omit<TargetRow, 'id' | 'org' | 'orgPath' | 'secrets' | 'version' | 'nextAt'> & {
  orgId: string
}

const columns = sql`t.id, t.name, json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath", t.ranges,
  t.addresses, t.port, t.protocol, t.user_name as "user", t.security_level as level, t.auth_protocol as "authProtocol",
  t.priv_protocol as "privProtocol", t.context, t.secrets, t.concurrency, t.timeout_ms as "timeoutMs", t.retries,
  t.device_seconds as "deviceSeconds", t.run_minutes as "runMinutes", t.every_hours as "everyHours",
  t.next_at as "nextAt", t.active, t.version`

const shown = sql`${columns},
  (select count(*)::int from discovery_device d where d.target_id = t.id) as devices,
  (select json_build_object('id', r.id, 'state', r.state, 'total', r.total, 'startedAt', r.started_at, 'endedAt', r.ended_at,
      'done', (select count(*) from discovery_answer a where a.run_id = r.id),
      'found', (select count(*) from discovery_answer a where a.run_id = r.id and a.outcome in ('ok', 'partial')))
    from discovery_run r where r.target_id = t.id order by r.id desc limit 1) as last`

const below = (paths: readonly string[]) =>
  sql`exists (select from unnest(${[...paths]}::text[]) p where o.path like p || '%')`

/** Targets of orgs below these paths, the newest first. */
export async function selectTargets(
  db: Db,
  paths: readonly string[],
  window: { id?: string | undefined; before?: string | undefined; limit: number },
): Promise<TargetListRow[]> {
  const { rows } = await sql<TargetListRow>`
    select ${shown} from discovery_target t join org o on o.id = t.org_id
    where ${below(paths)} and (${window.id ?? null}::uuid is null or t.id = ${window.id ?? null})
      and (${window.before ?? null}::uuid is null or t.id < ${window.before ?? null})
    order by t.id desc limit ${window.limit}`.execute(db)
  return rows
}

/** @param lock for a change that follows */
export async function findTarget(db: Db, id: string, lock = false): Promise<TargetRow | undefined> {
  const { rows } =
    await sql<TargetRow>`select ${columns} from discovery_target t join org o on o.id = t.org_id
    where t.id = ${id} ${lock ? sql`for update of t` : sql``}`.execute(db)
  return rows[0]
}

const stored = (values: TargetValues) => ({
  org_id: values.orgId,
  name: values.name,
  ranges: values.ranges,
  addresses: values.addresses,
  port: values.port,
  protocol: values.protocol,
  user_name: values.user,
  security_level: values.level,
  auth_protocol: values.authProtocol,
  priv_protocol: values.privProtocol,
  context: values.context,
  concurrency: values.concurrency,
  timeout_ms: values.timeoutMs,
  retries: values.retries,
  device_seconds: values.deviceSeconds,
  run_minutes: values.runMinutes,
  every_hours: values.everyHours,
  active: values.active,
})

/** The next run by schedule: an interval from now. */
const nextAt = (values: TargetValues) =>
  values.active && values.everyHours !== null
    ? sql<Date>`now() + ${values.everyHours} * interval '1 hour'`
    : null

/** @param seal makes of the target's id what is kept of its secrets */
export async function insertTarget(
  tx: Tx,
  values: TargetValues,
  createdBy: string | null,
  seal: (id: string) => string,
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('discovery_target')
    .values({ id, ...stored(values), secrets: seal(id), created_by: createdBy, next_at: nextAt(values) })
    .execute()
  return id
}

export async function updateTarget(
  tx: Tx,
  id: string,
  values: TargetValues,
  more: { secrets: string; reschedule: boolean },
): Promise<void> {
  await tx
    .updateTable('discovery_target')
    .set({
      ...stored(values),
      secrets: more.secrets,
      version: sql`version + 1`,
      ...(more.reschedule ? { next_at: nextAt(values) } : {}),
    })
    .where('id', '=', id)
    .execute()
}

export async function removeTarget(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('discovery_target').where('id', '=', id).execute()
}

/** Targets whose time has come, moved on to their next; none that another process takes at the same moment. */
export async function takeDueTargets(tx: Tx): Promise<TargetRow[]> {
  const { rows } = await sql<{ id: string }>`
    update discovery_target t set next_at = now() + t.every_hours * interval '1 hour'
    where t.id in (select id from discovery_target where active and next_at <= now() limit 20 for update skip locked)
    returning t.id`.execute(tx)
  const due = await Promise.all(rows.map((row) => findTarget(tx, row.id)))
  return due.filter((one) => one !== undefined)
}
