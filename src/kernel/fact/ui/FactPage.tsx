import { useParams } from '@tanstack/react-router'
import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall } from '#web/hooks.ts'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RemoteSelect, type RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { orgSource, serviceSource, vendorSource } from '#web/kit/sources.ts'
import { ErrorState } from '#web/kit/states.tsx'
import { readFact } from '../contract.ts'
import './fact.css'
import { useFigureText } from './figure.ts'
import { PartsTable } from './PartsTable.tsx'
import { useQuestion, type Question } from './question.ts'
import { Records } from './Records.tsx'

type Read = CallOutput<typeof readFact>

/** A fact of a period: its value, its parts, what it counts, and every record that it counted. */
export function FactPage() {
  const { t } = useTranslation('fact')
  const { key } = useParams({ strict: false }) as { key: string }
  const question = useQuestion()
  const { asked, by, chosen } = question
  const read = useCall(readFact, { key, ...asked, split: by }, { keepPrevious: true })
  if (read.error) return <ErrorState error={read.error} retry={() => void read.refetch()} />
  if (!read.data) return <PageSkeleton />
  const { fact, parts } = read.data
  const partName = parts.find((one) => one.part === (chosen.part ?? null))?.name ?? chosen.part ?? null
  return (
    <div className="zy-page">
      <PageHeader title={fact.name} sub={fact.words} breadcrumb={[{ label: t('ui.page'), to: '/facts' }]} />
      <Filters by={fact.by} question={question} />
      <div className="zy-fact-top">
        <Value data={read.data} />
        <PartsTable data={read.data} question={question} />
      </div>
      <Records fact={fact} partName={partName} question={question} />
    </div>
  )
}

function Filters({ by, question }: { by: Read['fact']['by']; question: Question }) {
  const { t } = useTranslation('fact')
  const { asked, url, setUrl } = question
  const narrow = (key: string, source: RemoteSource, placeholder: string) => (
    <RemoteSelect
      source={source}
      value={url[key] ?? null}
      placeholder={placeholder}
      onChange={(id) => setUrl({ [key]: id ?? undefined }, { push: true })}
      style={{ width: 168 }}
    />
  )
  return (
    <div className="zy-filters" role="search">
      <DatePicker.RangePicker
        allowClear={false}
        value={[dayjs(asked.from), dayjs(asked.to)]}
        onChange={(days) => {
          const [from, to] = days ?? []
          if (from && to)
            setUrl({ from: from.format('YYYY-MM-DD'), to: to.format('YYYY-MM-DD') }, { push: true })
        }}
        style={{ width: 240 }}
      />
      {narrow('orgId', orgSource, t('ui.org'))}
      {by.includes('service') ? narrow('serviceId', serviceSource, t('ui.service')) : null}
      {by.includes('vendor') ? narrow('vendorId', vendorSource, t('ui.vendor')) : null}
      {by.includes('group') ? narrow('workOrgId', orgSource, t('ui.workOrg')) : null}
    </div>
  )
}

function Value({ data: { fact, figure } }: { data: Read }) {
  const { t } = useTranslation('fact')
  const text = useFigureText()
  const { cases, good, imported } = figure
  const about = () => {
    if (cases === 0) return t('ui.noCase')
    if (good === null) return fact.kind === 'count' ? null : t('ui.ofCases', { n: cases })
    return t(fact.asks ? 'ui.asked' : 'ui.ofGood', { n: cases, good, asks: fact.asks ?? '' })
  }
  return (
    <section className="zy-panel zy-fact-value">
      <strong>{text(figure.value, fact.unit)}</strong>
      <span>{about()}</span>
      {imported > 0 ? <span>{t('ui.imported', { n: imported })}</span> : null}
    </section>
  )
}
