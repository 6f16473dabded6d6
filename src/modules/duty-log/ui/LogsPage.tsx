import { PrinterOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Checkbox, DatePicker, Select } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useDownload, useInfiniteList } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { plainList, RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import { listLogs, myLog, printLogs } from '../contract.ts'
import { states } from '../lifecycle.ts'
import { StateTag, type LogLine } from './parts.tsx'

/** What waits for me, and all logs: by state, team, time and words. */
export function LogsPage() {
  const { t } = useTranslation('duty-log')
  const navigate = useNavigate()
  const [url, setUrl] = useUrlState()
  const state = states.find((one) => one === url['state'])
  const q = url['q']?.trim()
  const list = useInfiniteList(listLogs, {
    ...(state ? { state } : {}),
    ...(q ? { q } : {}),
    ...(url['missed'] ? { missed: 'true' } : {}),
  })
  const columns = useColumns()
  // Both or neither: what waits for me must not push the list down under somebody's hand.
  const mine = useCall(myLog, {})
  const open = (row: LogLine) => void navigate({ to: `/duty-logs/${row.id}` })
  if (mine.isPending) return <PageSkeleton />
  return (
    <div className="zy-page">
      <PageHeader title={t('page.list')} sub={t('page.sub')} actions={<Print logs={list.items} />} />
      <Waiting mine={mine} columns={columns} onOpen={open} />
      <FilterBar
        searchPlaceholder={t('act.search')}
        filters={[
          {
            key: 'state',
            label: t('field.state'),
            options: states.map((value) => ({ value, label: t(`state.${value}`) })),
          },
        ]}
        extraKeys={['missed']}
        extra={
          <Checkbox
            checked={Boolean(url['missed'])}
            onChange={(event) => setUrl({ missed: event.target.checked ? '1' : undefined })}
          >
            {t('act.onlyMissed')}
          </Checkbox>
        }
      />
      <RecordTable
        list={list}
        label={t('page.list')}
        filtered={Boolean(state ?? q ?? url['missed'])}
        onOpen={open}
        empty={{ title: t('page.empty'), hint: t('page.emptyHint') }}
        columns={columns}
      />
    </div>
  )
}

function useColumns(): Column<LogLine>[] {
  const { t } = useTranslation('duty-log')
  return [
    { key: 'day', title: t('field.day'), width: 120, lead: true },
    { key: 'shift', title: t('field.shift'), width: 110 },
    { key: 'team', title: t('field.team'), cut: true, render: (row) => row.team.name },
    {
      key: 'period',
      title: t('field.period'),
      width: 200,
      wide: true,
      render: (row) =>
        `${absoluteTime(row.startsAt, { shortYear: true })} – ${absoluteTime(row.endsAt, { shortYear: true }).slice(-5)}`,
    },
    {
      key: 'people',
      title: t('field.people'),
      width: 180,
      cut: true,
      render: (row) => row.people.map((one) => one.name).join(comma()) || '—',
    },
    { key: 'lines', title: t('field.lines'), width: 70, align: 'right', wide: true },
    { key: 'unfinished', title: t('field.unfinished'), width: 80, align: 'right', named: true },
    { key: 'state', title: t('field.state'), width: 170, render: (row) => <StateTag log={row} /> },
  ]
}

function Waiting({
  mine: found,
  columns,
  onOpen,
}: {
  mine: ReturnType<typeof useCall<typeof myLog>>
  columns: Column<LogLine>[]
  onOpen: (row: LogLine) => void
}) {
  const { t } = useTranslation('duty-log')
  if (!found.data || found.data.items.length === 0) return null
  return (
    <Panel title={t('page.waiting')} flush>
      <RecordTable
        list={plainList({ ...found, data: found.data.items })}
        label={t('page.waiting')}
        onOpen={onOpen}
        empty={{ title: t('page.empty') }}
        columns={columns}
      />
    </Panel>
  )
}

/** A month of a team on paper; teams are those of the logs that are shown. */
function Print({ logs }: { logs: LogLine[] }) {
  const { t } = useTranslation('duty-log')
  const save = useDownload(printLogs)
  const [month, setMonth] = useState(() => dayjs().format('YYYY-MM'))
  const [chosen, setTeam] = useState<string | null>(null)
  const teams = [...new Map(logs.map((one) => [one.team.id, one.team])).values()]
  const team = chosen ?? teams[0]?.id
  if (!team) return null
  return (
    <>
      {teams.length > 1 ? (
        <Select
          value={team}
          onChange={setTeam}
          aria-label={t('field.team')}
          options={teams.map((one) => ({ value: one.id, label: one.name }))}
        />
      ) : null}
      <DatePicker
        picker="month"
        allowClear={false}
        value={dayjs(`${month}-01`)}
        aria-label={t('field.month')}
        onChange={(value) => setMonth(value?.format('YYYY-MM') ?? month)}
      />
      <Button icon={<PrinterOutlined />} loading={save.busy} onClick={() => save.run({ id: team, month })}>
        {t('act.print')}
      </Button>
    </>
  )
}
