import { audit } from '../audit/record.ts'
import { transaction, type Db, type Tx } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import type { Actor } from '../permission/actor.ts'
import { readRights } from '../permission/store/rights.ts'
import { restriction } from './authenticate.ts'
import type { signIn } from './contract.ts'
import { attempt, type Attempt } from './guarded.ts'
import { describe } from './me.ts'
import { takeCode } from './second-factor.ts'
import type { CredentialRow } from './store/credential.ts'
import { readInstallation } from './store/installation.ts'
import { insertSession } from './store/session.ts'
import { digest, newSecret } from './tokens.ts'

/**
 * Opens a session. An unknown login and a wrong password get the same answer after the same work.
 * @returns who is signed in, and (stripped from the answer) the secret of the session for the cookie
 * @throws identity.sign_in_failed, identity.code_required, identity.wrong_code (401), identity.not_active (403), identity.locked (429)
 */
export async function signInVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof signIn>,
): Promise<Output<typeof signIn> & { secret: string }> {
  const made = await attempt(db, actor, { login: input.login }, input.password)
  const { credential } = made
  if (!credential || !made.right) throw await refused(made, 'password', 'identity.sign_in_failed', 401)
  if (credential.state !== 'active') throw await refused(made, credential.state, 'identity.not_active', 403)
  if (credential.totpConfirmed && input.code === undefined) {
    await made.undecided()
    throw new AppError('identity.code_required', { status: 401, field: 'code' })
  }
  const opened = await transaction(db, (tx) => open(tx, actor, made, credential, input.code))
  if (!opened) throw await refused(made, 'code', 'identity.wrong_code', 401)
  await made.succeeded()
  return opened
}

async function refused(made: Attempt, reason: string, code: string, status: number): Promise<AppError> {
  await made.failed(reason)
  return new AppError(code, { status })
}

async function open(
  tx: Tx,
  caller: Actor,
  { policy }: Attempt,
  credential: CredentialRow,
  code: string | undefined,
): Promise<(Output<typeof signIn> & { secret: string }) | undefined> {
  const { personId } = credential
  if (credential.totpConfirmed && !(await takeCode(tx, credential, code ?? ''))) return undefined
  const secret = newSecret()
  const sessionId = await insertSession(tx, {
    tokenHash: digest(secret),
    personId,
    ip: caller.ip,
    userAgent: caller.userAgent ?? null,
    secondFactor: credential.totpConfirmed,
    absoluteMinutes: policy.absoluteMinutes,
  })
  const rights = await readRights(tx, personId)
  const { demo } = await readInstallation(tx)
  const restricted = restriction(
    { mustChangePassword: credential.mustChange, secondFactorSet: credential.totpConfirmed, demo },
    rights,
  )
  const actor: Actor = {
    ...caller,
    kind: 'person',
    id: personId,
    login: credential.login,
    name: credential.name,
  }
  await audit(tx, actor, {
    action: 'identity.sign-in',
    entity: 'session',
    entityId: sessionId,
    orgId: credential.orgId,
    after: { secondFactor: credential.totpConfirmed, restricted: restricted ?? null },
  })
  return { ...(await describe(tx, { id: personId, ...rights, restricted })), secret }
}
