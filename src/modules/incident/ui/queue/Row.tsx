import { useTranslation } from 'react-i18next'
import { PriorityTag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { IncidentGrade, NearestClock, StateTag } from '../parts/tags.tsx'
import type { Line } from '../types.ts'

/** Title and facts of an incident in two dense lines. */
export function TitleCell({ row, gone }: { row: Line; gone: boolean }) {
  const { t } = useTranslation('incident')
  const who = row.requester?.name ?? row.callerName
  return (
    <div className={gone ? 'zy-inc-line zy-inc-gone' : 'zy-inc-line'}>
      <div className="zy-inc-line-title" title={row.title} dir="auto">
        {row.title}
      </div>
      <div className="zy-inc-line-facts">
        <span className="zy-inc-number">{row.number}</span>
        {gone ? <em>{t('ui.queue.moved')}</em> : null}
        {row.service ? (
          <span className="zy-inc-line-service" title={row.service.name}>
            {row.service.name}
          </span>
        ) : null}
        {who ? <span>{who}</span> : null}
      </div>
    </div>
  )
}

/** State, and under it who has it. */
export function StateCell({ row }: { row: Line }) {
  const { t } = useTranslation('incident')
  return (
    <div className="zy-inc-cell">
      <StateTag state={row.merged ? 'merged' : row.state} />
      <small title={[row.group?.name, row.owner?.name].filter(Boolean).join(' / ')}>
        {row.owner?.name ?? row.group?.name ?? t('ui.unassigned')}
      </small>
    </div>
  )
}

/** The nearest clock over the age. */
export function TimeCell({ row }: { row: Line }) {
  return (
    <div className="zy-inc-cell zy-inc-cell-right">
      <NearestClock clocks={row.clocks} />
      <small>
        <TimeText at={row.origin === 'import' ? row.occurredAt : row.recordedAt} mode="relative" />
      </small>
    </div>
  )
}

/** Priority over grade. */
export function PriorityCell({ row }: { row: Line }) {
  return (
    <div className="zy-inc-cell">
      <PriorityTag priority={row.priority} compact />
      <IncidentGrade row={row} />
    </div>
  )
}
