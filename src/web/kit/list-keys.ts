import { useEffect, useRef, useState } from 'react'
import { useHotkeys, type Hotkey } from './hotkeys.ts'

interface Options<T> {
  list: { items: T[]; hasNextPage: boolean; fetchNextPage: () => unknown }
  rowKey: (row: T) => string
  active?: string | null
  onActive?: (row: T) => void
  onOpen?: (row: T) => void
  selection?: { selected: readonly string[]; onChange: (keys: string[]) => void }
  keys?: boolean
}

const group = 'web:keys.inLists'
const help: Hotkey[] = [
  { key: 'j', label: 'web:keys.down', group },
  { key: 'k', label: 'web:keys.up', group },
  { key: 'Enter', label: 'web:keys.open', group },
]

/** Moves a cursor through a list by keyboard; the cursor is the page's (`active`) or the table's own. */
export function useListKeys<T>(options: Options<T>) {
  const { list, rowKey, onActive, onOpen, selection } = options
  const holder = useRef<HTMLDivElement>(null)
  const [own, setOwn] = useState<string | null>(null)
  const active = options.active === undefined ? own : options.active
  const moved = useRef(false)

  const choose = (row: T) => {
    setOwn(rowKey(row))
    onActive?.(row)
  }
  const move = (step: number) => {
    const at = list.items.findIndex((row) => rowKey(row) === active)
    const to = at < 0 ? (step > 0 ? 0 : list.items.length - 1) : at + step
    const row = list.items[to]
    if (row !== undefined) {
      moved.current = true
      choose(row)
    } else if (step > 0 && list.hasNextPage) void list.fetchNextPage()
  }
  const current = () => list.items.find((row) => rowKey(row) === active)
  const open = () => {
    const row = current()
    if (row !== undefined) onOpen?.(row)
  }
  const mark = () => {
    const row = current()
    if (row === undefined || !selection) return
    const key = rowKey(row)
    const rest = selection.selected.filter((one) => one !== key)
    selection.onChange(rest.length === selection.selected.length ? [...rest, key] : rest)
  }
  const down = () => move(1)
  const up = () => move(-1)
  const selecting = selection ? { x: mark } : {}
  useHotkeys(
    {
      j: down,
      ArrowDown: down,
      k: up,
      ArrowUp: up,
      Enter: (event) => !onButton(event) && open(),
      ...selecting,
    },
    selection ? [...help, { key: 'x', label: 'web:keys.select', group }] : help,
    options.keys !== false,
  )
  useEffect(() => {
    // Only keys move the page; a click must not.
    if (!moved.current || !active) return
    moved.current = false
    holder.current?.querySelector(`[data-key="${CSS.escape(active)}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [active])

  /** One click previews where there is a preview, and opens where there is none. */
  const click = (row: T) => {
    choose(row)
    if (!onActive) onOpen?.(row)
  }
  return { holder, active, click }
}

function onButton(event: KeyboardEvent): boolean {
  const target = event.target
  if (!(target instanceof Element) || !target.closest('a, button, [role="button"]')) return false
  // `useHotkeys` has prevented the default; give it back.
  ;(target.closest('a, button, [role="button"]') as HTMLElement).click()
  return true
}
