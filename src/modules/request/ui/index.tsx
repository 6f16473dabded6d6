import { AppstoreAddOutlined, FileDoneOutlined, UserAddOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import { call } from '#web/api.ts'
import type { Page, QuickAction, SearchSource } from '#web/page.ts'
import { listRequests } from '../contract.ts'

export const pages: Page[] = [
  {
    path: '/requests',
    component: lazy(() => import('./desk/RequestsPage.tsx').then((m) => ({ default: m.RequestsPage }))),
    title: 'request:ui.page.requests',
    permission: 'request.fulfil',
    nav: { area: 'service-desk', order: 20, icon: <FileDoneOutlined />, label: 'request:ui.page.requests' },
  },
  {
    path: '/requests/new',
    component: lazy(() => import('./desk/AskForPage.tsx').then((m) => ({ default: m.AskForPage }))),
    title: 'request:ui.page.askFor',
    permission: 'request.ask-for-others',
  },
  {
    path: '/requests/$id',
    component: lazy(() => import('./desk/RequestPage.tsx').then((m) => ({ default: m.RequestPage }))),
    title: 'request:ui.page.request',
    permission: 'request.read',
  },
  {
    path: '/portal/catalogue',
    component: lazy(() => import('./portal/CataloguePage.tsx').then((m) => ({ default: m.CataloguePage }))),
    title: 'request:ui.portal.title',
    permission: 'catalogue.read',
    layout: 'portal',
    nav: {
      area: 'portal',
      order: 22,
      icon: <AppstoreAddOutlined />,
      label: 'request:ui.portal.title',
    },
  },
  {
    path: '/portal/catalogue/$id',
    component: lazy(() => import('./portal/ItemPage.tsx').then((m) => ({ default: m.ItemPage }))),
    title: 'request:ui.page.item',
    permission: 'request.ask',
    layout: 'portal',
  },
  {
    path: '/portal/basket',
    component: lazy(() => import('./portal/BasketPage.tsx').then((m) => ({ default: m.BasketPage }))),
    title: 'request:ui.basket.title',
    permission: 'request.ask',
    layout: 'portal',
  },
  {
    path: '/portal/requests/$id',
    component: lazy(() => import('./portal/FollowPage.tsx').then((m) => ({ default: m.FollowPage }))),
    title: 'request:ui.page.request',
    permission: 'request.read',
    layout: 'portal',
  },
]

export const quickActions: QuickAction[] = [
  {
    key: 'request',
    label: 'request:ui.portal.title',
    to: '/portal/catalogue',
    icon: <AppstoreAddOutlined />,
    permission: 'request.ask',
    order: 30,
  },
  {
    key: 'request-for',
    label: 'request:ui.page.askFor',
    to: '/requests/new',
    icon: <UserAddOutlined />,
    permission: 'request.ask-for-others',
    order: 31,
  },
]

export const searchSources: SearchSource[] = [
  {
    label: 'request:ui.page.request',
    permission: 'request.read',
    search: async (q, signal) => {
      const { items } = await call(listRequests, { q, limit: 8 }, { signal })
      return items.map(({ id, number, title, requester }) => ({
        id,
        to: `/requests/${id}`,
        tag: number,
        title,
        detail: requester.name,
      }))
    },
    allResults: (q) => `/requests?view=requests&q=${encodeURIComponent(q)}`,
  },
]
