import { Button, Segmented } from 'antd'
import { ReloadOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useInfiniteList } from '#web/hooks.ts'
import { FilterBar, split } from '#web/kit/FilterBar.tsx'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { serviceSource } from '#web/kit/sources.ts'
import { useSteady } from '#web/kit/steady.ts'
import { ThreePane } from '#web/kit/ThreePane.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { groupAlerts } from '../console-contract.ts'
import { getAlert, listAlerts } from '../contract.ts'
import { groupings, severities } from '../words.ts'
import { AlertPreview } from './AlertPreview.tsx'
import { AlertRows } from './AlertRows.tsx'
import { BulkBar } from './BulkBar.tsx'
import { Groups } from './Groups.tsx'
import { useConsoleKeys } from './keys.ts'
import type { Alert } from './parts.tsx'
import { useConsoleMoves } from './useConsoleMoves.tsx'
import { countOf, queryOf, viewIcons, viewOf, viewQuery, views } from './views.tsx'
import './console.css'

const idOf = (row: Alert) => row.id

/** The alert console 告警台: views, list, preview; worked by keys. All that is chosen is in the address. */
export function AlertsPage() {
  const { t } = useTranslation('alert')
  const can = useCan()
  const [url, setUrl] = useUrlState()
  const view = viewOf(url)
  const query = queryOf(url, view)
  const by = groupings.find((one) => one === url['by'])
  const list = useInfiniteList(listAlerts, { ...query, limit: 100 }, { enabled: !by })
  const steady = useSteady(list.items, JSON.stringify(query), {
    idOf,
    ready: list.data !== undefined && !list.isPlaceholderData,
    more: list.hasNextPage,
  })
  const counts = useCall(groupAlerts, { by: 'state' }, { staleTime: 5_000, keepPrevious: true })
  const active = url['at'] ?? null
  const record = useCall(getAlert, { id: active ?? '' }, { enabled: active !== null })
  // a row that has left the list keeps its place there as it was; the record is as it is
  const fresh = record.data?.id === active ? record.data : undefined
  const shown = fresh ?? steady.rows.find((row) => row.id === active)
  const [selected, setSelected] = useSelection(JSON.stringify(query))
  const chosen = steady.rows.filter((row) => selected.includes(row.id))
  const moves = useConsoleMoves(chosen.length > 0 ? chosen : shown ? [shown] : [], () => setSelected([]))
  useConsoleKeys(moves.begin, steady.refresh)
  const handles = can('alert.handle')
  return (
    <>
      <h1 className="zy-hidden">{t('page.list')}</h1>
      <ThreePane
        name="alerts"
        views={views.map((key) => ({
          key,
          icon: viewIcons[key],
          label: t(`screen.view.${key}`),
          count: countOf(key, counts.data?.items),
        }))}
        list={
          <>
            <ConsoleFilters />
            {handles ? <BulkBar rows={chosen} begin={moves.begin} clear={() => setSelected([])} /> : null}
            <News news={steady.news} gone={steady.gone.size} onShow={steady.refresh} />
            {by ? (
              <Groups by={by} query={{ ...query, ...viewQuery[view] }} />
            ) : (
              <AlertRows
                list={{ ...list, items: [...steady.rows] }}
                gone={steady.gone}
                active={active}
                onActive={(row) => setUrl({ at: row.id })}
                filtered={[
                  ...split(url['severity']),
                  url['q'],
                  url['serviceId'],
                  url['ciId'],
                  url['name'],
                ].some(Boolean)}
                {...(handles ? { selection: { selected: chosen.map(idOf), onChange: setSelected } } : {})}
              />
            )}
          </>
        }
        preview={
          active ? (
            <AlertPreview
              key={active}
              alert={shown}
              error={record.error}
              begin={handles ? moves.begin : null}
            />
          ) : null
        }
        onClosePreview={() => setUrl({ at: undefined })}
      />
      {moves.dialog}
    </>
  )
}

/** What is chosen, until another question is asked: what was chosen in the last list is not in sight. */
function useSelection(key: string): [string[], (ids: string[]) => void] {
  const [selected, setSelected] = useState<{ key: string; ids: string[] }>({ key, ids: [] })
  return [selected.key === key ? selected.ids : [], (ids) => setSelected({ key, ids })]
}

function ConsoleFilters() {
  const { t } = useTranslation('alert')
  const [url, setUrl] = useUrlState()
  return (
    <FilterBar
      searchPlaceholder={t('list.search')}
      extraKeys={['serviceId', 'ciId', 'name']}
      filters={[
        {
          key: 'severity',
          label: t('severity.label'),
          multiple: true,
          options: severities.map((value) => ({ value, label: t(`severity.${value}`) })),
        },
      ]}
      extra={
        <RemoteSelect
          source={serviceSource}
          value={url['serviceId'] ?? null}
          onChange={(value) => setUrl({ serviceId: value ?? undefined }, { push: true })}
          placeholder={t('list.service')}
          aria-label={t('list.service')}
          style={{ width: 140 }}
        />
      }
      right={
        <Segmented
          size="small"
          aria-label={t('screen.group.label')}
          value={url['by'] ?? 'none'}
          onChange={(next) => setUrl({ by: next === 'none' ? undefined : next }, { push: true })}
          options={['none', ...groupings].map((value) => ({
            value,
            label: t(`screen.group.${value as 'none'}`),
          }))}
        />
      }
    />
  )
}

/** New and departed rows are announced, not pushed into the list under the reader's eyes. */
function News({ news, gone, onShow }: { news: number; gone: number; onShow: () => void }) {
  const { t } = useTranslation('alert')
  const said = [news ? t('screen.news', { count: news }) : '', gone ? t('screen.gone', { count: gone }) : '']
  const text = said.filter(Boolean).join(' · ')
  return (
    <div className="zy-inc-news" role="status">
      {text ? (
        <Button type="link" size="small" icon={<ReloadOutlined />} onClick={onShow}>
          {text} <kbd>.</kbd>
        </Button>
      ) : null}
    </div>
  )
}
