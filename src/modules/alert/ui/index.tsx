import { ApiOutlined, ThunderboltOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, RecordBlock } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/alerts',
    component: lazy(() => import('./AlertsPage.tsx').then((m) => ({ default: m.AlertsPage }))),
    title: 'alert:page.list',
    permission: 'alert.read',
    nav: { area: 'watch', order: 5, icon: <ThunderboltOutlined />, label: 'alert:page.list' },
  },
  {
    path: '/alert-intakes',
    component: lazy(() => import('./IntakesPage.tsx').then((m) => ({ default: m.IntakesPage }))),
    title: 'alert:page.intakes',
    permission: 'alert.configure',
    nav: { area: 'admin', order: 45, icon: <ApiOutlined />, label: 'alert:page.intakes' },
  },
]

export const recordBlocks: RecordBlock[] = [
  {
    record: 'incident',
    key: 'alerts',
    order: 10,
    permission: 'alert.read',
    component: lazy(() => import('./AlertsOfIncident.tsx').then((m) => ({ default: m.AlertsOfIncident }))),
  },
  {
    record: 'ci',
    key: 'alerts',
    order: 5,
    permission: 'alert.read',
    component: lazy(() => import('./AlertsOfItem.tsx').then((m) => ({ default: m.AlertsOfItem }))),
  },
]
