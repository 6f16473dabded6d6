import { UnorderedListOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/code-lists',
    component: lazy(() => import('./CodeListsPage.tsx').then((m) => ({ default: m.CodeListsPage }))),
    title: 'ledger:codeLists',
    permission: 'ledger.manage-codes',
    nav: { area: 'resources', order: 62, icon: <UnorderedListOutlined />, label: 'ledger:codeLists' },
  },
  {
    path: '/code-lists/$list',
    component: lazy(() => import('./CodesPage.tsx').then((m) => ({ default: m.CodesPage }))),
    title: 'ledger:codeLists',
    permission: 'ledger.manage-codes',
  },
]
