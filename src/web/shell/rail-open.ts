import { useState } from 'react'
import type { NavArea } from '../page.ts'
import { isWithin, type NavGroup } from './navigation.ts'

/** From so many entries on, areas begin folded and there is a box to find one. */
export const manyEntries = 24

export function hasMany(groups: readonly NavGroup[]): boolean {
  return groups.reduce((sum, { items }) => sum + items.length, 0) > manyEntries
}

/**
 * The areas of the rail that are open, remembered for this person in this browser. The area of the page one comes to
 * opens by itself and stays open, so that nothing moves under the pointer on the way to the next page; folding it by hand
 * holds until another area is entered.
 */
export function useOpenAreas(personId: string, groups: readonly NavGroup[], pathname: string) {
  const key = `zy.rail.open.${personId}`
  const [open, setOpen] = useState<readonly string[]>(() => remembered(key) ?? atFirst(groups))
  const keep = (next: readonly string[]) => {
    localStorage.setItem(key, next.join(','))
    setOpen(next)
  }
  const here = groups.find(({ items }) => items.some((page) => isWithin(page, pathname)))?.area
  const [entered, setEntered] = useState<NavArea>()
  if (here !== undefined && here !== entered) {
    setEntered(here)
    if (!open.includes(here)) keep([...open, here])
  }
  return {
    has: (area: NavArea) => open.includes(area),
    toggle: (area: NavArea) =>
      keep(open.includes(area) ? open.filter((one) => one !== area) : [...open, area]),
  }
}

function remembered(key: string): string[] | undefined {
  return localStorage.getItem(key)?.split(',').filter(Boolean)
}

function atFirst(groups: readonly NavGroup[]): string[] {
  return hasMany(groups) ? ['work'] : groups.map(({ area }) => area)
}
