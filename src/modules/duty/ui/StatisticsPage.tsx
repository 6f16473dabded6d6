import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { Chart } from '#web/kit/Chart.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { EmptyState } from '#web/kit/states.tsx'
import { useUrlState } from '#web/url.ts'
import { getStatistics } from '../contract.ts'
import { listTeams } from '../team-contract.ts'
import { today } from './parts.tsx'

const counts = ['shifts', 'nights', 'weekends', 'holidays', 'hours', 'stood', 'taken', 'given'] as const
const bars = ['nights', 'weekends', 'holidays'] as const

/** Who stood and will stand how much in a year: nights, weekends, holidays apart. Team and year are in the address. */
export function StatisticsPage() {
  const { t } = useTranslation('duty')
  const [url, setUrl] = useUrlState()
  const teams = useCall(listTeams, {}, { staleTime: 60_000 })
  const own = teams.data?.items.find((one) => one.mine) ?? teams.data?.items[0]
  const teamId = url['team'] ?? own?.id
  const thisYear = Number(today().slice(0, 4))
  const year = Number(url['year']) || thisYear
  const found = useCall(
    getStatistics,
    { teamId: teamId ?? '', year },
    { enabled: teamId !== undefined, keepPrevious: true },
  )
  const items = (found.data?.items ?? []).map((one) => ({ ...one, id: `${one.person.id} ${one.role}` }))
  const duty = items.filter((one) => one.role === 'duty')
  if (teams.data && !own)
    return (
      <div className="zy-page">
        <PageHeader title={t('page.statistics')} />
        <EmptyState title={t('screen.noTeam')} hint={t('screen.noTeamHint')} />
      </div>
    )
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.statistics')}
        sub={t('screen.statisticsSub')}
        actions={
          <>
            <Select
              value={teamId ?? null}
              style={{ minWidth: 160 }}
              aria-label={t('screen.field.team')}
              onChange={(next: string) => setUrl({ team: next })}
              options={(teams.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
            />
            <Select
              value={year}
              aria-label={t('screen.field.year')}
              onChange={(next: number) => setUrl({ year: String(next) })}
              options={[1, 0, -1, -2, -3].map((n) => ({ value: thisYear + n, label: thisYear + n }))}
            />
          </>
        }
      />
      <Panel>
        <Chart
          title={t('screen.chartTitle', { year })}
          empty={duty.every((one) => one.shifts === 0)}
          option={{
            legend: {},
            tooltip: { trigger: 'axis' },
            xAxis: { type: 'category', data: duty.map((one) => one.person.name) },
            yAxis: { type: 'value', minInterval: 1 },
            series: bars.map((key) => ({
              name: t(`screen.field.${key}`),
              type: 'bar',
              data: duty.map((one) => one[key]),
            })),
          }}
          table={{
            head: [t('screen.field.person'), ...bars.map((key) => t(`screen.field.${key}`))],
            rows: duty.map((one) => [one.person.name, ...bars.map((key) => one[key])]),
          }}
        />
      </Panel>
      <RecordTable
        list={plainList({ ...found, data: found.data ? items : undefined })}
        label={t('page.statistics')}
        empty={{ title: t('screen.emptyMonth'), hint: t('screen.emptyMonthHint') }}
        columns={[
          { key: 'person', title: t('screen.field.person'), cut: true, render: (row) => row.person.name },
          {
            key: 'role',
            title: t('screen.field.role'),
            width: 130,
            render: (row) => t(`screen.role.${row.role}`),
          },
          ...counts.map((key) => ({
            key,
            title: t(`screen.field.${key}`),
            width: 90,
            align: 'right' as const,
            render: (row: (typeof items)[number]) => <span className="zy-num">{row[key]}</span>,
          })),
        ]}
      />
    </div>
  )
}
