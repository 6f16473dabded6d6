import { audit } from '../audit/record.ts'
import { transaction, type Db } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import type { Actor } from '../permission/actor.ts'
import type { changePassword } from './contract.ts'
import { hashPassword } from './password-hash.ts'
import { demandNewPassword, demandOldEnough } from './password-history.ts'
import { demandGoodPassword } from './password-policy.ts'
import { provePassword } from './second-factor.ts'
import { readPasswordRules, setPasswordHash } from './store/credential.ts'
import { revokeSessions } from './store/session.ts'

/**
 * Changes the own password and ends all other sessions of the person.
 * @throws identity.wrong_password (422), identity.password_… (422), identity.password_unchanged (422),
 * identity.password_used_before (422), identity.password_too_young (409), identity.locked (429)
 */
export async function changePasswordVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof changePassword>,
): Promise<Output<typeof changePassword>> {
  const { credential, succeeded } = await provePassword(db, actor, input.current, 'current')
  await succeeded()
  demandGoodPassword(input.next, credential.login, await readPasswordRules(db), 'next')
  if (input.next === input.current)
    throw new AppError('identity.password_unchanged', { status: 422, field: 'next' })
  await demandOldEnough(db, credential.personId)
  await demandNewPassword(db, credential.personId, input.next, 'next')
  const hash = await hashPassword(input.next)
  await transaction(db, async (tx) => {
    await setPasswordHash(tx, credential.personId, hash, false)
    const ended = await revokeSessions(tx, credential.personId, { except: actor.sessionId! })
    await audit(tx, actor, {
      action: 'identity.change-password',
      entity: 'person',
      entityId: credential.personId,
      orgId: actor.orgId,
      after: { sessionsEnded: ended },
    })
  })
  return {}
}
