import { sql } from 'kysely'
import { inOrgSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/** Active accounts that people made: one proposed, another let in. Those of the installation are not counted. */
export const byTwo = (at: EvidenceQuery): CaseQuery => sql`
  select p.id, p.login as label, false as imported, p.recorded_at as at,
    p.activated_by is not null and p.activated_by <> p.created_by as ok, p.kind as note
  from person p where p.state = 'active' and p.created_by is not null and ${inOrgSql(at, sql`p.org_id`)}`

/** Disabled accounts: no session, no token, no role is left. */
export const leavers = (at: EvidenceQuery): CaseQuery => sql`
  select p.id, p.login as label, false as imported, p.recorded_at as at,
    not exists (select from session s where s.person_id = p.id and s.revoked_at is null and s.expires_at > now())
      and not exists (select from api_token k where k.person_id = p.id and k.revoked_at is null and k.expires_at > now())
      and not exists (select from support_group_member m where m.person_id = p.id) as ok, null as note
  from person p where p.state = 'disabled' and ${inOrgSql(at, sql`p.org_id`)}`

/** Rules of sign-in, one case each. */
export const policy = (): CaseQuery => sql`
  select x.rule as id, x.rule as label, false as imported, null::timestamptz as at, x.ok, x.note
  from sign_in_policy p, lateral (values
    ('password-length', p.password_min_length >= 8, p.password_min_length::text),
    ('password-classes', p.password_min_classes >= 3, p.password_min_classes::text),
    ('lockout', p.lockout_failures <= 10, p.lockout_failures::text),
    ('administrator-idle', p.administrator_idle_minutes <= 60, p.administrator_idle_minutes || ' min')) as x (rule, ok, note)`

/** Administrators sign in with a second factor. */
export const secondFactor = (): CaseQuery => sql`
  select p.id, p.login as label, false as imported, c.changed_at as at, coalesce(c.totp_confirmed, false) as ok, null as note
  from person p left join credential c on c.person_id = p.id
  where p.state = 'active' and exists (select from person_role h join role r on r.id = h.role_id
    where h.person_id = p.id and r.post is not null)`
