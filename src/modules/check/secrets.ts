/** What of a check is secret: sealed in its row, opened where it is run. */
import { AppError } from '#kernel/errors/index.ts'
import { openSecret, sealSecret } from '#kernel/secrets/index.ts'
import { secretsOf, type Kind, type Secret } from '#modules/probe/kind-contract.ts'
import { isPassive } from './words.ts'

interface Kept {
  id: string
  kind: string
  spec: Record<string, unknown>
  secrets: string | null
}

export function sealSecrets(secrets: Secret, id: string): string | null {
  return Object.keys(secrets).length === 0 ? null : sealSecret(JSON.stringify(secrets), `monitor-check:${id}`)
}

export function openSecrets(check: Pick<Kept, 'id' | 'secrets'>): Secret {
  return check.secrets === null
    ? {}
    : (JSON.parse(openSecret(check.secrets, `monitor-check:${check.id}`)) as Secret)
}

/** Fields that say who gets to see a secret. Whoever may change them must not have it sent to a machine of his own. */
const places = ['host', 'port', 'url', 'address', 'user', 'bindDn', 'plugin', 'args', 'tls', 'verify', 'ca', 'serverName', 'redirects'] as const // prettier-ignore

function samePlace(kept: Kept, kind: string, spec: Record<string, unknown>): boolean {
  return (
    kept.kind === kind &&
    places.every((field) => JSON.stringify(kept.spec[field]) === JSON.stringify(spec[field]))
  )
}

/**
 * The secrets to keep or to use: those given, else those kept for the same place; only what the kind needs.
 * @throws check.secret_needed (422) naming the field
 */
export function settleSecrets(
  kind: string,
  spec: Record<string, unknown>,
  given: { [K in keyof Secret]?: Secret[K] | undefined },
  kept: Kept | undefined,
): Secret {
  if (isPassive(kind)) return {}
  const old = kept && samePlace(kept, kind, spec) ? openSecrets(kept) : {}
  const settled: Secret = {}
  for (const name of secretsOf(kind as Kind, spec)) {
    const value = given[name] ?? old[name]
    if (value !== undefined) settled[name] = value
    // a plugin may do without
    else if (kind !== 'nagios')
      throw new AppError('check.secret_needed', { status: 422, field: `secrets.${name}` })
  }
  return settled
}
