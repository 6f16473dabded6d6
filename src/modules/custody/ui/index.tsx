import { SafetyCertificateOutlined } from '@ant-design/icons'
import { ledgerPages, ledgerQuickAction } from '#kernel/ledger/ui/LedgerPagesBlock.tsx'
import type { Page, QuickAction } from '#web/page.ts'

const ledger = {
  path: '/custody-agreements',
  words: 'custody:agreement',
  read: 'custody.read',
  keep: 'custody.keep',
  nav: { area: 'resources' as const, order: 60, icon: <SafetyCertificateOutlined /> },
}

export const pages: Page[] = ledgerPages({
  ...ledger,
  load: async () => ({ endpoints: (await import('../contract.ts')).custodyEndpoints }),
})

export const quickActions: QuickAction[] = [ledgerQuickAction(ledger)]
