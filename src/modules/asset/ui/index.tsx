import { DatabaseOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import { ledgerPages, ledgerQuickAction } from '#kernel/ledger/ui/LedgerPagesBlock.tsx'
import type { Page, QuickAction, RecordBlock } from '#web/page.ts'

const ledger = {
  path: '/assets',
  words: 'asset:asset',
  read: 'asset.read',
  keep: 'asset.keep',
  nav: { area: 'resources' as const, order: 40, icon: <DatabaseOutlined /> },
}

export const pages: Page[] = [
  ...ledgerPages({ ...ledger, load: async () => (await import('./asset-ui.tsx')).assetUi }),
  {
    path: '/a/$number',
    component: lazy(() => import('./LabelLinkPage.tsx').then((m) => ({ default: m.LabelLinkPage }))),
    title: 'asset:asset.one',
    permission: 'asset.read',
  },
]

export const quickActions: QuickAction[] = [ledgerQuickAction(ledger)]

export const recordBlocks: RecordBlock[] = [
  {
    record: 'ci',
    key: 'assets',
    order: 10,
    permission: 'asset.read',
    component: lazy(() => import('./AssetsOfCi.tsx').then((m) => ({ default: m.AssetsOfCi }))),
  },
]
