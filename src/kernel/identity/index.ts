import type { Manifest } from '../manifest.ts'
import { commands } from './commands.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { configureIdentity } from './environment.ts'
import { routes } from './routes.ts'
import { tidy } from './store/session.ts'
import zh from './zh-CN.ts'

export { makeAuthenticate } from './authenticate.ts'
export { activatePersonVerb as activatePerson } from './account-states.ts'
export { issueToken } from './api-tokens.ts'
export { configureIdentity, setupCodeLine } from './environment.ts'
export { createPersonVerb as createPerson } from './people.ts'
export { activateDemoAdministrator, personActor, setPassword } from './seed.ts'
export { ensureSetupCode, isInstalled, setUpInstallation } from './setup.ts'
export { findPersonByLogin, type PersonRow } from './store/person.ts'
export { grantRoleVerb as grantRole } from '../permission/index.ts'

const administrators = ['system-admin', 'security-admin', 'audit-admin'] as const
const pickers = ['desk', 'engineer', 'duty-leader', 'manager', 'asset-keeper'] as const

export const manifest: Manifest = {
  name: 'identity',
  folder: import.meta.dirname,
  locales: { zh, en },
  evidence,
  routes,
  permissions: {
    'people.read': { grants: administrators, administrative: true },
    'people.manage': { grants: ['system-admin'], administrative: true },
    'people.activate': { grants: ['security-admin'], administrative: true },
    'people.reset-second-factor': { grants: ['security-admin'], administrative: true },
    'people.lookup': { grants: ['system-admin', ...pickers], administrative: true },
    'people.phone': { grants: ['desk', 'duty-leader', 'manager'] },
    'identity.read-policy': { grants: administrators, administrative: true },
    'identity.manage-policy': { grants: ['security-admin'], administrative: true },
  },
  commands,
  jobs: [{ name: 'identity.tidy', everySeconds: 3600, run: ({ db }) => tidy(db) }],
  plugin: (_app, { settings }) => configureIdentity(settings),
}
