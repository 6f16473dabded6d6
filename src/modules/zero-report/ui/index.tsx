import { FileProtectOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

const permission = 'zero-report.read'

export const pages: Page[] = [
  {
    path: '/zero-reports',
    component: lazy(() => import('./ReportsPage.tsx').then((m) => ({ default: m.ReportsPage }))),
    title: 'zero-report:page.list',
    permission,
    nav: {
      ...{
        area: 'watch',
        order: 56,
        icon: <FileProtectOutlined />,
        label: 'zero-report:page.list',
        also: ['/zero-report-'],
      },
      // a bureau that owes a report is reminded of it; everybody else there has the portal alone
      permission: 'duty.read',
    },
  },
  {
    path: '/zero-reports/$id',
    component: lazy(() => import('./ReportPage.tsx').then((m) => ({ default: m.ReportPage }))),
    title: 'zero-report:page.day',
    permission,
  },
  {
    path: '/zero-report-parties',
    component: lazy(() => import('./PartiesPage.tsx').then((m) => ({ default: m.PartiesPage }))),
    title: 'zero-report:page.parties',
    permission,
  },
]
