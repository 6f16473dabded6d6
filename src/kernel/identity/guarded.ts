import { audit } from '../audit/record.ts'
import { transaction, type Db } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import type { Actor } from '../permission/actor.ts'
import { verifyPassword } from './password-hash.ts'
import {
  findCredential,
  findCredentialByLogin,
  readPolicy,
  type CredentialRow,
  type PolicyRow,
} from './store/credential.ts'
import { clearAttempts, giveBackAttempt, lock, reserveAttempt, secondsLocked } from './store/guard.ts'
import { digest } from './tokens.ts'

/** An attempt to prove a password, counted before it is made. */
export interface Attempt {
  login: string
  credential: CredentialRow | undefined
  policy: PolicyRow
  /** the password is right */
  right: boolean
  /** Counts as failed: audited with the reason, and locks the login when it was one too many. */
  failed: (reason: string) => Promise<void>
  succeeded: () => Promise<void>
  /** neither: more is needed */
  undecided: () => Promise<void>
}

/** Unknown logins share 65,536 counters: they lock like known ones, and nobody can fill the table. */
function counterOf(login: string, credential: CredentialRow | undefined): string {
  return credential
    ? login
    : `?${Buffer.from(digest(`unknown ${login}`))
        .toString('hex')
        .slice(0, 4)}`
}

/**
 * Tries a password under the lockout rules (GB/T 22239-2019, 8.1.4.1: 登录失败处理). Known and unknown logins take
 * the same steps and the same time. The caller says how the attempt ended.
 * @throws identity.locked (429 with retry-after), identity.busy (429)
 */
export async function attempt(
  db: Db,
  actor: Actor,
  who: { login: string } | { personId: string },
  password: string,
): Promise<Attempt> {
  const credential =
    'login' in who ? await findCredentialByLogin(db, who.login) : await findCredential(db, who.personId)
  const login = 'login' in who ? who.login : (credential?.login ?? who.personId)
  const policy = await readPolicy(db)
  const counter = counterOf(login, credential)
  const count = await reserveAttempt(db, counter, policy)
  if (count === null) throw await locked(db, counter, policy)
  const right = await verifyPassword(credential?.passwordHash ?? null, password).catch(
    async (error: unknown) => {
      // not tried at all (too many at once): that is no failure of this login
      await giveBackAttempt(db, counter)
      throw error
    },
  )
  return {
    login,
    credential,
    policy,
    right,
    succeeded: () => clearAttempts(db, counter),
    undecided: () => giveBackAttempt(db, counter),
    failed: async (reason) => {
      const full = count >= policy.lockoutFailures
      if (full) await lock(db, counter, policy.lockoutMinutes)
      await auditFailure(db, actor, login, credential, { reason, failures: count, locked: full })
    },
  }
}

async function locked(db: Db, counter: string, policy: PolicyRow): Promise<AppError> {
  const seconds = await secondsLocked(db, counter, policy.lockoutMinutes)
  return new AppError('identity.locked', {
    status: 429,
    params: { minutes: Math.ceil(seconds / 60) },
    headers: { 'retry-after': String(seconds) },
  })
}

async function auditFailure(
  db: Db,
  actor: Actor,
  login: string,
  credential: CredentialRow | undefined,
  after: { reason: string; failures: number; locked: boolean },
): Promise<void> {
  await transaction(db, async (tx) => {
    const fact = { entity: 'person', entityId: credential?.personId ?? '-', orgId: credential?.orgId ?? null }
    await audit(tx, actor, { action: 'identity.sign-in-failed', ...fact, after: { login, ...after } })
    if (after.locked) await audit(tx, actor, { action: 'identity.lock-out', ...fact, after: { login } })
  })
}
