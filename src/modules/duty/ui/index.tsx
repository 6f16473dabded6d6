import {
  BarChartOutlined,
  SafetyOutlined,
  ScheduleOutlined,
  SwapOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, TopBarItem } from '#web/page.ts'

const permission = 'duty.read'

export const pages: Page[] = [
  {
    path: '/duty-calendar',
    component: lazy(() => import('./CalendarPage.tsx').then((m) => ({ default: m.CalendarPage }))),
    title: 'duty:page.calendar',
    permission,
    nav: { area: 'watch', order: 50, icon: <ScheduleOutlined />, label: 'duty:page.calendar' },
  },
  {
    path: '/duty-swaps',
    component: lazy(() => import('./SwapsPage.tsx').then((m) => ({ default: m.SwapsPage }))),
    title: 'duty:page.swaps',
    permission,
    nav: { area: 'watch', order: 51, icon: <SwapOutlined />, label: 'duty:page.swaps' },
  },
  {
    // where a notification about a swap leads
    path: '/duty-swaps/$id',
    component: lazy(() => import('./SwapsPage.tsx').then((m) => ({ default: m.SwapsPage }))),
    title: 'duty:page.swaps',
    permission,
  },
  {
    path: '/duty-teams',
    component: lazy(() => import('./TeamsPage.tsx').then((m) => ({ default: m.TeamsPage }))),
    title: 'duty:page.teams',
    permission,
    nav: {
      area: 'watch',
      order: 52,
      icon: <TeamOutlined />,
      label: 'duty:page.teams',
      also: ['/duty-rosters', '/duty-import'],
    },
  },
  {
    path: '/duty-statistics',
    component: lazy(() => import('./StatisticsPage.tsx').then((m) => ({ default: m.StatisticsPage }))),
    title: 'duty:page.statistics',
    permission,
    nav: { area: 'watch', order: 53, icon: <BarChartOutlined />, label: 'duty:page.statistics' },
  },
  {
    path: '/duty-periods',
    component: lazy(() => import('./PeriodsPage.tsx').then((m) => ({ default: m.PeriodsPage }))),
    title: 'duty:page.periods',
    permission,
    nav: { area: 'watch', order: 55, icon: <SafetyOutlined />, label: 'duty:page.periods' },
  },
  {
    path: '/duty-rosters/$id',
    component: lazy(() => import('./RosterPage.tsx').then((m) => ({ default: m.RosterPage }))),
    title: 'duty:page.roster',
    permission,
  },
  {
    path: '/duty-import',
    component: lazy(() => import('./ImportPage.tsx').then((m) => ({ default: m.ImportPage }))),
    title: 'duty:page.import',
    permission: 'duty.manage',
  },
]

export const topBar: TopBarItem = lazy(() => import('./NowBadge.tsx').then((m) => ({ default: m.NowBadge })))
