import { AuditOutlined, SafetyCertificateOutlined, ToolOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/norms',
    component: lazy(() => import('./OverviewPage.tsx').then((m) => ({ default: m.OverviewPage }))),
    title: 'norm:ui.page.overview',
    permission: 'norm.read',
    nav: {
      area: 'quality',
      order: 60,
      icon: <SafetyCertificateOutlined />,
      label: 'norm:ui.page.overview',
      also: ['/norm-library', '/norm-editions', '/norm-adoptions'],
    },
  },
  {
    path: '/norm-duties',
    component: lazy(() => import('./MinePage.tsx').then((m) => ({ default: m.MinePage }))),
    title: 'norm:ui.page.mine',
    permission: 'norm.read',
    nav: { area: 'quality', order: 61, icon: <AuditOutlined />, label: 'norm:ui.page.mine' },
  },
  {
    path: '/norm-tasks',
    component: lazy(() => import('./TasksPage.tsx').then((m) => ({ default: m.TasksPage }))),
    title: 'norm:ui.page.tasks',
    permission: 'norm.read',
    nav: { area: 'quality', order: 62, icon: <ToolOutlined />, label: 'norm:ui.page.tasks' },
  },
  {
    // where notices of a task lead
    path: '/norm-tasks/$id',
    component: lazy(() => import('./TasksPage.tsx').then((m) => ({ default: m.TasksPage }))),
    title: 'norm:ui.page.tasks',
    permission: 'norm.read',
  },
  {
    path: '/norm-library',
    component: lazy(() => import('./LibraryPage.tsx').then((m) => ({ default: m.LibraryPage }))),
    title: 'norm:ui.page.library',
    permission: 'norm.read',
  },
  {
    path: '/norm-editions/$id',
    component: lazy(() => import('./EditionPage.tsx').then((m) => ({ default: m.EditionPage }))),
    title: 'norm:ui.page.library',
    permission: 'norm.read',
  },
  {
    path: '/norm-adoptions/$id',
    component: lazy(() => import('./NormPage.tsx').then((m) => ({ default: m.NormPage }))),
    title: 'norm:ui.page.norm',
    permission: 'norm.read',
  },
  {
    path: '/norm-adoptions/$id/clauses/$clauseId',
    component: lazy(() => import('./ClausePage.tsx').then((m) => ({ default: m.ClausePage }))),
    title: 'norm:ui.page.clause',
    permission: 'norm.read',
  },
]
