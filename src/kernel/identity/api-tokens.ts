import { audit } from '../audit/record.ts'
import type { Db, Tx } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import type { Actor } from '../permission/actor.ts'
import type { createToken, listTokens, revokeToken } from './contract.ts'
import { demandSession } from './second-factor.ts'
import { insertToken, revokeTokenRow, selectTokens, type TokenRow } from './store/session.ts'
import { apiTokenPrefix, digest, newSecret } from './tokens.ts'

/** Live tokens of one person at most: more are forgotten ones. */
const most = 50

export async function listTokensVerb(
  db: Db,
  actor: Actor,
  _input: Input<typeof listTokens>,
): Promise<Output<typeof listTokens>> {
  return { items: await selectTokens(db, actor.id!) }
}

/**
 * Makes an API token of one's own, with all or some of one's rights. A token cannot make tokens.
 * @throws identity.session_only (403), identity.unknown_scope (422), identity.too_many_tokens (409)
 */
export async function createTokenVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof createToken>,
): Promise<Output<typeof createToken>> {
  demandSession(actor)
  const wrong = input.scopes?.findIndex((scope) => !actor.permissions.has(scope)) ?? -1
  if (wrong >= 0)
    throw new AppError('identity.unknown_scope', {
      status: 422,
      field: `scopes.${wrong}`,
      params: { scope: input.scopes![wrong]! },
    })
  return issueToken(tx, actor, actor.id!, {
    name: input.name,
    scopes: input.scopes ?? null,
    seconds: input.hours * 3600,
  })
}

/** Makes a token for a person; `token` is its secret, returned this once. @throws identity.too_many_tokens (409) */
export async function issueToken(
  tx: Tx,
  actor: Actor,
  personId: string,
  wanted: { name: string; scopes: readonly string[] | null; seconds: number },
): Promise<TokenRow & { token: string }> {
  if ((await selectTokens(tx, personId)).length >= most)
    throw new AppError('identity.too_many_tokens', { params: { count: most } })
  const token = apiTokenPrefix + newSecret()
  const row = await insertToken(tx, { tokenHash: digest(token), personId, ...wanted })
  await audit(tx, actor, {
    action: 'identity.create-token',
    entity: 'api-token',
    entityId: row.id,
    after: { login: row.login, name: row.name, scopes: row.scopes, expiresAt: row.expiresAt.toISOString() },
  })
  return { ...row, token }
}

/** Revokes an own token. @throws identity.not_found (404) */
export async function revokeTokenVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof revokeToken>,
): Promise<Output<typeof revokeToken>> {
  await withdrawToken(tx, actor, input.id, actor.id)
  return {}
}

/** Revokes a token of this person, or of anybody for null. @throws identity.not_found (404) */
export async function withdrawToken(
  tx: Tx,
  actor: Actor,
  id: string,
  personId: string | null,
): Promise<void> {
  const row = await revokeTokenRow(tx, id, personId)
  if (!row) throw new AppError('identity.not_found', { status: 404 })
  await audit(tx, actor, {
    action: 'identity.revoke-token',
    entity: 'api-token',
    entityId: row.id,
    before: { login: row.login, name: row.name },
  })
}
