import { PhoneOutlined, PieChartOutlined, StarOutlined, ToolOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, RecordBlock } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/surveys',
    component: lazy(() => import('./MySurveysPage.tsx').then((m) => ({ default: m.MySurveysPage }))),
    title: 'satisfaction:page.mine',
    layout: 'portal',
    permission: 'satisfaction.answer',
    nav: { area: 'portal', order: 30, icon: <StarOutlined />, label: 'satisfaction:page.mine' },
  },
  {
    path: '/surveys/$id',
    component: lazy(() => import('./RatePage.tsx').then((m) => ({ default: m.RatePage }))),
    title: 'satisfaction:page.rate',
    layout: 'portal',
    permission: 'satisfaction.answer',
  },
  {
    path: '/call-backs',
    component: lazy(() => import('./CallbacksPage.tsx').then((m) => ({ default: m.CallbacksPage }))),
    title: 'satisfaction:page.callbacks',
    permission: 'satisfaction.callback',
    nav: { area: 'service-desk', order: 40, icon: <PhoneOutlined />, label: 'satisfaction:page.callbacks' },
  },
  {
    // where the notice of a call-back leads: the list, with that one under the cursor
    path: '/call-backs/$id',
    component: lazy(() => import('./CallbacksPage.tsx').then((m) => ({ default: m.CallbacksPage }))),
    title: 'satisfaction:page.callbacks',
    permission: 'satisfaction.callback',
  },
  {
    path: '/rectifications',
    component: lazy(() =>
      import('./RectificationsPage.tsx').then((m) => ({ default: m.RectificationsPage })),
    ),
    title: 'satisfaction:rectify.title',
    permission: 'satisfaction.read',
    nav: { area: 'service-desk', order: 44, icon: <ToolOutlined />, label: 'satisfaction:rectify.title' },
  },
  {
    path: '/rectifications/$id',
    component: lazy(() =>
      import('./RectificationsPage.tsx').then((m) => ({ default: m.RectificationsPage })),
    ),
    title: 'satisfaction:rectify.title',
    permission: 'satisfaction.read',
  },
  {
    path: '/satisfaction-analysis',
    component: lazy(() => import('./AnalysisPage.tsx').then((m) => ({ default: m.AnalysisPage }))),
    title: 'satisfaction:analysis.title',
    permission: 'survey.read',
    nav: { area: 'quality', order: 58, icon: <PieChartOutlined />, label: 'satisfaction:analysis.title' },
  },
]

export const recordBlocks: RecordBlock[] = [
  {
    record: 'request',
    key: 'satisfaction',
    order: 8,
    permission: 'satisfaction.read',
    component: lazy(() =>
      import('./SatisfactionOfRequest.tsx').then((m) => ({ default: m.SatisfactionOfRequest })),
    ),
  },
]
