import { InboxOutlined, MailOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, RecordBlock } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/mailboxes',
    component: lazy(() => import('./MailboxesPage.tsx').then((m) => ({ default: m.MailboxesPage }))),
    title: 'mailbox:page.mailboxes',
    permission: 'mailbox.configure',
    nav: { area: 'admin', order: 60, icon: <MailOutlined />, label: 'mailbox:page.mailboxes' },
  },
  {
    path: '/mails',
    component: lazy(() => import('./MailsPage.tsx').then((m) => ({ default: m.MailsPage }))),
    title: 'mailbox:page.mails',
    permission: 'mailbox.quarantine',
    nav: { area: 'service-desk', order: 40, icon: <InboxOutlined />, label: 'mailbox:page.mails' },
  },
]

export const recordBlocks: RecordBlock[] = [
  {
    record: 'incident',
    key: 'mails',
    order: 20,
    permission: 'incident.work',
    component: lazy(() => import('./MailsOfIncident.tsx').then((m) => ({ default: m.MailsOfIncident }))),
  },
]
