import {
  CheckSquareOutlined,
  HomeOutlined,
  PlusOutlined,
  SettingOutlined,
  SolutionOutlined,
  ToolOutlined,
} from '@ant-design/icons'
import { lazy } from 'react'
import { call } from '#web/api.ts'
import type { Page, QuickAction, SearchSource, SuggestionBlock } from '#web/page.ts'
import { listIncidents } from '../contract.ts'

/** People who work on incidents, as against those who only report them. */
const staff = ['incident.work', 'incident.dispatch', 'incident.read-scope'] as const

export const pages: Page[] = [
  {
    path: '/my-work',
    component: lazy(() => import('./work/MyWorkPage.tsx').then((m) => ({ default: m.MyWorkPage }))),
    title: 'incident:ui.page.work',
    permission: staff,
    nav: { area: 'work', order: 10, icon: <CheckSquareOutlined />, label: 'incident:ui.page.work' },
  },
  {
    path: '/incidents',
    component: lazy(() => import('./queue/QueuePage.tsx').then((m) => ({ default: m.QueuePage }))),
    title: 'incident:ui.page.queue',
    permission: staff,
    nav: { area: 'service-desk', order: 10, icon: <SolutionOutlined />, label: 'incident:ui.page.queue' },
  },
  {
    path: '/incidents/new',
    component: lazy(() => import('./desk/NewPage.tsx').then((m) => ({ default: m.NewPage }))),
    title: 'incident:ui.page.new',
    permission: 'incident.file-for-others',
  },
  {
    path: '/incidents/$id',
    component: lazy(() => import('./record/IncidentPage.tsx').then((m) => ({ default: m.IncidentPage }))),
    title: 'incident:ui.page.record',
    permission: 'incident.read',
  },
  {
    path: '/incident-settings',
    component: lazy(() => import('./settings/SettingsPage.tsx').then((m) => ({ default: m.SettingsPage }))),
    title: 'incident:ui.page.settings',
    permission: ['incident.configure', 'ticket.configure'],
    nav: { area: 'admin', order: 40, icon: <SettingOutlined />, label: 'incident:ui.page.settings' },
  },
  {
    path: '/portal',
    component: lazy(() => import('./portal/PortalPage.tsx').then((m) => ({ default: m.PortalPage }))),
    title: 'incident:ui.page.portal',
    permission: 'incident.create',
    layout: 'portal',
    nav: { area: 'portal', order: 10, icon: <HomeOutlined />, label: 'incident:ui.page.portal' },
  },
  {
    path: '/portal/report',
    component: lazy(() => import('./portal/ReportPage.tsx').then((m) => ({ default: m.ReportPage }))),
    title: 'incident:ui.page.report',
    permission: 'incident.create',
    layout: 'portal',
    nav: { area: 'portal', order: 20, icon: <ToolOutlined />, label: 'incident:ui.page.report' },
  },
  {
    path: '/portal/incidents/$id',
    component: lazy(() => import('./portal/FollowPage.tsx').then((m) => ({ default: m.FollowPage }))),
    title: 'incident:ui.page.portalRecord',
    permission: 'incident.read',
    layout: 'portal',
  },
]

export const quickActions: QuickAction[] = [
  {
    key: 'incident',
    label: 'incident:ui.create',
    to: '/incidents/new',
    icon: <PlusOutlined />,
    permission: 'incident.file-for-others',
    order: 10,
  },
  {
    key: 'report',
    label: 'incident:ui.page.report',
    to: '/portal/report',
    icon: <ToolOutlined />,
    permission: 'incident.create',
    order: 20,
  },
]

export const searchSources: SearchSource[] = [
  {
    label: 'incident:ui.page.record',
    permission: 'incident.read',
    search: async (q, signal) => {
      const { items } = await call(listIncidents, { q, limit: 8 }, { signal })
      return items.map(({ id, number, title, service }) => ({
        id,
        to: `/incidents/${id}`,
        tag: number,
        title,
        ...(service ? { detail: service.name } : {}),
      }))
    },
    allResults: (q) => `/incidents?view=all&q=${encodeURIComponent(q)}`,
  },
]

export const suggestionBlocks: SuggestionBlock[] = [
  {
    place: 'desk',
    key: 'precedents',
    order: 30,
    permission: 'incident.file-for-others',
    component: lazy(() => import('./desk/Precedents.tsx').then((m) => ({ default: m.Precedents }))),
  },
]
