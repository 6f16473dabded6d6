import { sql } from 'kysely'
import type { CaseQuery } from '#kernel/evidence/index.ts'

/** The three posts: each held by somebody who is active, and by nobody who holds another role. */
export const posts = (): CaseQuery => sql`
  select r.id, r.key as label, false as imported, max(h.granted_at) as at,
    count(p.id) filter (where p.state = 'active') >= 1
      and not coalesce(bool_or(exists (select from person_role o where o.person_id = h.person_id
        and o.role_id <> h.role_id)), false) as ok,
    count(p.id) filter (where p.state = 'active')::text as note
  from role r left join person_role h on h.role_id = r.id left join person p on p.id = h.person_id
  where r.post is not null group by r.id, r.key`

/** Active people with a role: nobody keeps accounts or roles and sees business, too. */
export const noSuper = (): CaseQuery => sql`
  select p.id, p.login as label, false as imported, max(h.granted_at) as at,
    not (bool_or(rp.permission in ('person.manage', 'role.grant', 'role.manage'))
      and bool_or(not m.administrative)) as ok, null as note
  from person p join person_role h on h.person_id = p.id join role_permission rp on rp.role_id = h.role_id
    join permission m on m.key = rp.permission
  where p.state = 'active' group by p.id, p.login`

/** Roles that somebody gave: not to himself. Those of the installation were given by nobody and are not counted. */
export const grants = (): CaseQuery => sql`
  select p.id, p.login as label, false as imported, h.granted_at as at, h.granted_by <> h.person_id as ok,
    r.key as note
  from person_role h join person p on p.id = h.person_id join role r on r.id = h.role_id
  where p.state = 'active' and h.granted_by is not null`

/** People of vendors: no roles of the unit's own management. */
export const vendors = (): CaseQuery => sql`
  select p.id, p.login as label, false as imported, max(h.granted_at) as at,
    not bool_or(r.post is not null or r.key in ('manager', 'duty-leader', 'finance', 'asset-keeper')) as ok,
    string_agg(r.key, ', ' order by r.key) as note
  from person p join org o on o.id = p.org_id and o.kind = 'vendor'
    join person_role h on h.person_id = p.id join role r on r.id = h.role_id
  where p.state = 'active' and p.kind = 'person' group by p.id, p.login`
