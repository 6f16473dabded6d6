import { BugOutlined, ExperimentOutlined, RadarChartOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import { call } from '#web/api.ts'
import type { Page, QuickAction, RecordBlock, SearchSource, SuggestionBlock } from '#web/page.ts'
import { listProblems } from '../contract.ts'

export const pages: Page[] = [
  {
    path: '/problems',
    component: lazy(() => import('./ProblemsPage.tsx').then((m) => ({ default: m.ProblemsPage }))),
    title: 'problem:ui.page.list',
    permission: 'problem.read',
    nav: { area: 'service-desk', order: 55, icon: <ExperimentOutlined />, label: 'problem:ui.page.list' },
  },
  {
    path: '/problems/$id',
    component: lazy(() => import('./ProblemPage.tsx').then((m) => ({ default: m.ProblemPage }))),
    title: 'problem:ui.page.record',
    permission: 'problem.read',
  },
  {
    // where the notice of new proposals leads
    path: '/problem-proposals/open',
    component: lazy(() => import('./ProposalsPage.tsx').then((m) => ({ default: m.ProposalsPage }))),
    title: 'problem:ui.page.proposals',
    permission: 'problem.manage',
    nav: {
      area: 'quality',
      order: 40,
      icon: <RadarChartOutlined />,
      label: 'problem:ui.page.proposals',
    },
  },
]

export const quickActions: QuickAction[] = [
  {
    key: 'problem',
    label: 'problem:ui.create.title',
    to: '/problems?new=1',
    icon: <BugOutlined />,
    permission: 'problem.propose',
    order: 45,
  },
]

export const searchSources: SearchSource[] = [
  {
    label: 'problem:ui.page.list',
    permission: 'problem.read',
    search: async (q, signal) =>
      (await call(listProblems, { q, limit: 5 }, { signal })).items.map((one) => ({
        id: one.id,
        to: `/problems/${one.id}`,
        title: one.title,
        tag: one.number,
      })),
    allResults: (q) => `/problems?q=${encodeURIComponent(q)}`,
  },
]

export const recordBlocks: RecordBlock[] = [
  {
    record: 'incident',
    key: 'problems',
    order: 15,
    permission: 'problem.read',
    component: lazy(() => import('./IncidentProblems.tsx').then((m) => ({ default: m.IncidentProblems }))),
  },
]

export const suggestionBlocks: SuggestionBlock[] = [
  {
    place: 'desk',
    key: 'known-errors',
    // before articles: a known error says what it is and what helps now
    order: 10,
    permission: 'problem.read',
    component: lazy(() => import('./KnownErrors.tsx').then((m) => ({ default: m.DeskKnownErrors }))),
  },
]
