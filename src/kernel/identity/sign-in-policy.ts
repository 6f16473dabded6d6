import { audit } from '../audit/record.ts'
import type { Db, Tx } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import type { Actor } from '../permission/actor.ts'
import type { editSignInPolicy, getSignInPolicy } from './contract.ts'
import { readPolicy, writePolicy } from './store/credential.ts'

export async function getSignInPolicyVerb(
  db: Db,
  _actor: Actor,
  _input: Input<typeof getSignInPolicy>,
): Promise<Output<typeof getSignInPolicy>> {
  return readPolicy(db)
}

/** Changes the rules; they hold from the next request and the next password on. @throws identity.version_conflict (412) */
export async function editSignInPolicyVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof editSignInPolicy>,
): Promise<Output<typeof editSignInPolicy>> {
  const before = await readPolicy(tx)
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
  if (!(await writePolicy(tx, { ...before, ...given })))
    throw new AppError('identity.version_conflict', { status: 412 })
  const after = await readPolicy(tx)
  await audit(tx, actor, {
    action: 'identity.edit-policy',
    entity: 'sign-in-policy',
    entityId: '1',
    before: { ...before },
    after: { ...after },
  })
  return after
}
