import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { useQueries } from '@tanstack/react-query'
import { call } from '#web/api.ts'
import { keyOf } from '#web/hooks.ts'
import type { Filter } from '#web/kit/FilterBar.tsx'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { orgSource } from '#web/kit/sources.ts'
import { useUrlState } from '#web/url.ts'
import { lookupCodes } from '../contract.ts'
import type { LedgerDef } from '../define-contract.ts'
import { classifications, sourceOf } from './form-fields.tsx'
import type { LedgerWords } from './words.ts'

const remote = new Set(['person', 'org', 'ref'])
const ranges = new Set(['date', 'instant', 'date-range'])

/** Filters whose choices are known without asking: states, choices, levels, yes or no. */
export function plainFilters(def: LedgerDef, words: LedgerWords): Filter[] {
  return (def.list.filters ?? []).flatMap((key): Filter[] => {
    if (key === 'state')
      return [
        {
          key,
          label: words.column(key),
          multiple: true,
          options: (def.lifecycle?.states ?? []).map((value) => ({ value, label: words.state(value) })),
        },
      ]
    const field = def.fields[key]
    const label = words.column(key)
    if (field?.kind === 'choice')
      return [
        {
          key,
          label,
          multiple: true,
          options: field.options.map((value) => ({ value, label: words.choice(key, value) })),
        },
      ]
    if (field?.kind === 'classification')
      return [
        {
          key,
          label,
          multiple: true,
          options: classifications.map((value) => ({
            value,
            label: words.t(`ledger:classification.${value}`),
          })),
        },
      ]
    if (field?.kind === 'yes-no')
      return [
        {
          key,
          label,
          options: ['true', 'false'].map((value) => ({
            value,
            label: words.t(value === 'true' ? 'ledger:yes' : 'ledger:no'),
          })),
        },
      ]
    return []
  })
}

/** Filters by administered codes. */
export function useCodeFilters(def: LedgerDef, words: LedgerWords): Filter[] {
  const wanted = (def.list.filters ?? []).flatMap((key) => {
    const field = def.fields[key]
    return field?.kind === 'code' ? [{ key, list: field.list }] : []
  })
  const lists = useQueries({
    queries: wanted.map(({ list }) => ({
      queryKey: keyOf(lookupCodes, { list }),
      queryFn: ({ signal }: { signal: AbortSignal }) => call(lookupCodes, { list }, { signal }),
      staleTime: 60_000,
    })),
  })
  return wanted.map(({ key }, i) => ({
    key,
    label: words.column(key),
    multiple: true,
    options: (lists[i]?.data?.items ?? []).map((one) => ({ value: one.code, label: one.name })),
  }))
}

/** Keys in the address of the filters below. */
export function extraFilterKeys(def: LedgerDef): string[] {
  return (def.list.filters ?? []).filter((key) => {
    const kind = def.fields[key]?.kind ?? key
    return remote.has(kind) || ranges.has(kind)
  })
}

/** Filters that ask the server for their choices, and periods. */
export function ExtraFilters({ def, words }: { def: LedgerDef; words: LedgerWords }) {
  const [url, setUrl] = useUrlState()
  return extraFilterKeys(def).map((key) => {
    const field = def.fields[key]
    const label = words.column(key)
    if (!field || remote.has(field.kind))
      return (
        <RemoteSelect
          key={key}
          source={field ? sourceOf(field) : orgSource}
          value={url[key] ?? null}
          placeholder={label}
          aria-label={label}
          onChange={(value) => setUrl({ [key]: value ?? undefined }, { push: true })}
          style={{ width: 160 }}
        />
      )
    const [from = '', to = ''] = (url[key] ?? '').split('..')
    return (
      <DatePicker.RangePicker
        key={key}
        aria-label={label}
        allowEmpty={[true, true]}
        placeholder={[`${label} ${words.t('web:kit.from')}`, words.t('web:kit.to')]}
        value={[from ? dayjs(from) : null, to ? dayjs(to) : null]}
        onChange={(days) => {
          const text = (i: 0 | 1) => days?.[i]?.format('YYYY-MM-DD') ?? ''
          setUrl({ [key]: text(0) || text(1) ? `${text(0)}..${text(1)}` : undefined }, { push: true })
        }}
        style={{ width: 260 }}
      />
    )
  })
}
