import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { DutyRole } from '../words.ts'

export interface FairRow {
  person: { id: string; name: string }
  role: DutyRole
  shifts: number
  nights: number
  weekends: number
  holidays: number
  hours: number
  stood: number
  taken: number
  given: number
}

/** Published shifts of a team and year per person and role, members without any included; by role and name. */
export async function selectFairness(db: Db, teamId: string, year: number): Promise<FairRow[]> {
  const [from, to] = [`${year}-01-01`, `${year}-12-31`]
  const { rows } = await sql<FairRow>`
    with stands as (
      select a.person_id, a.role, s.* from duty_assignment a join duty_shift s on s.id = a.shift_id
      join duty_roster r on r.id = s.roster_id
      where s.team_id = ${teamId} and r.state = 'published' and s.phase <> 'dropped' and s.day between ${from} and ${to}
    ), people as (
      select person_id, role from stands
      union select x.id, r.role from duty_rotation r cross join unnest(r.people) x (id) where r.team_id = ${teamId}
    ), swapped as (
      select w.*, s.day as day from duty_swap w join duty_shift s on s.id = w.shift_id
      where w.team_id = ${teamId} and w.state = 'approved' and s.day between ${from} and ${to}
    )
    select json_build_object('id', p.id, 'name', p.name) as person, x.role,
      count(s.id)::int as shifts, (count(*) filter (where s.night))::int as nights,
      (count(*) filter (where s.kind = 'rest'))::int as weekends, (count(*) filter (where s.kind = 'holiday'))::int as holidays,
      coalesce(round(sum(extract(epoch from s.ends_at - s.starts_at)) / 3600)::int, 0) as hours,
      (count(*) filter (where s.starts_at <= now()))::int as stood,
      (select count(*)::int from swapped w where w.role = x.role
        and (w.other_id = p.id or w.asked_by = p.id and w.other_shift_id is not null)) as taken,
      (select count(*)::int from swapped w where w.role = x.role
        and (w.asked_by = p.id or w.other_id = p.id and w.other_shift_id is not null)) as given
    from people x join person p on p.id = x.person_id
    left join stands s on s.person_id = x.person_id and s.role = x.role
    group by p.id, p.name, x.role
    order by array_position(array['duty', 'leader', 'deputy'], x.role), p.name, p.id limit 1000`.execute(db)
  return rows
}
