import { NotificationOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, RecordBlock } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/escalations',
    component: lazy(() => import('./EscalationsPage.tsx').then((m) => ({ default: m.EscalationsPage }))),
    title: 'escalation:page.list',
    permission: 'escalation.read',
    nav: {
      area: 'watch',
      order: 56,
      icon: <NotificationOutlined />,
      label: 'escalation:page.list',
      also: ['/escalation-policies'],
    },
  },
  {
    path: '/escalations/$id',
    component: lazy(() => import('./RunPage.tsx').then((m) => ({ default: m.RunPage }))),
    title: 'escalation:page.run',
    permission: 'escalation.read',
  },
  {
    path: '/escalation-policies/new',
    component: lazy(() => import('./PolicyForm.tsx').then((m) => ({ default: m.NewPolicyPage }))),
    title: 'escalation:page.newPolicy',
    permission: 'escalation.manage',
  },
  {
    path: '/escalation-policies/$id/edit',
    component: lazy(() => import('./PolicyForm.tsx').then((m) => ({ default: m.EditPolicyPage }))),
    title: 'escalation:page.editPolicy',
    permission: 'escalation.manage',
  },
]

export const recordBlocks: RecordBlock[] = [
  {
    record: 'incident',
    key: 'escalations',
    order: 4,
    permission: 'escalation.read',
    component: lazy(() =>
      import('./IncidentEscalations.tsx').then((m) => ({ default: m.IncidentEscalations })),
    ),
  },
]
