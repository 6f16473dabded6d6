import { AppstoreOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

const record = lazy(() => import('./ServicePage.tsx').then((m) => ({ default: m.ServicePage })))

export const pages: Page[] = [
  {
    path: '/services',
    component: lazy(() => import('./ServicesPage.tsx').then((m) => ({ default: m.ServicesPage }))),
    title: 'service:page.title',
    permission: 'service.read',
    nav: { area: 'resources', order: 10, icon: <AppstoreOutlined />, label: 'service:page.title' },
  },
  {
    path: '/services/new',
    component: lazy(() => import('./NewServicePage.tsx').then((m) => ({ default: m.NewServicePage }))),
    title: 'service:page.new',
    permission: 'service.manage',
  },
  { path: '/services/$id', component: record, title: 'service:page.title', permission: 'service.read' },
]
