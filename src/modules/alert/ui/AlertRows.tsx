import { Checkbox } from 'antd'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useListKeys } from '#web/kit/list-keys.ts'
import { Bars } from '#web/kit/Loading.tsx'
import type { ListState } from '#web/kit/RecordTable.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { LabelText, SeverityTag, StateTag, type Alert } from './parts.tsx'

interface Props {
  list: ListState<Alert>
  gone: ReadonlySet<string>
  active: string | null
  onActive: (row: Alert) => void
  filtered: boolean
  selection?: { selected: readonly string[]; onChange: (ids: string[]) => void }
}

const rowKey = (row: Alert) => row.id
/** Rows beyond the edges that are drawn, too. */
const spare = 8

/** The list of the console. Only the rows in sight are drawn, so that it stays quick however far somebody scrolls. */
export function AlertRows(props: Props) {
  const { list, filtered } = props
  const { t } = useTranslation('alert')
  if (list.isPending)
    return (
      <div className="zy-pad">
        <Bars rows={12} />
      </div>
    )
  if (list.error && list.items.length === 0)
    return <ErrorState error={list.error} retry={() => list.refetch()} />
  if (list.items.length === 0)
    return (
      <EmptyState
        title={filtered ? t('web:state.emptyFiltered') : t('screen.empty')}
        hint={filtered ? t('web:state.emptyFilteredHint') : t('screen.emptyHint')}
      />
    )
  return <Rows {...props} />
}

function Rows({ list, gone, active, onActive, selection }: Props) {
  const { t } = useTranslation('alert')
  const { holder } = useListKeys({
    list,
    rowKey,
    active,
    onActive,
    onOpen: onActive,
    ...(selection ? { selection } : {}),
  })
  const { top, height, rowHeight } = useSight(holder)
  useActiveInSight(holder, list.items, active, rowHeight)
  const first = Math.max(0, Math.floor(top / rowHeight) - spare)
  const last = Math.min(list.items.length, Math.ceil((top + height) / rowHeight) + spare)
  const { hasNextPage, isFetchingNextPage, error, fetchNextPage } = list
  const near = last >= list.items.length - spare
  useEffect(() => {
    if (near && hasNextPage && !isFetchingNextPage && !error) void fetchNextPage()
  }, [near, hasNextPage, isFetchingNextPage, error, fetchNextPage])
  const chosen = new Set(selection?.selected)
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    selection?.onChange([...next])
  }
  const end = list.items.length * rowHeight
  return (
    <div
      className="zy-al-list"
      ref={holder}
      role="grid"
      aria-label={t('page.list')}
      aria-rowcount={hasNextPage ? -1 : list.items.length}
      tabIndex={-1}
    >
      <div style={{ height: end + 44 }} role="rowgroup">
        {list.items.slice(first, last).map((row, i) => (
          <Row
            key={row.id}
            row={row}
            top={(first + i) * rowHeight}
            index={first + i}
            active={row.id === active}
            gone={gone.has(row.id)}
            chosen={chosen.has(row.id)}
            {...(selection ? { onToggle: toggle } : {})}
            onOpen={onActive}
          />
        ))}
        <div className="zy-al-more" style={{ top: end }}>
          {error ? (
            <ErrorState error={error} retry={() => void fetchNextPage()} small />
          ) : isFetchingNextPage ? (
            t('web:state.loading')
          ) : hasNextPage ? (
            ''
          ) : (
            t('web:state.end')
          )}
        </div>
      </div>
    </div>
  )
}

interface RowProps {
  row: Alert
  top: number
  index: number
  active: boolean
  gone: boolean
  chosen: boolean
  onToggle?: (id: string) => void
  onOpen: (row: Alert) => void
}

function Row({ row, top, index, active, gone, chosen, onToggle, onOpen }: RowProps) {
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      aria-selected={active}
      data-key={row.id}
      className={gone ? 'zy-al-row zy-al-gone' : 'zy-al-row'}
      style={{ transform: `translateY(${top}px)` }}
      onClick={(event) => {
        if (!(event.target instanceof Element) || !event.target.closest('.ant-checkbox-wrapper, a'))
          onOpen(row)
      }}
    >
      <span role="gridcell">
        {onToggle ? (
          <Checkbox checked={chosen} onChange={() => onToggle(row.id)} aria-label={row.name} />
        ) : null}
      </span>
      <span role="gridcell">
        <SeverityTag severity={row.severity} />
      </span>
      <span role="gridcell" className="zy-al-main">
        <strong dir="auto">
          {row.name}
          {row.count > 1 ? <small className="zy-num"> ×{row.count}</small> : null}
        </strong>
        <small dir="auto">
          {[row.service?.name ?? row.ci?.name ?? row.source, row.incident?.number]
            .filter(Boolean)
            .join(' · ')}{' '}
          <LabelText labels={row.labels} />
        </small>
      </span>
      <span role="gridcell" className="zy-al-main">
        <StateTag state={row.state} />
        {row.owner ? <small>{row.owner.name}</small> : null}
      </span>
      <span role="gridcell" className="zy-al-cell zy-al-wide">
        <TimeText at={row.beganAt} />
      </span>
    </div>
  )
}

/** What of the list is in sight, in pixels. */
function useSight(holder: React.RefObject<HTMLDivElement | null>) {
  const [sight, setSight] = useState({ top: 0, height: 800, rowHeight: 48 })
  useLayoutEffect(() => {
    const box = holder.current
    if (!box) return
    const look = () => {
      const rowHeight = window.matchMedia('(max-width: 760px)').matches ? 56 : 48
      setSight({ top: box.scrollTop, height: box.clientHeight, rowHeight })
    }
    look()
    const resized = new ResizeObserver(look)
    resized.observe(box)
    box.addEventListener('scroll', look, { passive: true })
    return () => {
      resized.disconnect()
      box.removeEventListener('scroll', look)
    }
  }, [holder])
  return sight
}

/** Keys may lead beyond what is drawn: the list follows the cursor, and only when the cursor has moved. */
function useActiveInSight(
  holder: React.RefObject<HTMLDivElement | null>,
  items: readonly Alert[],
  active: string | null,
  rowHeight: number,
) {
  const latest = useRef(items)
  useEffect(() => {
    latest.current = items
  })
  useEffect(() => {
    const box = holder.current
    const at = latest.current.findIndex((row) => row.id === active)
    if (!box || at < 0) return
    const [from, to] = [at * rowHeight, (at + 1) * rowHeight]
    if (from < box.scrollTop) box.scrollTo({ top: from })
    else if (to > box.scrollTop + box.clientHeight) box.scrollTo({ top: to - box.clientHeight })
  }, [holder, active, rowHeight])
}
