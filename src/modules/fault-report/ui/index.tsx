import { FileDoneOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/fault-reports',
    component: lazy(() => import('./ReportsPage.tsx').then((m) => ({ default: m.ReportsPage }))),
    title: 'fault-report:page.list',
    permission: 'fault-report.read',
    nav: { area: 'quality', order: 20, icon: <FileDoneOutlined />, label: 'fault-report:page.list' },
  },
  {
    path: '/fault-reports/$id',
    component: lazy(() => import('./ReportPage.tsx').then((m) => ({ default: m.ReportPage }))),
    title: 'fault-report:page.one',
    permission: 'fault-report.read',
  },
]
