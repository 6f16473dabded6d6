import { Drawer } from 'antd'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useInfiniteList } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import { listMails } from '../contract.ts'
import { outcomes } from '../words.ts'
import { MailFacts } from './MailFacts.tsx'
import { OutcomeTag, type Mail } from './OutcomeTag.tsx'
import './mailbox.css'

/** Mails that were taken in; those in quarantine first of all, because they wait for somebody. */
export function MailsPage() {
  const { t } = useTranslation('mailbox')
  const [url, setUrl] = useUrlState()
  const outcome = outcomes.find((one) => one === url['outcome'])
  const sender = url['sender']
  const list = useInfiniteList(listMails, { ...(outcome ? { outcome } : {}), ...(sender ? { sender } : {}) })
  const shown = list.items.find((mail) => mail.id === url['at'])
  const columns = useColumns()
  return (
    <div className="zy-page">
      <PageHeader title={t('page.mails')} />
      <FilterBar
        searchKey="sender"
        searchPlaceholder={t('field.sender')}
        filters={[
          {
            key: 'outcome',
            label: t('field.outcome'),
            options: outcomes.map((value) => ({ value, label: t(`outcome.${value}`) })),
          },
        ]}
      />
      <RecordTable
        list={list}
        columns={columns}
        label={t('page.mails')}
        onOpen={(row) => setUrl({ at: row.id })}
        filtered={Boolean(outcome || sender)}
        empty={{ title: t('hint.emptyMails'), hint: t('hint.emptyMailsHint') }}
      />
      <Drawer
        open={shown !== undefined}
        size={640}
        title={shown?.subject || t('page.mails')}
        onClose={() => setUrl({ at: undefined })}
        destroyOnHidden
      >
        {shown ? <MailFacts key={`${shown.id} ${shown.version}`} mail={shown} /> : null}
      </Drawer>
    </div>
  )
}

function useColumns(): Column<Mail>[] {
  const { t } = useTranslation('mailbox')
  return [
    {
      key: 'outcome',
      title: t('field.outcome'),
      width: 120,
      render: (row) => <OutcomeTag outcome={row.outcome} />,
    },
    { key: 'subject', title: t('field.subject'), lead: true, cut: true, render: (row) => row.subject || '—' },
    {
      key: 'sender',
      title: t('field.sender'),
      width: 240,
      cut: true,
      render: (row) => (row.senderName ? `${row.senderName} <${row.sender}>` : (row.sender ?? '—')),
    },
    {
      key: 'reason',
      title: t('field.reason'),
      width: 240,
      cut: true,
      wide: true,
      render: (row) => row.reasonText,
    },
    {
      key: 'ticket',
      title: t('field.ticket'),
      width: 180,
      render: (row) =>
        row.ticket ? (
          <Link to={'/incidents/$id' as never} params={{ id: row.ticket.id } as never}>
            {row.ticket.number}
          </Link>
        ) : null,
    },
    {
      key: 'at',
      title: t('field.receivedAt'),
      width: 150,
      render: (row) => <TimeText at={row.receivedAt} />,
    },
  ]
}
