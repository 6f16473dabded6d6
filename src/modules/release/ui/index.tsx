import { RocketOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, RecordBlock } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/releases',
    component: lazy(() => import('./ReleasesPage.tsx').then((m) => ({ default: m.ReleasesPage }))),
    title: 'release:page.list',
    permission: 'release.read',
    nav: { area: 'service-desk', order: 62, icon: <RocketOutlined />, label: 'release:page.list' },
  },
  {
    path: '/releases/$id',
    component: lazy(() => import('./ReleasePage.tsx').then((m) => ({ default: m.ReleasePage }))),
    title: 'release:page.list',
    permission: 'release.read',
  },
]

export const recordBlocks: RecordBlock[] = [
  {
    record: 'change',
    key: 'releases',
    order: 10,
    permission: 'release.read',
    component: lazy(() => import('./ReleasesOfChange.tsx').then((m) => ({ default: m.ReleasesOfChange }))),
  },
]
