import { Button, Modal } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput, CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordForm } from '#web/kit/RecordForm.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useNow } from '#web/kit/useNow.ts'
import { createDelegation, endDelegation, listDelegations } from '../contract.ts'
import { signerSource } from './signers.ts'
import './approval.css'

type Row = CallOutput<typeof listDelegations>['items'][number]

/** Who stands in for me, and for whom I stand in. */
export function DelegationsPage() {
  const { t } = useTranslation('approval')
  const found = useCall(listDelegations, {})
  const [creating, setCreating] = useState(false)
  const [ending, setEnding] = useState<Row | null>(null)
  const list = plainList({ ...found, data: found.data?.items })
  const now = useNow()
  const isOver = (row: Row) => Date.parse(row.endsAt) <= now
  return (
    <div className="zy-page">
      <PageHeader
        title={t('ui.page.delegations')}
        sub={t('ui.delegation.sub')}
        breadcrumb={[{ label: t('ui.page.list'), to: '/approvals' }]}
        actions={
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
            {t('ui.delegation.create')}
          </Button>
        }
      />
      <div className="zy-panel">
        <RecordTable
          list={list}
          label={t('ui.page.delegations')}
          empty={{ title: t('ui.delegation.none'), hint: t('ui.delegation.noneHint') }}
          columns={[
            {
              key: 'people',
              title: `${t('ui.delegation.from')} → ${t('ui.delegation.to')}`,
              lead: true,
              render: (row) => `${row.from.name} → ${row.to.name}`,
            },
            {
              key: 'span',
              title: t('ui.delegation.span'),
              width: 260,
              render: (row) => (
                <>
                  <TimeText at={row.startsAt} /> – <TimeText at={row.endsAt} />
                </>
              ),
            },
            { key: 'reason', title: t('ui.delegation.reason'), cut: true, render: (row) => row.reason },
            {
              key: 'state',
              title: t('ui.delegation.state'),
              width: 200,
              render: (row) => (
                <span className="zy-appr-tags">
                  <Tag hue={row.active ? 'green' : 'grey'}>
                    {t(`ui.delegation.${row.active ? 'active' : isOver(row) ? 'over' : 'ahead'}`)}
                  </Tag>
                  {isOver(row) ? null : (
                    <Button size="small" onClick={() => setEnding(row)}>
                      {t('ui.delegation.end')}
                    </Button>
                  )}
                </span>
              ),
            },
          ]}
        />
      </div>
      <Create open={creating} close={() => setCreating(false)} />
      <End row={ending} close={() => setEnding(null)} />
    </div>
  )
}

function Create({ open, close }: { open: boolean; close: () => void }) {
  const { t } = useTranslation('approval')
  const create = useMove(createDelegation, { done: t('ui.delegation.created'), onProblem: () => true })
  return (
    <Modal
      open={open}
      title={t('ui.delegation.create')}
      onCancel={close}
      footer={null}
      width={520}
      destroyOnHidden
    >
      <RecordForm
        fields={[
          {
            type: 'remote',
            name: 'toId',
            label: t('ui.delegation.to'),
            required: true,
            source: signerSource,
            autoFocus: true,
          },
          {
            type: 'datetime',
            name: 'startsAt',
            label: t('ui.delegation.starts'),
            placeholder: t('ui.delegation.startsHint'),
            half: true,
          },
          { type: 'datetime', name: 'endsAt', label: t('ui.delegation.ends'), required: true, half: true },
          { type: 'text', name: 'reason', label: t('ui.delegation.reason'), max: 500 },
        ]}
        onSubmit={async (values) => {
          await create.mutateAsync(values as CallInput<typeof createDelegation>)
          close()
        }}
        onCancel={close}
      />
    </Modal>
  )
}

function End({ row, close }: { row: Row | null; close: () => void }) {
  const { t } = useTranslation('approval')
  const end = useMove(endDelegation, { done: t('ui.delegation.ended'), onDone: close, onProblem: () => true })
  return (
    <ConfirmMove
      open={row !== null}
      title={t('ui.delegation.end')}
      description={t('ui.delegation.endText')}
      reason="none"
      busy={end.isPending}
      error={end.error}
      onCancel={close}
      onConfirm={() => row && end.mutate({ id: row.id, version: row.version })}
    />
  )
}
