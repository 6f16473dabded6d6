import { AppstoreOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/catalogue-items',
    component: lazy(() => import('./ItemsPage.tsx').then((m) => ({ default: m.ItemsPage }))),
    title: 'catalogue:ui.page.items',
    permission: 'catalogue.manage',
    nav: { area: 'admin', order: 45, icon: <AppstoreOutlined />, label: 'catalogue:ui.page.items' },
  },
  {
    path: '/catalogue-items/$id',
    component: lazy(() => import('./ItemEditorPage.tsx').then((m) => ({ default: m.ItemEditorPage }))),
    title: 'catalogue:ui.page.item',
    permission: 'catalogue.manage',
  },
]
