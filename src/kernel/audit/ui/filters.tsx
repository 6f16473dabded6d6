import { DatePicker, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { fromWall, toWall } from '#web/kit/zone.ts'
import { useUrlState, type UrlState } from '#web/url.ts'
import type { listAuditEntries } from '../contract.ts'

const textKeys = ['actor', 'action', 'entity', 'entityId'] as const
export const filterKeys = [...textKeys, 'from', 'to'] as const

export type Query = Omit<CallInput<typeof listAuditEntries>, 'cursor' | 'limit'>

/** The question to the API, from the address. */
export function queryOf(url: UrlState): Query {
  return Object.fromEntries(filterKeys.flatMap((key) => (url[key] ? [[key, url[key]]] : [])))
}

/** Who, what, on what, when. */
export function EntryFilters({ right }: { right: React.ReactNode }) {
  return (
    <FilterBar
      searchKey={null}
      extraKeys={[...filterKeys]}
      extra={
        <>
          {textKeys.map((key) => (
            <TextFilter key={key} urlKey={key} />
          ))}
          <TimeFilter />
        </>
      }
      right={right}
    />
  )
}

/** Takes effect on Enter or on leaving the field: half a login finds nothing and need not be asked for. */
function TextFilter({ urlKey }: { urlKey: (typeof textKeys)[number] }) {
  const { t } = useTranslation('audit')
  const [url, setUrl] = useUrlState()
  const wanted = url[urlKey] ?? ''
  const [text, setText] = useState(wanted)
  const [known, setKnown] = useState(wanted)
  if (known !== wanted) {
    setKnown(wanted)
    setText(wanted)
  }
  const apply = (value: string) => {
    if (value.trim() !== wanted) setUrl({ [urlKey]: value.trim() || undefined }, { push: true })
  }
  return (
    <Input
      allowClear
      aria-label={t(`filter.${urlKey}`)}
      placeholder={t(`filter.${urlKey}`)}
      title={t(`filter.hint.${urlKey}`)}
      value={text}
      maxLength={urlKey === 'entityId' ? 200 : 100}
      onChange={(event) => {
        setText(event.target.value)
        if (event.target.value === '') apply('')
      }}
      onPressEnter={() => apply(text)}
      onBlur={() => apply(text)}
      className={`zy-aud-filter zy-aud-filter-${urlKey}`}
    />
  )
}

function TimeFilter() {
  const { t } = useTranslation('audit')
  const [url, setUrl] = useUrlState()
  return (
    <DatePicker.RangePicker
      showTime={{ format: 'HH:mm' }}
      format="MM-DD HH:mm"
      allowEmpty={[true, true]}
      value={[toWall(url['from']), toWall(url['to'])]}
      placeholder={[t('filter.from'), t('filter.to')]}
      onChange={(chosen) =>
        setUrl(
          { from: fromWall(chosen?.[0]) ?? undefined, to: fromWall(chosen?.[1]) ?? undefined },
          { push: true },
        )
      }
      className="zy-aud-range"
    />
  )
}
