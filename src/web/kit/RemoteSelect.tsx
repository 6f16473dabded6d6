import { Select } from 'antd'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useExplain } from '../hooks.ts'
import { useSettled } from './useSettled.ts'

export interface RemoteOption {
  value: string
  label: string
  /** Small text behind the label: org, phone, state. */
  detail?: string
  disabled?: boolean
}

/** Where options come from: `name` is the cache key, `search` asks the API, `byId` names a value already chosen. */
export interface RemoteSource {
  name: string
  search: (q: string, signal: AbortSignal) => Promise<RemoteOption[]>
  byId?: (id: string, signal: AbortSignal) => Promise<RemoteOption | null>
}

export interface RemoteSelectProps {
  source: RemoteSource
  value?: string | null
  onChange?: (value: string | null, option: RemoteOption | null) => void
  /** Label of `value` when the record already knows it; spares a request. */
  valueLabel?: string
  placeholder?: string
  disabled?: boolean
  id?: string
  /** Its name where no `<label>` gives it one. */
  'aria-label'?: string
  autoFocus?: boolean
  size?: 'small' | 'middle' | 'large'
  style?: React.CSSProperties
}

/** A select whose options are searched on the server: people, orgs, services, groups, categories. */
export function RemoteSelect({
  source,
  value,
  onChange,
  valueLabel,
  placeholder,
  ...rest
}: RemoteSelectProps) {
  const { t } = useTranslation('web')
  const explain = useExplain()
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const q = useSettled(text.trim(), 200)
  const [picked, setPicked] = useState<RemoteOption | null>(null)
  const found = useQuery({
    queryKey: ['web.remote', source.name, q],
    queryFn: ({ signal }) => source.search(q, signal),
    enabled: open,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })
  const known = valueLabel ?? (picked?.value === value ? picked?.label : undefined)
  const named = useQuery({
    queryKey: ['web.remote', source.name, 'id', value],
    queryFn: ({ signal }) => source.byId?.(value ?? '', signal) ?? null,
    enabled: Boolean(value && !known && source.byId),
    staleTime: 300_000,
  })
  const selected = value ? { value, label: known ?? named.data?.label ?? value } : null
  return (
    <Select
      {...rest}
      labelInValue
      allowClear
      showSearch={{ filterOption: false, onSearch: setText }}
      value={selected}
      open={open}
      onOpenChange={setOpen}
      placeholder={placeholder ?? t('kit.remoteHint')}
      loading={found.isFetching}
      options={found.data ?? []}
      optionRender={(option) => optionLine(option.data as RemoteOption)}
      notFoundContent={
        found.error ? explain(found.error) : found.isFetching ? t('state.loading') : t('kit.remoteNone')
      }
      onChange={(next: { value: string } | null | undefined) => {
        const option = found.data?.find((one) => one.value === next?.value) ?? null
        setPicked(option)
        onChange?.(next?.value ?? null, option)
      }}
    />
  )
}

function optionLine({ label, detail }: RemoteOption): ReactNode {
  return (
    <span className="zy-option">
      {label}
      {detail ? <small>{detail}</small> : null}
    </span>
  )
}

type PickerProps = Omit<RemoteSelectProps, 'source'> & {
  search: RemoteSource['search']
  byId?: RemoteSource['byId']
}

function picker(name: string, hint: string) {
  return function Picker({ search, byId, ...rest }: PickerProps) {
    const { t } = useTranslation('web')
    const source = { name, search, ...(byId ? { byId } : {}) }
    return <RemoteSelect placeholder={t(hint)} {...rest} source={source} />
  }
}

/** A picker of people with its hint; the room gives the search: `search={(q, signal) => call(searchPeople, { q }, { signal }).then(…)}`. */
export const PersonPicker = picker('person', 'kit.person')
