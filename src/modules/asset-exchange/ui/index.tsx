import { AccountBookOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/asset-exchanges',
    component: lazy(() => import('./ExchangesPage.tsx').then((m) => ({ default: m.ExchangesPage }))),
    title: 'asset-exchange:self',
    permission: 'asset-exchange.read',
    nav: { area: 'resources', order: 47, icon: <AccountBookOutlined />, label: 'asset-exchange:self' },
  },
  {
    path: '/asset-exchanges/$id',
    component: lazy(() => import('./ExchangePage.tsx').then((m) => ({ default: m.ExchangePage }))),
    title: 'asset-exchange:self',
    permission: 'asset-exchange.read',
  },
]
