import { AlertOutlined, BookOutlined, FileAddOutlined, ReadOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import { call } from '#web/api.ts'
import type { Page, QuickAction, RecordBlock, SearchSource, SuggestionBlock } from '#web/page.ts'
import { listArticles } from '../contract.ts'

export const pages: Page[] = [
  {
    path: '/knowledge',
    component: lazy(() => import('./KnowledgePage.tsx').then((m) => ({ default: m.KnowledgePage }))),
    title: 'knowledge:ui.page.list',
    permission: 'knowledge.read-staff',
    nav: { area: 'service-desk', order: 50, icon: <BookOutlined />, label: 'knowledge:ui.page.list' },
  },
  {
    path: '/emergency-plans',
    component: lazy(() => import('./PlansPage.tsx').then((m) => ({ default: m.PlansPage }))),
    title: 'knowledge:ui.page.plans',
    permission: 'knowledge.read-staff',
    nav: { area: 'quality', order: 30, icon: <AlertOutlined />, label: 'knowledge:ui.page.plans' },
  },
  {
    path: '/articles/$id',
    component: lazy(() => import('./ArticlePage.tsx').then((m) => ({ default: m.ArticlePage }))),
    title: 'knowledge:ui.page.record',
    permission: 'knowledge.read',
  },
  {
    path: '/articles/$id/edit',
    component: lazy(() => import('./EditPage.tsx').then((m) => ({ default: m.EditPage }))),
    title: 'knowledge:ui.page.edit',
    permission: 'knowledge.write',
  },
  {
    path: '/articles/$id/history',
    component: lazy(() => import('./HistoryPage.tsx').then((m) => ({ default: m.HistoryPage }))),
    title: 'knowledge:ui.page.history',
    permission: 'knowledge.read-staff',
  },
  {
    path: '/portal/knowledge',
    component: lazy(() => import('./PortalPages.tsx').then((m) => ({ default: m.PortalList }))),
    title: 'knowledge:ui.page.portal',
    permission: 'knowledge.read',
    layout: 'portal',
    nav: { area: 'portal', order: 25, icon: <ReadOutlined />, label: 'knowledge:ui.page.portal' },
  },
  {
    path: '/portal/knowledge/$id',
    component: lazy(() => import('./PortalPages.tsx').then((m) => ({ default: m.PortalArticle }))),
    title: 'knowledge:ui.page.record',
    permission: 'knowledge.read',
    layout: 'portal',
  },
]

export const quickActions: QuickAction[] = [
  {
    key: 'article',
    label: 'knowledge:ui.create.action',
    to: '/knowledge?new=article',
    icon: <FileAddOutlined />,
    permission: 'knowledge.write',
    order: 40,
  },
]

export const searchSources: SearchSource[] = [
  {
    label: 'knowledge:ui.page.list',
    permission: 'knowledge.read-staff',
    search: async (q, signal) =>
      (await call(listArticles, { q, limit: 5 }, { signal })).items.map(({ id, number, title }) => ({
        id,
        to: `/articles/${id}`,
        tag: number,
        title,
      })),
    allResults: (q) => `/knowledge?q=${encodeURIComponent(q)}`,
  },
]

export const recordBlocks: RecordBlock[] = [
  {
    record: 'incident',
    key: 'articles',
    order: 20,
    permission: 'knowledge.read-staff',
    component: lazy(() => import('./IncidentArticles.tsx').then((m) => ({ default: m.IncidentArticles }))),
  },
]

const suggestions = lazy(() => import('./Suggestions.tsx').then((m) => ({ default: m.DeskSuggestions })))
const portalSuggestions = lazy(() =>
  import('./Suggestions.tsx').then((m) => ({ default: m.PortalSuggestions })),
)

export const suggestionBlocks: SuggestionBlock[] = [
  { place: 'desk', key: 'knowledge', order: 20, permission: 'knowledge.read', component: suggestions },
  {
    place: 'portal',
    key: 'knowledge',
    order: 20,
    permission: 'knowledge.read',
    component: portalSuggestions,
  },
]
