import { useState } from 'react'

/**
 * Something being written, kept in the tab's session storage until it is sent: a reload or a wrong click loses nothing.
 * Drafts hold names and phone numbers of callers, so they end with the tab.
 */
export function useDraft<T>(name: string, empty: T) {
  const key = `zy.draft.${name}`
  const [value, setValue] = useState<T>(() => read(key) ?? empty)
  const [found] = useState(() => sessionStorage.getItem(key) !== null)
  return {
    value,
    /** True when it was there already when the page opened. */
    found,
    set: (next: T) => {
      setValue(next)
      sessionStorage.setItem(key, JSON.stringify(next))
    },
    clear: () => {
      setValue(empty)
      sessionStorage.removeItem(key)
    },
  }
}

function read<T>(key: string): T | undefined {
  const text = sessionStorage.getItem(key)
  if (text === null) return undefined
  try {
    return JSON.parse(text) as T
  } catch {
    // Not ours, or cut off: start empty rather than fail the page.
    sessionStorage.removeItem(key)
    return undefined
  }
}
