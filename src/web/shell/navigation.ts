import { navAreas, type NavArea, type Page } from '../page.ts'
import { pages } from '../rooms.ts'
import { allows, type CurrentSession } from '../session.tsx'
import { initialsOf } from './initials.ts'

export interface NavGroup {
  area: NavArea
  items: (Page & { nav: NonNullable<Page['nav']> })[]
}

/** The work areas this person may enter, in their order; areas without a page are left out. */
export function navigationOf(me: CurrentSession): NavGroup[] {
  const mine = pages
    .filter(hasNav)
    .filter((page) => allows(me, page.permission) && allows(me, page.nav.permission))
  const onlyPortal =
    mine.some((page) => page.nav.area === 'portal') &&
    mine.every((page) => page.nav.area === 'portal' || page.nav.orPortal)
  const areaOf = (page: (typeof mine)[number]): NavArea =>
    onlyPortal && page.nav.orPortal ? 'portal' : page.nav.area
  return navAreas
    .map((area) => ({ area, items: mine.filter((page) => areaOf(page) === area).sort(byOrder) }))
    .filter((group) => group.items.length > 0)
}

/**
 * Where `/` leads: my work, else the first page of the rail, else the portal, else "about". Who has neither work of the
 * desk nor the portal is one of the three administrators: the auditor begins at the audit, the others in the administration.
 */
export function homeOf(me: CurrentSession): string {
  const groups = navigationOf(me)
  const first = (area: NavArea) => groups.find((group) => group.area === area)?.items[0]?.path
  const mine = groups.flatMap((group) => group.items)
  if (mine.some((page) => page.path === '/my-work')) return '/my-work'
  const own = (first('work') ?? first('portal')) ? undefined : (first('audit') ?? first('admin'))
  return own ?? mine[0]?.path ?? '/about'
}

/**
 * Whether typed words mean a page: part of one of its names, their pinyin initials (`sjdl`), or how a word of its address
 * begins (`incident`), which is English in either language.
 */
export function isMeant(typed: string, path: string, names: readonly string[]): boolean {
  const words = typed.trim().toLowerCase()
  if (words === '') return true
  if (path.replaceAll(/[/-]/g, ' ').includes(` ${words}`)) return true
  return names.some((name) => {
    const initials = initialsOf(name)
    // one letter is in the middle of most names
    const byInitials = words.length > 1 ? initials.includes(words) : initials.startsWith(words)
    return byInitials || name.toLowerCase().includes(words)
  })
}

/** Whether a page of the rail is the one of this address, or the one above it. */
export function isWithin({ path, nav }: NavGroup['items'][number], pathname: string): boolean {
  const under = pathname === path || pathname.startsWith(`${path}/`)
  return under || (nav.also?.some((begin) => pathname.startsWith(begin)) ?? false)
}

function hasNav(page: Page): page is Page & { nav: NonNullable<Page['nav']> } {
  return page.nav !== undefined
}

function byOrder(a: { nav: { order: number } }, b: { nav: { order: number } }): number {
  return a.nav.order - b.nav.order
}
