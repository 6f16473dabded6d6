import { audit } from '../audit/record.ts'
import { transaction, type Db, type Tx } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import type { Actor } from '../permission/actor.ts'
import type { confirmSecondFactor, removeSecondFactor, startSecondFactor } from './contract.ts'
import { openSecret, sealSecret } from '../secrets/index.ts'
import { attempt, type Attempt } from './guarded.ts'
import {
  clearTotp,
  findCredential,
  setPendingTotp,
  takeTotpStep,
  type CredentialRow,
} from './store/credential.ts'
import { readInstallation } from './store/installation.ts'
import { acceptedStep, enrolment, newTotpSecret } from './totp.ts'

/**
 * Takes a code of the person's second factor, once.
 * @param confirm the code also confirms a secret that has just been enrolled
 * @returns false for a wrong, old or used code
 */
export async function takeCode(
  tx: Tx,
  credential: Pick<CredentialRow, 'personId' | 'totpSecret' | 'totpLastStep'>,
  code: string,
  confirm = false,
): Promise<boolean> {
  if (!credential.totpSecret) return false
  const secret = openSecret(credential.totpSecret, credential.personId)
  const step = acceptedStep(secret, code, credential.totpLastStep)
  return step !== null && takeTotpStep(tx, credential.personId, step, confirm)
}

/**
 * Starts to enrol an authenticator app: the secret is shown now and only now, and counts once a code confirms it.
 * @throws identity.session_only (403), identity.wrong_password (422), identity.second_factor_set (409)
 */
export async function startSecondFactorVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof startSecondFactor>,
): Promise<Output<typeof startSecondFactor>> {
  const { credential, succeeded } = await provePassword(db, actor, input.password, 'password')
  await succeeded()
  const secret = newTotpSecret()
  const sealed = sealSecret(secret, credential.personId)
  await transaction(db, async (tx) => {
    if (!(await setPendingTotp(tx, credential.personId, sealed)))
      throw new AppError('identity.second_factor_set')
    await audit(tx, actor, {
      action: 'identity.start-second-factor',
      entity: 'person',
      entityId: credential.personId,
      orgId: actor.orgId,
    })
  })
  return enrolment(secret, credential.login)
}

/** Confirms the secret with a code of it. @throws identity.no_second_factor, identity.second_factor_set (409), identity.wrong_code (422) */
export async function confirmSecondFactorVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof confirmSecondFactor>,
): Promise<Output<typeof confirmSecondFactor>> {
  demandSession(actor)
  const credential = await findCredential(tx, actor.id!)
  if (!credential?.totpSecret) throw new AppError('identity.no_second_factor')
  if (credential.totpConfirmed) throw new AppError('identity.second_factor_set')
  if (!(await takeCode(tx, credential, input.code, true)))
    throw new AppError('identity.wrong_code', { status: 422, field: 'code' })
  await audit(tx, actor, {
    action: 'identity.confirm-second-factor',
    entity: 'person',
    entityId: actor.id!,
    orgId: actor.orgId,
  })
  return {}
}

/** Gives the second factor up; the three administrators cannot. @throws identity.second_factor_owed (409), identity.wrong_password (422) */
export async function removeSecondFactorVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof removeSecondFactor>,
): Promise<Output<typeof removeSecondFactor>> {
  const { demo } = await readInstallation(db)
  if (actor.post && !demo) throw new AppError('identity.second_factor_owed')
  const { credential, succeeded } = await provePassword(db, actor, input.password, 'password')
  await succeeded()
  await transaction(db, async (tx) => {
    await clearTotp(tx, credential.personId)
    await audit(tx, actor, {
      action: 'identity.remove-second-factor',
      entity: 'person',
      entityId: credential.personId,
      orgId: actor.orgId,
    })
  })
  return {}
}

/** What is done to the own credentials is done by the person that sits there, not by a program with a token. */
export function demandSession(actor: Actor): void {
  if (!actor.sessionId) throw new AppError('identity.session_only', { status: 403 })
}

/**
 * Lets the signed-in person prove the password once more, under the same lockout as a sign-in.
 * @throws identity.session_only (403), identity.wrong_password (422), identity.locked (429)
 */
export async function provePassword(
  db: Db,
  actor: Actor,
  password: string,
  field: string,
): Promise<Attempt & { credential: CredentialRow }> {
  demandSession(actor)
  const made = await attempt(db, actor, { personId: actor.id! }, password)
  const { credential } = made
  if (!made.right || !credential) {
    await made.failed('password')
    throw new AppError('identity.wrong_password', { status: 422, field })
  }
  return { ...made, credential }
}
