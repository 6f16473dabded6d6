import { AuditOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/stocktakes',
    component: lazy(() => import('./StocktakesPage.tsx').then((m) => ({ default: m.StocktakesPage }))),
    title: 'stocktake:page.list',
    permission: 'stocktake.read',
    nav: { area: 'resources', order: 46, icon: <AuditOutlined />, label: 'stocktake:page.list' },
  },
  {
    path: '/stocktakes/new',
    component: lazy(() => import('./FormPage.tsx').then((m) => ({ default: m.NewStocktakePage }))),
    title: 'stocktake:page.new',
    permission: 'stocktake.manage',
  },
  {
    path: '/stocktakes/$id',
    component: lazy(() => import('./StocktakePage.tsx').then((m) => ({ default: m.StocktakePage }))),
    title: 'stocktake:page.list',
    permission: 'stocktake.read',
  },
  {
    path: '/stocktakes/$id/edit',
    component: lazy(() => import('./FormPage.tsx').then((m) => ({ default: m.EditStocktakePage }))),
    title: 'stocktake:page.edit',
    permission: 'stocktake.manage',
  },
  {
    path: '/stocktakes/$id/count',
    component: lazy(() => import('./CountPage.tsx').then((m) => ({ default: m.CountPage }))),
    title: 'stocktake:page.count',
    permission: 'stocktake.count',
  },
]
