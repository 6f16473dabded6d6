import { FileProtectOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/audit',
    component: lazy(() => import('./AuditPage.tsx').then((m) => ({ default: m.AuditPage }))),
    title: 'audit:page.title',
    permission: 'audit.read',
    nav: { area: 'audit', order: 10, icon: <FileProtectOutlined />, label: 'audit:page.title' },
  },
]
