import { sql, type RawBuilder } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { DayKind, DutyRole, Source } from '../words.ts'

/** Somebody's place on a shift. `phone`: where the person is reached on duty. */
export interface Stander {
  personId: string
  name: string
  role: DutyRole
  source: Source
  phone: string
}

/** A shift with its people; the leading cadre first, then those on duty, then deputies, by name. */
export interface ShiftRow {
  shiftId: string
  rosterId: string
  teamId: string
  teamName: string
  teamPhone: string
  place: string
  orgId: string
  /** the local day on which it begins, YYYY-MM-DD */
  day: string
  code: string
  name: string
  kind: DayKind
  dayName: string | null
  night: boolean
  from: Date
  to: Date
  phase: 'ahead' | 'running' | 'over' | 'dropped'
  published: boolean
  /** of its roster: how often what was published changed */
  revision: number
  people: Stander[]
}

const people = sql`coalesce((select json_agg(json_build_object('personId', p.id, 'name', p.name, 'role', a.role,
    'source', a.source, 'phone', coalesce(nullif(m.phone, ''), p.phone, ''))
    order by array_position(array['leader', 'duty', 'deputy'], a.role), p.name, p.id)
  from duty_assignment a join person p on p.id = a.person_id
  left join duty_member m on m.team_id = s.team_id and m.person_id = p.id
  where a.shift_id = s.id), '[]')`

/** Shifts that are not dropped, in time order. @param where on duty_shift s, duty_roster r, duty_team t, org o */
export async function selectShifts(
  db: Db,
  where: RawBuilder<unknown>,
  window: { limit: number; descending?: boolean },
): Promise<ShiftRow[]> {
  const order = window.descending ? sql`desc` : sql`asc`
  const { rows } = await sql<ShiftRow>`
    select s.id as "shiftId", s.roster_id as "rosterId", s.team_id as "teamId", t.name as "teamName", t.phone as "teamPhone", t.place, r.revision,
      t.org_id as "orgId", s.day::text as day, s.code, s.name, s.kind, s.day_name as "dayName", s.night,
      s.starts_at as "from", s.ends_at as "to", s.phase, (r.state = 'published') as published, ${people} as people
    from duty_shift s join duty_roster r on r.id = s.roster_id join duty_team t on t.id = s.team_id join org o on o.id = t.org_id
    where s.phase <> 'dropped' and (${where})
    order by s.starts_at ${order}, t.name ${order}, s.id ${order} limit ${window.limit}`.execute(db)
  return rows
}

/** The active team that answers for an org: its own main team, else that of the nearest org above. */
export async function mainTeamId(db: Db, orgId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select t.id from org here join org o on here.path like o.path || '%' join duty_team t on t.org_id = o.id
    where here.id = ${orgId} and t.main and t.active order by length(o.path) desc limit 1`.execute(db)
  return rows[0]?.id
}

/** Whether a shift of the team is published that somebody stands on, is left to the caller: these are all that are published. */
export const publishedOf = (teamId: string): RawBuilder<unknown> =>
  sql`s.team_id = ${teamId} and r.state = 'published'`

export const runningAt = (at: Date): RawBuilder<unknown> => sql`s.starts_at <= ${at} and s.ends_at > ${at}`
export const beginsAfter = (at: Date): RawBuilder<unknown> => sql`s.starts_at > ${at}`
export const touches = (from: Date, to: Date): RawBuilder<unknown> =>
  sql`s.starts_at < ${to} and s.ends_at > ${from}`
export const shiftIs = (id: string): RawBuilder<unknown> => sql`s.id = ${id}`
export const both = (a: RawBuilder<unknown>, b: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`${a} and ${b}`

/** People who lead a team, active accounts only: by name. */
export async function selectLeaders(db: Db, teamId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from duty_member m join person p on p.id = m.person_id
    where m.team_id = ${teamId} and m.leader and p.state = 'active' order by p.name, p.id`.execute(db)
  return rows.map((row) => row.id)
}

export const ofRoster = (rosterId: string): RawBuilder<unknown> => sql`s.roster_id = ${rosterId}`
/** Shifts of a team that begin on a day from `from` (included) to `until` (not included). */
export const ofTeamBetween = (teamId: string, from: string, until: string): RawBuilder<unknown> =>
  sql`s.team_id = ${teamId} and s.day >= ${from} and s.day < ${until}`

/** What somebody sees in a calendar: shifts within instants of the teams, drafts of those that the person keeps. */
export const inCalendar = (
  teamIds: readonly string[],
  keptIds: readonly string[],
  from: Date,
  to: Date,
): RawBuilder<unknown> => sql`s.team_id = any(${[...teamIds]}::uuid[]) and s.starts_at >= ${from} and s.starts_at < ${to}
  and (r.state = 'published' or s.team_id = any(${[...keptIds]}::uuid[]))`

export const ofPerson = (personId: string): RawBuilder<unknown> =>
  sql`exists (select from duty_assignment mine where mine.shift_id = s.id and mine.person_id = ${personId})`

/** Of each team the published shift that runs, and the first that begins later. */
export const nowAndNext = (teamIds: readonly string[], at: Date): RawBuilder<unknown> => sql`s.id in (
    select (select x.id from duty_shift x join duty_roster y on y.id = x.roster_id where x.team_id = team.id and x.phase <> 'dropped'
      and y.state = 'published' and x.starts_at > ${at} order by x.starts_at limit 1)
    from unnest(${[...teamIds]}::uuid[]) team (id))
  or (s.team_id = any(${[...teamIds]}::uuid[]) and r.state = 'published' and s.starts_at <= ${at} and s.ends_at > ${at})`

export const published = sql`r.state = 'published'`
export const endsAfter = (at: Date): RawBuilder<unknown> => sql`s.ends_at > ${at}`
