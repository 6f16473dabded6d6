import { AutoComplete, Input, type InputRef } from 'antd'
import { SearchOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHotkeys } from '../kit/hotkeys.ts'
import type { SearchHit } from '../page.ts'
import { searchSources } from '../rooms.ts'
import { allows, type CurrentSession } from '../session.tsx'
import { isMeant, navigationOf } from './navigation.ts'

interface Option {
  value: string
  label: React.ReactNode
  to: string
}

/** One box for records of all rooms and for pages; arrows and Enter, or Enter alone for all results. */
export function GlobalSearch({ me }: { me: CurrentSession }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const box = useRef<InputRef>(null)
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  useHotkeys({ '/': () => box.current?.focus({ cursor: 'all' }) }, [
    { key: '/', label: 'web:keys.search', group: 'web:keys.everywhere' },
  ])
  const q = usePause(text.trim(), 180)
  const sources = useMemo(() => searchSources.filter((one) => allows(me, one.permission)), [me])
  const found = useQuery({
    queryKey: ['web.search', q],
    enabled: q.length > 0 && open,
    queryFn: ({ signal }) => Promise.allSettled(sources.map((source) => source.search(q, signal))),
  })
  const pages = useMemo(() => navigationOf(me).flatMap((group) => group.items), [me])
  const groups = useDeferredValue(
    q
      ? [
          ...sources.map((source, index) => ({
            label: t(source.label),
            options: optionsOf(found.data?.[index], index, t('web:shell.searchFailed')),
          })),
          {
            label: t('web:shell.searchPages'),
            options: pages
              .filter(({ path, nav }) => isMeant(q, path, [t(nav.label)]))
              .map(({ path, nav }) => ({ value: `page ${path}`, label: t(nav.label), to: path })),
          },
        ].filter((group) => group.options.length > 0)
      : [],
  )
  const go = (to: string) => {
    setOpen(false)
    setText('')
    box.current?.blur()
    void navigate({ to })
  }
  const all = sources.find((source) => source.allResults)?.allResults
  return (
    <AutoComplete
      className="zy-search"
      value={text}
      open={open && q.length > 0 && !found.isLoading}
      onOpenChange={setOpen}
      options={groups}
      popupMatchSelectWidth={480}
      notFoundContent={t('web:shell.searchNothing')}
      onSearch={setText}
      onSelect={(_, option) => go((option as unknown as Option).to)}
      defaultActiveFirstOption={false}
    >
      <Input
        ref={box}
        prefix={<SearchOutlined aria-hidden="true" />}
        suffix={<kbd className="zy-not-phone">/</kbd>}
        placeholder={t('web:shell.search')}
        aria-label={t('web:shell.search')}
        maxLength={200}
        onFocus={() => setOpen(true)}
        onPressEnter={(event) => {
          const chosen =
            document.querySelector('.zy-search.ant-select-open') &&
            event.currentTarget.getAttribute('aria-activedescendant')
          if (!chosen && all && text.trim()) go(all(text.trim()))
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') box.current?.blur()
        }}
      />
    </AutoComplete>
  )
}

function optionsOf(
  result: PromiseSettledResult<SearchHit[]> | undefined,
  index: number,
  failed: string,
): Option[] {
  if (!result) return []
  if (result.status === 'rejected') return [{ value: `failed ${index}`, label: failed, to: '.' }]
  return result.value.map((hit) => ({
    value: `${index} ${hit.id}`,
    to: hit.to,
    label: (
      <span className="zy-hit">
        {hit.tag ? <code>{hit.tag}</code> : null}
        <span>{hit.title}</span>
        {hit.detail ? <small>{hit.detail}</small> : null}
      </span>
    ),
  }))
}

function usePause<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}
