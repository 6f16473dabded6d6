import type { Manifest } from '#kernel/manifest.ts'
import { business } from '#kernel/permission/index.ts'
import en from './en.ts'
import { tableSplit } from '#kernel/fact/index.ts'
import { evidence } from './evidence.ts'
import { routes } from './routes.ts'
import zh from './zh-CN.ts'

export { ConfigCache, forgetConfig, lookAhead } from './config-cache.ts'
export { serviceByLabels, serviceForIntake } from './known-services.ts'
export { createServiceVerb } from './services.ts'
export type { ServiceFacts } from './store.ts'

export const manifest: Manifest = {
  name: 'service',
  folder: import.meta.dirname,
  locales: { zh, en },
  evidence,
  factSplits: [tableSplit('service', 'service')],
  routes,
  permissions: {
    'service.lookup': { grants: [...business, 'intake'] },
    'service.read': { grants: business.filter((role) => role !== 'requester') },
    'service.manage': { grants: ['manager'] },
  },
}
