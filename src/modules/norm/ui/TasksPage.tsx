import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { useUrlState } from '#web/url.ts'
import { listTasks } from '../work-contract.ts'
import { TaskList } from './Tasks.tsx'

/** Rectification tasks of the norms that one may see: what is due first. */
export function TasksPage() {
  const { t } = useTranslation('norm')
  const { id } = useParams({ strict: false }) as { id?: string }
  const [url] = useUrlState()
  const list = useCall(
    listTasks,
    {
      ...(url['mine'] === 'true' ? { mine: 'true' } : {}),
      // a notice may be about one that is over
      ...(url['state'] === 'all' || id ? {} : { open: 'true' }),
    },
    { keepPrevious: true },
  )
  const there = list.data !== undefined
  useEffect(() => {
    if (id && there) document.getElementById(id)?.scrollIntoView({ block: 'center' })
  }, [id, there])
  if (list.error && !list.data) return <ErrorState error={list.error} retry={() => void list.refetch()} />
  if (!list.data) return <PageSkeleton />
  return (
    <div className="zy-page">
      <PageHeader title={t('ui.page.tasks')} sub={t('ui.task.sub')} />
      <FilterBar
        filters={[
          {
            key: 'mine',
            label: t('ui.task.whose'),
            options: [{ value: 'true', label: t('ui.task.mine') }],
            width: 150,
          },
          {
            key: 'state',
            label: t('ui.task.open'),
            options: [{ value: 'all', label: t('ui.task.all') }],
            width: 150,
          },
        ]}
      />
      <Panel>
        {list.data.items.length === 0 ? (
          <EmptyState title={t('ui.task.empty')} hint={t('ui.task.emptyHint')} />
        ) : (
          <TaskList items={list.data.items} linked />
        )}
      </Panel>
    </div>
  )
}
