import { DownloadOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, DatePicker } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { useCall, useDownload } from '#web/hooks.ts'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { useUrlState } from '#web/url.ts'
import { exportReadings, reportRounds } from '../round-contract.ts'

const counts = [
  ...['planned', 'inTime', 'late', 'missed', 'skipped', 'open', 'unplanned', 'readings', 'abnormal'],
  ...['incidents', 'notices'],
] as const
type Count =
  'planned' | 'inTime' | 'late' | 'missed' | 'skipped' | 'open' | 'unplanned' | 'readings' | 'abnormal'

/** Of those that are decided: what was called off with a reason, or is not due yet, says nothing. As facts and clauses count. */
function shareInTime({ inTime, late, missed }: { inTime: number; late: number; missed: number }): string {
  const decided = inTime + late + missed
  return decided > 0 ? `${((100 * inTime) / decided).toFixed(1)}%` : '—'
}

/** Rounds of a period by plan: shares with the counts behind them, and the readings as a sheet. */
export function Report() {
  const { t } = useTranslation('round')
  const [url, setUrl] = useUrlState()
  const from = url['from'] ?? dayjs().startOf('month').format('YYYY-MM-DD')
  const to = url['to'] ?? dayjs().format('YYYY-MM-DD')
  const found = useCall(reportRounds, { from, to })
  const save = useDownload(exportReadings)
  return (
    <>
      <div className="zy-rnd-acts">
        <DatePicker.RangePicker
          value={[dayjs(from), dayjs(to)]}
          allowClear={false}
          onChange={(days) => {
            const [a, b] = days ?? []
            if (a && b) setUrl({ from: a.format('YYYY-MM-DD'), to: b.format('YYYY-MM-DD') })
          }}
        />
        <Button icon={<DownloadOutlined />} loading={save.busy} onClick={() => save.run({ from, to })}>
          {t('act.export')}
        </Button>
      </div>
      <RecordTable
        list={plainList({ ...found, data: found.data?.plans.map((one) => ({ ...one, id: one.plan.id })) })}
        label={t('page.report')}
        empty={{ title: t('page.noReport') }}
        columns={[
          {
            key: 'plan',
            title: t('field.plan'),
            lead: true,
            cut: true,
            render: (row) => (
              <Link to="/round-plans/$id" params={{ id: row.plan.id }}>
                {row.plan.name}
              </Link>
            ),
          },
          {
            key: 'share',
            title: t('figure.share'),
            width: 90,
            align: 'right',
            render: shareInTime,
          },
          ...counts.map((key) => ({
            key,
            title: t(`figure.${key as Count}`),
            width: 84,
            align: 'right' as const,
            named: true,
          })),
        ]}
      />
    </>
  )
}
