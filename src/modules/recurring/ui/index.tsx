import { FieldTimeOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/recurring-tickets',
    component: lazy(() => import('./RecurringPage.tsx').then((m) => ({ default: m.RecurringPage }))),
    title: 'recurring:page.list',
    permission: 'recurring.read',
    nav: { area: 'service-desk', order: 85, icon: <FieldTimeOutlined />, label: 'recurring:page.list' },
  },
]
