/**
 * Places for the items of a picture: one band per level, near what they hang on. The bands are columns, and rows where the
 * window is higher than broad (`upright`). Pure; linear in what it draws.
 */

export interface Placed {
  id: string
  level: number
}

export const box = { width: 176, height: 46 }
/** Along the levels and across them: the size of an item, the way to the next band, inside of a band, to the next beside. */
const measures = {
  lying: { along: box.width, across: box.height, gap: 84, within: 24, beside: 16 },
  upright: { along: box.height, across: box.width, gap: 56, within: 16, beside: 16 },
}
/** Most items of a level side by side in a picture of `n`; a fuller one gets several lines, about as a screen is shaped. */
const most = (n: number, upright: boolean): number =>
  upright ? Math.max(2, Math.round(Math.sqrt(n / 4))) : Math.max(30, Math.round(Math.sqrt(n * 1.8)))

/** @returns the upper left corner of each item */
export function layout(
  nodes: readonly Placed[],
  edges: readonly { sourceId: string; targetId: string }[],
  upright = false,
): Map<string, { x: number; y: number }> {
  const size = measures[upright ? 'upright' : 'lying']
  const levels = new Map<number, string[]>()
  for (const { id, level } of nodes) levels.set(level, [...(levels.get(level) ?? []), id])
  const neighbours = neighboursOf(nodes, edges)
  // `x` along the levels, `y` across them, until it is known how the picture stands
  const places = new Map<string, { x: number; y: number }>()
  const longest = most(nodes.length, upright)
  let left = 0
  for (const level of [...levels.keys()].sort((a, b) => a - b)) {
    const ids = levels.get(level)!
    // where those that are placed already stand, in the middle; stable for the same picture
    const wish = new Map(ids.map((id) => [id, middle(neighbours.get(id) ?? [], places)]))
    const ordered = ids.toSorted((a, b) => wish.get(a)! - wish.get(b)! || (a < b ? -1 : 1))
    const columns = Math.ceil(ordered.length / longest)
    const rows = Math.ceil(ordered.length / columns)
    const top = (-rows * (size.across + size.beside)) / 2
    for (const [i, id] of ordered.entries())
      places.set(id, {
        x: left + Math.floor(i / rows) * (size.along + size.within),
        y: top + (i % rows) * (size.across + size.beside),
      })
    left += columns * (size.along + size.within) + size.gap
  }
  return upright ? new Map([...places].map(([id, { x, y }]) => [id, { x: y, y: x }])) : places
}

function neighboursOf(
  nodes: readonly Placed[],
  edges: readonly { sourceId: string; targetId: string }[],
): Map<string, string[]> {
  const found = new Map(nodes.map(({ id }) => [id, [] as string[]]))
  for (const { sourceId, targetId } of edges) {
    found.get(sourceId)?.push(targetId)
    found.get(targetId)?.push(sourceId)
  }
  return found
}

function middle(ids: readonly string[], places: ReadonlyMap<string, { y: number }>): number {
  const ys = ids.flatMap((id) => places.get(id)?.y ?? [])
  return ys.length === 0 ? 0 : ys.reduce((a, b) => a + b, 0) / ys.length
}
