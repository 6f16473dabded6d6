import { Button, Checkbox } from 'antd'
import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useUrlState } from '../url.ts'
import { useListKeys } from './list-keys.ts'
import { Bars } from './Loading.tsx'
import { EmptyState, ErrorState, type EmptyStateProps } from './states.tsx'

export interface Column<T> {
  key: string
  title: string
  render?: (row: T) => ReactNode
  width?: number | string
  align?: 'left' | 'right' | 'center'
  /** Name of the order in the API; the header then sorts: `sort=name`, `sort=-name` in the address. */
  sort?: string
  /** Not on a phone. */
  wide?: boolean
  /** Only where the table has room to spare, as on a big screen: what the record itself says as well. */
  roomy?: boolean
  /** Long text: one line with an ellipsis. */
  cut?: boolean
  /** Leads the card that a record is on a phone; without one, the `cut` column does. */
  lead?: boolean
  /** On a card the head of the column stands before its value: a number says nothing alone. */
  named?: boolean
}

/** What `useInfiniteList` returns; a short plain list can be given as `plainList(items)`. */
export interface ListState<T> {
  items: T[]
  error: unknown
  isPending: boolean
  isPlaceholderData?: boolean
  hasNextPage: boolean
  /** only the newest records with the words are in it */
  limited?: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => unknown
  refetch: () => unknown
}

/** A complete list that is not paged, for `RecordTable`. */
export function plainList<T>(query: {
  data: T[] | undefined
  error: unknown
  isPending: boolean
  refetch: () => unknown
}): ListState<T> {
  const none = () => undefined
  return {
    ...query,
    items: query.data ?? [],
    hasNextPage: false,
    isFetchingNextPage: false,
    fetchNextPage: none,
  }
}

export interface RecordTableProps<T> {
  list: ListState<T>
  columns: Column<T>[]
  /** Default: `row.id`. */
  rowKey?: (row: T) => string
  /** Enter, double click, or click when there is no preview. */
  onOpen?: (row: T) => void
  /** Key of the row under the cursor, when the page keeps it (three panes: in the address). */
  active?: string | null
  onActive?: (row: T) => void
  selection?: { selected: readonly string[]; onChange: (keys: string[]) => void }
  empty?: EmptyStateProps
  /** True when filters are set: an empty result then says so. */
  filtered?: boolean
  /** Off when two tables are on one page. */
  keys?: boolean
  label?: string
}

const idOf = (row: unknown) => String((row as { id: unknown }).id)

/** A list of records: keyset pages as one scroll, sticky head, sorting in the address, `j` `k` Enter `x`. */
export function RecordTable<T>(props: RecordTableProps<T>) {
  const { list, columns, rowKey = idOf, onOpen, selection, empty, filtered } = props
  const { t } = useTranslation('web')
  const { holder, active, click } = useListKeys({ ...props, rowKey })
  if (list.isPending) {
    return (
      <div className="zy-pad">
        <Bars rows={12} />
      </div>
    )
  }
  if (list.error && list.items.length === 0)
    return <ErrorState error={list.error} retry={() => list.refetch()} />
  if (list.items.length === 0) {
    return filtered ? (
      <EmptyState
        title={t('state.emptyFiltered')}
        hint={t(list.limited ? 'state.limited' : 'state.emptyFilteredHint')}
      />
    ) : (
      <EmptyState {...empty} />
    )
  }
  const chosen = new Set(selection?.selected)
  const toggle = (key: string) => {
    const next = new Set(chosen)
    if (!next.delete(key)) next.add(key)
    selection?.onChange([...next])
  }
  return (
    <div className={list.isPlaceholderData ? 'zy-table-holder zy-stale' : 'zy-table-holder'} ref={holder}>
      {list.limited ? (
        <p className="zy-pad zy-page-sub" role="note">
          {t('state.limited')}
        </p>
      ) : null}
      <table className="zy-table" aria-label={props.label} aria-busy={list.isPlaceholderData}>
        <Head columns={columns} {...(selection ? { selection, all: list.items.map(rowKey) } : {})} />
        <tbody>
          {list.items.map((row) => {
            const key = rowKey(row)
            return (
              <tr
                key={key}
                data-key={key}
                className={`${key === active ? 'zy-row-active' : ''}${onOpen || props.onActive ? ' zy-row-link' : ''}`}
                aria-selected={key === active}
                onClick={(event) => !isControl(event.target) && click(row)}
                onDoubleClick={(event) => !isControl(event.target) && onOpen?.(row)}
              >
                {selection ? (
                  <td className="zy-check">
                    <Checkbox checked={chosen.has(key)} onChange={() => toggle(key)} aria-label={key} />
                  </td>
                ) : null}
                {columns.map((column) => (
                  <td
                    key={column.key}
                    className={classOf(column)}
                    style={{ textAlign: column.align }}
                    data-name={column.named ? column.title : undefined}
                  >
                    {column.render ? column.render(row) : text(row, column.key)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
      <More list={list} />
    </div>
  )
}

function Head<T>({
  columns,
  selection,
  all,
}: {
  columns: Column<T>[]
  selection?: RecordTableProps<T>['selection']
  all?: string[]
}) {
  const { t } = useTranslation('web')
  const [url, setUrl] = useUrlState()
  const sort = url['sort']
  const next = (name: string) => (sort === name ? `-${name}` : sort === `-${name}` ? undefined : name)
  const count = selection?.selected.length ?? 0
  return (
    <thead>
      <tr>
        {selection && all ? (
          <th className="zy-check" scope="col">
            <Checkbox
              checked={count > 0 && count >= all.length}
              indeterminate={count > 0 && count < all.length}
              onChange={(event) => selection.onChange(event.target.checked ? all : [])}
              aria-label={t('action.selectAll')}
            />
          </th>
        ) : null}
        {columns.map((column) => (
          <th
            key={column.key}
            scope="col"
            className={classOf(column)}
            style={{ width: column.width, textAlign: column.align }}
            aria-sort={
              sort === column.sort && sort
                ? 'ascending'
                : sort === `-${column.sort}`
                  ? 'descending'
                  : undefined
            }
          >
            {column.sort ? (
              <button
                type="button"
                className="zy-sort"
                onClick={() => setUrl({ sort: next(column.sort ?? '') })}
              >
                {column.title}
                {sort === column.sort ? (
                  <CaretUpOutlined />
                ) : sort === `-${column.sort}` ? (
                  <CaretDownOutlined />
                ) : null}
              </button>
            ) : (
              column.title
            )}
          </th>
        ))}
      </tr>
    </thead>
  )
}

/** Fetches the next page when the end comes near; the button is for keyboards and for failures. */
function More<T>({ list }: { list: ListState<T> }) {
  const { t } = useTranslation('web')
  const end = useRef<HTMLDivElement>(null)
  const latest = useRef(list)
  useEffect(() => {
    latest.current = list
  })
  useEffect(() => {
    const mark = end.current
    if (!mark) return
    const seen = new IntersectionObserver(
      ([entry]) => {
        const { hasNextPage, isFetchingNextPage, error, fetchNextPage } = latest.current
        if (entry?.isIntersecting && hasNextPage && !isFetchingNextPage && !error) void fetchNextPage()
      },
      { rootMargin: '400px' },
    )
    seen.observe(mark)
    return () => seen.disconnect()
  }, [list.items.length])
  return (
    <div ref={end} className="zy-more">
      {list.error ? (
        <ErrorState error={list.error} retry={() => list.fetchNextPage()} small />
      ) : list.hasNextPage ? (
        <Button
          type="text"
          size="small"
          loading={list.isFetchingNextPage}
          onClick={() => list.fetchNextPage()}
        >
          {t('action.loadMore')}
        </Button>
      ) : list.items.length > 20 ? (
        t('state.end')
      ) : null}
    </div>
  )
}

function classOf<T>(column: Column<T>): string | undefined {
  return (
    [
      column.wide ? 'zy-wide' : '',
      column.roomy ? 'zy-roomy' : '',
      column.cut ? 'zy-cut' : column.width ? 'zy-fix' : '',
      column.lead ? 'zy-lead' : '',
    ]
      .filter(Boolean)
      .join(' ') || undefined
  )
}

function isControl(target: EventTarget): boolean {
  return (
    target instanceof Element && target.closest('a, button, input, label, .ant-checkbox-wrapper') !== null
  )
}

function text(row: unknown, key: string): ReactNode {
  const value = (row as Record<string, unknown>)[key]
  return value === null || value === undefined || value === '' ? '—' : String(value)
}
