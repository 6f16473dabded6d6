import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { Slot } from '../engine/slots.ts'
import type { DutyRole, Source } from '../words.ts'

export interface RosterRow {
  id: string
  team: { id: string; name: string }
  fromDay: string
  toDay: string
  state: 'draft' | 'published'
  revision: number
  publishedAt: Date | null
  publishedBy: string | null
  version: number
}

const columns = sql`r.id, json_build_object('id', t.id, 'name', t.name) as team, r.from_day::text as "fromDay",
  r.to_day::text as "toDay", r.state, r.revision, r.published_at as "publishedAt",
  (select p.name from person p where p.id = r.published_by) as "publishedBy", r.version`

/** Rosters of a team that touch the days, the newest first; at most 200. */
export async function selectRosters(
  db: Db,
  teamId: string,
  days: { from?: string; to?: string } = {},
): Promise<RosterRow[]> {
  const { rows } =
    await sql<RosterRow>`select ${columns} from duty_roster r join duty_team t on t.id = r.team_id
    where r.team_id = ${teamId} and (${days.from ?? null}::date is null or r.to_day >= ${days.from ?? null})
      and (${days.to ?? null}::date is null or r.from_day <= ${days.to ?? null})
    order by r.from_day desc, r.id desc limit 200`.execute(db)
  return rows
}

/** @param lock keeps others from changing it before the transaction ends */
export async function findRoster(db: Db, id: string, lock = false): Promise<RosterRow | undefined> {
  const { rows } =
    await sql<RosterRow>`select ${columns} from duty_roster r join duty_team t on t.id = r.team_id
    where r.id = ${id} ${lock ? sql`for update of r` : sql``}`.execute(db)
  return rows[0]
}

export async function insertRoster(
  tx: Tx,
  roster: { teamId: string; fromDay: string; toDay: string; createdBy: string | null },
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('duty_roster')
    .values({
      id,
      team_id: roster.teamId,
      from_day: roster.fromDay,
      to_day: roster.toDay,
      created_by: roster.createdBy,
    })
    .execute()
  return id
}

/** A draft and its shifts go. */
export async function removeRoster(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('duty_roster').where('id', '=', id).where('state', '=', 'draft').execute()
}

/** Marks it published for the first time; what is over by then is over without a word. */
export async function markPublished(tx: Tx, id: string, by: string | null): Promise<void> {
  await sql`update duty_roster set state = 'published', revision = 1, published_at = now(), published_by = ${by},
    version = version + 1 where id = ${id}`.execute(tx)
  await sql`update duty_shift set phase = 'over' where roster_id = ${id} and phase = 'ahead' and ends_at <= now()`.execute(
    tx,
  )
}

/** Another version; another revision where what is published changed. */
export async function touchRoster(tx: Tx, id: string, revised: boolean): Promise<void> {
  await sql`update duty_roster set version = version + 1, revision = revision + ${revised ? 1 : 0} where id = ${id}`.execute(
    tx,
  )
}

/**
 * Brings the shifts of a roster into step with its plan. Of a draft, shifts that are no longer in the plan go; of a
 * published roster they are kept as dropped, and only what lies ahead is touched.
 */
export async function syncShifts(
  tx: Tx,
  roster: Pick<RosterRow, 'id' | 'state' | 'team'>,
  slots: readonly Slot[],
): Promise<void> {
  const wanted = JSON.stringify(
    slots.map((s) => ({
      id: newId(),
      day: s.day,
      code: s.code,
      name: s.name,
      kind: s.kind,
      day_name: s.dayName,
      night: s.night,
      starts_at: new Date(s.from),
      ends_at: new Date(s.to),
    })),
  )
  const table = sql`json_to_recordset(${wanted}::json) w (id uuid, day date, code text, name text, kind text, day_name text,
    night boolean, starts_at timestamptz, ends_at timestamptz)`
  const gone = sql`s.roster_id = ${roster.id} and s.phase = 'ahead'
    and not exists (select from ${table} where w.day = s.day and w.code = s.code)`
  if (roster.state === 'draft') await sql`delete from duty_shift s where ${gone}`.execute(tx)
  else {
    await sql`delete from duty_assignment a using duty_shift s where s.id = a.shift_id and s.starts_at > now() and ${gone}`.execute(
      tx,
    )
    await sql`update duty_shift s set phase = 'dropped', settled = '{}' where s.starts_at > now() and ${gone}`.execute(
      tx,
    )
  }
  const ahead = roster.state === 'draft' ? sql`true` : sql`w.starts_at > now()`
  await sql`
    insert into duty_shift (id, roster_id, team_id, day, code, name, kind, day_name, night, starts_at, ends_at)
    select w.id, ${roster.id}::uuid, ${roster.team.id}::uuid, w.day, w.code, w.name, w.kind, w.day_name, w.night, w.starts_at, w.ends_at
    from ${table} where ${ahead}
    on conflict (team_id, day, code) do update set name = excluded.name, kind = excluded.kind, day_name = excluded.day_name,
      night = excluded.night, starts_at = excluded.starts_at, ends_at = excluded.ends_at, phase = 'ahead'
    where duty_shift.roster_id = excluded.roster_id and duty_shift.phase in ('ahead', 'dropped')`.execute(tx)
}

export interface Place {
  shiftId: string
  role: DutyRole
  people: readonly string[]
}

/** Sets who stands shifts in roles, and whether that is settled: everything but `rotation` is. */
export async function setPlaces(tx: Tx, places: readonly Place[], source: Source): Promise<void> {
  if (places.length === 0) return
  const keys = JSON.stringify(places.map((p) => ({ shift: p.shiftId, role: p.role })))
  await sql`delete from duty_assignment a using json_to_recordset(${keys}::json) k (shift uuid, role text)
    where a.shift_id = k.shift and a.role = k.role`.execute(tx)
  const rows = places.flatMap((p) => p.people.map((person) => ({ shift: p.shiftId, role: p.role, person })))
  if (rows.length > 0)
    await sql`insert into duty_assignment (shift_id, role, person_id, source)
      select k.shift, k.role, k.person, ${source}
      from json_to_recordset(${JSON.stringify(rows)}::json) k (shift uuid, role text, person uuid)`.execute(
      tx,
    )
  if (source !== 'rotation')
    await sql`update duty_shift s set settled = array(select distinct unnest(s.settled || k.roles))
      from (select shift, array_agg(role) as roles from json_to_recordset(${keys}::json) k (shift uuid, role text) group by shift) k
      where s.id = k.shift`.execute(tx)
}

/** Takes away who was put on shifts by rotations and is not settled, of what lies ahead (of a draft: everywhere). */
export async function clearRotated(tx: Tx, roster: Pick<RosterRow, 'id' | 'state'>): Promise<void> {
  const ahead = roster.state === 'draft' ? sql`true` : sql`s.phase = 'ahead' and s.starts_at > now()`
  await sql`delete from duty_assignment a using duty_shift s
    where s.id = a.shift_id and s.roster_id = ${roster.id} and a.role <> all(s.settled) and ${ahead}`.execute(
    tx,
  )
}

/** Roles of shifts that are settled, by shift. */
export async function settledRoles(db: Db, rosterId: string): Promise<Map<string, DutyRole[]>> {
  const rows = await db
    .selectFrom('duty_shift')
    .select(['id', 'settled'])
    .where('roster_id', '=', rosterId)
    .execute()
  return new Map(rows.map((row) => [row.id, row.settled as DutyRole[]]))
}

/** Shifts of people in other teams' published rosters within a time, for what cannot be stood at once. */
export async function foreignShifts(
  db: Db,
  personIds: readonly string[],
  teamId: string,
  from: Date,
  to: Date,
): Promise<{ personId: string; team: string; name: string; from: Date; to: Date }[]> {
  const { rows } = await sql<{ personId: string; team: string; name: string; from: Date; to: Date }>`
    select a.person_id as "personId", t.name as team, s.name, s.starts_at as "from", s.ends_at as "to"
    from duty_assignment a join duty_shift s on s.id = a.shift_id join duty_roster r on r.id = s.roster_id
    join duty_team t on t.id = s.team_id
    where a.person_id = any(${[...personIds]}::uuid[]) and s.team_id <> ${teamId} and r.state = 'published'
      and s.phase <> 'dropped' and s.starts_at < ${to} and s.ends_at > ${from}
    order by s.starts_at limit 5000`.execute(db)
  return rows
}

export interface ChangeRow {
  revision: number
  at: Date
  by: string | null
  why: 'hand' | 'swap' | 'generate' | 'import'
  reason: string
  shift: { day: string; name: string }
  role: DutyRole
  before: string[]
  after: string[]
}

/** The last 200 changes of a published roster, the last first; people by name. */
export async function selectChanges(db: Db, rosterId: string): Promise<ChangeRow[]> {
  const names = (ids: 'before_ids' | 'after_ids') =>
    sql`array(select p.name from person p where p.id = any(c.${sql.ref(ids)}) order by p.name)`
  const { rows } = await sql<ChangeRow>`
    select c.revision, c.recorded_at as at, by.name as by, c.why, c.reason, c.role,
      json_build_object('day', s.day::text, 'name', s.name) as shift,
      ${names('before_ids')} as before, ${names('after_ids')} as after
    from duty_change c join duty_shift s on s.id = c.shift_id left join person by on by.id = c.changed_by
    where c.roster_id = ${rosterId} order by c.id desc limit 200`.execute(db)
  return rows
}

export async function insertChanges(
  tx: Tx,
  change: {
    rosterId: string
    revision: number
    why: ChangeRow['why']
    reason: string
    changedBy: string | null
  },
  places: readonly { shiftId: string; role: DutyRole; before: string[]; after: string[] }[],
): Promise<void> {
  await tx
    .insertInto('duty_change')
    .values(
      places.map((p) => ({
        roster_id: change.rosterId,
        revision: change.revision,
        shift_id: p.shiftId,
        role: p.role,
        before_ids: p.before,
        after_ids: p.after,
        why: change.why,
        reason: change.reason,
        changed_by: change.changedBy,
      })),
    )
    .execute()
}

/** The next instant at which a published shift of the team begins or ends; null when none does. */
export async function nextTurn(db: Db, teamId: string): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(case s.phase when 'ahead' then s.starts_at else s.ends_at end) as at
    from duty_shift s join duty_roster r on r.id = s.roster_id
    where s.team_id = ${teamId} and s.phase in ('ahead', 'running') and r.state = 'published'`.execute(db)
  return rows[0]?.at ?? null
}

export interface Turned {
  shiftId: string
  what: 'started' | 'ended'
  at: Date
}

/** Moves the published shifts of a team on to where the database's clock is, and tells what began and ended, in order. */
export async function turnShifts(tx: Tx, teamId: string): Promise<Turned[]> {
  const { rows } = await sql<{ id: string; phase: string; starts: Date; ends: Date; over: boolean }>`
    select s.id, s.phase, s.starts_at as starts, s.ends_at as ends, s.ends_at <= now() as over
    from duty_shift s join duty_roster r on r.id = s.roster_id
    where s.team_id = ${teamId} and r.state = 'published'
      and (s.phase = 'ahead' and s.starts_at <= now() or s.phase = 'running' and s.ends_at <= now())
    order by s.starts_at for update of s`.execute(tx)
  const turned: Turned[] = []
  for (const row of rows) {
    if (row.phase === 'ahead') turned.push({ shiftId: row.id, what: 'started', at: row.starts })
    if (row.over) turned.push({ shiftId: row.id, what: 'ended', at: row.ends })
  }
  const set = (phase: string, ids: string[]) =>
    sql`update duty_shift set phase = ${phase} where id = any(${ids}::uuid[])`.execute(tx)
  await set(
    'running',
    rows.filter((row) => !row.over).map((row) => row.id),
  )
  await set(
    'over',
    rows.filter((row) => row.over).map((row) => row.id),
  )
  // one ends before the next begins
  return turned.toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.what === 'ended' ? -1 : 1))
}
