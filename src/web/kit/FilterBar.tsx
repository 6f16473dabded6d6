import { Button, Input, Select } from 'antd'
import { ClearOutlined, SearchOutlined } from '@ant-design/icons'
import { useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useUrlState } from '../url.ts'

export interface Filter {
  /** Key in the address. */
  key: string
  label: string
  options: { value: string; label: ReactNode }[]
  /** Several values, comma-separated in the address. */
  multiple?: boolean
  width?: number
}

export interface FilterBarProps {
  filters?: Filter[]
  /** Key of the text search in the address; null for none (default `q`). */
  searchKey?: string | null
  searchPlaceholder?: string
  /** Own controls (remote pickers, dates); name their address keys in `extraKeys` so that "clear" clears them. */
  extra?: ReactNode
  extraKeys?: string[]
  right?: ReactNode
}

/** Filters of a list; their only state is the address, so a filtered list can be sent to a colleague. */
export function FilterBar({
  filters = [],
  searchKey = 'q',
  searchPlaceholder,
  extra,
  extraKeys = [],
  right,
}: FilterBarProps) {
  const { t } = useTranslation('web')
  const [url, setUrl] = useUrlState()
  const keys = [...filters.map((filter) => filter.key), ...extraKeys, ...(searchKey ? [searchKey] : [])]
  const filtered = keys.some((key) => url[key])
  const clear = () => setUrl(Object.fromEntries(keys.map((key) => [key, undefined])), { push: true })
  return (
    <div className="zy-filters" role="search" aria-label={t('kit.filter')}>
      {searchKey ? (
        <SearchField urlKey={searchKey} placeholder={searchPlaceholder ?? t('kit.searchHere')} />
      ) : null}
      {filters.map((filter) => (
        <Select
          key={filter.key}
          {...(filter.multiple ? { mode: 'multiple' as const, maxTagCount: 1 } : {})}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={filter.label}
          aria-label={filter.label}
          options={filter.options}
          value={filter.multiple ? split(url[filter.key]) : (url[filter.key] ?? null)}
          onChange={(value: string | string[] | null) =>
            setUrl(
              { [filter.key]: Array.isArray(value) ? value.join(',') || undefined : (value ?? undefined) },
              { push: true },
            )
          }
          popupMatchSelectWidth={false}
          style={{ width: filter.width ?? (filter.multiple ? 150 : 110) }}
        />
      ))}
      {extra}
      {filtered ? (
        <Button type="text" icon={<ClearOutlined />} onClick={clear}>
          {t('action.clearFilters')}
        </Button>
      ) : null}
      {right ? <div className="zy-filters-right">{right}</div> : null}
    </div>
  )
}

/** `state=new,assigned` → `['new', 'assigned']`, for a list's input. */
export function split(value: string | undefined): string[] {
  return value ? value.split(',') : []
}

/** Waits for a pause in typing before it changes the address. */
function SearchField({ urlKey, placeholder }: { urlKey: string; placeholder: string }) {
  const [url, setUrl] = useUrlState()
  const wanted = url[urlKey] ?? ''
  const [text, setText] = useState(wanted)
  const [known, setKnown] = useState(wanted)
  // The address changed from outside (Back, a saved view): follow it.
  if (known !== wanted) {
    setKnown(wanted)
    setText(wanted)
  }
  useEffect(() => {
    if (text.trim() === wanted) return
    const timer = setTimeout(() => setUrl({ [urlKey]: text.trim() || undefined }), 300)
    return () => clearTimeout(timer)
  }, [text, wanted, urlKey, setUrl])
  return (
    <Input
      allowClear
      prefix={<SearchOutlined aria-hidden="true" />}
      placeholder={placeholder}
      aria-label={placeholder}
      value={text}
      maxLength={200}
      onChange={(event) => setText(event.target.value)}
      className="zy-filter-search"
    />
  )
}
