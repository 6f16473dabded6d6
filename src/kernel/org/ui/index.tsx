import { ApartmentOutlined, UsergroupAddOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/orgs',
    component: lazy(() => import('./OrgsPage.tsx').then((m) => ({ default: m.OrgsPage }))),
    title: 'org:orgs.title',
    permission: 'org.read',
    nav: { area: 'admin', order: 20, icon: <ApartmentOutlined />, label: 'org:orgs.title' },
  },
  {
    path: '/groups',
    component: lazy(() => import('./GroupsPage.tsx').then((m) => ({ default: m.GroupsPage }))),
    title: 'org:groups.title',
    permission: 'group.read',
    nav: { area: 'admin', order: 30, icon: <UsergroupAddOutlined />, label: 'org:groups.title' },
  },
]
