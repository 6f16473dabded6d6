import { TrophyOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/evaluations',
    component: lazy(() => import('./EvaluationsPage.tsx').then((m) => ({ default: m.EvaluationsPage }))),
    title: 'evaluation:page.list',
    permission: 'evaluation.read',
    nav: {
      area: 'quality',
      order: 50,
      icon: <TrophyOutlined />,
      label: 'evaluation:page.list',
      also: ['/evaluation-'],
    },
  },
  {
    path: '/evaluations/new',
    component: lazy(() => import('./NewPage.tsx').then((m) => ({ default: m.NewPage }))),
    title: 'evaluation:page.new',
    permission: 'evaluation.manage',
  },
  {
    path: '/evaluations/$id',
    component: lazy(() => import('./EvaluationPage.tsx').then((m) => ({ default: m.EvaluationPage }))),
    title: 'evaluation:page.list',
    permission: 'evaluation.follow',
  },
  {
    path: '/evaluation-schemes',
    component: lazy(() => import('./SchemesPage.tsx').then((m) => ({ default: m.SchemesPage }))),
    title: 'evaluation:page.schemes',
    permission: 'evaluation.read',
  },
  {
    path: '/evaluation-schemes/$id',
    component: lazy(() => import('./SchemePage.tsx').then((m) => ({ default: m.SchemePage }))),
    title: 'evaluation:page.schemes',
    permission: 'evaluation.read',
  },
  {
    path: '/evaluation-indicators',
    component: lazy(() => import('./IndicatorsPage.tsx').then((m) => ({ default: m.IndicatorsPage }))),
    title: 'evaluation:page.indicators',
    permission: 'evaluation.read',
  },
  {
    path: '/my-evaluations',
    component: lazy(() => import('./MinePage.tsx').then((m) => ({ default: m.MinePage }))),
    title: 'evaluation:page.mine',
    layout: 'portal',
    permission: 'evaluation.follow',
    nav: { area: 'portal', order: 70, icon: <TrophyOutlined />, label: 'evaluation:page.mine' },
  },
  {
    path: '/evaluation-forms/$id',
    component: lazy(() => import('./ScoringPage.tsx').then((m) => ({ default: m.ScoringPage }))),
    title: 'evaluation:page.form',
    layout: 'portal',
    permission: 'evaluation.score',
  },
]
