import { FileProtectOutlined } from '@ant-design/icons'
import { ledgerPages } from '#kernel/ledger/ui/LedgerPagesBlock.tsx'
import type { Page } from '#web/page.ts'

export const pages: Page[] = ledgerPages({
  path: '/software-licences',
  words: 'licence:licence',
  read: 'licence.read',
  keep: 'licence.keep',
  nav: { area: 'resources', order: 74, icon: <FileProtectOutlined /> },
  load: async () => ({ endpoints: (await import('../contract.ts')).licenceEndpoints }),
})
