import { useNavigate, useParams } from '@tanstack/react-router'
import { Alert, Button, Progress, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useInfiniteList, useMove } from '#web/hooks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { continueRun, getRun, listAnswers, stopRun, type RunView } from '../contract.ts'
import { openStates, type RunState } from '../words.ts'
import { OutcomeTag, RunTag } from './parts.tsx'
import { ProblemList } from './Problems.tsx'

const goesOn = (state: RunState) => (openStates as readonly RunState[]).includes(state)

/** A run while it works and after. */
export function RunPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const [pace, setPace] = useState(2000)
  const { data: run, error, refetch } = useCall(getRun, { id }, { refetchInterval: pace })
  const wanted = run && !goesOn(run.state) ? 0 : 2000
  // watched while it works, left alone after
  if (wanted !== pace) setPace(wanted)
  if (error && !run) return <ErrorState error={error} retry={() => void refetch()} />
  if (!run) return <PageSkeleton />
  return <Shown run={run} />
}

function Shown({ run }: { run: RunView }) {
  const { t } = useTranslation('discovery')
  const percent = run.total ? Math.floor((100 * run.done) / run.total) : 0
  const { partial, silent, refused, unreadable } = run
  return (
    <RecordPage
      title={run.target.name}
      breadcrumb={[
        { label: t('page.devices'), to: '/discovery' },
        { label: t('page.targets'), to: '/discovery/targets' },
      ]}
      tags={<RunTag state={run.state} />}
      actions={<Actions run={run} />}
      story={
        <>
          <Panel title={t('field.progress')}>
            {run.error ? <Alert type="error" title={run.error} style={{ marginBottom: 8 }} /> : null}
            <div role="status" aria-live="polite">
              <Progress percent={percent} status={goesOn(run.state) ? 'active' : 'normal'} />
              <p>{t('said.progress', run)}</p>
              <p className="zy-page-sub">
                {t('said.counts', { ok: run.found - partial, partial, silent, refused, unreadable })}
              </p>
            </div>
          </Panel>
          <Answers run={run} />
        </>
      }
      facts={
        <FactList
          facts={[
            { label: t('field.trigger'), value: t(`trigger.${run.trigger}`) },
            { label: t('field.by'), value: run.requestedBy, when: run.trigger === 'hand' },
            { label: t('field.started'), value: run.startedAt ? <TimeText at={run.startedAt} /> : null },
            { label: t('field.ended'), value: run.endedAt ? <TimeText at={run.endedAt} /> : null },
            {
              label: t('field.problems'),
              value: t('said.interrupted', { n: run.interruptions }),
              when: run.interruptions > 0,
            },
          ]}
        />
      }
    />
  )
}

function Actions({ run }: { run: RunView }) {
  const { t } = useTranslation('discovery')
  const stop = useMove(stopRun, { done: t('done.stopped') })
  const goOn = useMove(continueRun, { done: t('done.continued') })
  const input = { id: run.id, version: run.version }
  return (
    <>
      {run.abilities.includes('stop') ? (
        <Button danger loading={stop.isPending} onClick={() => stop.mutate(input)}>
          {t('do.stop')}
        </Button>
      ) : null}
      {run.abilities.includes('continue') ? (
        <Button type="primary" loading={goOn.isPending} onClick={() => goOn.mutate(input)}>
          {t('do.continue')}
        </Button>
      ) : null}
    </>
  )
}

function Answers({ run }: { run: RunView }) {
  const { t } = useTranslation('discovery')
  const navigate = useNavigate()
  const [silent, setSilent] = useState(false)
  // `done` makes it another question whenever an address has answered
  const list = useInfiniteList(listAnswers, { id: run.id, silent: silent ? 'true' : 'false', limit: 100 })
  const [seen, setSeen] = useState(run.done)
  if (seen !== run.done) {
    setSeen(run.done)
    void list.refetch()
  }
  return (
    <Panel
      flush
      title={t('field.outcome')}
      actions={
        <label>
          <Switch size="small" checked={silent} onChange={setSilent} /> {t('do.showSilent')}
        </label>
      }
    >
      <RecordTable
        list={list}
        rowKey={(row) => row.address}
        label={t('field.outcome')}
        empty={{ title: t('page.emptyAnswers'), hint: t('page.emptyAnswersHint') }}
        onOpen={(row) =>
          row.device
            ? void navigate({ to: '/discovery/devices/$id' as never, params: { id: row.device.id } as never })
            : undefined
        }
        columns={[
          { key: 'address', title: t('field.address'), width: 150, lead: true },
          {
            key: 'outcome',
            title: t('field.outcome'),
            width: 130,
            render: (row) => <OutcomeTag outcome={row.outcome} />,
          },
          { key: 'device', title: t('field.device'), cut: true, render: (row) => row.device?.name ?? '—' },
          {
            key: 'problems',
            title: t('field.problems'),
            render: (row) => <ProblemList problems={row.problems} />,
          },
          {
            key: 'milliseconds',
            title: t('field.milliseconds'),
            width: 100,
            wide: true,
            align: 'right',
            render: (row) => `${row.milliseconds} ms`,
          },
        ]}
      />
    </Panel>
  )
}
