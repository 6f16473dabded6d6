import { AppError } from '../errors/index.ts'
import { selfKey } from './words.ts'

export type Locale = 'zh-CN' | 'en'

/**
 * Who is doing something, with every right resolved when the request came in.
 * `scopes` maps a permission to the org paths (`/1/5/`) below which it holds; a root path means everywhere.
 */
export interface Actor {
  kind: 'person' | 'machine' | 'system' | 'anonymous'
  /** person id; null for the system and anonymous callers */
  id: string | null
  /** small number of the person, used in search scope tokens */
  no: number
  login: string
  name: string
  orgId: string | null
  orgPath: string
  permissions: ReadonlySet<string>
  scopes: ReadonlyMap<string, readonly string[]>
  groupIds: readonly string[]
  locale: Locale
  ip: string | null
  traceId: string
  /** how the client calls itself, for the list of sessions */
  userAgent?: string
  sessionId?: string
  tokenId?: string
  /** `import`: history is replayed; no timers, nothing sent, facts count from `occurredAt`. */
  origin?: 'import'
  /** The exclusive post held (三员), if any. */
  post?: 'system' | 'security' | 'audit'
  /** signed in, but may only change the password / enrol a second factor */
  restricted?: 'password' | 'second-factor'
}

const nothing: Pick<Actor, 'permissions' | 'scopes' | 'groupIds' | 'orgId' | 'orgPath' | 'ip'> = {
  permissions: new Set(),
  scopes: new Map(),
  groupIds: [],
  orgId: null,
  orgPath: '/',
  ip: null,
}

/**
 * The program itself: jobs, timers, imports. It acts through verbs like anyone, may do what they do, and is audited
 * as `system`. `name` is the room that acts; people read `self` of that room's words.
 */
export function systemActor(name: string, traceId = name): Actor {
  return {
    ...nothing,
    kind: 'system',
    id: null,
    no: 0,
    login: `system:${name}`,
    name,
    locale: 'zh-CN',
    traceId,
  }
}

/** A caller who has not signed in. */
export function anonymousActor(
  locale: Locale,
  ip: string | null,
  traceId: string,
  userAgent?: string,
): Actor {
  const agent = userAgent === undefined ? {} : { userAgent: userAgent.slice(0, 300) }
  return {
    ...nothing,
    ...agent,
    kind: 'anonymous',
    id: null,
    no: 0,
    login: '-',
    name: '-',
    locale,
    ip,
    traceId,
  }
}

/**
 * The actor as a value of a notification's text: a person's name, or the key of what a room that acts by itself is
 * called, which is put into the reader's language.
 */
export function spokenName(actor: Actor): string {
  const key = actor.kind === 'system' ? selfKey(actor.name) : undefined
  return key ? `t:${key}` : actor.name
}

/** Whether the actor holds the permission anywhere. The system actor holds all. */
export function can(actor: Actor, permission: string): boolean {
  return actor.kind === 'system' || actor.permissions.has(permission)
}

/** Throws 403 `permission.denied` unless the actor holds the permission somewhere. */
export function demand(actor: Actor, permission: string): void {
  if (!can(actor, permission))
    throw new AppError('permission.denied', { status: 403, params: { permission } })
}

/** Org paths below which the permission holds; `['/']` for the system; empty when it is not held. */
export function scopeOf(actor: Actor, permission: string): readonly string[] {
  return actor.kind === 'system' ? ['/'] : (actor.scopes.get(permission) ?? [])
}

/** Whether the permission holds for something that belongs to the org with this path. */
export function inScope(actor: Actor, permission: string, orgPath: string): boolean {
  return scopeOf(actor, permission).some((prefix) => orgPath.startsWith(prefix))
}
