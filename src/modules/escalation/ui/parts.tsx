import { Button } from 'antd'
import { CheckOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useMove } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { StatusTag, Tag, type Hue } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { Timeline } from '#web/kit/Timeline.tsx'
import { receiveRun, type getPolicy, type getRun, type listChannels, type listRuns } from '../contract.ts'
import './escalation.css'

export type Policy = CallOutput<typeof getPolicy>
export type Run = CallOutput<typeof getRun>
export type RunLine = CallOutput<typeof listRuns>['items'][number]
export type Channel = CallOutput<typeof listChannels>['items'][number]

const hues: Record<RunLine['state'], Hue> = { open: 'red', received: 'green', ended: 'grey' }
const deliveryHues: Record<Run['deliveries'][number]['state'], Hue> = {
  pending: 'blue',
  sent: 'green',
  failed: 'red',
  dropped: 'grey',
}

export function RunTag({ run }: { run: Pick<RunLine, 'state'> }) {
  const { t } = useTranslation('escalation')
  return <StatusTag state={run.state} label={t(`state.${run.state}`)} hue={hues[run.state]} />
}

export function ReceiveButton({ run }: { run: Pick<RunLine, 'id' | 'abilities'> }) {
  const { t } = useTranslation('escalation')
  const move = useMove(receiveRun, { done: t('done.received') })
  if (!run.abilities.includes('receive')) return null
  return (
    <Button
      type="primary"
      icon={<CheckOutlined />}
      loading={move.isPending}
      onClick={() => move.mutate({ id: run.id })}
    >
      {t('act.receive')}
    </Button>
  )
}

/** The steps of a run, whom each told by what, and who confirmed. */
export function RunTimeline({ run }: { run: Run }) {
  const { t } = useTranslation('escalation')
  return (
    <Timeline
      items={run.steps.map((step) => ({
        id: String(step.step),
        at: step.firedAt ?? step.dueAt,
        hue: step.outcome === 'told' ? 'red' : step.outcome === 'nobody' ? 'amber' : 'grey',
        title: [
          t('stepN', { n: step.step + 1 }),
          step.to.map((one) => t(`target.${one}`)).join(comma()),
          step.outcome === 'nobody' ? t('nobody') : step.outcome ? '' : t('waiting'),
        ]
          .filter(Boolean)
          .join(' · '),
        extra: <ToldList run={run} step={step.step} />,
      }))}
    />
  )
}

function ToldList({ run, step }: { run: Run; step: number }) {
  const { t } = useTranslation('escalation')
  const told = run.deliveries.filter((one) => one.step === step)
  if (told.length === 0) return null
  const receipt = (id: string) => run.receipts.find((one) => one.person.id === id)
  return (
    <ul className="zy-esc-told">
      {told.map((one) => (
        <li key={one.id}>
          {one.person.name} · {one.channel ?? t('pageMail')}
          {one.repeat > 0 ? ` · ${t('turnN', { n: one.repeat })}` : ''} ·{' '}
          <Tag hue={deliveryHues[one.state]}>{t(`delivery.${one.state}`)}</Tag> <TimeText at={one.at} />
          {one.result ? ` · ${one.result}` : ''}{' '}
          {receipt(one.person.id) ? (
            <Tag hue="green">{t('act.receive')}</Tag>
          ) : run.receipt && one.repeat === 0 ? (
            <Tag hue="amber">{t('receiptsMissing')}</Tag>
          ) : null}
        </li>
      ))}
    </ul>
  )
}
