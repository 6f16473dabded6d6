import { useRef, useState } from 'react'

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

/**
 * Words sent from the box they are written in. They leave it when they go out, so that what is written meanwhile is not
 * swept away with them, and come back in front of it when they did not arrive.
 */
export function useOutgoing(name: string) {
  const draft = useDraft(name, '')
  const written = useRef(draft.value)
  const set = (next: string) => {
    written.current = next
    draft.set(next)
  }
  return {
    value: draft.value,
    set,
    /** What is in the box now, for answers that come later. */
    now: () => written.current,
    goOut: () => set(''),
    comeBack: (text: string) => set([text, written.current].filter(Boolean).join('\n')),
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
