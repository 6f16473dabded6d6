import { sql, type RawBuilder } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { PlanShiftFacts, RotationFacts } from '../team-contract.ts'
import type { DayKind, DutyRole, TurnUnit } from '../words.ts'

export interface TeamRow {
  id: string
  name: string
  org: { id: string; name: string }
  orgPath: string
  phone: string
  place: string
  calendarId: string | null
  main: boolean
  fullCover: boolean
  active: boolean
  plan: PlanShiftFacts[]
  memberCount: number
  /** whether the one who asks is a member, and leads it */
  mine: boolean
  leads: boolean
  version: number
}

export interface MemberRow {
  person: { id: string; name: string }
  phone: string
  ownPhone: string
  leader: boolean
  joinedOn: string
  active: boolean
}

export interface RotationRow {
  id: string
  name: string
  role: DutyRole
  days: DayKind[]
  unit: TurnUnit
  needed: number
  minRestHours: number
  maxTurns: number
  pattern: (string | null)[] | null
  anchor: string | null
  people: { id: string; name: string }[]
}

/** What somebody may see of teams: those of the org subtrees, and the own. */
export interface Visibility {
  paths: readonly string[]
  personId: string | null
}

/** On duty_team t and org o. */
export function visibleSql(v: Visibility): RawBuilder<unknown> {
  return sql`(exists (select from unnest(${[...v.paths]}::text[]) p where o.path like p || '%')
    or exists (select from duty_member mine where mine.team_id = t.id and mine.person_id = ${v.personId}))`
}

/** Teams that are visible, active ones first, by org and name; at most 500. @param lock for a change that follows */
export async function selectTeams(
  db: Db,
  visible: Visibility,
  filter: { id?: string; activeOnly?: boolean; lock?: boolean } = {},
): Promise<TeamRow[]> {
  const { rows } = await sql<TeamRow>`
    select t.id, t.name, json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath", t.phone, t.place,
      t.calendar_id as "calendarId", t.main, t.full_cover as "fullCover", t.active, t.plan, t.version,
      (select count(*)::int from duty_member m where m.team_id = t.id) as "memberCount",
      exists (select from duty_member m where m.team_id = t.id and m.person_id = ${visible.personId}) as mine,
      exists (select from duty_member m where m.team_id = t.id and m.person_id = ${visible.personId} and m.leader) as leads
    from duty_team t join org o on o.id = t.org_id
    where (${filter.id ?? null}::uuid is null or t.id = ${filter.id ?? null})
      and (t.active or ${filter.activeOnly !== true}) and ${visibleSql(visible)}
    order by not t.active, length(o.path), o.path, not t.main, t.name limit 500 ${filter.lock ? sql`for update of t` : sql``}`.execute(
    db,
  )
  return rows
}

export async function selectMembers(db: Db, teamId: string): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    select json_build_object('id', p.id, 'name', p.name) as person, m.phone, coalesce(p.phone, '') as "ownPhone", m.leader,
      m.joined_on::text as "joinedOn", (p.state = 'active') as active
    from duty_member m join person p on p.id = m.person_id
    where m.team_id = ${teamId} order by not m.leader, p.name, p.id`.execute(db)
  return rows
}

export async function selectRotations(db: Db, teamId: string): Promise<RotationRow[]> {
  const { rows } = await sql<RotationRow>`
    select r.id, r.name, r.role, r.days, r.unit, r.needed, r.min_rest_hours as "minRestHours", r.max_turns as "maxTurns",
      r.pattern, r.anchor::text as anchor,
      coalesce((select json_agg(json_build_object('id', p.id, 'name', p.name) order by x.n)
        from unnest(r.people) with ordinality x (id, n) join person p on p.id = x.id), '[]') as people
    from duty_rotation r where r.team_id = ${teamId} order by r.position`.execute(db)
  return rows
}

export interface TeamFacts {
  name: string
  phone: string
  place: string
  calendarId: string | null
  main: boolean
  fullCover: boolean
  active: boolean
  plan: readonly PlanShiftFacts[]
}

const columnsOf = (facts: TeamFacts) => ({
  name: facts.name,
  phone: facts.phone,
  place: facts.place,
  calendar_id: facts.calendarId,
  main: facts.main,
  full_cover: facts.fullCover,
  active: facts.active,
  plan: JSON.stringify(facts.plan),
})

export async function insertTeam(tx: Tx, orgId: string, facts: TeamFacts): Promise<string> {
  const id = newId()
  await tx
    .insertInto('duty_team')
    .values({ id, org_id: orgId, ...columnsOf(facts) })
    .execute()
  return id
}

export async function updateTeam(tx: Tx, id: string, facts: TeamFacts): Promise<void> {
  await tx
    .updateTable('duty_team')
    .set({ ...columnsOf(facts), version: sql`version + 1` })
    .where('id', '=', id)
    .execute()
}

/** Another team of the org with this name, or that is its main team. */
export async function clashOf(
  tx: Tx,
  orgId: string,
  team: { id: string | null; name: string; main: boolean },
): Promise<'name' | 'main' | undefined> {
  const { rows } = await sql<{ what: 'name' | 'main' }>`
    select case when name = ${team.name} then 'name' else 'main' end as what from duty_team
    where org_id = ${orgId} and id is distinct from ${team.id}::uuid
      and (name = ${team.name} or (${team.main} and main and active)) limit 1`.execute(tx)
  return rows[0]?.what
}

/** Members as given; who was a member already keeps the day of joining unless another is given, who is new joins today. */
export async function replaceMembers(
  tx: Tx,
  teamId: string,
  members: readonly { personId: string; phone: string; leader: boolean; joinedOn: string | null }[],
  today: string,
): Promise<void> {
  const ids = members.map((m) => m.personId)
  await sql`delete from duty_member where team_id = ${teamId} and person_id <> all(${ids}::uuid[])`.execute(
    tx,
  )
  await sql`update duty_rotation set people = array(select x.id from unnest(people) with ordinality x (id, n)
      where x.id = any(${ids}::uuid[]) order by x.n)
    where team_id = ${teamId} and not people <@ ${ids}::uuid[]`.execute(tx)
  await sql`
    insert into duty_member (team_id, person_id, phone, leader, joined_on)
    select ${teamId}::uuid, x."personId", x.phone, x.leader, coalesce(x."joinedOn", ${today}::date)
    from json_to_recordset(${JSON.stringify(members)}::json) x ("personId" uuid, phone text, leader boolean, "joinedOn" date)
    on conflict (team_id, person_id) do update set phone = excluded.phone, leader = excluded.leader,
      joined_on = coalesce((select y."joinedOn" from json_to_recordset(${JSON.stringify(members)}::json)
        y ("personId" uuid, "joinedOn" date) where y."personId" = duty_member.person_id), duty_member.joined_on)`.execute(
    tx,
  )
}

/** Rotations in their order; the team's version goes up. */
export async function replaceRotations(
  tx: Tx,
  teamId: string,
  rotations: readonly RotationFacts[],
): Promise<void> {
  await tx.deleteFrom('duty_rotation').where('team_id', '=', teamId).execute()
  if (rotations.length > 0)
    await tx
      .insertInto('duty_rotation')
      .values(
        rotations.map((r, position) => ({
          id: newId(),
          team_id: teamId,
          position,
          name: r.name,
          role: r.role,
          days: r.days,
          unit: r.unit,
          needed: r.needed,
          min_rest_hours: r.minRestHours,
          max_turns: r.maxTurns,
          pattern: r.pattern && JSON.stringify(r.pattern),
          anchor: r.anchor,
          people: r.people,
        })),
      )
      .execute()
  await tx
    .updateTable('duty_team')
    .set({ version: sql`version + 1` })
    .where('id', '=', teamId)
    .execute()
}

/** Those of the ids that are active accounts of people. */
export async function activePeople(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select id from person
    where id = any(${[...ids]}::uuid[]) and state = 'active' and kind = 'person'`.execute(db)
  return new Set(rows.map((row) => row.id))
}

export interface AbsenceRow {
  id: string
  person: { id: string; name: string }
  fromDay: string
  toDay: string
  kind: 'leave' | 'sick' | 'travel' | 'training' | 'other'
  note: string
}

const absence = sql`a.id, json_build_object('id', p.id, 'name', p.name) as person, a.from_day::text as "fromDay",
  a.to_day::text as "toDay", a.kind, a.note`

/** Absences of people that reach to a day or beyond, by their beginning; at most 1,000. */
export async function selectAbsences(
  db: Db,
  personIds: readonly string[],
  from: string,
): Promise<AbsenceRow[]> {
  const { rows } =
    await sql<AbsenceRow>`select ${absence} from duty_absence a join person p on p.id = a.person_id
    where a.person_id = any(${[...personIds]}::uuid[]) and a.to_day >= ${from}
    order by a.from_day, p.name limit 1000`.execute(db)
  return rows
}

export async function findAbsence(db: Db, id: string): Promise<AbsenceRow | undefined> {
  const { rows } =
    await sql<AbsenceRow>`select ${absence} from duty_absence a join person p on p.id = a.person_id where a.id = ${id}`.execute(
      db,
    )
  return rows[0]
}

export async function insertAbsence(
  tx: Tx,
  row: {
    personId: string
    fromDay: string
    toDay: string
    kind: AbsenceRow['kind']
    note: string
    recordedBy: string | null
  },
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('duty_absence')
    .values({
      id,
      person_id: row.personId,
      from_day: row.fromDay,
      to_day: row.toDay,
      kind: row.kind,
      note: row.note,
      recorded_by: row.recordedBy,
    })
    .execute()
  return id
}

export async function removeAbsence(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql`delete from duty_absence where id = ${id} returning id`.execute(tx)
  return rows.length > 0
}

/** Org paths of the teams in which somebody stands duty. */
export async function teamPathsOf(db: Db, personId: string): Promise<string[]> {
  const { rows } = await sql<{ path: string }>`
    select distinct o.path from duty_member m join duty_team t on t.id = m.team_id join org o on o.id = t.org_id
    where m.person_id = ${personId} limit 500`.execute(db)
  return rows.map((row) => row.path)
}
