import { randomInt } from 'node:crypto'

/** Whom to ask, and where they work. */
export interface Asked {
  personId: string
  orgId: string
}

/**
 * In which org the anonymous answer of each is counted, so that every such org stands for at least `least` people and so do
 * those who are counted in none: nobody can be told from the org on a sheet. People of an org that is too small count
 * in the one above it, with their neighbours.
 * @param parents org → the org above it; null at the root
 * @returns person → org, null: in none
 */
export function cohortsOf(
  people: readonly Asked[],
  parents: ReadonlyMap<string, string | null>,
  least: number,
): Map<string, string | null> {
  const waiting = new Map<string, string[]>()
  const depth = (org: string): number => {
    let n = 0
    for (let at = parents.get(org) ?? null; at !== null; at = parents.get(at) ?? null) n++
    return n
  }
  const add = (org: string, ids: readonly string[]) => waiting.set(org, [...(waiting.get(org) ?? []), ...ids])
  for (const { personId, orgId } of people) add(orgId, [personId])
  const groups = new Map<string, string[]>()
  let rest: string[] = []
  while (waiting.size > 0) {
    // the deepest first: what is passed on lies above it
    const [org] = [...waiting.keys()].sort((a, b) => depth(b) - depth(a))
    const ids = waiting.get(org!)!
    waiting.delete(org!)
    if (ids.length >= least) groups.set(org!, ids)
    else {
      const above = parents.get(org!) ?? null
      if (above === null) rest = [...rest, ...ids]
      else add(above, ids)
    }
  }
  // a few who are left over would be known by belonging to none
  while (rest.length > 0 && rest.length < least && groups.size > 0) {
    const [smallest] = [...groups].sort((a, b) => a[1].length - b[1].length)
    groups.delete(smallest![0])
    rest = [...rest, ...smallest![1]]
  }
  const out = new Map<string, string | null>(rest.map((id) => [id, null]))
  for (const [org, ids] of groups) for (const id of ids) out.set(id, org)
  return out
}

/**
 * Which groups may be shown with figures of their own: those with at least `least` answers, as long as the others together
 * have as many or none, since their figures are the total less those that are shown.
 * @returns keys
 */
export function showable(groups: readonly { key: string; n: number }[], least: number): Set<string> {
  const shown = groups.filter((one) => one.n >= least).sort((a, b) => b.n - a.n)
  const total = groups.reduce((sum, one) => sum + one.n, 0)
  const hidden = () => total - shown.reduce((sum, one) => sum + one.n, 0)
  while (shown.length > 0 && hidden() > 0 && hidden() < least) shown.pop()
  return new Set(shown.map((one) => one.key))
}

/** `size` of them, each with the same chance (Fisher and Yates); all when there are no more. */
export function draw<T>(all: readonly T[], size: number): T[] {
  const pool = [...all]
  const n = Math.min(size, pool.length)
  for (let at = 0; at < n; at++) {
    const other = randomInt(at, pool.length)
    const taken = pool[at]!
    pool[at] = pool[other]!
    pool[other] = taken
  }
  return pool.slice(0, n)
}
