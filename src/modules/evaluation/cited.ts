/** Sources of indicators and schemes cite norms by their Chinese titles: who reads English is given the English one beside it. */
import type { Db } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { englishTitles } from '#modules/norm/index.ts'

export type Cite = (source: string | null) => string | null

/** `（试行）` and the number of the document are left out where a norm is cited. */
const short = (title: string): string => title.replace(/（[^）]*）$/u, '')

/** Whether one of the citations of a source is of this norm: its whole title, then the place or nothing. */
const cites = (source: string, title: string): boolean =>
  source
    .split(/[；;、，,]/u)
    .map((part) => part.trim().replace(/^《/u, ''))
    .some((part) => part.startsWith(title) && /^($|[\s》（(第\d])/u.test(part.slice(title.length)))

/** How a source is shown to a reader: as it is, in English behind the English titles of the norms that it names. */
export async function citing(db: Db, actor: Pick<Actor, 'locale'>): Promise<Cite> {
  if (actor.locale !== 'en') return (source) => source
  const titles = await englishTitles(db)
  return (source) => {
    if (source === null) return null
    const named = titles.filter((one) => cites(source, short(one.title))).map((one) => one.titleEn)
    return [...named, source].join(' · ')
  }
}
