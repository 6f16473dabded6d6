import { CarryOutOutlined, ToolOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import { ledgerPages } from '#kernel/ledger/ui/LedgerPagesBlock.tsx'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/rounds',
    component: lazy(() => import('./RoundsPage.tsx').then((m) => ({ default: m.RoundsPage }))),
    title: 'round:page.list',
    permission: 'round.read',
    nav: {
      area: 'watch',
      order: 40,
      icon: <CarryOutOutlined />,
      label: 'round:page.list',
      also: ['/round-plans'],
    },
  },
  {
    path: '/rounds/points/$code',
    component: lazy(() => import('./PointPage.tsx').then((m) => ({ default: m.PointPage }))),
    title: 'round:page.point',
    permission: 'round.read',
  },
  {
    path: '/rounds/$id',
    component: lazy(() => import('./RoundPage.tsx').then((m) => ({ default: m.RoundPage }))),
    title: 'round:page.round',
    permission: 'round.read',
  },
  {
    path: '/round-plans/new',
    component: lazy(() => import('./PlanForm.tsx').then((m) => ({ default: m.NewPlanPage }))),
    title: 'round:page.newPlan',
    permission: 'round.manage',
  },
  {
    path: '/round-plans/$id',
    component: lazy(() => import('./PlanPage.tsx').then((m) => ({ default: m.PlanPage }))),
    title: 'round:page.plans',
    permission: 'round.read',
  },
  {
    path: '/round-plans/$id/edit',
    component: lazy(() => import('./PlanForm.tsx').then((m) => ({ default: m.EditPlanPage }))),
    title: 'round:page.editPlan',
    permission: 'round.manage',
  },
  ...ledgerPages({
    path: '/rectification-notices',
    words: 'round:notice',
    read: 'round.read',
    keep: 'round.keep-notices',
    nav: { area: 'watch', order: 42, icon: <ToolOutlined /> },
    load: async () => ({ endpoints: (await import('../notice-contract.ts')).noticeEndpoints }),
  }),
]
