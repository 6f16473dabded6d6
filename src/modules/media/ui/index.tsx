import { HddOutlined } from '@ant-design/icons'
import { ledgerPages, ledgerQuickAction } from '#kernel/ledger/ui/LedgerPagesBlock.tsx'
import type { Page, QuickAction } from '#web/page.ts'

const ledger = {
  path: '/storage-media',
  words: 'media:medium',
  read: 'media.read',
  keep: 'media.keep',
  nav: { area: 'resources' as const, order: 62, icon: <HddOutlined /> },
}

export const pages: Page[] = ledgerPages({
  ...ledger,
  load: async () => ({
    endpoints: (await import('../contract.ts')).mediaEndpoints,
    hues: { issued: 'violet', 'to-destroy': 'amber', lost: 'red' },
  }),
})

export const quickActions: QuickAction[] = [ledgerQuickAction(ledger)]
