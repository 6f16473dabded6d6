import { Button, Popconfirm } from 'antd'
import { ExclamationCircleOutlined, PauseCircleOutlined, PlusOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRuleText } from '#kernel/calendar/ui/RuleBlock.tsx'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { deleteRecurring, listRecurring } from '../contract.ts'
import { RecurringDialog } from './RecurringDialog.tsx'

export type Recurring = CallOutput<typeof listRecurring>['items'][number]

/** What comes again and again, when next, and what came of it last. */
export function RecurringPage() {
  const { t } = useTranslation('recurring')
  const can = useCan()
  const ruleText = useRuleText()
  const found = useCall(listRecurring, {})
  const remove = useMove(deleteRecurring, { done: t('deleted') })
  const [shown, setShown] = useState<Recurring | 'new' | null>(null)
  const list = plainList({ ...found, data: found.data?.items })
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.list')}
        sub={t('page.sub')}
        actions={
          can('recurring.manage') ? (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setShown('new')}>
              {t('create')}
            </Button>
          ) : null
        }
      />
      <RecordTable
        list={list}
        label={t('page.list')}
        empty={{ title: t('page.empty'), hint: t('page.emptyHint') }}
        onOpen={(row) => row.abilities.includes('edit') && setShown(row)}
        columns={[
          { key: 'name', title: t('field.name'), cut: true },
          { key: 'rule', title: t('field.rule'), width: 240, render: (row) => ruleText(row.rule) },
          {
            key: 'template',
            title: t('field.template'),
            width: 160,
            wide: true,
            render: (row) => row.template?.name ?? <Tag hue="red">{t('state.noTemplate')}</Tag>,
          },
          { key: 'org', title: t('field.org'), width: 150, wide: true, render: (row) => row.org.name },
          { key: 'next', title: t('field.next'), width: 170, render: (row) => <Next row={row} /> },
          {
            key: 'last',
            title: t('field.last'),
            width: 180,
            wide: true,
            render: (row) => <Last row={row} />,
          },
          {
            key: 'do',
            title: '',
            width: 120,
            align: 'right',
            render: (row) =>
              row.abilities.includes('edit') ? (
                <>
                  <Button size="small" type="link" onClick={() => setShown(row)}>
                    {t('edit')}
                  </Button>
                  <Popconfirm
                    title={t('deleteSure', { name: row.name })}
                    onConfirm={() => remove.mutate({ id: row.id, version: row.version })}
                  >
                    <Button size="small" type="link" danger>
                      {t('delete')}
                    </Button>
                  </Popconfirm>
                </>
              ) : null,
          },
        ]}
      />
      {shown ? (
        <RecurringDialog recurring={shown === 'new' ? null : shown} onClose={() => setShown(null)} />
      ) : null}
    </div>
  )
}

function Next({ row }: { row: Recurring }) {
  const { t } = useTranslation('recurring')
  if (!row.active)
    return (
      <Tag hue="grey" icon={<PauseCircleOutlined />}>
        {t('state.paused')}
      </Tag>
    )
  if (row.late)
    return (
      <Tag hue="red" icon={<ExclamationCircleOutlined />}>
        {t('state.late')}
      </Tag>
    )
  return <TimeText at={row.nextAt} />
}

function Last({ row }: { row: Recurring }) {
  return row.last ? (
    <Link to="/incidents/$id" params={{ id: row.last.ticketId }}>
      {row.last.number}
    </Link>
  ) : (
    '—'
  )
}
