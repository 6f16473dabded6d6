import { useSyncExternalStore } from 'react'
import type { Answers } from '#modules/catalogue/form-contract.ts'
import { newKey } from '#web/api.ts'

/** An item that is filled in and waits to be sent with others. */
export interface BasketLine {
  key: string
  itemId: string
  itemNo: number
  name: string
  nameEn: string
  answers: Answers
  /** names of files and people in the answers, by id */
  names: Record<string, string>
}

export interface Basket {
  lines: BasketLine[]
  /** of the sending: sent again after a lost answer, it is still one request */
  key: string
}

// answers hold names and phone numbers: they end with the tab, as drafts of reports do
const place = 'zy.basket'
const watchers = new Set<() => void>()
let held: Basket | undefined

function empty(): Basket {
  return { lines: [], key: newKey() }
}

function read(): Basket {
  if (held) return held
  const text = sessionStorage.getItem(place)
  try {
    held = text === null ? empty() : (JSON.parse(text) as Basket)
  } catch {
    // not ours, or cut off: begin empty rather than fail the page
    sessionStorage.removeItem(place)
    held = empty()
  }
  return held
}

function write(next: Basket): void {
  held = next
  sessionStorage.setItem(place, JSON.stringify(next))
  for (const watcher of watchers) watcher()
}

/** Several items that are asked for with one request. */
export function useBasket() {
  const basket = useSyncExternalStore((changed) => {
    watchers.add(changed)
    return () => watchers.delete(changed)
  }, read)
  return {
    ...basket,
    /** Adds a line, or puts a changed one in its place. Another content is another sending. */
    put: (line: BasketLine) => {
      const { lines } = read()
      const known = lines.some((one) => one.key === line.key)
      write({
        key: newKey(),
        lines: known ? lines.map((one) => (one.key === line.key ? line : one)) : [...lines, line],
      })
    },
    remove: (key: string) => write({ key: newKey(), lines: read().lines.filter((one) => one.key !== key) }),
    clear: () => write(empty()),
  }
}
