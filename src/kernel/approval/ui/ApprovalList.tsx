import { Button, Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'
import { useListKeys } from '#web/kit/list-keys.ts'
import { Bars } from '#web/kit/Loading.tsx'
import type { ListState } from '#web/kit/RecordTable.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { ItemTag, OverdueTag, StateTag } from './tags.tsx'
import type { Line } from './types.ts'

interface Props {
  list: ListState<Line>
  which: 'waiting' | 'asked' | 'decided' | 'all'
  active: string | null
  onActive: (line: Line) => void
  selection: { selected: readonly string[]; onChange: (keys: string[]) => void } | undefined
}

/** A person may be asked twice in one approval (for himself and for who is away): the item tells the lines apart. */
export const keyOf = (line: Line): string => (line.item ? `${line.id}.${line.item.id}` : line.id)

/** Approvals as cards that fit a phone; j, k and x work on them as in every list. */
export function ApprovalList({ list, which, active, onActive, selection }: Props) {
  const { t } = useTranslation(['approval', 'web'])
  const { holder, click } = useListKeys<Line>({
    list,
    rowKey: keyOf,
    active,
    onActive,
    ...(selection ? { selection } : {}),
  })
  if (list.isPending)
    return (
      <div className="zy-pad">
        <Bars rows={8} />
      </div>
    )
  if (list.error && list.items.length === 0)
    return <ErrorState error={list.error} retry={() => list.refetch()} />
  if (list.items.length === 0)
    return <EmptyState title={t(`approval:ui.empty.${which}`)} hint={t(`approval:ui.emptyHint.${which}`)} />
  const mark = (key: string, on: boolean) =>
    selection?.onChange(on ? [...selection.selected, key] : selection.selected.filter((one) => one !== key))
  return (
    <div ref={holder}>
      <ul className="zy-appr-list" aria-label={t('approval:ui.listLabel')}>
        {list.items.map((line) => {
          const key = keyOf(line)
          return (
            <li key={key} data-key={key} className={key === active ? 'zy-active' : undefined}>
              {selection ? (
                <Checkbox
                  checked={selection.selected.includes(key)}
                  onChange={(event) => mark(key, event.target.checked)}
                  aria-label={t('approval:ui.select', { title: line.title })}
                />
              ) : null}
              <button
                type="button"
                aria-current={key === active ? 'true' : undefined}
                onClick={() => click(line)}
              >
                <Card line={line} />
              </button>
            </li>
          )
        })}
      </ul>
      {list.hasNextPage ? (
        <div className="zy-appr-more">
          <Button loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            {t('approval:ui.more')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

function Card({ line }: { line: Line }) {
  const { t } = useTranslation('approval')
  const { item } = line
  const waits = item?.state === 'waiting'
  return (
    <>
      <span className="zy-appr-kind">
        <span>{line.subject.label}</span>
        <TimeText at={waits ? item.since : (item?.decidedAt ?? line.startedAt)} mode="relative" />
      </span>
      <b dir="auto">{line.title}</b>
      <span className="zy-appr-tags">
        {item && !waits ? <ItemTag state={item.state} /> : null}
        {waits ? null : <StateTag state={line.state} />}
        {item?.overdue ? <OverdueTag /> : null}
        {item?.onBehalfOf ? <em>{t('ui.behalf', { name: item.onBehalfOf.name })}</em> : null}
        {line.state === 'running' ? <span>{line.step || t('ui.revising')}</span> : null}
        <span>{t('ui.from', { name: line.requester.name, org: line.orgName })}</span>
      </span>
    </>
  )
}
