import { AuditOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, TopBarItem } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/approvals',
    component: lazy(() => import('./ApprovalsPage.tsx').then((m) => ({ default: m.ApprovalsPage }))),
    title: 'approval:ui.page.list',
    permission: 'approval.follow',
    nav: {
      area: 'work',
      order: 20,
      icon: <AuditOutlined />,
      label: 'approval:ui.page.list',
      orPortal: true,
    },
  },
  {
    path: '/approvals/delegations',
    component: lazy(() => import('./DelegationsPage.tsx').then((m) => ({ default: m.DelegationsPage }))),
    title: 'approval:ui.page.delegations',
    permission: 'approval.decide',
  },
  {
    path: '/approvals/$id',
    component: lazy(() => import('./ApprovalPage.tsx').then((m) => ({ default: m.ApprovalPage }))),
    title: 'approval:ui.page.detail',
    permission: 'approval.follow',
  },
]

export const topBar: TopBarItem = lazy(() => import('./Badge.tsx').then((m) => ({ default: m.WaitingBadge })))
