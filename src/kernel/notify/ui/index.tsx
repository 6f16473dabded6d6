import { lazy } from 'react'
import type { BellDrawer, Page } from '#web/page.ts'

export const bell: BellDrawer = lazy(() =>
  import('./Drawer.tsx').then((m) => ({ default: m.NotificationDrawer })),
)

export const pages: Page[] = [
  {
    path: '/account/notifications',
    component: lazy(() => import('./PreferencesPage.tsx').then((m) => ({ default: m.PreferencesPage }))),
    title: 'notify:page.title',
  },
]
