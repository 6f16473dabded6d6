import { sql, type RawBuilder } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { Kind, State } from '../lifecycle.ts'

interface Named {
  id: string
  name: string
}
/** Whose logs are seen: of orgs below the paths, and of shifts of teams one is a member of. */
export interface Sight {
  paths: readonly string[]
  personId: string | null
}
export interface LogRow {
  id: string
  shiftId: string
  team: Named
  org: Named
  orgPath: string
  day: string
  shift: string
  startsAt: Date
  endsAt: Date
  state: State
  missed: boolean
  people: { id: string; name: string; role: string }[]
  next: Named[]
  summary: string | null
  signedBy: Named | null
  signedAt: Date | null
  takenBy: Named | null
  takenAt: Date | null
  lines: number
  unfinished: number
  chased: number
  version: number
}

const person = (column: string): RawBuilder<unknown> =>
  sql`(select json_build_object('id', p.id, 'name', p.name) from person p where p.id = l.${sql.ref(column)})`

const columns = sql`l.id, l.shift_id as "shiftId", json_build_object('id', t.id, 'name', t.name) as team,
  json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath", l.day::text as day, l.shift_name as shift,
  l.starts_at as "startsAt", l.ends_at as "endsAt", l.state, (l.missed_at is not null) as missed, l.summary,
  ${person('signed_by')} as "signedBy", l.signed_at as "signedAt", ${person('taken_by')} as "takenBy",
  l.taken_at as "takenAt", l.chased, l.version,
  (select count(*)::int from duty_log_line x where x.log_id = l.id) as lines,
  (select count(*)::int from duty_log_line x where x.log_id = l.id and x.kind = 'unfinished') as unfinished,
  coalesce((select json_agg(json_build_object('id', p.id, 'name', p.name, 'role', a.role)
      order by array_position(array['leader', 'duty', 'deputy'], a.role), p.name)
    from duty_assignment a join person p on p.id = a.person_id where a.shift_id = l.shift_id), '[]') as people,
  coalesce((select json_agg(json_build_object('id', p.id, 'name', p.name) order by p.name)
    from duty_assignment a join person p on p.id = a.person_id where a.role <> 'leader' and a.shift_id = (
      select s.id from duty_shift s join duty_roster r on r.id = s.roster_id and r.state = 'published'
      where s.team_id = l.team_id and s.phase <> 'dropped' and s.starts_at >= l.ends_at
      order by s.starts_at, s.id limit 1)), '[]') as next`

const from = sql`duty_log l join duty_team t on t.id = l.team_id join org o on o.id = l.org_id`

const seen = (see: Sight): RawBuilder<unknown> =>
  sql`(exists (select from unnest(${[...see.paths]}::text[]) x where o.path like x || '%')
    or exists (select from duty_member m where m.team_id = l.team_id and m.person_id = ${see.personId}::uuid))`

export interface LogFilter {
  id?: string
  lock?: boolean
  state?: State | undefined
  missed?: boolean | undefined
  teamId?: string | undefined
  from?: string | undefined
  to?: string | undefined
  q?: string | undefined
  after?: string | undefined
  limit: number
}

/** Logs, the newest first, `limit` + 1 of them. */
export async function selectLogs(db: Db, see: Sight, f: LogFilter): Promise<LogRow[]> {
  // alone: of a lock with joins PostgreSQL answers the other tables as they were when the statement began
  if (f.lock) await sql`select from duty_log where id = ${f.id} for update`.execute(db)
  const where = [seen(see)]
  if (f.id) where.push(sql`l.id = ${f.id}`)
  if (f.state) where.push(sql`l.state = ${f.state}`)
  if (f.missed) where.push(sql`l.missed_at is not null`)
  if (f.teamId) where.push(sql`l.team_id = ${f.teamId}`)
  if (f.from) where.push(sql`l.day >= ${f.from}::date`)
  if (f.to) where.push(sql`l.day <= ${f.to}::date`)
  if (f.q) {
    const like = `%${f.q.replace(/[\\%_]/g, '\\$&')}%`
    where.push(sql`(l.summary ilike ${like}
      or exists (select from duty_log_line x where x.log_id = l.id and x.text ilike ${like}))`)
  }
  if (f.after) where.push(sql`l.id < ${f.after}::uuid`)
  const { rows } = await sql<LogRow>`select ${columns} from ${from} where ${sql.join(where, sql` and `)}
    order by l.id desc limit ${f.limit + 1}`.execute(db)
  return rows
}

/** Logs that wait for a person: to be written and signed, or to be taken over; the oldest first. */
export async function selectWaiting(db: Db, personId: string): Promise<LogRow[]> {
  const { rows } = await sql<LogRow>`select ${columns} from ${from}
    where (l.state = 'open' and exists (select from duty_assignment a where a.shift_id = l.shift_id
        and a.person_id = ${personId}::uuid))
      or (l.state = 'signed' and l.ends_at > now() - interval '7 days' and l.signed_by <> ${personId}::uuid and exists (
        select from duty_assignment a where a.person_id = ${personId}::uuid and a.role <> 'leader' and a.shift_id = (
          select s.id from duty_shift s join duty_roster r on r.id = s.roster_id and r.state = 'published'
          where s.team_id = l.team_id and s.phase <> 'dropped' and s.starts_at >= l.ends_at
          order by s.starts_at, s.id limit 1)))
    order by l.starts_at, l.id limit 50`.execute(db)
  return rows
}

/** Opens the log of a shift; nothing when it has one. @returns its id, when it is new */
export async function insertLog(tx: Tx, shiftId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into duty_log (id, shift_id, team_id, org_id, day, shift_name, starts_at, ends_at)
    select ${newId()}, s.id, s.team_id, t.org_id, s.day, s.name, s.starts_at, s.ends_at
    from duty_shift s join duty_team t on t.id = s.team_id where s.id = ${shiftId}
    on conflict (shift_id) do nothing returning id`.execute(tx)
  return rows[0]?.id
}

export async function logOfShift(db: Db, shiftId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from duty_log where shift_id = ${shiftId}`.execute(db)
  return rows[0]?.id
}

/** The log of the shift that follows, when it has begun. */
export async function followingLog(db: Db, row: LogRow): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from duty_log
    where team_id = ${row.team.id} and starts_at >= ${row.endsAt} and state = 'open'
    order by starts_at, id limit 1`.execute(db)
  return rows[0]?.id
}

export async function signRow(tx: Tx, id: string, by: string, summary: string | null): Promise<void> {
  await sql`update duty_log set state = 'signed', signed_by = ${by}, signed_at = now(), summary = ${summary},
    version = version + 1 where id = ${id}`.execute(tx)
}

export async function takeRow(tx: Tx, id: string, by: string): Promise<void> {
  await sql`update duty_log set state = 'taken-over', taken_by = ${by}, taken_at = now(), version = version + 1
    where id = ${id}`.execute(tx)
}

/** It is not there in time. */
export async function missRow(tx: Tx, id: string): Promise<void> {
  await sql`update duty_log set missed_at = coalesce(missed_at, now()), chased = chased + 1, version = version + 1
    where id = ${id}`.execute(tx)
}

export async function touchLog(tx: Tx, id: string): Promise<void> {
  await sql`update duty_log set version = version + 1 where id = ${id}`.execute(tx)
}

export interface LineRow {
  id: string
  logId: string
  kind: Kind
  text: string
  source: 'auto' | 'hand' | 'carried'
  entity: string | null
  entityId: string | null
  number: string | null
  occurredAt: Date
  decision: 'accepted' | 'disputed' | null
  decisionNote: string | null
  writtenBy: string | null
  version: number
}

/** Lines of a log by kind and time, or one. */
export async function selectLines(db: Db, logId: string, id?: string): Promise<LineRow[]> {
  const { rows } = await sql<LineRow>`select x.id, x.log_id as "logId", x.kind, x.text, x.source, x.entity,
      x.entity_id as "entityId", x.number, x.occurred_at as "occurredAt", x.decision, x.decision_note as "decisionNote",
      (select p.name from person p where p.id = x.written_by) as "writtenBy", x.version
    from duty_log_line x where x.log_id = ${logId} ${id ? sql`and x.id = ${id}` : sql``}
    order by array_position(array['routine', 'fault', 'answered', 'unfinished', 'attention'], x.kind), x.occurred_at, x.id
    limit 2000`.execute(db)
  return rows
}

export interface NewLine {
  kind: Kind
  text: string
  source: LineRow['source']
  entity?: string | null
  entityId?: string | null
  number?: string | null
  occurredAt: Date
  carriedFrom?: string | null
}

/** Adds lines; one about a record that is there already is passed over. @returns how many were new */
export async function insertLines(
  tx: Tx,
  logId: string,
  by: string | null,
  lines: readonly NewLine[],
): Promise<string[]> {
  if (lines.length === 0) return []
  const rows = await tx
    .insertInto('duty_log_line')
    .values(
      lines.map((one) => ({
        ...{ id: newId(), log_id: logId, kind: one.kind, text: one.text.slice(0, 2000), source: one.source },
        ...{ entity: one.entity ?? null, entity_id: one.entityId ?? null, number: one.number ?? null },
        ...{ occurred_at: one.occurredAt, carried_from: one.carriedFrom ?? null, written_by: by },
      })),
    )
    .onConflict((at) => at.doNothing())
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}

/** @param line.by who writes; null: what happened says something else now */
export async function updateLine(
  tx: Tx,
  id: string,
  line: { kind: Kind; text: string; by: string | null },
): Promise<void> {
  await sql`update duty_log_line set kind = ${line.kind}, text = ${line.text},
    written_by = coalesce(${line.by}::uuid, written_by), version = version + 1
    where id = ${id}`.execute(tx)
}

export async function deleteLine(tx: Tx, id: string): Promise<void> {
  await sql`delete from duty_log_line where id = ${id}`.execute(tx)
}

export async function decideLine(
  tx: Tx,
  id: string,
  to: { decision: 'accepted' | 'disputed'; note: string | null },
): Promise<void> {
  await sql`update duty_log_line set decision = ${to.decision}, decision_note = ${to.note}, version = version + 1
    where id = ${id}`.execute(tx)
}

/** Unfinished lines of the log before, where it was taken over already and no log had opened yet to carry them on. */
export async function leftBehind(db: Db, log: LogRow): Promise<LineRow[]> {
  const { rows } = await sql<{ id: string }>`select l.id from duty_log l
    where l.team_id = ${log.team.id} and l.ends_at <= ${log.startsAt} and l.state = 'taken-over'
    order by l.ends_at desc, l.id limit 1`.execute(db)
  if (!rows[0]) return []
  const lines = await selectLines(db, rows[0].id)
  const { rows: carried } = await sql<{ id: string }>`select carried_from as id from duty_log_line
    where carried_from = any(${lines.map((one) => one.id)}::uuid[])`.execute(db)
  const known = new Set(carried.map((one) => one.id))
  return lines.filter((one) => one.kind === 'unfinished' && !known.has(one.id))
}

/** Carries unfinished lines on into another log. */
export async function carryLines(tx: Tx, to: string, lines: readonly LineRow[]): Promise<void> {
  await insertLines(
    tx,
    to,
    null,
    lines.map(({ id, kind, text, entity, entityId, number, occurredAt }) => ({
      ...{ kind, text, entity, entityId, number, occurredAt },
      source: 'carried' as const,
      carriedFrom: id,
    })),
  )
}
