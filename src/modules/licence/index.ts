import { ledgerRoom } from '#kernel/ledger/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { licenceEndpoints } from './contract.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import zh from './zh-CN.ts'

const licences = ledgerRoom(licenceEndpoints, {
  // more in use than held is no reason to refuse the truth; it is one to ask why
  check: async (_db, _actor, { after: { values } }) =>
    Number(values['used'] ?? 0) > Number(values['quantity']) && !values['remark']
      ? [{ field: 'remark', text: 'licence:problem.more_than_held' }]
      : [],
})

export const manifest: Manifest = {
  name: 'licence',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'licence.read': { grants: ['engineer', 'asset-keeper', 'finance', 'duty-leader', 'manager'] },
    'licence.keep': { grants: ['asset-keeper', 'manager'] },
  },
  routes: licences.routes,
  setUp: licences.setUp,
  evidence,
}
