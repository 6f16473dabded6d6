import { CalendarOutlined, ControlOutlined, PlusCircleOutlined, SwapOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import { call } from '#web/api.ts'
import type { Page, QuickAction, RecordBlock, SearchSource } from '#web/page.ts'
import { listChanges } from '../contract.ts'

export const pages: Page[] = [
  {
    path: '/changes',
    component: lazy(() => import('./ChangesPage.tsx').then((m) => ({ default: m.ChangesPage }))),
    title: 'change:ui.page.list',
    permission: 'change.read',
    nav: { area: 'service-desk', order: 60, icon: <SwapOutlined />, label: 'change:ui.page.list' },
  },
  {
    path: '/change-calendar',
    component: lazy(() => import('./CalendarPage.tsx').then((m) => ({ default: m.CalendarPage }))),
    title: 'change:ui.page.calendar',
    permission: 'change.read',
    nav: { area: 'service-desk', order: 61, icon: <CalendarOutlined />, label: 'change:ui.page.calendar' },
  },
  {
    path: '/changes/new',
    component: lazy(() => import('./FormPages.tsx').then((m) => ({ default: m.NewChangePage }))),
    title: 'change:ui.page.new',
    permission: 'change.request',
  },
  {
    path: '/changes/$id',
    component: lazy(() => import('./ChangePage.tsx').then((m) => ({ default: m.ChangePage }))),
    title: 'change:ui.page.record',
    permission: 'change.read',
  },
  {
    path: '/changes/$id/edit',
    component: lazy(() => import('./FormPages.tsx').then((m) => ({ default: m.EditChangePage }))),
    title: 'change:ui.page.edit',
    permission: 'change.request',
  },
  {
    path: '/change-settings',
    component: lazy(() => import('./SettingsPage.tsx').then((m) => ({ default: m.SettingsPage }))),
    title: 'change:ui.page.settings',
    permission: 'change.manage',
    nav: { area: 'admin', order: 46, icon: <ControlOutlined />, label: 'change:ui.page.settings' },
  },
]

export const quickActions: QuickAction[] = [
  {
    key: 'change',
    label: 'change:ui.action.new',
    to: '/changes/new',
    icon: <PlusCircleOutlined />,
    permission: 'change.request',
    order: 50,
  },
]

export const searchSources: SearchSource[] = [
  {
    label: 'change:ui.page.list',
    permission: 'change.read',
    search: async (q, signal) =>
      (await call(listChanges, { q, limit: 5 }, { signal })).items.map((one) => ({
        id: one.id,
        to: `/changes/${one.id}`,
        title: one.title,
        tag: one.number,
      })),
    allResults: (q) => `/changes?q=${encodeURIComponent(q)}`,
  },
]

export const recordBlocks: RecordBlock[] = [
  {
    record: 'incident',
    key: 'changes',
    order: 30,
    permission: 'change.read',
    component: lazy(() => import('./ChangesOfIncident.tsx').then((m) => ({ default: m.ChangesOfIncident }))),
  },
]
