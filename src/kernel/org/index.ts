import type { Manifest } from '../manifest.ts'
import { business } from '../permission/words.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { routes } from './routes.ts'
import zh from './zh-CN.ts'

export { createOrgVerb, createRootOrg } from './create-org.ts'
export { editOrgVerb } from './edit-org.ts'
export { createGroupVerb, setMembersVerb } from './groups.ts'
export type { OrgNames } from './names.ts'
export { readOrgNames } from './orgs.ts'
export { findOrg, leaderOf, rootOrg, type OrgRow } from './store/org.ts'
export { findGroupByName, type GroupRow } from './store/group.ts'

const administrators = ['system-admin', 'security-admin', 'audit-admin'] as const

export const manifest: Manifest = {
  name: 'org',
  folder: import.meta.dirname,
  locales: { zh, en },
  evidence,
  routes,
  permissions: {
    'org.read': { grants: [...administrators, 'manager'], administrative: true },
    'org.lookup': { grants: [...administrators, ...business], administrative: true },
    'org.manage': { grants: ['system-admin'], administrative: true },
    'group.read': { grants: [...administrators, 'manager', 'duty-leader'], administrative: true },
    'group.lookup': {
      grants: ['system-admin', 'desk', 'engineer', 'duty-leader', 'manager'],
      administrative: true,
    },
    'group.manage': { grants: ['system-admin', 'manager'], administrative: true },
  },
}
