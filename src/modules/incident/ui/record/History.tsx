import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useInfiniteList } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Timeline } from '#web/kit/Timeline.tsx'
import { getTimeline } from '../../story-contract.ts'
import { entryItem } from '../parts/entry.tsx'
import type { Incident } from '../types.ts'
import { ReplyBox } from './ReplyBox.tsx'

const remembered = 'zy.incident.order'

/** Reply box and everything that happened. */
export function History({ incident }: { incident: Incident }) {
  const { t } = useTranslation('incident')
  const [order, setOrder] = useState<'asc' | 'desc'>(() =>
    localStorage.getItem(remembered) === 'asc' ? 'asc' : 'desc',
  )
  const entries = useInfiniteList(getTimeline, { id: incident.id, order, limit: 50 })
  const turn = (next: 'asc' | 'desc') => {
    localStorage.setItem(remembered, next)
    setOrder(next)
  }
  return (
    <Panel
      title={t('ui.record.timeline')}
      actions={
        <Segmented
          size="small"
          className="zy-no-print"
          value={order}
          onChange={(value) => turn(value)}
          options={[
            { value: 'desc' as const, label: t('ui.record.newest') },
            { value: 'asc' as const, label: t('ui.record.oldest') },
          ]}
        />
      }
    >
      <ReplyBox key={incident.id} incident={incident} />
      {entries.error && entries.items.length === 0 ? (
        <ErrorState error={entries.error} retry={() => void entries.refetch()} small />
      ) : entries.isPending ? (
        <Bars rows={8} />
      ) : (
        <Timeline items={entries.items.map((entry) => entryItem(entry, t))} />
      )}
      {entries.hasNextPage ? (
        <Button
          type="text"
          block
          loading={entries.isFetchingNextPage}
          onClick={() => void entries.fetchNextPage()}
        >
          {t('ui.record.olderEntries')}
        </Button>
      ) : null}
    </Panel>
  )
}
