import { keyOf, type Entry } from './examine.ts'
import type { Family } from './words.ts'

/** Where an entry of the procurement catalogue belongs; `top`: the tree of its family begins there. */
export interface Placed {
  family: Family
  top: boolean
}

/** Keys (codes without padding) of goods that begin a family, the longest first; null: no asset of O&M. */
const PLACES: readonly [string, Family | null][] = [
  ['A080603', 'software'],
  ['A0806', 'information-resource'],
  // patents, copyrights, land: assets of the unit, none of O&M
  ['A08', null],
  ['A', 'physical'],
]

/** The family of an entry; undefined for engineering, services and goods that nobody operates or maintains. */
export function placeEntry(entry: Entry): Placed | undefined {
  const key = keyOf(entry.code)
  const place = PLACES.find(([prefix]) => key?.startsWith(prefix))
  if (!place?.[1] || key === 'A') return undefined
  return { family: place[1], top: key === place[0] || (place[0] === 'A' && key!.length === 3) }
}
