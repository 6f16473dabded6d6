import { Link } from '@tanstack/react-router'
import { DatePicker, Segmented } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { readFact } from '#kernel/fact/contract.ts'
import { useCall } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { orgSource, serviceSource, vendorSource } from '#web/kit/sources.ts'
import { ErrorState } from '#web/kit/states.tsx'
import { useUrlState } from '#web/url.ts'

/** What is told of satisfaction: ratings, questionnaires, complaints. Each opens to its records. */
const keys = [
  'satisfaction.satisfied',
  'satisfaction.answered',
  'satisfaction.unhappy-called-back',
  'satisfaction.rectified-in-time',
  'survey.satisfied',
  'survey.answered',
  'complaint.received',
  'complaint.acknowledged-in-time',
  'complaint.answered-in-time',
  'complaint.satisfied',
] as const
const splits = ['total', 'month', 'org', 'service', 'vendor'] as const
const subjects = ['orgId', 'serviceId', 'vendorId'] as const

/** Satisfaction by org, service, vendor and time, the counts behind every share. */
export function AnalysisPage() {
  const { t } = useTranslation('satisfaction')
  const [url, setUrl] = useUrlState()
  const from = url['from'] ?? dayjs().subtract(89, 'day').format('YYYY-MM-DD')
  const to = url['to'] ?? dayjs().format('YYYY-MM-DD')
  const split = splits.find((one) => one === url['split']) ?? 'total'
  const pickers = { orgId: orgSource, serviceId: serviceSource, vendorId: vendorSource }
  const labels = { orgId: 'org', serviceId: 'service', vendorId: 'vendor' } as const
  const subject = Object.fromEntries(subjects.flatMap((one) => (url[one] ? [[one, url[one]]] : [])))
  return (
    <div className="zy-page">
      <PageHeader title={t('analysis.title')} sub={t('analysis.sub')} />
      <div className="zy-filters" role="search">
        <DatePicker.RangePicker
          allowClear={false}
          aria-label={t('analysis.period')}
          value={[dayjs(from), dayjs(to)]}
          onChange={(chosen) => {
            const [first, last] = chosen ?? []
            if (first && last)
              setUrl({ from: first.format('YYYY-MM-DD'), to: last.format('YYYY-MM-DD') }, { push: true })
          }}
          style={{ width: 240 }}
        />
        {subjects.map((one) => (
          <RemoteSelect
            key={one}
            source={pickers[one]}
            value={url[one] ?? null}
            placeholder={t(`analysis.${labels[one]}`)}
            onChange={(id) => setUrl({ [one]: id ?? undefined }, { push: true })}
            style={{ width: 160 }}
          />
        ))}
        <Segmented
          value={split}
          onChange={(value) => setUrl({ split: value === 'total' ? undefined : value }, { push: true })}
          options={splits.map((value) => ({
            value,
            label: t(`analysis.by.${value}`),
          }))}
        />
      </div>
      {keys.map((key) => (
        <OneFact key={key} factKey={key} question={{ from, to, ...subject }} split={split} />
      ))}
    </div>
  )
}

interface Question {
  from: string
  to: string
  orgId?: string
  serviceId?: string
  vendorId?: string
}

/** A figure that is not narrowed so (a questionnaire knows no vendor) is left out, and so is a split that it has not. */
function OneFact({
  factKey,
  question,
  split,
}: {
  factKey: string
  question: Question
  split: (typeof splits)[number]
}) {
  const { t } = useTranslation('satisfaction')
  const found = useCall(
    readFact,
    { key: factKey, ...question, ...(split === 'total' ? {} : { split }) },
    { keepPrevious: true },
  )
  if (found.error?.status === 422) return null
  if (found.error) return <ErrorState error={found.error} retry={() => void found.refetch()} />
  if (!found.data) return <Bars rows={2} />
  const { fact, figure, parts } = found.data
  const rows = split === 'total' ? [{ ...figure, part: null, name: null }] : parts
  return (
    <Panel title={fact.name} flush>
      {rows.length === 0 ? <p className="zy-pad zy-page-sub">{t('analysis.nothing')}</p> : null}
      <table className="zy-table" aria-label={fact.name}>
        <tbody>
          {rows.map((row) => (
            <tr key={row.part ?? ''}>
              <td>{split === 'total' ? fact.words : (row.name ?? row.part ?? t('analysis.none'))}</td>
              <td className="zy-num" style={{ width: 120, textAlign: 'right' }}>
                {row.value === null ? '—' : fact.kind === 'share' ? `${row.value}%` : row.value}
              </td>
              <td className="zy-num" style={{ width: 140, textAlign: 'right' }}>
                <Link to={`/facts/${factKey}` as never} search={linkOf(question, split, row.part) as never}>
                  {row.good === null ? row.cases : t('analysis.of', { good: row.good, cases: row.cases })}
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

function linkOf(question: Question, split: string, part: string | null): Record<string, string> {
  return {
    ...question,
    ...(split === 'total' ? {} : { split }),
    ...(part === null ? {} : { part }),
  } as Record<string, string>
}
