import { ThunderboltOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/canned',
    component: lazy(() => import('./CannedPage.tsx').then((m) => ({ default: m.CannedPage }))),
    title: 'canned:page.list',
    permission: 'canned.use',
    nav: { area: 'service-desk', order: 80, icon: <ThunderboltOutlined />, label: 'canned:page.list' },
  },
]
