import { Button } from 'antd'
import { ArrowsAltOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { Bars } from '#web/kit/Loading.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { PriorityTag } from '#web/kit/tags.tsx'
import { Timeline } from '#web/kit/Timeline.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { getTimeline } from '../../story-contract.ts'
import { MoveButtons } from '../moves/MoveButtons.tsx'
import type { Moves } from '../moves/useMoves.tsx'
import { entryItem } from '../parts/entry.tsx'
import { IncidentGrade, StateTag } from '../parts/tags.tsx'
import { ClockList } from '../record/ClockList.tsx'
import type { Incident, Line } from '../types.ts'

interface PreviewProps {
  /** The row under the cursor, shown at once. */
  line: Line | undefined
  /** The whole record, a moment later. */
  incident: Incident | undefined
  error: unknown
  moves: Moves
}

/** The incident under the cursor: enough to decide what to do with it, and to do it. */
export function Preview({ line, incident, error, moves }: PreviewProps) {
  const { t } = useTranslation('incident')
  const head = incident ?? line
  if (error && !incident) return <ErrorState error={error} />
  if (!head) {
    return (
      <div className="zy-pad">
        <Bars rows={10} />
      </div>
    )
  }
  return (
    <article className="zy-inc-preview" aria-label={t('ui.queue.previewLabel')}>
      <header>
        <div className="zy-inc-preview-top">
          <span className="zy-inc-number">{head.number}</span>
          <Link to="/incidents/$id" params={{ id: head.id }} title={t('ui.openHint')}>
            <Button size="small" type="text" icon={<ArrowsAltOutlined />} tabIndex={-1}>
              {t('ui.open')}
            </Button>
          </Link>
        </div>
        <h2 dir="auto">{head.title}</h2>
        <div className="zy-inc-tags">
          <StateTag state={head.merged ? 'merged' : head.state} holdReason={head.holdReason} />
          <PriorityTag priority={head.priority} />
          <IncidentGrade row={head} />
        </div>
      </header>
      <div className="zy-inc-preview-moves">
        {incident ? <MoveButtons incident={incident} moves={moves} shown={3} /> : null}
      </div>
      <section className="zy-inc-preview-text">
        {incident ? (
          <PlainText lines={8}>{incident.description || t('ui.record.noDescription')}</PlainText>
        ) : (
          <Bars rows={3} />
        )}
      </section>
      <ClockList clocks={head.clocks} />
      <PreviewFacts head={head} phone={incident?.requesterPhone ?? incident?.callerPhone} />
      <LastEntries id={head.id} />
    </article>
  )
}

function PreviewFacts({ head, phone }: { head: Line; phone: string | null | undefined }) {
  const { t } = useTranslation('incident')
  const who = head.requester?.name ?? head.callerName
  return (
    <FactList
      facts={[
        { label: t('ui.field.requester'), value: [who, phone].filter(Boolean).join(' · ') },
        { label: t('ui.field.org'), value: head.org?.name },
        { label: t('ui.field.service'), value: head.service?.name },
        { label: t('ui.field.category'), value: head.category?.name },
        { label: t('ui.field.group'), value: head.group?.name ?? t('ui.unassigned') },
        { label: t('ui.field.owner'), value: head.owner?.name },
        { label: t('ui.field.channel'), value: t(`channel.${head.channel}`) },
        { label: t('ui.field.recordedAt'), value: <TimeText at={head.recordedAt} /> },
      ]}
    />
  )
}

function LastEntries({ id }: { id: string }) {
  const { t } = useTranslation('incident')
  const latest = useCall(getTimeline, { id, order: 'desc', limit: 3 })
  return (
    <section className="zy-inc-last">
      <h3>{t('ui.queue.lastEntry')}</h3>
      {latest.data ? (
        latest.data.items.length > 0 ? (
          <Timeline items={latest.data.items.map((entry) => entryItem(entry, t))} />
        ) : (
          <p>{t('ui.queue.noEntry')}</p>
        )
      ) : latest.error ? (
        <ErrorState error={latest.error} retry={() => void latest.refetch()} small />
      ) : (
        <Bars rows={3} />
      )}
    </section>
  )
}
