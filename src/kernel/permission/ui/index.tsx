import { SafetyOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/roles',
    component: lazy(() => import('./RolesPage.tsx').then((m) => ({ default: m.RolesPage }))),
    title: 'permission:roles.title',
    permission: 'role.read',
    nav: { area: 'admin', order: 40, icon: <SafetyOutlined />, label: 'permission:roles.title' },
  },
]
