import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { useUrlState } from '#web/url.ts'
import { Select } from 'antd'
import { getFigures } from '../../contract.ts'
import { useName } from '../parts/tags.tsx'

const periods = [30, 90, 365] as const

/** How often each item is asked for, and how long it takes. */
export function Figures() {
  const { t } = useTranslation('request')
  const name = useName()
  const [url, setUrl] = useUrlState()
  const days = periods.find((one) => String(one) === url['days']) ?? 90
  const found = useCall(getFigures, { days })
  const hours = (value: number | null) => (value === null ? '—' : t('ui.figures.hours', { n: value }))
  return (
    <>
      <p className="zy-req-figures">
        <Select
          aria-label={t('ui.figures.period')}
          value={days}
          options={periods.map((n) => ({ value: n, label: t('ui.figures.days', { n }) }))}
          onChange={(n) => setUrl({ days: String(n) })}
        />
        <small>{t('ui.figures.hint')}</small>
      </p>
      <RecordTable
        list={plainList({ ...found, data: found.data?.items })}
        rowKey={(row) => row.itemId}
        keys={false}
        label={t('ui.view.figures')}
        empty={{ title: t('ui.queue.none') }}
        columns={[
          { key: 'name', title: t('ui.field.item'), lead: true, render: name },
          { key: 'asked', title: t('ui.figures.asked'), width: 90, align: 'right', named: true },
          { key: 'open', title: t('ui.figures.open'), width: 90, align: 'right', named: true },
          { key: 'done', title: t('ui.figures.done'), width: 90, align: 'right', named: true },
          { key: 'dropped', title: t('ui.figures.dropped'), width: 110, align: 'right', named: true },
          {
            key: 'median',
            title: t('ui.figures.median'),
            width: 130,
            align: 'right',
            named: true,
            render: (row) => hours(row.medianHours),
          },
          {
            key: 'p90',
            title: t('ui.figures.p90'),
            width: 130,
            align: 'right',
            named: true,
            render: (row) => hours(row.p90Hours),
          },
          {
            key: 'inTime',
            title: t('ui.figures.inTime'),
            width: 100,
            align: 'right',
            named: true,
            render: (row) => (row.inTime === null ? '—' : `${row.inTime}%`),
          },
        ]}
      />
    </>
  )
}
