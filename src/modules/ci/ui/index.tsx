import { ApartmentOutlined, ClusterOutlined, HeartOutlined, TagsOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import { call } from '#web/api.ts'
import type { Page, RecordBlock, SearchSource } from '#web/page.ts'
import { listCis } from '../contract.ts'

export const pages: Page[] = [
  {
    path: '/cis',
    component: lazy(() => import('./CisPage.tsx').then((m) => ({ default: m.CisPage }))),
    title: 'ci:ui.page.list',
    permission: 'ci.read',
    nav: { area: 'resources', order: 20, icon: <ClusterOutlined />, label: 'ci:ui.page.list' },
  },
  {
    path: '/cis/$id',
    component: lazy(() => import('./CiPage.tsx').then((m) => ({ default: m.CiPage }))),
    title: 'ci:ui.page.record',
    permission: 'ci.read',
  },
  {
    path: '/ci-import',
    component: lazy(() => import('./ImportPage.tsx').then((m) => ({ default: m.ImportPage }))),
    title: 'ci:ui.page.import',
    permission: 'ci.manage',
  },
  {
    path: '/ci-graph/$id',
    component: lazy(() => import('./graph/GraphPage.tsx').then((m) => ({ default: m.GraphPage }))),
    title: 'ci:ui.page.graph',
    permission: 'ci.read',
  },
  {
    path: '/ci-health',
    component: lazy(() => import('./HealthPage.tsx').then((m) => ({ default: m.HealthPage }))),
    title: 'ci:ui.page.health',
    permission: 'ci.read',
    nav: { area: 'resources', order: 22, icon: <HeartOutlined />, label: 'ci:ui.page.health' },
  },
  {
    path: '/ci-proposals',
    component: lazy(() => import('./ProposalsPage.tsx').then((m) => ({ default: m.ProposalsPage }))),
    title: 'ci:ui.page.proposals',
    permission: 'ci.read',
  },
  {
    path: '/ci-compare',
    component: lazy(() => import('./ComparePage.tsx').then((m) => ({ default: m.ComparePage }))),
    title: 'ci:ui.page.compare',
    permission: 'ci.read',
    nav: { area: 'resources', order: 23, icon: <ApartmentOutlined />, label: 'ci:ui.page.compare' },
  },
  {
    path: '/ci-classes',
    component: lazy(() => import('./ClassesPage.tsx').then((m) => ({ default: m.ClassesPage }))),
    title: 'ci:ui.page.classes',
    permission: 'ci.configure',
    nav: { area: 'resources', order: 24, icon: <TagsOutlined />, label: 'ci:ui.page.classes' },
  },
]

export const searchSources: SearchSource[] = [
  {
    label: 'ci:ui.page.list',
    permission: 'ci.read',
    search: async (q, signal) =>
      (await call(listCis, { q, limit: 5 }, { signal })).items.map((one) => ({
        id: one.id,
        to: `/cis/${one.id}`,
        title: one.name,
        tag: one.code,
      })),
    allResults: (q) => `/cis?q=${encodeURIComponent(q)}`,
  },
]

export const recordBlocks: RecordBlock[] = [
  {
    record: 'incident',
    key: 'cis',
    order: 12,
    permission: 'ci.read',
    component: lazy(() => import('./TicketCis.tsx').then((m) => ({ default: m.IncidentCis }))),
  },
  {
    record: 'change',
    key: 'cis',
    order: 12,
    permission: 'ci.read',
    component: lazy(() => import('./TicketCis.tsx').then((m) => ({ default: m.ChangeCis }))),
  },
]
