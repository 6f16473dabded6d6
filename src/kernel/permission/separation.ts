import type { Tx } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import type { Actor } from './actor.ts'
import { countOtherHolders, findPostRole } from './store/grant.ts'
import { lockRole } from './store/role.ts'

/** No administrator acts on the own account. @throws permission.self (403) */
export function refuseSelf(actor: Actor, personId: string): void {
  if (actor.id === personId) throw new AppError('permission.self', { status: 403 })
}

/**
 * Every pair of steps is two people: who proposed something does not release it.
 * @param proposers people who made the account or put it into its present state
 * @throws permission.two_people (403)
 */
export function demandSecondPerson(actor: Actor, proposers: readonly (string | null)[]): void {
  if (actor.id !== null && proposers.includes(actor.id))
    throw new AppError('permission.two_people', { status: 403 })
}

/**
 * Refuses to take the last active holder away from one of the three posts: nobody could fill it again.
 * The role's row serializes two such steps at once.
 * @throws permission.last_holder (409)
 */
export async function refuseLastHolder(tx: Tx, personId: string): Promise<void> {
  const role = await findPostRole(tx, personId)
  if (!role) return
  await lockRole(tx, role.id)
  if ((await countOtherHolders(tx, role.id, personId)) === 0) throw new AppError('permission.last_holder')
}
