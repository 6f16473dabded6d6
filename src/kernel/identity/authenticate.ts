import type { FastifyRequest } from 'fastify'
import type { Db } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import { pickLocale } from '../http/texts.ts'
import { anonymousActor, type Actor, type Locale } from '../permission/actor.ts'
import { RightsCache } from '../permission/rights-cache.ts'
import type { Rights } from '../permission/store/rights.ts'
import { allowedWhileRestricted } from './me-contract.ts'
import {
  findSession,
  findToken,
  touchSession,
  touchToken,
  type Caller,
  type SessionCaller,
} from './store/caller.ts'
import { apiTokenPrefix, digest, sessionCookie } from './tokens.ts'

const openWhileRestricted = new Set(allowedWhileRestricted.map((e) => `${e.method} /api/v1${e.path}`))

/**
 * Makes the function that tells who sends a request: by `Authorization: Bearer zy_…`, else by the session cookie,
 * else nobody (the anonymous actor). One query per request; rights come from memory while nobody changes them.
 *
 * It throws identity.session_expired or identity.token_invalid (401) for what is given but not good (ended,
 * revoked, idle too long, owner not active), and identity.password_change_required or
 * identity.second_factor_required (403) where a session may only do that first.
 */
export function makeAuthenticate(db: Db): (request: FastifyRequest) => Promise<Actor> {
  const cache = new RightsCache()
  return async (request) => {
    const header = request.headers.authorization
    if (header !== undefined) return byToken(db, cache, request, header)
    const cookie = request.cookies[sessionCookie]
    if (cookie) return bySession(db, cache, request, cookie)
    return anonymousActor(
      pickLocale(request.headers['accept-language']),
      request.ip,
      request.id,
      request.headers['user-agent'],
    )
  }
}

async function bySession(
  db: Db,
  cache: RightsCache,
  request: FastifyRequest,
  secret: string,
): Promise<Actor> {
  const expired = () => new AppError('identity.session_expired', { status: 401 })
  const caller = await findSession(db, digest(secret))
  if (!caller || caller.ended) throw expired()
  const rights = await cache.of(db, caller.personId, caller.rightsVersion)
  const limit = rights.post ? caller.administratorIdleLimitSeconds : caller.idleLimitSeconds
  if (caller.idleSeconds > limit) throw expired()
  // what a page does by itself is no sign that somebody sits before it
  if (caller.idleSeconds > 60 && request.headers['x-background'] === undefined)
    await touchSession(db, caller.credentialId)
  const restricted = restriction(caller, rights)
  const actor = {
    ...makeActor(request, caller, rights),
    sessionId: caller.credentialId,
    ...(restricted && { restricted }),
  }
  if (restricted) refuseRestricted(request, restricted)
  return actor
}

/** What the owner of a session has to do before anything else. On a demo database the second factor is not demanded. */
export function restriction(
  caller: Pick<SessionCaller, 'mustChangePassword' | 'secondFactorSet' | 'demo'>,
  rights: Pick<Rights, 'post'>,
): Actor['restricted'] {
  if (caller.mustChangePassword) return 'password'
  if (rights.post && !caller.secondFactorSet && !caller.demo) return 'second-factor'
  return undefined
}

function refuseRestricted(request: FastifyRequest, restricted: NonNullable<Actor['restricted']>): void {
  if (openWhileRestricted.has(`${request.method} ${request.routeOptions.url ?? ''}`)) return
  const code =
    restricted === 'password' ? 'identity.password_change_required' : 'identity.second_factor_required'
  throw new AppError(code, { status: 403 })
}

async function byToken(db: Db, cache: RightsCache, request: FastifyRequest, header: string): Promise<Actor> {
  const secret = /^Bearer +(\S+)$/i.exec(header)?.[1] ?? ''
  const caller = secret.startsWith(apiTokenPrefix) ? await findToken(db, digest(secret)) : undefined
  if (!caller || caller.ended) {
    const headers = { 'www-authenticate': 'Bearer error="invalid_token"' }
    throw new AppError('identity.token_invalid', { status: 401, headers })
  }
  const rights = await cache.of(db, caller.personId, caller.rightsVersion)
  if (caller.idleSeconds > 60) await touchToken(db, caller.credentialId)
  return { ...makeActor(request, caller, narrowed(rights, caller.scopes)), tokenId: caller.credentialId }
}

/** A token's scopes only ever take rights away. */
function narrowed(rights: Rights, scopes: readonly string[] | null): Rights {
  if (!scopes) return rights
  const kept = scopes.filter((permission) => rights.permissions.has(permission))
  return {
    ...rights,
    permissions: new Set(kept),
    scopes: new Map(kept.map((permission) => [permission, rights.scopes.get(permission)!])),
  }
}

function makeActor(request: FastifyRequest, caller: Caller, rights: Rights): Actor {
  return {
    kind: caller.kind,
    id: caller.personId,
    no: caller.no,
    login: caller.login,
    name: caller.name,
    orgId: caller.orgId,
    orgPath: caller.orgPath,
    permissions: rights.permissions,
    scopes: rights.scopes,
    groupIds: rights.groupIds,
    locale: localeOf(request, caller.locale),
    ip: request.ip,
    traceId: request.id,
    ...(rights.post && { post: rights.post }),
  }
}

function localeOf(request: FastifyRequest, own: Locale): Locale {
  const header = request.headers['accept-language']
  return header !== undefined && /\b(zh|en)\b/i.test(header) ? pickLocale(header) : own
}
