import { lazy } from 'react'
import type { Page, RecordBlock } from '#web/page.ts'

export const pages: Page[] = []

export const recordBlocks: RecordBlock[] = [
  {
    record: 'incident',
    key: 'tasks',
    order: 5,
    permission: 'ticket.tasks',
    component: lazy(() => import('./TasksOfTicket.tsx').then((m) => ({ default: m.TasksOfTicket }))),
  },
]
