import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCall, useInfiniteList } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { incidentAlerts } from '../contract.ts'
import { AlertStatus, LabelTags, SeverityTag } from './parts.tsx'

const pageSize = 10

/** The alerts of an incident; nothing at all where it has none. `id`: the incident's. */
export function AlertsOfIncident({ id }: { id: string }) {
  const { t } = useTranslation('alert')
  const counts = useCall(incidentAlerts, { id, limit: 1 })
  const any = (counts.data?.items.length ?? 0) > 0
  const list = useInfiniteList(incidentAlerts, { id, limit: pageSize }, { enabled: any })
  const error = counts.error ?? list.error
  if (error && list.items.length === 0) {
    return (
      <Panel title={t('block.title')}>
        <ErrorState error={error} retry={() => void counts.refetch()} small />
      </Panel>
    )
  }
  if (!any || !counts.data) return null
  const { firing, resolved } = counts.data
  const sums = [
    firing ? t('block.firing', { count: firing }) : '',
    resolved ? t('block.resolved', { count: resolved }) : '',
  ]
  return (
    <Panel title={t('block.title')} actions={<small>{sums.filter(Boolean).join(' · ')}</small>}>
      <ul className="zy-alerts">
        {list.items.map((alert) => (
          <li key={alert.id}>
            <div className="zy-alerts-line">
              <AlertStatus status={alert.status} />
              <SeverityTag severity={alert.severity} />
              <strong dir="auto">{alert.name}</strong>
              {alert.count > 1 ? <small className="zy-num">×{alert.count}</small> : null}
              <TimeText at={alert.lastAt} />
            </div>
            <LabelTags labels={alert.labels} most={8} />
          </li>
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button
          type="text"
          size="small"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('web:action.loadMore')}
        </Button>
      ) : null}
    </Panel>
  )
}
