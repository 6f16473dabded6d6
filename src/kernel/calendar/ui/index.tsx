import { CalendarOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/calendars',
    component: lazy(() => import('./CalendarsPage.tsx').then((m) => ({ default: m.CalendarsPage }))),
    title: 'calendar:page.title',
    // everyone may read calendars, but only those who work with due times look for them in the rail
    permission: ['sla.read', 'calendar.manage'],
    nav: { area: 'quality', order: 50, icon: <CalendarOutlined />, label: 'calendar:page.title' },
  },
]
