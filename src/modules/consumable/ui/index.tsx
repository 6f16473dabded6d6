import { InboxOutlined } from '@ant-design/icons'
import { ledgerPages, ledgerQuickAction } from '#kernel/ledger/ui/LedgerPagesBlock.tsx'
import type { Page, QuickAction } from '#web/page.ts'

const ledger = {
  path: '/consumables',
  words: 'consumable:item',
  read: 'consumable.read',
  keep: 'consumable.keep',
  nav: { area: 'resources' as const, order: 50, icon: <InboxOutlined /> },
}

export const pages: Page[] = ledgerPages({
  ...ledger,
  load: async () => (await import('./consumable-ui.tsx')).consumableUi,
})

export const quickActions: QuickAction[] = [ledgerQuickAction(ledger)]
