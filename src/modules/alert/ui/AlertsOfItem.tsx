import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useInfiniteList } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { listAlerts } from '../contract.ts'
import { AlertLine } from './parts.tsx'

/** Open alerts of a configuration item, on its page; nothing at all where it has none. */
export function AlertsOfItem({ id }: { id: string }) {
  const { t } = useTranslation('alert')
  const list = useInfiniteList(listAlerts, { ciId: id, state: 'firing,acknowledged', limit: 10 })
  if (list.error)
    return (
      <Panel title={t('block.title')}>
        <ErrorState error={list.error} retry={() => void list.refetch()} small />
      </Panel>
    )
  if (list.items.length === 0) return null
  return (
    <Panel
      title={t('block.title')}
      actions={
        <Link to={'/alerts' as never} search={{ ciId: id } as never}>
          {t('page.list')}
        </Link>
      }
    >
      <ul className="zy-alerts">
        {list.items.map((alert) => (
          <li key={alert.id}>
            <AlertLine alert={alert} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
