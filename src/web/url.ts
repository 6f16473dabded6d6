import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

export type UrlState = Record<string, string | undefined>

/** Filters stay readable and typeable in the address: `?state=new,assigned&priority=1`, never JSON. */
export function parseSearch(text: string): Record<string, string> {
  const out: Record<string, string> = {}
  for (const [key, value] of new URLSearchParams(text))
    out[key] = out[key] === undefined ? value : `${out[key]},${value}`
  return out
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === '') continue
    params.set(key, Array.isArray(value) ? value.join(',') : String(value))
  }
  const text = params.toString().replaceAll('%2C', ',').replaceAll('%3A', ':')
  return text ? `?${text}` : ''
}

/**
 * The page's query string as state: `const [url, setUrl] = useUrlState()`; `setUrl({ state: 'new', q: undefined })`
 * changes the named keys only. Typing replaces the history entry; pass `push` for a step that Back should undo.
 */
export function useUrlState(): [UrlState, (patch: UrlState, how?: { push?: boolean }) => void] {
  const search: UrlState = useSearch({ strict: false })
  const navigate = useNavigate()
  const set = useCallback(
    (patch: UrlState, how: { push?: boolean } = {}) => {
      void navigate({
        to: '.',
        search: ((now: UrlState) => clean({ ...now, ...patch })) as never,
        replace: how.push !== true,
        resetScroll: false,
      })
    },
    [navigate],
  )
  return [search, set]
}

function clean(search: UrlState): UrlState {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ''))
}
