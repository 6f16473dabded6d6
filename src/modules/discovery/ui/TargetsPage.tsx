import { PauseCircleOutlined, PlusOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Popconfirm, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useInfiniteList, useMove } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { deleteTarget, listTargets, startRun, type TargetView } from '../contract.ts'
import { RunTag } from './parts.tsx'
import { TargetDialog } from './TargetDialog.tsx'

/** What is asked, with which credential, how often; and what came of it last. */
export function TargetsPage() {
  const { t } = useTranslation('discovery')
  const can = useCan()
  const list = useInfiniteList(listTargets, {})
  const [shown, setShown] = useState<TargetView | 'new' | null>(null)
  const add = can('discovery.manage') ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setShown('new')}>
      {t('do.createTarget')}
    </Button>
  ) : null
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.targets')}
        sub={t('page.targetsSub')}
        breadcrumb={[{ label: t('page.devices'), to: '/discovery' }]}
        actions={add}
      />
      <section className="zy-panel">
        <RecordTable
          list={list}
          label={t('page.targets')}
          empty={{ title: t('page.emptyTargets'), hint: t('page.emptyTargetsHint'), action: add }}
          columns={[
            { key: 'name', title: t('field.name'), cut: true },
            {
              key: 'ranges',
              title: t('field.ranges'),
              width: 230,
              render: (row) => (
                <span title={row.ranges.join('\n')}>
                  {row.ranges.slice(0, 2).join(comma())}
                  {row.ranges.length > 2 ? ' …' : ''} · {t('said.total', { n: row.addresses })}
                </span>
              ),
            },
            { key: 'protocol', title: t('field.protocol'), width: 90, wide: true },
            { key: 'org', title: t('field.org'), width: 140, wide: true, render: (row) => row.org.name },
            {
              key: 'schedule',
              title: t('field.schedule'),
              width: 150,
              wide: true,
              render: (row) => <Schedule target={row} />,
            },
            { key: 'last', title: t('field.last'), width: 230, render: (row) => <Last target={row} /> },
            {
              key: 'do',
              title: '',
              width: 220,
              align: 'right',
              render: (row) => <Actions target={row} onEdit={() => setShown(row)} />,
            },
          ]}
        />
      </section>
      {shown ? <TargetDialog target={shown === 'new' ? null : shown} onClose={() => setShown(null)} /> : null}
    </div>
  )
}

function Schedule({ target }: { target: TargetView }) {
  const { t } = useTranslation('discovery')
  if (!target.active)
    return (
      <Tag hue="grey" icon={<PauseCircleOutlined />}>
        {t('said.paused')}
      </Tag>
    )
  return target.everyHours === null ? t('said.byHand') : t('said.every', { n: target.everyHours })
}

function Last({ target: { last } }: { target: TargetView }) {
  const { t } = useTranslation('discovery')
  if (!last) return <>{t('said.none')}</>
  return (
    <Link to={'/discovery/runs/$id' as never} params={{ id: last.id } as never}>
      <RunTag state={last.state} />{' '}
      {last.endedAt ? <TimeText at={last.endedAt} mode="relative" /> : t('said.progress', last)}
    </Link>
  )
}

function Actions({ target, onEdit }: { target: TargetView; onEdit: () => void }) {
  const { t } = useTranslation('discovery')
  const navigate = useNavigate()
  const start = useMove(startRun, {
    done: t('done.started'),
    onDone: (run) => void navigate({ to: '/discovery/runs/$id' as never, params: { id: run.id } as never }),
  })
  const remove = useMove(deleteTarget, { done: t('done.deleted') })
  if (!target.abilities.includes('manage')) return null
  return (
    <Space size={0}>
      <Button
        size="small"
        type="link"
        loading={start.isPending}
        onClick={() => start.mutate({ id: target.id })}
      >
        {t('do.start')}
      </Button>
      <Button size="small" type="link" onClick={onEdit}>
        {t('do.edit')}
      </Button>
      <Popconfirm
        title={t('do.deleteSure', { name: target.name })}
        onConfirm={() => remove.mutate({ id: target.id, version: target.version })}
      >
        <Button size="small" type="link" danger>
          {t('do.delete')}
        </Button>
      </Popconfirm>
    </Space>
  )
}
