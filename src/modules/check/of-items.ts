import type { CheckCounts, CheckSource } from '#modules/ci/index.ts'
import { visibleCheck } from './policy.ts'
import { countByItem } from './store/overview.ts'
import type { CheckState } from './words.ts'

/** What a state says of the item that is watched; what has not run yet, or is paused, says nothing. */
const says: Partial<Record<CheckState, keyof CheckCounts>> = {
  critical: 'down',
  warning: 'impaired',
  unknown: 'unknown',
  unreachable: 'unknown',
  ok: 'well',
}

/** Checks of items by what they say of them, as far as the actor may see them. */
export const checksOfItems: CheckSource = async (db, actor, ids) => {
  const out = new Map<string, CheckCounts>()
  const paths = visibleCheck(actor)
  if (ids.length === 0 || paths.length === 0) return out
  for (const { ciId, state, n } of await countByItem(db, paths, ids)) {
    const what = says[state]
    if (!what) continue
    const counts = out.get(ciId) ?? { down: 0, impaired: 0, unknown: 0, well: 0 }
    counts[what] += n
    out.set(ciId, counts)
  }
  return out
}
