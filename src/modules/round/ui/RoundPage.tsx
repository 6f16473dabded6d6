import { PrinterOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useDownload, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FactList } from '#web/kit/FactList.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { finishRound, getRound, printRound, skipRound, startRound } from '../round-contract.ts'
import { EntryCard } from './EntryCard.tsx'
import { Progress, StateTag, type Round } from './parts.tsx'
import { TrendChart } from './TrendChart.tsx'
import './round.css'

/** One round: carried out on a phone, read at a desk. */
export function RoundPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(getRound, { id })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return <Loaded key={id} round={data} />
}

function Loaded({ round }: { round: Round }) {
  const { t } = useTranslation('round')
  const [trend, setTrend] = useState<string | null>(null)
  return (
    <>
      <RecordPage
        storyFirst
        title={round.plan.name}
        tabTitle={`${round.number} ${round.plan.name}`}
        breadcrumb={[{ label: t('page.list'), to: '/rounds' }, { label: round.number }]}
        tags={<StateTag round={round} />}
        actions={<Actions round={round} />}
        story={
          <Panel
            title={t('page.entries')}
            actions={<Progress done={round.done} entries={round.entries.length} />}
          >
            <div className="zy-rnd-entries">
              {round.entries.map((entry) => (
                <EntryCard
                  key={`${entry.id} ${entry.version}`}
                  round={round}
                  entry={entry}
                  onTrend={() => setTrend(entry.itemId)}
                />
              ))}
            </div>
            {round.abilities.includes('finish') ? <Finish round={round} /> : null}
          </Panel>
        }
        facts={<Facts round={round} />}
      />
      <Modal open={trend !== null} onCancel={() => setTrend(null)} footer={null} width={720} destroyOnHidden>
        {trend ? <TrendChart itemId={trend} /> : null}
      </Modal>
    </>
  )
}

function Actions({ round }: { round: Round }) {
  const { t } = useTranslation('round')
  const print = useDownload(printRound)
  const start = useMove(startRound)
  const [skipping, setSkipping] = useState(false)
  const skip = useMove(skipRound, {
    done: t('done.skipped'),
    onDone: () => setSkipping(false),
    onProblem: () => true,
  })
  const { id, version, abilities } = round
  return (
    <>
      <Button icon={<PrinterOutlined />} loading={print.busy} onClick={() => print.run({ id })}>
        {t('act.print')}
      </Button>
      {abilities.includes('skip') ? <Button onClick={() => setSkipping(true)}>{t('act.skip')}</Button> : null}
      {abilities.includes('start') ? (
        <Button type="primary" loading={start.isPending} onClick={() => start.mutate({ id, version })}>
          {t('act.start')}
        </Button>
      ) : null}
      <ConfirmMove
        open={skipping}
        title={t('act.skip')}
        reason="required"
        reasonLabel={t('field.skipReason')}
        busy={skip.isPending}
        error={skip.error}
        onCancel={() => setSkipping(false)}
        onConfirm={(reason) => skip.mutate({ id, version, reason })}
      />
    </>
  )
}

function Finish({ round }: { round: Round }) {
  const { t } = useTranslation('round')
  const [open, setOpen] = useState(false)
  const finish = useMove(finishRound, {
    done: t('done.finished'),
    onDone: () => setOpen(false),
    onProblem: () => true,
  })
  const entries = round.entries.length
  const abnormal = round.entries.filter((one) => one.result === 'abnormal').length
  return (
    <div className="zy-rnd-finish">
      <span>{t('progress', { done: round.done, entries })}</span>
      <Button type="primary" size="large" onClick={() => setOpen(true)}>
        {t('act.finish')}
      </Button>
      {open ? (
        <FormDialog
          title={t('act.finish')}
          above={t('finishSure', { entries, abnormal })}
          fields={[{ name: 'remark', label: t('field.remark'), type: 'longtext', max: 2000, rows: 3 }]}
          submitLabel={t('act.finish')}
          onSubmit={(values) =>
            finish.mutateAsync({ id: round.id, version: round.version, remark: null, ...values } as never)
          }
          onClose={() => setOpen(false)}
        />
      ) : null}
    </div>
  )
}

function Facts({ round }: { round: Round }) {
  const { t } = useTranslation('round')
  return (
    <Panel title={t('page.facts')}>
      <FactList
        facts={[
          {
            label: t('field.plan'),
            value: (
              <Link to="/round-plans/$id" params={{ id: round.plan.id }}>
                {round.plan.name}
              </Link>
            ),
          },
          { label: t('field.kind'), value: t(`kind.${round.kind}`) },
          { label: t('field.org'), value: round.org.name },
          { label: t('field.group'), value: round.group?.name },
          { label: t('field.plannedAt'), value: <TimeText at={round.plannedAt} /> },
          { label: t('field.dueBy'), value: <TimeText at={round.dueBy} /> },
          { label: t('field.person'), value: round.person?.name },
          { label: t('field.startedAt'), value: <TimeText at={round.startedAt} /> },
          { label: t('field.endedAt'), value: <TimeText at={round.endedAt} /> },
          { label: t('field.remark'), value: round.remark, block: true, when: Boolean(round.remark) },
          {
            label: t('field.skipReason'),
            value: round.skipReason,
            block: true,
            when: Boolean(round.skipReason),
          },
        ]}
      />
    </Panel>
  )
}
