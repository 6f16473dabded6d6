import { PhoneOutlined, StarOutlined } from '@ant-design/icons'
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
