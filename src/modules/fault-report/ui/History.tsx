import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { getTimeline } from '#modules/incident/story-contract.ts'
import { actorText } from '#web/actor.ts'
import { useInfiniteList } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Timeline, type TimelineItem } from '#web/kit/Timeline.tsx'
import { LoadMore } from '#web/kit/LoadMore.tsx'

type Entry = CallOutput<typeof getTimeline>['items'][number]

/** What happened to the incident, to write from. */
export function History({ id }: { id: string }) {
  const { t } = useTranslation()
  const list = useInfiniteList(getTimeline, { id, limit: 100 })
  if (list.isPending) return <Bars rows={6} />
  if (list.error && list.items.length === 0)
    return <ErrorState error={list.error} retry={() => void list.refetch()} small />
  return (
    <>
      <Timeline items={list.items.map((entry) => itemOf(entry, t))} />
      <LoadMore list={list} block />
    </>
  )
}

function itemOf(entry: Entry, t: TFunction): TimelineItem {
  const said = entry.kind === 'comment'
  return {
    id: String(entry.id),
    at: entry.occurredAt,
    actor: actorText(t, entry),
    title: titleOf(entry, t),
    text: said ? entry.body : null,
    internal: said && !entry.public,
    extra: said || entry.body === '' ? undefined : <div className="zy-text">{entry.body}</div>,
  }
}

function titleOf(entry: Entry, t: TFunction): string {
  const move = typeof entry.data['move'] === 'string' ? entry.data['move'] : ''
  if (entry.kind === 'move' && move !== 'file') return t(`incident:move.${move}`, { defaultValue: move })
  if (entry.kind === 'move') return t('incident:timeline.filed')
  return t(`incident:timeline.${entry.kind}`, {
    defaultValue: entry.kind,
    minutes: String(entry.data['minutes'] ?? ''),
  })
}
