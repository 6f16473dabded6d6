import { FunctionOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

const permission = 'fact.read'

export const pages: Page[] = [
  {
    path: '/facts',
    component: lazy(() => import('./FactsPage.tsx').then((m) => ({ default: m.FactsPage }))),
    title: 'fact:ui.page',
    permission,
    nav: { area: 'quality', order: 90, icon: <FunctionOutlined />, label: 'fact:ui.page' },
  },
  {
    path: '/facts/$key',
    component: lazy(() => import('./FactPage.tsx').then((m) => ({ default: m.FactPage }))),
    title: 'fact:ui.detail',
    permission,
  },
]
