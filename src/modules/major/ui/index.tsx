import { lazy } from 'react'
import type { Page, RecordBlock } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/incidents/$id/major',
    component: lazy(() => import('./MajorPage.tsx').then((m) => ({ default: m.MajorPage }))),
    title: 'major:page',
    permission: 'major.read',
  },
]

export const recordBlocks: RecordBlock[] = [
  {
    record: 'portal',
    key: 'service-notices',
    order: 10,
    permission: 'major.read-notices',
    component: lazy(() => import('./ServiceNotices.tsx').then((m) => ({ default: m.ServiceNotices }))),
  },
]
