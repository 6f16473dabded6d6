import { FieldTimeOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, RecordBlock } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/agreements',
    component: lazy(() => import('./AgreementsPage.tsx').then((m) => ({ default: m.AgreementsPage }))),
    title: 'sla:page.title',
    permission: 'sla.read',
    nav: { area: 'quality', order: 40, icon: <FieldTimeOutlined />, label: 'sla:page.title' },
  },
]

export const recordBlocks: RecordBlock[] = [
  {
    record: 'incident',
    key: 'stays',
    order: 40,
    permission: 'sla.read',
    component: lazy(() => import('./StaysBlock.tsx').then((m) => ({ default: m.StaysBlock }))),
  },
]
