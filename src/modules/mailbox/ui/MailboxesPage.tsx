import { PlusOutlined } from '@ant-design/icons'
import { Alert, Button, Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall } from '#web/hooks.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { plainList, RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StatusTag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { listMailboxes } from '../contract.ts'
import { MailboxForm } from './MailboxForm.tsx'
import './mailbox.css'

export type Mailbox = CallOutput<typeof listMailboxes>['items'][number]

/** The mailboxes and how their intake stands; one is kept in the drawer. */
export function MailboxesPage() {
  const { t } = useTranslation('mailbox')
  const list = useCall(listMailboxes, {}, { refetchInterval: 15_000 })
  const [shown, setShown] = useState<Mailbox | 'new' | null>(null)
  const columns = useColumns()
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.mailboxes')}
        sub={t('hint.mailboxes')}
        actions={
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setShown('new')}>
            {t('button.new')}
          </Button>
        }
      />
      {list.data && !list.data.smtp ? (
        <Alert type="info" showIcon title={t('hint.noSmtp')} className="mailbox-note" />
      ) : null}
      <RecordTable
        list={plainList({ ...list, data: list.data?.items })}
        columns={columns}
        label={t('page.mailboxes')}
        onOpen={setShown}
        empty={{ title: t('hint.empty'), hint: t('hint.mailboxes') }}
      />
      <Drawer
        open={shown !== null}
        size={640}
        title={t(shown === 'new' ? 'page.new' : 'page.edit')}
        onClose={() => setShown(null)}
        destroyOnHidden
      >
        {shown ? (
          <MailboxForm {...(shown === 'new' ? {} : { mailbox: shown })} onDone={() => setShown(null)} />
        ) : null}
      </Drawer>
    </div>
  )
}

/** How the intake of a mailbox stands, in one word. */
function stateOf(row: Mailbox): 'off' | 'failing' | 'waiting' | 'ok' {
  if (!row.active) return 'off'
  if (row.error !== null) return 'failing'
  return row.checkedAt === null ? 'waiting' : 'ok'
}

const tones = { off: 'inactive', failing: 'failed', waiting: 'pending', ok: 'active' } as const

function useColumns(): Column<Mailbox>[] {
  const { t } = useTranslation('mailbox')
  return [
    {
      key: 'name',
      title: t('field.name'),
      lead: true,
      render: (row) => (
        <>
          <div>{row.name}</div>
          <small className="mailbox-dim">{row.address}</small>
        </>
      ),
    },
    {
      key: 'state',
      title: t('field.state'),
      width: 260,
      render: (row) => {
        const state = stateOf(row)
        return (
          <>
            <StatusTag state={tones[state]} label={t(`state.${state}`)} />
            {state === 'failing' ? <div className="mailbox-error">{row.error}</div> : null}
          </>
        )
      },
    },
    {
      key: 'server',
      title: t('field.host'),
      width: 260,
      wide: true,
      cut: true,
      render: (row) => `${row.host}:${row.port} · ${row.folder}`,
    },
    { key: 'service', title: t('field.service'), wide: true, render: (row) => row.service?.name ?? '—' },
    {
      key: 'taken',
      title: t('field.taken'),
      width: 90,
      align: 'right',
      named: true,
      render: (row) => row.taken,
    },
    {
      key: 'quarantined',
      title: t('field.quarantined'),
      width: 90,
      align: 'right',
      named: true,
      render: (row) => row.quarantined,
    },
    {
      key: 'checked',
      title: t('field.checkedAt'),
      width: 150,
      render: (row) => (row.checkedAt ? <TimeText at={row.checkedAt} /> : '—'),
    },
  ]
}
