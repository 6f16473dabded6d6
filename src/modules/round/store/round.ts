import { sql, type RawBuilder } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { z } from 'zod'
import type { EntryRecord, Round } from '../round-contract.ts'
import type { EntryResult, State } from '../lifecycle.ts'

/** Whose rounds are seen: those of orgs below the paths, of one's groups, and one's own. */
export interface Sight {
  paths: readonly string[]
  groupIds: readonly string[]
  personId: string | null
}

export interface RoundRow extends Omit<z.input<typeof Round>, 'plannedAt'> {
  orgPath: string
  plannedAt: Date | null
  scan: boolean
  remark: string | null
  skipReason: string | null
  startedById: string | null
}

const columns = sql`r.id, r.number, json_build_object('id', p.id, 'name', p.name) as plan, p.kind, p.scan,
  json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath",
  (select json_build_object('id', g.id, 'name', g.name) from support_group g where g.id = r.group_id) as "group",
  r.state, r.planned_at as "plannedAt", r.due_by as "dueBy", r.started_at as "startedAt", r.ended_at as "endedAt",
  (select json_build_object('id', w.id, 'name', w.name) from person w where w.id = coalesce(r.ended_by, r.started_by)) as person,
  r.started_by as "startedById",
  (r.missed_at is not null or coalesce(r.ended_at, now()) > r.due_by and r.state <> 'skipped') as late,
  r.abnormal, r.remark, r.skip_reason as "skipReason", r.version,
  (select count(*)::int from round_entry e where e.round_id = r.id) as entries,
  (select count(e.result)::int from round_entry e where e.round_id = r.id) as done`

/** On round r and its org o. */
export const seen = (see: Sight): RawBuilder<unknown> =>
  sql`(exists (select from unnest(${[...see.paths]}::text[]) x where o.path like x || '%')
    or r.group_id = any(${[...see.groupIds]}::uuid[]) or r.started_by = ${see.personId}::uuid)`

export interface RoundFilter {
  id?: string
  ids?: readonly string[]
  lock?: boolean
  state?: State | undefined
  mine?: boolean | undefined
  late?: boolean | undefined
  abnormal?: boolean | undefined
  planId?: string | undefined
  from?: string | undefined
  to?: string | undefined
  code?: string
  after?: string | undefined
  zone?: string
  limit: number
}

/** Rounds, the newest first, `limit` + 1 of them. */
export async function selectRounds(db: Db, see: Sight, f: RoundFilter): Promise<RoundRow[]> {
  // alone: of a lock with joins PostgreSQL answers the other tables as they were when the statement began
  if (f.lock) await sql`select from round where id = ${f.id} for update`.execute(db)
  const planned = sql`coalesce(r.planned_at, r.opened_at)`
  const where = [seen(see)]
  if (f.id) where.push(sql`r.id = ${f.id}`)
  if (f.ids) where.push(sql`r.id = any(${[...f.ids]}::uuid[])`)
  if (f.state) where.push(sql`r.state = ${f.state}`)
  if (f.mine)
    where.push(sql`r.state in ('due', 'underway', 'missed')
      and (r.group_id = any(${[...see.groupIds]}::uuid[]) or r.group_id is null or r.started_by = ${see.personId}::uuid)`)
  if (f.late)
    where.push(
      sql`(r.missed_at is not null or coalesce(r.ended_at, now()) > r.due_by and r.state <> 'skipped')`,
    )
  if (f.abnormal) where.push(sql`r.abnormal > 0`)
  if (f.planId) where.push(sql`r.plan_id = ${f.planId}`)
  if (f.from) where.push(sql`${planned} >= ${f.from}::timestamp at time zone ${f.zone}`)
  if (f.to) where.push(sql`${planned} < (${f.to}::date + 1)::timestamp at time zone ${f.zone}`)
  if (f.code)
    where.push(sql`r.state in ('due', 'underway', 'missed')
      and exists (select from round_entry e where e.round_id = r.id and e.code = ${f.code})`)
  if (f.after) where.push(sql`r.id < ${f.after}::uuid`)
  const { rows } = await sql<RoundRow>`select ${columns} from round r join round_plan p on p.id = r.plan_id
    join org o on o.id = r.org_id where ${sql.join(where, sql` and `)} order by r.id desc limit ${f.limit + 1}`.execute(
    db,
  )
  return rows
}

export interface NewRound {
  number: string
  planId: string
  plannedAt: Date | null
  dueBy: Date
  startedBy: string | null
}

/** Opens a round with the items of its plan as they are now. */
export async function insertRound(tx: Tx, round: NewRound): Promise<string> {
  const id = newId()
  const { number, planId, plannedAt, dueBy, startedBy } = round
  await sql`insert into round (id, number, plan_id, org_id, group_id, state, planned_at, due_by, started_at, started_by)
    select ${id}, ${number}, p.id, p.org_id, p.group_id, ${startedBy ? 'underway' : 'due'}, ${plannedAt}, ${dueBy},
      case when ${startedBy}::uuid is null then null else now() end, ${startedBy}::uuid
    from round_plan p where p.id = ${planId}`.execute(tx)
  await sql`insert into round_entry (id, round_id, item_id, position, name, place, code, hint, kind, unit, low, high,
      choices, normal, photo, on_abnormal)
    select gen_random_uuid(), ${id}, i.id, i.position, i.name, i.place, i.code, i.hint, i.kind, i.unit, i.low, i.high,
      i.choices, i.normal, i.photo, i.on_abnormal
    from round_item i where i.plan_id = ${planId} and not i.retired order by i.position`.execute(tx)
  return id
}

/** Whether a round stands for this occurrence already. */
export async function isOpened(tx: Tx, planId: string, plannedAt: Date): Promise<boolean> {
  const { rows } =
    await sql`select from round where plan_id = ${planId} and planned_at = ${plannedAt}`.execute(tx)
  return rows.length > 0
}

export interface EntryRow extends Omit<EntryRecord, 'photos' | 'recordedAt'> {
  roundId: string
  recordedAt: Date | null
}

/** Entries of a round in the order of its items, with what was read the time before. */
export async function selectEntries(db: Db, roundId: string): Promise<EntryRow[]> {
  return entries(db, sql`e.round_id = ${roundId}`)
}

export async function findEntry(db: Db, id: string, lock = false): Promise<EntryRow | undefined> {
  if (lock) await sql`select from round_entry where id = ${id} for update`.execute(db)
  return (await entries(db, sql`e.id = ${id}`))[0]
}

async function entries(db: Db, where: RawBuilder<unknown>): Promise<EntryRow[]> {
  const { rows } =
    await sql<EntryRow>`select e.id, e.round_id as "roundId", e.item_id as "itemId", e.name, e.place, e.code,
      e.hint, e.kind, e.unit, e.low::float8, e.high::float8, e.choices, e.normal, e.photo, e.on_abnormal as "onAbnormal",
      e.result, e.value_number::float8 as number, e.value_text as text, e.note, e.scanned,
      (select p.name from person p where p.id = e.recorded_by) as "recordedBy", e.recorded_at as "recordedAt",
      (select json_build_object('number', b.value_number, 'text', b.value_text, 'at', b.recorded_at)
        from round_entry b where b.item_id = e.item_id and b.round_id <> e.round_id and b.result in ('normal', 'abnormal')
          and b.recorded_at < coalesce(e.recorded_at, now()) order by b.recorded_at desc limit 1) as before,
      (select json_build_object('id', k.id, 'number', k.number) from ticket k where k.id = e.incident_id) as incident,
      (select json_build_object('id', n.id, 'number', n.number) from rectification_notice n where n.id = e.notice_id) as notice,
      e.version
    from round_entry e where ${where} order by e.position, e.id`.execute(db)
  return rows
}

export interface EntryValues {
  result: EntryResult
  number: number | null
  text: string | null
  note: string | null
  scanned: boolean
  by: string
}

export async function writeEntry(tx: Tx, id: string, v: EntryValues): Promise<void> {
  await sql`update round_entry set result = ${v.result}, value_number = ${v.number}, value_text = ${v.text},
    note = ${v.note}, scanned = ${v.scanned}, recorded_by = ${v.by}, recorded_at = now(), version = version + 1
    where id = ${id}`.execute(tx)
}

export async function linkEntry(
  tx: Tx,
  id: string,
  to: { incidentId?: string; noticeId?: string },
): Promise<void> {
  await sql`update round_entry set incident_id = coalesce(${to.incidentId ?? null}::uuid, incident_id),
    notice_id = coalesce(${to.noticeId ?? null}::uuid, notice_id) where id = ${id}`.execute(tx)
}

export async function startRow(tx: Tx, id: string, by: string): Promise<void> {
  await sql`update round set state = 'underway', started_at = now(), started_by = ${by}, version = version + 1
    where id = ${id}`.execute(tx)
}

export async function finishRow(tx: Tx, id: string, by: string, remark: string | null): Promise<void> {
  await sql`update round set state = 'done', ended_at = now(), ended_by = ${by}, remark = ${remark},
    abnormal = (select count(*) from round_entry e where e.round_id = ${id} and e.result = 'abnormal'),
    version = version + 1 where id = ${id}`.execute(tx)
}

export async function skipRow(tx: Tx, id: string, by: string, reason: string): Promise<void> {
  await sql`update round set state = 'skipped', ended_at = now(), ended_by = ${by}, skip_reason = ${reason},
    version = version + 1 where id = ${id}`.execute(tx)
}

/** Its time has passed: one that nobody began is missed, one under way goes on and stays late. */
export async function missRow(tx: Tx, id: string): Promise<void> {
  await sql`update round set state = case when state = 'due' then 'missed' else state end, missed_at = now(),
    version = version + 1 where id = ${id} and state in ('due', 'underway')`.execute(tx)
}

/** People who hear of a round: its group, or nobody. */
export async function groupPeople(db: Db, groupId: string | null): Promise<string[]> {
  if (!groupId) return []
  const { rows } = await sql<{
    id: string
  }>`select p.id from support_group_member m join person p on p.id = m.person_id
    where m.group_id = ${groupId} and p.state = 'active'`.execute(db)
  return rows.map((row) => row.id)
}

export interface RoundEnded {
  id: string
  number: string
  plan: string
  state: State
  at: Date
  abnormal: number
  person: string | null
}

/** What came to an end, or was missed, in a period. */
export async function roundsEnded(
  db: Db,
  see: Sight,
  period: { from: Date; to: Date },
): Promise<RoundEnded[]> {
  const at = sql`coalesce(r.ended_at, r.missed_at)`
  const { rows } =
    await sql<RoundEnded>`select r.id, r.number, p.name as plan, r.state, ${at} as at, r.abnormal,
      (select w.name from person w where w.id = r.ended_by) as person
    from round r join round_plan p on p.id = r.plan_id join org o on o.id = r.org_id
    where ${at} >= ${period.from} and ${at} < ${period.to} and ${seen(see)} order by ${at}, r.id limit 500`.execute(
      db,
    )
  return rows
}
