import { ApartmentOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

const form = lazy(() => import('./SourceFormPage.tsx').then((m) => ({ default: m.SourceFormPage })))

export const pages: Page[] = [
  {
    path: '/alert-sources',
    component: lazy(() => import('./SourcesPage.tsx').then((m) => ({ default: m.SourcesPage }))),
    title: 'alert-source:page.list',
    permission: 'alert-source.read',
    nav: { area: 'watch', order: 60, icon: <ApartmentOutlined />, label: 'alert-source:page.list' },
  },
  {
    path: '/alert-sources/new/$kind',
    component: form,
    title: 'alert-source:page.new',
    permission: 'alert-source.manage',
  },
  {
    path: '/alert-sources/$id/edit',
    component: form,
    title: 'alert-source:page.edit',
    permission: 'alert-source.manage',
  },
  {
    path: '/alert-sources/$id',
    component: lazy(() => import('./SourcePage.tsx').then((m) => ({ default: m.SourcePage }))),
    title: 'alert-source:page.record',
    permission: 'alert-source.read',
  },
]
