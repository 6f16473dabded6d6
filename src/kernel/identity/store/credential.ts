import { sql } from 'kysely'
import type { Db, Tx } from '../../db/index.ts'
import type { PasswordRules } from '../password-policy.ts'
import { rememberPassword } from './password-history.ts'

export interface CredentialRow {
  personId: string
  login: string
  name: string
  state: 'inactive' | 'active' | 'disabled'
  orgId: string
  passwordHash: string | null
  mustChange: boolean
  totpSecret: string | null
  totpConfirmed: boolean
  totpLastStep: number | null
  post: string | null
}

const selection = sql`
  select p.id as "personId", p.login, p.name, p.state, p.org_id as "orgId", c.password_hash as "passwordHash", c.must_change as "mustChange",
    c.totp_secret as "totpSecret", c.totp_confirmed as "totpConfirmed", c.totp_last_step as "totpLastStep",
    (select r.post from person_role pr join role r on r.id = pr.role_id
      where pr.person_id = p.id and r.post is not null) as post
  from credential c join person p on p.id = c.person_id`

export async function findCredentialByLogin(db: Db, login: string): Promise<CredentialRow | undefined> {
  const { rows } = await sql<CredentialRow>`${selection} where p.login = ${login}`.execute(db)
  return rows[0]
}

export async function findCredential(db: Db, personId: string): Promise<CredentialRow | undefined> {
  const { rows } = await sql<CredentialRow>`${selection} where c.person_id = ${personId}`.execute(db)
  return rows[0]
}

/** Sets or (null) takes the password; one that is set is remembered. */
export async function setPasswordHash(
  tx: Tx,
  personId: string,
  hash: string | null,
  mustChange: boolean,
): Promise<void> {
  await sql`update credential set password_hash = ${hash}, must_change = ${mustChange}, changed_at = now()
    where person_id = ${personId}`.execute(tx)
  if (hash !== null) await rememberPassword(tx, personId, hash)
}

/** A secret that is not confirmed yet; replaces an unconfirmed one, never a confirmed one. @returns false then */
export async function setPendingTotp(tx: Tx, personId: string, sealed: string): Promise<boolean> {
  const { numAffectedRows } = await sql`update credential set totp_secret = ${sealed}, totp_last_step = null
    where person_id = ${personId} and not totp_confirmed`.execute(tx)
  return numAffectedRows === 1n
}

/** Notes the step of an accepted code. @returns false when another request has used this or a newer one */
export async function takeTotpStep(
  tx: Tx,
  personId: string,
  step: number,
  confirm: boolean,
): Promise<boolean> {
  const { numAffectedRows } = await sql`update credential
    set totp_last_step = ${step}, totp_confirmed = totp_confirmed or ${confirm}
    where person_id = ${personId} and (totp_last_step is null or totp_last_step < ${step})`.execute(tx)
  return numAffectedRows === 1n
}

export async function clearTotp(tx: Tx, personId: string): Promise<void> {
  await sql`update credential set totp_secret = null, totp_confirmed = false, totp_last_step = null
    where person_id = ${personId}`.execute(tx)
}

export interface PolicyRow {
  passwordMinLength: number
  passwordMinClasses: number
  passwordHistory: number
  passwordMinAgeHours: number
  lockoutFailures: number
  lockoutMinutes: number
  idleMinutes: number
  administratorIdleMinutes: number
  absoluteMinutes: number
  version: number
}

export async function readPolicy(db: Db): Promise<PolicyRow> {
  const { rows } = await sql<PolicyRow>`
    select password_min_length as "passwordMinLength", password_min_classes as "passwordMinClasses",
      password_history as "passwordHistory", password_min_age_hours as "passwordMinAgeHours",
      lockout_failures as "lockoutFailures", lockout_minutes as "lockoutMinutes", idle_minutes as "idleMinutes",
      administrator_idle_minutes as "administratorIdleMinutes", absolute_minutes as "absoluteMinutes", version
    from sign_in_policy`.execute(db)
  return rows[0]!
}

export async function readPasswordRules(db: Db): Promise<PasswordRules> {
  const policy = await readPolicy(db)
  return { minLength: policy.passwordMinLength, minClasses: policy.passwordMinClasses }
}

/** @returns false when somebody else was faster */
export async function writePolicy(tx: Tx, p: PolicyRow): Promise<boolean> {
  const { numAffectedRows } = await sql`update sign_in_policy set
    password_min_length = ${p.passwordMinLength}, password_min_classes = ${p.passwordMinClasses},
    password_history = ${p.passwordHistory}, password_min_age_hours = ${p.passwordMinAgeHours},
    lockout_failures = ${p.lockoutFailures}, lockout_minutes = ${p.lockoutMinutes}, idle_minutes = ${p.idleMinutes},
    administrator_idle_minutes = ${p.administratorIdleMinutes}, absolute_minutes = ${p.absoluteMinutes},
    version = version + 1 where version = ${p.version}`.execute(tx)
  return numAffectedRows === 1n
}

export async function demandPasswordChange(tx: Tx, personId: string): Promise<void> {
  await sql`update credential set must_change = true where person_id = ${personId}`.execute(tx)
}
