import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    // where a notice of a subscription leads
    path: '/views/$id',
    component: lazy(() => import('./OpenView.tsx').then((m) => ({ default: m.OpenView }))),
    title: 'view:page.view',
    permission: 'view.use',
  },
]
