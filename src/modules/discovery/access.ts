/** What of a device's access is secret: sealed in the target's row, opened for a run. */
import { openSecret, sealSecret } from '#kernel/secrets/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Credential } from '#kernel/snmp/index.ts'
import { expandRanges } from './range-contract.ts'
import type { TargetRow } from './store/target.ts'

export interface Secrets {
  community?: string | undefined
  authSecret?: string | undefined
  privSecret?: string | undefined
}

type Place = Pick<TargetRow, 'port' | 'protocol' | 'user'> & { ranges: readonly string[] }
type Access = Secrets &
  Pick<TargetRow, 'port' | 'protocol' | 'user' | 'level' | 'authProtocol' | 'privProtocol' | 'context'>

export const sealSecrets = (secrets: Secrets, id: string): string =>
  sealSecret(JSON.stringify(secrets), `discovery-target:${id}`)

export function openSecrets(target: Pick<TargetRow, 'id' | 'secrets'>): Secrets {
  return JSON.parse(openSecret(target.secrets, `discovery-target:${target.id}`)) as Secrets
}

/**
 * The addresses of the entries.
 * @throws discovery.bad_range, discovery.bad_address, discovery.too_many (422) naming field and entry
 */
export function addressesOf(ranges: readonly string[], field = 'ranges'): string[] {
  const found = expandRanges(ranges)
  if (found.problem)
    throw new AppError(`discovery.${found.problem}`, { status: 422, field, params: { entry: found.entry } })
  return found.addresses
}

/**
 * Whether kept secrets may be used for this place: the same port, protocol and user, and no address that they were not
 * given for. Whoever may change the addresses must not be able to have a community sent to a machine of his own.
 */
export function samePlace(kept: Place, wanted: Place): boolean {
  if (kept.port !== wanted.port || kept.protocol !== wanted.protocol || kept.user !== wanted.user)
    return false
  const known = new Set(addressesOf(kept.ranges))
  return addressesOf(wanted.ranges).every((address) => known.has(address))
}

/**
 * The secrets to keep or to use: those given, else those kept for the same place; only what the protocol needs.
 * @throws discovery.secret_needed, discovery.user_needed (422) naming the field
 */
export function settleSecrets(
  given: Access & { ranges: readonly string[] },
  kept: (TargetRow & Place) | undefined,
): Secrets {
  if (given.protocol === 'v3' && given.user === '')
    throw new AppError('discovery.user_needed', { status: 422, field: 'user' })
  const old = kept && samePlace(kept, given) ? openSecrets(kept) : {}
  const secrets: Secrets = {}
  for (const field of neededBy(given)) {
    const value = given[field] ?? old[field]
    if (value === undefined) throw new AppError('discovery.secret_needed', { status: 422, field })
    secrets[field] = value
  }
  return secrets
}

function neededBy(access: Pick<TargetRow, 'protocol' | 'level'>): (keyof Secrets)[] {
  if (access.protocol === 'v2c') return ['community']
  if (access.level === 'noAuthNoPriv') return []
  return access.level === 'authNoPriv' ? ['authSecret'] : ['authSecret', 'privSecret']
}

/** What a conversation needs. */
export function credentialOf(access: Omit<Access, keyof Secrets | 'port'>, secrets: Secrets): Credential {
  if (access.protocol === 'v2c') return { version: 'v2c', community: secrets.community ?? '' }
  const { user, level, authProtocol, privProtocol, context } = access
  return { version: 'v3', user, level, authProtocol, privProtocol, context, ...secrets }
}
