import { ledgerRoom } from '#kernel/ledger/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { domainEndpoints, ipEndpoints } from './contract.ts'
import en from './en.ts'
import zh from './zh-CN.ts'

const byManager = (name: string) => ({
  steps: [{ name, mode: 'any' as const, by: [{ kind: 'role' as const, role: 'manager' }] }],
})

const addresses = ledgerRoom(ipEndpoints, {
  approvals: { assign: byManager('t:address:approval.assign') },
  codes: [
    {
      list: 'address.zone',
      items: [
        { code: 'internet', zh: '互联网区', en: 'Internet zone' },
        { code: 'extranet', zh: '政务外网', en: 'Government extranet' },
        { code: 'intranet', zh: '政务内网', en: 'Government intranet' },
        { code: 'management', zh: '管理网', en: 'Management network' },
      ],
    },
  ],
})
const domains = ledgerRoom(domainEndpoints, { approvals: { domain: byManager('t:address:approval.domain') } })

export const manifest: Manifest = {
  name: 'address',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'address.read': { grants: ['desk', 'engineer', 'asset-keeper', 'duty-leader', 'manager'] },
    'address.apply': { grants: ['desk', 'engineer', 'asset-keeper', 'manager'] },
    'address.assign': { grants: ['engineer', 'manager'] },
  },
  routes: [...addresses.routes, ...domains.routes],
  setUp: (db) => {
    addresses.setUp(db)
    domains.setUp(db)
  },
  ensureShipped: addresses.ensureShipped,
}
