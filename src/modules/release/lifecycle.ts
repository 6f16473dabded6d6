/** Pure rules of releases: what is missing before one goes live. */
import { itemKeys, type ItemKey, type State } from './words.ts'

/** States of a change in which it has been let through: going live follows the change process (beijing-om 39). */
const letThrough: readonly string[] = ['scheduled', 'in-progress', 'implemented', 'closed']

export interface Facts {
  items: readonly { key: ItemKey; confirmed: boolean }[]
  changeStates: readonly string[]
}

export type Missing =
  { what: 'item'; key: ItemKey } | { what: 'confirmation'; key: ItemKey } | { what: 'change' }

/** What keeps a release from going live, in the order of the checklist; empty: nothing. */
export function missing(facts: Facts): Missing[] {
  const out: Missing[] = []
  if (!facts.changeStates.some((state) => letThrough.includes(state))) out.push({ what: 'change' })
  for (const key of itemKeys) {
    const item = facts.items.find((one) => one.key === key)
    if (!item) out.push({ what: 'item', key })
    else if (!item.confirmed) out.push({ what: 'confirmation', key })
  }
  return out
}

/** Everything about a release is settled before it goes live; afterwards it is a record. */
export function isOpen(state: State): boolean {
  return state === 'preparing'
}
