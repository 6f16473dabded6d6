import { sql } from 'kysely'
import { statement, type Db } from '../../db/index.ts'
import type { Locale } from '../../permission/actor.ts'

/** A session or token with its owner, as one indexed query finds it. */
export interface Caller {
  credentialId: string
  personId: string
  no: number
  kind: 'person' | 'machine'
  login: string
  name: string
  locale: Locale
  orgId: string
  orgPath: string
  rightsVersion: number
  /** revoked, past its end, or the person is not active */
  ended: boolean
  /** seconds since it was last used */
  idleSeconds: number
}

export interface SessionCaller extends Caller {
  idleLimitSeconds: number
  administratorIdleLimitSeconds: number
  mustChangePassword: boolean
  secondFactorSet: boolean
  demo: boolean
}

export interface TokenCaller extends Caller {
  scopes: string[] | null
}

const person = `p.id as "personId", p.no, p.kind, p.login, p.name, p.locale, p.org_id as "orgId",
  o.path as "orgPath", (select value from permission_version) as "rightsVersion"`

const session = statement<SessionCaller>(`
    select s.id as "credentialId", ${person},
      (s.revoked_at is not null or s.expires_at <= now() or p.state <> 'active') as ended,
      extract(epoch from now() - s.last_seen_at)::float8 as "idleSeconds",
      policy.idle_minutes * 60 as "idleLimitSeconds",
      policy.administrator_idle_minutes * 60 as "administratorIdleLimitSeconds",
      c.must_change as "mustChangePassword", c.totp_confirmed as "secondFactorSet", i.demo
    from session s
    join person p on p.id = s.person_id
    join org o on o.id = p.org_id
    join credential c on c.person_id = p.id
    cross join sign_in_policy policy
    cross join installation i
    where s.token_hash = $1`)

/** The session of this digest, ended or not; undefined when there never was one. */
export async function findSession(db: Db, tokenHash: string): Promise<SessionCaller | undefined> {
  const [row] = await session(db, [tokenHash])
  return row
}

const apiToken = statement<TokenCaller>(`
    select t.id as "credentialId", ${person}, t.scopes,
      (t.revoked_at is not null or t.expires_at <= now() or p.state <> 'active') as ended,
      coalesce(extract(epoch from now() - t.last_used_at)::float8, 1e9) as "idleSeconds"
    from api_token t
    join person p on p.id = t.person_id
    join org o on o.id = p.org_id
    where t.token_hash = $1`)

/** The API token of this digest, ended or not; undefined when there never was one. */
export async function findToken(db: Db, tokenHash: string): Promise<TokenCaller | undefined> {
  const [row] = await apiToken(db, [tokenHash])
  return row
}

/** Notes the use of a session; the condition keeps parallel requests from writing it many times. */
export async function touchSession(db: Db, id: string): Promise<void> {
  await sql`update session set last_seen_at = now()
    where id = ${id} and last_seen_at < now() - interval '1 minute'`.execute(db)
}

export async function touchToken(db: Db, id: string): Promise<void> {
  await sql`update api_token set last_used_at = now()
    where id = ${id} and (last_used_at is null or last_used_at < now() - interval '1 minute')`.execute(db)
}
