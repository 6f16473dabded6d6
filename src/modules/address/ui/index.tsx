import { GlobalOutlined, NodeIndexOutlined } from '@ant-design/icons'
import { ledgerPages, ledgerQuickAction } from '#kernel/ledger/ui/LedgerPagesBlock.tsx'
import type { Page, QuickAction } from '#web/page.ts'

const addresses = {
  path: '/ip-addresses',
  words: 'address:ip',
  read: 'address.read',
  keep: 'address.apply',
  nav: { area: 'resources' as const, order: 70, icon: <NodeIndexOutlined /> },
}
const domains = {
  path: '/domain-names',
  words: 'address:domain',
  read: 'address.read',
  keep: 'address.apply',
  nav: { area: 'resources' as const, order: 72, icon: <GlobalOutlined /> },
}

export const pages: Page[] = [
  ...ledgerPages({
    ...addresses,
    load: async () => ({ endpoints: (await import('../contract.ts')).ipEndpoints }),
  }),
  ...ledgerPages({
    ...domains,
    load: async () => ({ endpoints: (await import('../contract.ts')).domainEndpoints }),
  }),
]

export const quickActions: QuickAction[] = [ledgerQuickAction(addresses)]
