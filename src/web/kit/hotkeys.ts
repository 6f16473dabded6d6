import { useEffect, useRef } from 'react'

/** What the help overlay shows for a key; `group` is a translation key like `web:keys.inLists`. */
export interface Hotkey {
  key: string
  label: string
  group: string
}

type Handlers = Record<string, (event: KeyboardEvent) => void>

const shown = new Map<string, Hotkey>()
let mounted = 0

/** The hotkeys of the page as it is now, for the help overlay. */
export function activeHotkeys(): Hotkey[] {
  return [...shown.values()]
}

/**
 * Single-key shortcuts: `useHotkeys({ j: down, k: up }, [{ key: 'j', label: 'web:keys.down', group: … }])`.
 * Ignored while typing, with Ctrl/Meta/Alt, under a dialog, and when something nearer has handled the key.
 * A page's keys win over the shell's (`web:keys.everywhere`), whichever was mounted first: the shell listens one step later.
 */
export function useHotkeys(handlers: Handlers, help: Hotkey[] = [], enabled = true): void {
  const latest = useRef(handlers)
  useEffect(() => {
    latest.current = handlers
  })
  const described = JSON.stringify(help)
  useEffect(() => {
    if (!enabled) return
    const scope = `${++mounted}`
    for (const one of JSON.parse(described) as Hotkey[]) shown.set(`${scope} ${one.key}`, one)
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target))
        return
      const handler = latest.current[event.key]
      if (!handler) return
      event.preventDefault()
      handler(event)
    }
    const shell = described.includes('"web:keys.everywhere"')
    const target = shell ? window : document
    target.addEventListener('keydown', onKey as EventListener)
    return () => {
      target.removeEventListener('keydown', onKey as EventListener)
      for (const key of shown.keys()) if (key.startsWith(`${scope} `)) shown.delete(key)
    }
  }, [enabled, described])
}

function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector('.ant-modal-wrap:not([style*="display: none"]), .ant-drawer-open')) return true
  if (!(target instanceof HTMLElement)) return false
  // nobody types into a box that is ticked
  const typed = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [role="combobox"]'
  return target.isContentEditable || target.closest(typed) !== null
}
