import { sql } from 'kysely'
import type { CaseQuery } from '#kernel/evidence/index.ts'

/** Support groups in use have somebody in them. */
export const staffed = (): CaseQuery => sql`
  select g.id, g.name as label, false as imported, g.recorded_at as at, count(p.id) > 0 as ok,
    count(p.id)::text as note
  from support_group g left join support_group_member m on m.group_id = g.id
    left join person p on p.id = m.person_id and p.state = 'active'
  where g.active group by g.id`

/** The two parts of a team: the service desk (first line) and specialists (second line). */
export const parts = (): CaseQuery => sql`
  select l.line::text as id, l.name as label, false as imported, null::timestamptz as at,
    exists (select from support_group g join support_group_member m on m.group_id = g.id
      join person p on p.id = m.person_id and p.state = 'active'
      where g.active and g.line = l.line) as ok, null as note
  from (values (1, 'line 1'), (2, 'line 2')) as l (line, name)`

/** Support groups in use have a leader. */
export const led = (): CaseQuery => sql`
  select g.id, g.name as label, false as imported, g.recorded_at as at,
    coalesce(bool_or(m.leader and p.state = 'active'), false) as ok, null as note
  from support_group g left join support_group_member m on m.group_id = g.id left join person p on p.id = m.person_id
  where g.active group by g.id`
