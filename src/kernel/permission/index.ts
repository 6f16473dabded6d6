import type { Manifest } from '../manifest.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { routes } from './routes.ts'
import zh from './zh-CN.ts'

export {
  anonymousActor,
  can,
  demand,
  inScope,
  scopeOf,
  spokenName,
  systemActor,
  type Actor,
  type Locale,
} from './actor.ts'
export { postOf, posts, shippedRoles, staff, type Post, type ShippedRole } from './roles.ts'
export { business } from './words.ts'
export { grantRoleVerb } from './grants.ts'
export { ensureShippedRoles } from './sync.ts'
export { holdersOf, rolesOf } from './store/holders.ts'
export { findRoleByKey } from './store/role.ts'

const administrators = ['system-admin', 'security-admin', 'audit-admin'] as const

export const manifest: Manifest = {
  name: 'permission',
  folder: import.meta.dirname,
  locales: { zh, en },
  evidence,
  routes,
  permissions: {
    'role.read': { grants: administrators, administrative: true },
    'role.manage': { grants: ['security-admin'], administrative: true },
    'role.grant': { grants: ['security-admin'], administrative: true },
  },
}
