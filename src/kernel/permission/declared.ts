import type { Manifest } from '../manifest.ts'
import { postOf, shippedRoles, type ShippedRole } from './roles.ts'

/** A permission as the rooms declare it. */
export interface Declared {
  key: string
  /** Concerns running the platform: the only kind that a post of the three administrators may hold. */
  administrative: boolean
  /** Administrative, but business roles may hold it too. */
  shared: boolean
  grants: readonly ShippedRole[]
}

const permissionKey = /^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/

/**
 * Collects the permissions of all rooms and refuses what would break the separation of the three posts.
 * Every permission that an endpoint demands must be declared by some room.
 * @throws Error naming the permission: a programming error, found at the start and in tests
 */
export function declaredPermissions(manifests: readonly Manifest[]): Declared[] {
  const declared = new Map<string, Declared>()
  for (const manifest of manifests) {
    for (const [key, { grants, administrative = false }] of Object.entries(manifest.permissions ?? {})) {
      if (!permissionKey.test(key)) throw new Error(`${manifest.name}: ${key} is no <room>.<verb>`)
      if (declared.has(key)) throw new Error(`${manifest.name}: permission ${key} is declared twice`)
      for (const role of grants) {
        if (!shippedRoles.includes(role)) throw new Error(`${manifest.name}: ${key} names no role: ${role}`)
        if (postOf(role) && !administrative)
          throw new Error(`${manifest.name}: business permission ${key} is granted to the post ${role}`)
      }
      const shared = administrative && grants.some((role) => !postOf(role))
      declared.set(key, { key, administrative, shared, grants })
    }
  }
  for (const { endpoint } of manifests.flatMap((m) => m.routes ?? []))
    if (!['public', 'signed-in'].includes(endpoint.permission) && !declared.has(endpoint.permission))
      throw new Error(`${endpoint.name} demands ${endpoint.permission}, which no room declares`)
  return [...declared.values()]
}
