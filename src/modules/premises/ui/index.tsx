import { IdcardOutlined, LoginOutlined } from '@ant-design/icons'
import { ledgerPages, ledgerQuickAction } from '#kernel/ledger/ui/LedgerPagesBlock.tsx'
import type { Page, QuickAction } from '#web/page.ts'

const visits = {
  path: '/room-visits',
  words: 'premises:visit',
  read: 'premises.read',
  keep: 'premises.request',
  nav: { area: 'resources' as const, order: 64, icon: <LoginOutlined /> },
}
const cards = {
  path: '/door-cards',
  words: 'premises:card',
  read: 'premises.read',
  keep: 'premises.keep-cards',
  nav: { area: 'resources' as const, order: 66, icon: <IdcardOutlined /> },
}

export const pages: Page[] = [
  ...ledgerPages({
    ...visits,
    load: async () => ({
      endpoints: (await import('../contract.ts')).visitEndpoints,
      hues: { inside: 'amber' },
    }),
  }),
  ...ledgerPages({
    ...cards,
    load: async () => ({
      endpoints: (await import('../contract.ts')).cardEndpoints,
      hues: { suspended: 'amber', lost: 'red' },
    }),
  }),
]

export const quickActions: QuickAction[] = [ledgerQuickAction(visits)]
