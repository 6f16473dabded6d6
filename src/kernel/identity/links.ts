import type { Tx } from '../db/index.ts'
import { sealSecret } from '../secrets/index.ts'
import { setPendingTotp } from './store/credential.ts'
import { insertLink, type LinkPurpose } from './store/link.ts'
import { digest, newSecret } from './tokens.ts'
import { newTotpSecret } from './totp.ts'

/** Hours that a one-time link can be opened. */
export const linkHours = 72

/**
 * Makes a link that its holder opens once to set the password; for an administrator also the secret of the second
 * factor that has to be enrolled with it. The token is returned this once; only its digest is kept.
 */
export async function makeLink(
  tx: Tx,
  personId: string,
  purpose: LinkPurpose,
): Promise<{ token: string; expiresAt: Date }> {
  const token = newSecret()
  const expiresAt = await insertLink(tx, { tokenHash: digest(token), purpose, personId, hours: linkHours })
  if (purpose === 'administrator') await setPendingTotp(tx, personId, sealSecret(newTotpSecret(), personId))
  return { token, expiresAt }
}
