import {
  CaretRightOutlined,
  DeleteOutlined,
  EditOutlined,
  FormOutlined,
  PauseCircleOutlined,
  PlayCircleOutlined,
} from '@ant-design/icons'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Button, DatePicker } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { RecordPage } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { fromWall } from '#web/kit/zone.ts'
import { useCan } from '#web/session.tsx'
import { deleteCheck, getCheck, pauseCheck, resumeCheck, type CheckView } from '../../contract.ts'
import { CheckTag, useKindName } from '../parts.tsx'
import { AvailabilityPanel } from './AvailabilityPanel.tsx'
import { FactsPanel } from './FactsPanel.tsx'
import { HeartbeatPanel } from './HeartbeatPanel.tsx'
import { HistoryPanel } from './HistoryPanel.tsx'
import { NowPanel } from './NowPanel.tsx'
import { RaisedPanel } from './RaisedPanel.tsx'
import { ReadingDialog } from './ReadingDialog.tsx'
import { TransitionsPanel } from './TransitionsPanel.tsx'
import { useRunNow } from './use-run-now.ts'

/** One check: how it stands and has stood on the left, what it is and depends on at the right. */
export function CheckPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const record = useCall(getCheck, { id }, { staleTime: 2_000 })
  if (record.error && !record.data)
    return <ErrorState error={record.error} retry={() => void record.refetch()} />
  if (!record.data) return <PageSkeleton />
  return <Loaded key={id} check={record.data} />
}

function Loaded({ check }: { check: CheckView }) {
  const { t } = useTranslation('check')
  const kindName = useKindName()
  return (
    <RecordPage
      storyFirst
      title={check.name}
      breadcrumb={[{ label: t('page.list'), to: '/checks' }]}
      tags={<CheckTag state={check.state} />}
      sub={[kindName(check.kind), check.target, check.org.name].filter(Boolean).join(' · ')}
      actions={<Actions check={check} />}
      story={
        <>
          <NowPanel check={check} />
          {check.kind === 'heartbeat' ? <HeartbeatPanel check={check} /> : null}
          <HistoryPanel check={check} />
          <AvailabilityPanel id={check.id} calendar={check.calendar?.name ?? null} />
          <TransitionsPanel id={check.id} />
        </>
      }
      facts={
        <>
          <FactsPanel check={check} />
          <RaisedPanel check={check} />
        </>
      }
    />
  )
}

function Actions({ check }: { check: CheckView }) {
  const { t } = useTranslation('check')
  const navigate = useNavigate()
  const can = useCan()
  const run = useRunNow(check)
  const [open, setOpen] = useState<'pause' | 'delete' | 'reading' | null>(null)
  const resume = useMove(resumeCheck, { done: t('screen.done.resumed') })
  const { id, version } = check
  const manages = check.abilities.includes('manage')
  return (
    <>
      {check.kind === 'manual' && can('check.report') ? (
        <Button icon={<FormOutlined />} onClick={() => setOpen('reading')}>
          {t('screen.reading.add')}
        </Button>
      ) : null}
      {manages ? (
        <>
          <Button icon={<DeleteOutlined />} onClick={() => setOpen('delete')}>
            {t('screen.delete')}
          </Button>
          {check.pausedUntil ? (
            <Button
              icon={<PlayCircleOutlined />}
              loading={resume.isPending}
              onClick={() => resume.mutate({ id, version })}
            >
              {t('screen.resume')}
            </Button>
          ) : (
            <Button icon={<PauseCircleOutlined />} onClick={() => setOpen('pause')}>
              {t('screen.pause')}
            </Button>
          )}
          <Button
            icon={<EditOutlined />}
            onClick={() => void navigate({ to: '/checks/$id/edit' as never, params: { id } as never })}
          >
            {t('screen.edit')}
          </Button>
          {run.possible ? (
            <Button type="primary" icon={<CaretRightOutlined />} loading={run.waiting} onClick={run.start}>
              {t('screen.run')}
            </Button>
          ) : null}
        </>
      ) : null}
      {open === 'pause' ? <PauseDialog check={check} onClose={() => setOpen(null)} /> : null}
      {open === 'delete' ? <DeleteDialog check={check} onClose={() => setOpen(null)} /> : null}
      {open === 'reading' ? <ReadingDialog check={check} onClose={() => setOpen(null)} /> : null}
    </>
  )
}

function PauseDialog({ check, onClose }: { check: CheckView; onClose: () => void }) {
  const { t } = useTranslation('check')
  const [until, setUntil] = useState<Dayjs | null>(null)
  const pause = useMove(pauseCheck, { done: t('screen.done.paused'), onDone: onClose, onProblem: () => true })
  return (
    <ConfirmMove
      open
      title={t('screen.pause')}
      description={t('screen.pauseHelp')}
      reason="required"
      busy={pause.isPending}
      error={pause.error}
      onCancel={onClose}
      onConfirm={(reason) => {
        const to = fromWall(until)
        pause.mutate({ id: check.id, version: check.version, reason, ...(to ? { until: to } : {}) })
      }}
    >
      <label className="zy-confirm-reason">
        <span>{t('screen.pauseUntil')}</span>
        <DatePicker
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          value={until}
          onChange={setUntil}
          placeholder={t('screen.pauseOpen')}
          style={{ width: '100%' }}
        />
      </label>
    </ConfirmMove>
  )
}

function DeleteDialog({ check, onClose }: { check: CheckView; onClose: () => void }) {
  const { t } = useTranslation('check')
  const navigate = useNavigate()
  const remove = useMove(deleteCheck, {
    done: t('screen.done.deleted'),
    onDone: () => navigate({ to: '/checks' }),
    onProblem: () => true,
  })
  return (
    <ConfirmMove
      open
      title={t('screen.delete')}
      description={t('screen.deleteHelp', { name: check.name })}
      reason="none"
      danger
      busy={remove.isPending}
      error={remove.error}
      onCancel={onClose}
      onConfirm={() => remove.mutate({ id: check.id, version: check.version })}
    />
  )
}
