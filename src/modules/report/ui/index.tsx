import { FileTextOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/reports',
    component: lazy(() => import('./ReportsPage.tsx').then((m) => ({ default: m.ReportsPage }))),
    title: 'report:ui.page.list',
    permission: 'report.read',
    nav: {
      area: 'quality',
      order: 15,
      icon: <FileTextOutlined />,
      label: 'report:ui.page.list',
      also: ['/report-'],
    },
  },
  {
    path: '/report-templates',
    component: lazy(() => import('./TemplatesPage.tsx').then((m) => ({ default: m.TemplatesPage }))),
    title: 'report:ui.page.templates',
    permission: 'report.read',
  },
  {
    path: '/reports/$id',
    component: lazy(() => import('./ReportPage.tsx').then((m) => ({ default: m.ReportPage }))),
    title: 'report:ui.page.report',
    permission: 'report.read',
  },
]
