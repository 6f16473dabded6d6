import { Select } from 'antd'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RemoteSource } from './RemoteSelect.tsx'

/** Several choices that are searched on the server; `known` names those that a record has already. */
export function RemoteMany({
  source,
  value,
  onChange,
  known = [],
  id,
}: {
  source: RemoteSource
  value?: unknown
  onChange?: (value: unknown) => void
  known?: readonly { id: string; name: string }[]
  id?: string
}) {
  const { t } = useTranslation('web')
  const [q, setQ] = useState('')
  const [all, setAll] = useState(() => new Map(known.map((one) => [one.id, one.name])))
  const found = useQuery({
    queryKey: ['web.remote', source.name, q],
    queryFn: ({ signal }) => source.search(q, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  // what has been found once keeps its name when it is chosen and something else is searched for
  const fresh = (found.data ?? []).filter((one) => !all.has(one.value))
  if (fresh.length > 0) setAll(new Map([...all, ...fresh.map((one) => [one.value, one.label] as const)]))
  const chosen = (value as string[] | undefined) ?? []
  const offered = new Set([...chosen, ...(found.data ?? []).map((one) => one.value)])
  return (
    <Select
      {...(id ? { id } : {})}
      mode="multiple"
      value={chosen}
      {...(onChange ? { onChange } : {})}
      loading={found.isPending}
      placeholder={t('kit.remoteHint')}
      showSearch={{ filterOption: false, onSearch: (text) => setQ(text.trim()) }}
      options={[...all].filter(([key]) => offered.has(key)).map(([key, label]) => ({ value: key, label }))}
      style={{ width: '100%' }}
    />
  )
}
