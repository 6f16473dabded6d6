import { navAreas, type NavArea, type Page } from '../page.ts'
import { pages } from '../rooms.ts'
import { allows, type CurrentSession } from '../session.tsx'

export interface NavGroup {
  area: NavArea
  items: (Page & { nav: NonNullable<Page['nav']> })[]
}

/** The work areas this person may enter, in their order; areas without a page are left out. */
export function navigationOf(me: CurrentSession): NavGroup[] {
  const mine = pages.filter(hasNav).filter((page) => allows(me, page.permission))
  const onlyPortal =
    mine.some((page) => page.nav.area === 'portal') &&
    mine.every((page) => page.nav.area === 'portal' || page.nav.orPortal)
  const areaOf = (page: (typeof mine)[number]): NavArea =>
    onlyPortal && page.nav.orPortal ? 'portal' : page.nav.area
  return navAreas
    .map((area) => ({ area, items: mine.filter((page) => areaOf(page) === area).sort(byOrder) }))
    .filter((group) => group.items.length > 0)
}

/** Where `/` leads: my work, else the first page of the rail, else the portal, else "about". */
export function homeOf(me: CurrentSession): string {
  const groups = navigationOf(me)
  const mine = groups.flatMap((group) => group.items)
  if (mine.some((page) => page.path === '/my-work')) return '/my-work'
  return mine[0]?.path ?? '/about'
}

function hasNav(page: Page): page is Page & { nav: NonNullable<Page['nav']> } {
  return page.nav !== undefined
}

function byOrder(a: { nav: { order: number } }, b: { nav: { order: number } }): number {
  return a.nav.order - b.nav.order
}
