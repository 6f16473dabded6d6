import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { incidentRuns } from '../contract.ts'
import { ReceiveButton, RunTag, RunTimeline } from './parts.tsx'

/** On the page of an incident: how it was escalated, and the button that stops it. */
export function IncidentEscalations({ id }: { id: string }) {
  const { t } = useTranslation('escalation')
  const found = useCall(incidentRuns, { id })
  // 404: an incident that only shows itself in part
  if (found.error)
    return found.error.status === 404 ? null : (
      <ErrorState error={found.error} retry={() => void found.refetch()} small />
    )
  if (!found.data || found.data.items.length === 0) return null
  return (
    <Panel title={t('page.block')}>
      {found.data.items.map((run) => (
        <div key={run.id}>
          <div className="zy-esc-head">
            <RunTag run={run} />
            <span>{run.policy.name}</span>
            {run.endReason ? <span>{t(`endReason.${run.endReason}`)}</span> : null}
            {run.endedBy ? <span>{run.endedBy.name}</span> : null}
            <ReceiveButton run={run} />
          </div>
          <RunTimeline run={run} />
        </div>
      ))}
    </Panel>
  )
}
