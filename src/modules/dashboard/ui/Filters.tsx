import { DatePicker, Segmented } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { orgSource, serviceSource } from '#web/kit/sources.ts'
import { useUrlState } from '#web/url.ts'
import { longestPeriod, periods, type Period } from '../words.ts'
import { useQuestion } from './question.ts'

/** Period, org and information system of all figures; their only state is the address. */
export function DashboardFilters() {
  const { t } = useTranslation('dashboard')
  const [url, setUrl] = useUrlState()
  const { period } = useQuestion()
  return (
    <div className="zy-filters" role="search">
      <Segmented<Period>
        aria-label={t('period.label')}
        value={period}
        options={periods.map((value) => ({ value, label: t(`period.${value}`) }))}
        onChange={(next) =>
          setUrl(
            next === 'custom'
              ? { period: next, ...monthBefore() }
              : { period: next, from: undefined, to: undefined },
            { push: true },
          )
        }
      />
      {period === 'custom' ? <Days from={url['from']} to={url['to']} /> : null}
      <RemoteSelect
        source={orgSource}
        value={url['orgId'] ?? null}
        placeholder={t('filter.org')}
        onChange={(orgId) => setUrl({ orgId: orgId ?? undefined }, { push: true })}
        style={{ width: 168 }}
      />
      <RemoteSelect
        source={serviceSource}
        value={url['serviceId'] ?? null}
        placeholder={t('filter.service')}
        onChange={(serviceId) => setUrl({ serviceId: serviceId ?? undefined }, { push: true })}
        style={{ width: 168 }}
      />
    </div>
  )
}

/** A custom period begins with the last month, so that there is something to change. */
function monthBefore(): { from: string; to: string } {
  const today = dayjs()
  return { from: today.subtract(1, 'month').format('YYYY-MM-DD'), to: today.format('YYYY-MM-DD') }
}

function Days({ from, to }: { from: string | undefined; to: string | undefined }) {
  const { t } = useTranslation('dashboard')
  const [, setUrl] = useUrlState()
  return (
    <DatePicker.RangePicker
      allowClear={false}
      value={[from ? dayjs(from) : null, to ? dayjs(to) : null]}
      placeholder={[t('period.from'), t('period.to')]}
      disabledDate={(day, { from: start }) =>
        day.isAfter(dayjs(), 'day') || Boolean(start && Math.abs(day.diff(start, 'day')) >= longestPeriod)
      }
      onChange={(chosen) => {
        const [first, last] = chosen ?? []
        if (first && last)
          setUrl({ from: first.format('YYYY-MM-DD'), to: last.format('YYYY-MM-DD') }, { push: true })
      }}
      style={{ width: 240 }}
    />
  )
}
