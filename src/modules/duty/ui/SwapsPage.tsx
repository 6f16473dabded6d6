import { CheckCircleOutlined, ClockCircleOutlined, CloseCircleOutlined } from '@ant-design/icons'
import { Button, Segmented } from 'antd'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import {
  acceptSwap,
  approveSwap,
  declineSwap,
  listSwaps,
  refuseSwap,
  withdrawSwap,
  type SwapRecord,
} from '../contract.ts'
import { hoursOf } from './parts.tsx'

type Move = SwapRecord['abilities'][number]

/** Swaps and substitutions: what I asked for, what is asked of me, what I approve. */
export function SwapsPage() {
  const { t } = useTranslation('duty')
  const { id } = useParams({ strict: false })
  const [url, setUrl] = useUrlState()
  const which = url['which'] === 'over' ? 'over' : 'open'
  const found = useCall(listSwaps, { which }, { keepPrevious: true })
  const [asked, setAsked] = useState<{ swap: SwapRecord; move: Move } | null>(null)
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.swaps')}
        actions={
          <Segmented
            value={which}
            onChange={(next) => setUrl({ which: next === 'over' ? 'over' : undefined })}
            options={[
              { value: 'open', label: t('screen.swap.open') },
              { value: 'over', label: t('screen.swap.over') },
            ]}
          />
        }
      />
      <RecordTable
        list={plainList({ ...found, data: found.data?.items })}
        label={t('page.swaps')}
        {...(id ? { active: id } : {})}
        empty={{ title: t('screen.swap.empty'), hint: t('screen.swap.emptyHint') }}
        columns={[
          {
            key: 'shift',
            title: t('screen.field.shift'),
            cut: true,
            render: (row) => (
              <>
                {t('screen.swap.text', {
                  person: row.askedBy.name,
                  shift: `${row.shift.day} ${row.shift.name} ${hoursOf(row.shift)}`,
                })}
              </>
            ),
          },
          {
            key: 'team',
            title: t('screen.field.team'),
            width: 140,
            wide: true,
            render: (row) => row.team.name,
          },
          {
            key: 'other',
            title: t('screen.field.other'),
            width: 220,
            render: (row) => (
              <>
                {row.other?.name ?? t('screen.swap.toAll')}
                <br />
                <small>
                  {row.otherShift
                    ? t('screen.swap.forReturn', { shift: `${row.otherShift.day} ${row.otherShift.name}` })
                    : t('screen.swap.substitute')}
                </small>
              </>
            ),
          },
          {
            key: 'reason',
            title: t('screen.field.reason'),
            width: 180,
            wide: true,
            render: (row) => row.reason,
          },
          { key: 'state', title: t('screen.field.state'), width: 150, render: (row) => <State row={row} /> },
          {
            key: 'at',
            title: t('screen.field.period'),
            width: 150,
            wide: true,
            render: (row) => <TimeText at={row.decidedAt ?? row.agreedAt ?? row.askedAt} />,
          },
          {
            key: 'do',
            title: '',
            width: 200,
            align: 'right',
            render: (row) => (
              <span className="duty-moves">
                {row.abilities.map((move) => (
                  <Button
                    key={move}
                    size="small"
                    type={move === 'accept' || move === 'approve' ? 'primary' : 'default'}
                    onClick={() => setAsked({ swap: row, move })}
                  >
                    {t(`screen.swap.${move}`)}
                  </Button>
                ))}
              </span>
            ),
          },
        ]}
      />
      {asked ? <MoveDialog {...asked} onClose={() => setAsked(null)} /> : null}
    </div>
  )
}

const moves = {
  accept: acceptSwap,
  decline: declineSwap,
  withdraw: withdrawSwap,
  approve: approveSwap,
  refuse: refuseSwap,
}

function MoveDialog({ swap, move, onClose }: { swap: SwapRecord; move: Move; onClose: () => void }) {
  const { t } = useTranslation('duty')
  // the five moves take and give the same
  const go = useMove(moves[move] as typeof acceptSwap, { done: t('screen.swap.moved'), onDone: onClose })
  return (
    <ConfirmMove
      open
      title={`${t(`screen.swap.${move}`)} · ${swap.shift.day} ${swap.shift.name}`}
      reason={move === 'refuse' || move === 'decline' ? 'required' : 'optional'}
      reasonLabel={t('screen.field.remark')}
      danger={move === 'refuse' || move === 'decline'}
      busy={go.isPending}
      onCancel={onClose}
      onConfirm={(remark) => go.mutate({ id: swap.id, version: swap.version, remark })}
    />
  )
}

function State({ row }: { row: SwapRecord }) {
  const { t } = useTranslation('duty')
  const text = t(`screen.swapState.${row.state}`)
  if (row.state === 'approved')
    return (
      <Tag hue="green" icon={<CheckCircleOutlined />}>
        {text}
      </Tag>
    )
  if (row.state === 'asked' || row.state === 'agreed')
    return (
      <Tag hue="amber" icon={<ClockCircleOutlined />}>
        {text}
      </Tag>
    )
  return (
    <Tag hue="grey" icon={<CloseCircleOutlined />}>
      {text}
    </Tag>
  )
}
