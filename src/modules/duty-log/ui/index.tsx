import { ReadOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/duty-logs',
    component: lazy(() => import('./LogsPage.tsx').then((m) => ({ default: m.LogsPage }))),
    title: 'duty-log:page.list',
    permission: 'duty-log.read',
    nav: { area: 'watch', order: 54, icon: <ReadOutlined />, label: 'duty-log:page.list' },
  },
  {
    path: '/duty-logs/$id',
    component: lazy(() => import('./LogPage.tsx').then((m) => ({ default: m.LogPage }))),
    title: 'duty-log:page.log',
    permission: 'duty-log.read',
  },
]
