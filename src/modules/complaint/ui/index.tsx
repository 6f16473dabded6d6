import { CommentOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/complaints',
    component: lazy(() => import('./ComplaintsPage.tsx').then((m) => ({ default: m.ComplaintsPage }))),
    title: 'complaint:page.list',
    permission: 'complaint.handle',
    nav: { area: 'service-desk', order: 46, icon: <CommentOutlined />, label: 'complaint:page.list' },
  },
  {
    path: '/complaints/$id',
    component: lazy(() => import('./ComplaintPage.tsx').then((m) => ({ default: m.ComplaintPage }))),
    title: 'complaint:page.detail',
    permission: 'complaint.handle',
  },
  {
    path: '/my-complaints',
    component: lazy(() => import('./MyComplaintsPage.tsx').then((m) => ({ default: m.MyComplaintsPage }))),
    title: 'complaint:page.mine',
    layout: 'portal',
    permission: 'complaint.file',
    nav: { area: 'portal', order: 35, icon: <CommentOutlined />, label: 'complaint:page.mine' },
  },
  {
    path: '/my-complaints/$id',
    component: lazy(() => import('./MyComplaintsPage.tsx').then((m) => ({ default: m.MyComplaintPage }))),
    title: 'complaint:page.mine',
    layout: 'portal',
    permission: 'complaint.file',
  },
  {
    path: '/anonymous-complaints',
    component: lazy(() => import('./AnonymousPage.tsx').then((m) => ({ default: m.AnonymousPage }))),
    title: 'complaint:page.anonymous',
    layout: 'bare',
    public: true,
  },
]
