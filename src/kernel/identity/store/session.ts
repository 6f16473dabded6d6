import { sql } from 'kysely'
import { newId, type Db, type Tx } from '../../db/index.ts'

/** Opens a session that ends after the policy's absolute limit at the latest. @returns its id */
export async function insertSession(
  tx: Tx,
  session: {
    tokenHash: string
    personId: string
    ip: string | null
    userAgent: string | null
    secondFactor: boolean
    absoluteMinutes: number
  },
): Promise<string> {
  const id = newId()
  await sql`insert into session (id, token_hash, person_id, expires_at, ip, user_agent, second_factor)
    values (${id}, ${session.tokenHash}, ${session.personId}, now() + make_interval(mins => ${session.absoluteMinutes}),
      ${session.ip}, ${session.userAgent}, ${session.secondFactor})`.execute(tx)
  return id
}

export interface SessionRow {
  id: string
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
  ip: string | null
  userAgent: string | null
}

/** Sessions that could still be used (idle ones included), newest first. */
export async function selectSessions(db: Db, personId: string): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    select id, created_at as "createdAt", last_seen_at as "lastSeenAt", expires_at as "expiresAt", host(ip) as ip,
      user_agent as "userAgent"
    from session where person_id = ${personId} and revoked_at is null and expires_at > now()
    order by last_seen_at desc limit 100`.execute(db)
  return rows
}

/** @returns how many were ended: of this person, one by id, or all but one */
export async function revokeSessions(
  tx: Tx,
  personId: string,
  which: { id?: string; except?: string } = {},
): Promise<number> {
  const { numAffectedRows } = await sql`update session set revoked_at = now()
    where person_id = ${personId} and revoked_at is null
      and (${which.id ?? null}::uuid is null or id = ${which.id ?? null}::uuid)
      and (${which.except ?? null}::uuid is null or id <> ${which.except ?? null}::uuid)`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

export interface TokenRow {
  id: string
  login: string
  name: string
  scopes: string[] | null
  createdAt: Date
  expiresAt: Date
  lastUsedAt: Date | null
}

const token = sql`select t.id, p.login, t.name, t.scopes, t.created_at as "createdAt", t.expires_at as "expiresAt",
  t.last_used_at as "lastUsedAt" from api_token t join person p on p.id = t.person_id`

/** Live tokens of a person, or of everybody for null; newest first. */
export async function selectTokens(db: Db, personId: string | null): Promise<TokenRow[]> {
  const { rows } = await sql<TokenRow>`${token}
    where (${personId}::uuid is null or t.person_id = ${personId}::uuid) and t.revoked_at is null and t.expires_at > now()
    order by t.created_at desc limit 500`.execute(db)
  return rows
}

export async function insertToken(
  tx: Tx,
  t: { tokenHash: string; personId: string; name: string; scopes: readonly string[] | null; seconds: number },
): Promise<TokenRow> {
  const id = newId()
  await sql`insert into api_token (id, token_hash, person_id, name, scopes, expires_at)
    values (${id}, ${t.tokenHash}, ${t.personId}, ${t.name}, ${t.scopes}, now() + make_interval(secs => ${t.seconds}))`.execute(
    tx,
  )
  const { rows } = await sql<TokenRow>`${token} where t.id = ${id}`.execute(tx)
  return rows[0]!
}

/** @returns the token that was revoked; undefined when there is no live one (of this person) */
export async function revokeTokenRow(
  tx: Tx,
  id: string,
  personId: string | null,
): Promise<TokenRow | undefined> {
  const { rows } = await sql<TokenRow>`${token} where t.id = ${id} and t.revoked_at is null
    and (${personId}::uuid is null or t.person_id = ${personId}::uuid)`.execute(tx)
  if (rows[0]) await sql`update api_token set revoked_at = now() where id = ${id}`.execute(tx)
  return rows[0]
}

/** Ends everything with which the person could come in: sessions, tokens, unopened links. */
export async function revokeAll(tx: Tx, personId: string): Promise<void> {
  await revokeSessions(tx, personId)
  await sql`update api_token set revoked_at = now() where person_id = ${personId} and revoked_at is null`.execute(
    tx,
  )
  await sql`update one_time_link set used_at = now() where person_id = ${personId} and used_at is null`.execute(
    tx,
  )
}

/** Forgets what can be of no use any more. */
export async function tidy(db: Db): Promise<void> {
  await sql`delete from session where expires_at < now() - interval '30 days'`.execute(db)
  await sql`delete from api_token where expires_at < now() - interval '180 days'`.execute(db)
  await sql`delete from one_time_link where expires_at < now() - interval '30 days'`.execute(db)
  await sql`delete from sign_in_guard where last_failed_at < now() - interval '2 days'
    and coalesce(locked_until, last_failed_at) < now()`.execute(db)
}
