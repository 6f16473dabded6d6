import { useTranslation } from 'react-i18next'
import { useInfiniteList } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { LoadMore } from '#web/kit/LoadMore.tsx'
import { incidentAlerts } from '../contract.ts'
import { AlertLine, LabelTags } from './parts.tsx'

const pageSize = 10

/** The alerts of an incident; nothing at all where it has none. `id`: the incident's. */
export function AlertsOfIncident({ id }: { id: string }) {
  const { t } = useTranslation('alert')
  const list = useInfiniteList(incidentAlerts, { id, limit: pageSize })
  if (list.error && list.items.length === 0) {
    return (
      <Panel title={t('block.title')}>
        <ErrorState error={list.error} retry={() => void list.refetch()} small />
      </Panel>
    )
  }
  const first = list.data?.pages[0]
  if (!first || list.items.length === 0) return null
  const { firing, resolved } = first
  const sums = [
    firing ? t('block.firing', { count: firing }) : '',
    resolved ? t('block.resolved', { count: resolved }) : '',
  ]
  return (
    <Panel title={t('block.title')} actions={<small>{sums.filter(Boolean).join(' · ')}</small>}>
      <ul className="zy-alerts">
        {list.items.map((alert) => (
          <li key={alert.id}>
            <AlertLine alert={alert} />
            <LabelTags labels={alert.labels} most={8} />
          </li>
        ))}
      </ul>
      <LoadMore list={list} type="text" size="small" />
    </Panel>
  )
}
