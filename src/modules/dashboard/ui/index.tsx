import { DashboardOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/dashboard',
    component: lazy(() => import('./DashboardPage.tsx').then((m) => ({ default: m.DashboardPage }))),
    title: 'dashboard:page.title',
    permission: 'dashboard.read',
    nav: { area: 'quality', order: 10, icon: <DashboardOutlined />, label: 'dashboard:page.title' },
  },
]
