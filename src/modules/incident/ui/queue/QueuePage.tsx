import { Button } from 'antd'
import { ReloadOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { invalidate, useCall, useInfiniteList } from '#web/hooks.ts'
import { useHotkeys } from '#web/kit/hotkeys.ts'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { ThreePane } from '#web/kit/ThreePane.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { getIncident, listIncidents } from '../../contract.ts'
import { useMoves, type Moves } from '../moves/useMoves.tsx'
import type { Line } from '../types.ts'
import { BulkBar } from './BulkBar.tsx'
import { QueueFilters } from './Filters.tsx'
import { Preview } from './Preview.tsx'
import { useRailViews } from './QueueViews.tsx'
import { PriorityCell, StateCell, TimeCell, TitleCell } from './Row.tsx'
import { useSteady } from '#web/kit/steady.ts'
import { isFiltered, queryOf, viewIcons, viewOf, viewOrder } from './views.tsx'
import '../incident.css'

const idOf = (row: Line) => row.id

/** The service desk's queue: views, list, preview. An agent triages here without leaving the list. */
export function QueuePage() {
  const { t } = useTranslation('incident')
  const can = useCan()
  const navigate = useNavigate()
  const [url, setUrl] = useUrlState()
  const order = viewOrder(can('incident.dispatch'))
  const view = viewOf(url, order)
  useMeaningOfLink()
  useMinuteRefresh()
  const query = queryOf(url, view)
  const list = useInfiniteList(listIncidents, query)
  const steady = useSteady(list.items, JSON.stringify(query), {
    idOf,
    ready: list.data !== undefined && !list.isPlaceholderData,
    more: list.hasNextPage,
  })
  const active = url['id']
  const record = useCall(getIncident, { id: active ?? '' }, { enabled: Boolean(active) })
  const incident = record.data?.id === active ? record.data : undefined
  const moves = useMoves(incident)
  useQueueKeys(moves, steady.refresh)
  const [selected, setSelected] = useState<string[]>([])
  const [chosenIn, setChosenIn] = useState(JSON.stringify(query))
  // another question, another list: what was chosen in the last one is not in sight
  if (chosenIn !== JSON.stringify(query)) {
    setChosenIn(JSON.stringify(query))
    setSelected([])
  }
  const chosen = steady.rows.filter((row) => selected.includes(row.id))
  const open = (row: Line) => void navigate({ to: '/incidents/$id', params: { id: row.id } })
  return (
    <>
      <h1 className="zy-hidden">{t('ui.page.queue')}</h1>
      <ThreePane
        name="incidents"
        views={[
          ...order.map((key) => ({
            key,
            icon: viewIcons[key],
            label: key === 'all' ? t('ui.all') : t(`queue.${key}`),
          })),
          ...useRailViews(),
        ]}
        list={
          <>
            <QueueFilters />
            <BulkBar rows={chosen} onSelect={setSelected} />
            <News news={steady.news} gone={steady.gone.size} onShow={steady.refresh} />
            <RecordTable
              label={t('ui.queue.listLabel')}
              list={{ ...list, items: [...steady.rows] }}
              active={active ?? null}
              onActive={(row) => setUrl({ id: row.id })}
              onOpen={open}
              {...(can('incident.work')
                ? { selection: { selected: chosen.map(idOf), onChange: setSelected } }
                : {})}
              filtered={isFiltered(url)}
              empty={{
                title: view === 'all' ? t('ui.queue.nothing') : t('ui.queue.empty'),
                hint: t(`ui.queue.emptyHint.${view}`),
                icon: viewIcons[view],
              }}
              columns={[
                {
                  key: 'priority',
                  title: t('ui.field.priority'),
                  width: 92,
                  render: (row) => <PriorityCell row={row} />,
                },
                {
                  key: 'title',
                  title: t('ui.field.title'),
                  cut: true,
                  render: (row) => <TitleCell row={row} gone={steady.gone.has(row.id)} />,
                },
                {
                  key: 'state',
                  title: t('ui.queue.stateOwner'),
                  width: 104,
                  render: (row) => <StateCell row={row} />,
                },
                {
                  key: 'clock',
                  title: t('ui.record.clocks'),
                  width: 138,
                  align: 'right',
                  render: (row) => <TimeCell row={row} />,
                },
              ]}
            />
          </>
        }
        preview={
          active ? (
            <Preview
              key={active}
              line={steady.rows.find((row) => row.id === active)}
              incident={incident}
              error={record.error}
              moves={moves}
            />
          ) : null
        }
        onClosePreview={() => setUrl({ id: undefined })}
      />
      {moves.dialog}
    </>
  )
}

/** New and departed rows are announced, not pushed into the list under the reader's eyes. */
function News({ news, gone, onShow }: { news: number; gone: number; onShow: () => void }) {
  const { t } = useTranslation('incident')
  const said = [news ? t('ui.queue.news', { n: news }) : '', gone ? t('ui.queue.gone', { n: gone }) : '']
  const text = said.filter(Boolean).join(' · ')
  return (
    <div className="zy-inc-news" role="status">
      {text ? (
        <Button type="link" size="small" icon={<ReloadOutlined />} onClick={onShow}>
          {text}，{t('ui.queue.show')} <kbd>.</kbd>
        </Button>
      ) : null}
    </div>
  )
}

/** `/incidents?breached=true`, a figure's drill-through, names no queue and means all of them. */
function useMeaningOfLink(): void {
  const [url, setUrl] = useUrlState()
  const [arrived] = useState(url)
  useEffect(() => {
    if (!arrived['view'] && !arrived['saved'] && isFiltered(arrived)) setUrl({ view: 'all' })
  }, [arrived, setUrl])
}

/** Time left is counted in working time by the server; once a minute is often enough. */
function useMinuteRefresh(): void {
  const client = useQueryClient()
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void invalidate(client, 'incident.list', 'incident.get')
    }, 60_000)
    return () => clearInterval(timer)
  }, [client])
}

function useQueueKeys(moves: Moves, refresh: () => void): void {
  const group = 'incident:ui.keys.group'
  const key = (letter: string, name: string) => ({ key: letter, label: `incident:ui.keys.${name}`, group })
  useHotkeys(
    {
      a: () => moves.run('assign'),
      t: () => moves.run('take'),
      s: () => moves.run('start'),
      h: () => moves.run('hold'),
      r: () => moves.run('resolve'),
      '/': () => document.querySelector<HTMLInputElement>('.zy-three-list .zy-filters input')?.focus(),
      '.': refresh,
    },
    [
      key('a', 'assign'),
      key('t', 'take'),
      key('s', 'start'),
      key('h', 'hold'),
      key('r', 'resolve'),
      key('/', 'search'),
      key('.', 'refresh'),
    ],
  )
}
