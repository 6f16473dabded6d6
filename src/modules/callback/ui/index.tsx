import { PhoneOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, RecordBlock } from '#web/page.ts'

const page = lazy(() => import('./CallbacksPage.tsx').then((m) => ({ default: m.CallbacksPage })))
const block = lazy(() => import('./CallbacksOfTicket.tsx').then((m) => ({ default: m.CallbacksOfTicket })))

export const pages: Page[] = [
  {
    path: '/scheduled-callbacks',
    component: page,
    title: 'callback:page.list',
    permission: 'callback.do',
    nav: { area: 'service-desk', order: 38, icon: <PhoneOutlined />, label: 'callback:page.list' },
  },
  {
    // where the reminder leads: the list, with that one under the cursor
    path: '/scheduled-callbacks/$id',
    component: page,
    title: 'callback:page.list',
    permission: 'callback.do',
  },
]

export const recordBlocks: RecordBlock[] = (['incident', 'request'] as const).map((record) => ({
  record,
  key: 'callbacks',
  order: 6,
  permission: 'callback.do',
  component: block,
}))
