import type { Db } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import { verifyPassword } from './password-hash.ts'
import { readPolicy } from './store/credential.ts'
import { hoursUntilChange, selectLastHashes } from './store/password-history.ts'

/**
 * Refuses one of the person's last passwords, as many as the policy says (GB/T 22239-2019, 8.1.4.1: 定期更换 would
 * mean little if the old one came back). Hashes are tried one after another, off the event loop and in the queue of all
 * password work.
 * @param field the input field that holds the password
 * @throws identity.password_used_before (422), identity.busy (429)
 */
export async function demandNewPassword(
  db: Db,
  personId: string,
  password: string,
  field: string,
): Promise<void> {
  const { passwordHistory } = await readPolicy(db)
  for (const hash of await selectLastHashes(db, personId, passwordHistory))
    if (await verifyPassword(hash, password))
      throw new AppError('identity.password_used_before', {
        status: 422,
        field,
        params: { count: passwordHistory },
      })
}

/**
 * Refuses a change too soon after the last one: else one changes as often as it takes to have the old one back. Does
 * not hold for a change that was demanded, nor for one-time links.
 * @throws identity.password_too_young (409)
 */
export async function demandOldEnough(db: Db, personId: string): Promise<void> {
  const { passwordMinAgeHours } = await readPolicy(db)
  const hours = await hoursUntilChange(db, personId, passwordMinAgeHours)
  if (hours > 0) throw new AppError('identity.password_too_young', { field: 'next', params: { hours } })
}
