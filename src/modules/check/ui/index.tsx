import { DashboardOutlined, MonitorOutlined, PlusOutlined, RadarChartOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import { call } from '#web/api.ts'
import type { Page, QuickAction, RecordBlock, SearchSource } from '#web/page.ts'
import { listChecks } from '../contract.ts'

const form = () => import('./form/CheckFormPage.tsx')
const templateForm = () => import('./template/TemplateFormPage.tsx')
const blocks = () => import('./blocks.tsx')

export const pages: Page[] = [
  {
    path: '/monitoring',
    component: lazy(() => import('./OverviewPage.tsx').then((m) => ({ default: m.OverviewPage }))),
    title: 'check:page.overview',
    permission: 'check.read',
    nav: { area: 'watch', order: 10, icon: <DashboardOutlined />, label: 'check:page.overview' },
  },
  {
    path: '/checks',
    component: lazy(() => import('./ChecksPage.tsx').then((m) => ({ default: m.ChecksPage }))),
    title: 'check:page.list',
    permission: 'check.read',
    nav: {
      area: 'watch',
      order: 20,
      icon: <MonitorOutlined />,
      label: 'check:page.list',
      also: ['/check-templates'],
    },
  },
  {
    path: '/checks/new',
    component: lazy(() => form().then((m) => ({ default: m.NewCheckPage }))),
    title: 'check:page.new',
    permission: 'check.manage',
  },
  {
    path: '/checks/from-cis',
    component: lazy(() => import('./template/FromCisPage.tsx').then((m) => ({ default: m.FromCisPage }))),
    title: 'check:page.fromCis',
    permission: 'check.manage',
  },
  {
    path: '/checks/import',
    component: lazy(() => import('./ImportPage.tsx').then((m) => ({ default: m.ImportPage }))),
    title: 'check:page.import',
    permission: 'check.manage',
  },
  {
    path: '/checks/$id',
    component: lazy(() => import('./record/CheckPage.tsx').then((m) => ({ default: m.CheckPage }))),
    title: 'check:page.record',
    permission: 'check.read',
  },
  {
    path: '/checks/$id/edit',
    component: lazy(() => form().then((m) => ({ default: m.EditCheckPage }))),
    title: 'check:page.record',
    permission: 'check.manage',
  },
  {
    path: '/check-templates',
    component: lazy(() => import('./template/TemplatesPage.tsx').then((m) => ({ default: m.TemplatesPage }))),
    title: 'check:page.templates',
    permission: 'check.read',
  },
  {
    path: '/check-templates/new',
    component: lazy(() => templateForm().then((m) => ({ default: m.NewTemplatePage }))),
    title: 'check:page.newTemplate',
    permission: 'check.manage',
  },
  {
    path: '/check-templates/$id',
    component: lazy(() => import('./template/TemplatePage.tsx').then((m) => ({ default: m.TemplatePage }))),
    title: 'check:page.templates',
    permission: 'check.read',
  },
  {
    path: '/check-templates/$id/edit',
    component: lazy(() => templateForm().then((m) => ({ default: m.EditTemplatePage }))),
    title: 'check:page.templates',
    permission: 'check.manage',
  },
  {
    path: '/check-probes',
    component: lazy(() => import('./ProbesPage.tsx').then((m) => ({ default: m.ProbesPage }))),
    title: 'check:page.probes',
    permission: 'check.read',
    nav: { area: 'watch', order: 80, icon: <RadarChartOutlined />, label: 'check:page.probes' },
  },
]

export const quickActions: QuickAction[] = [
  {
    key: 'check',
    label: 'check:page.new',
    to: '/checks/new',
    icon: <PlusOutlined />,
    permission: 'check.manage',
    order: 200,
  },
]

export const searchSources: SearchSource[] = [
  {
    label: 'check:page.list',
    permission: 'check.read',
    search: async (q, signal) =>
      (await call(listChecks, { q, limit: 5 }, { signal })).items.map((one) => ({
        id: one.id,
        to: `/checks/${one.id}`,
        title: one.name,
        detail: one.target,
      })),
    allResults: (q) => `/checks?q=${encodeURIComponent(q)}`,
  },
]

export const recordBlocks: RecordBlock[] = [
  {
    record: 'ci',
    key: 'checks',
    order: 10,
    permission: 'check.read',
    component: lazy(() => blocks().then((m) => ({ default: m.CiChecks }))),
  },
  {
    record: 'service',
    key: 'checks',
    order: 10,
    permission: 'check.read',
    component: lazy(() => blocks().then((m) => ({ default: m.ServiceChecks }))),
  },
]
