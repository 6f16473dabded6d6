import { DatePicker, Segmented } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { lookupServices } from '#modules/service/contract.ts'
import { call } from '#web/api.ts'
import { RemoteSelect, type RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { useUrlState } from '#web/url.ts'
import { longestPeriod, periods, type Period } from '../words.ts'
import { useQuestion } from './question.ts'

const services: RemoteSource = {
  name: 'dashboard-service',
  search: async (q, signal) =>
    (await call(lookupServices, { q }, { signal })).items.map(({ id, name }) => ({ value: id, label: name })),
  byId: async (id, signal) => {
    const found = (await call(lookupServices, { id }, { signal })).items.find((one) => one.id === id)
    return found ? { value: id, label: found.name } : null
  },
}

const orgs: RemoteSource = {
  name: 'dashboard-org',
  search: async (q, signal) =>
    (await call(lookupOrgs, q ? { q } : {}, { signal })).items.map(({ id, name, fullName }) => ({
      value: id,
      label: name,
      detail: fullName === name ? '' : fullName,
    })),
  byId: async (id, signal) => {
    const found = (await call(lookupOrgs, { limit: 500 }, { signal })).items.find((one) => one.id === id)
    return found ? { value: id, label: found.name } : null
  },
}

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
        source={orgs}
        value={url['orgId'] ?? null}
        placeholder={t('filter.org')}
        onChange={(orgId) => setUrl({ orgId: orgId ?? undefined }, { push: true })}
        style={{ width: 168 }}
      />
      <RemoteSelect
        source={services}
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
