import { ClusterOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/asset-classes',
    component: lazy(() => import('./ClassesPage.tsx').then((m) => ({ default: m.ClassesPage }))),
    title: 'asset-class:page.title',
    permission: 'asset-class.read',
    nav: { area: 'resources', order: 60, icon: <ClusterOutlined />, label: 'asset-class:page.title' },
  },
  {
    path: '/asset-classes/catalogues',
    component: lazy(() => import('./CataloguesPage.tsx').then((m) => ({ default: m.CataloguesPage }))),
    title: 'asset-class:catalogue.imports',
    permission: 'asset-class.read',
  },
]
