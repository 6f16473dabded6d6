/** Places for the items of a picture: one column band per level, near what they hang on. Pure; linear in what it draws. */

export interface Placed {
  id: string
  level: number
}

export const box = { width: 176, height: 46, gapX: 84, gapY: 16 }
/** Longest column of a picture of `n` items; a fuller level gets several side by side, about as broad as a screen is. */
const tallest = (n: number): number => Math.max(30, Math.round(Math.sqrt(n * 1.8)))

/** @returns the upper left corner of each item */
export function layout(
  nodes: readonly Placed[],
  edges: readonly { sourceId: string; targetId: string }[],
): Map<string, { x: number; y: number }> {
  const levels = new Map<number, string[]>()
  for (const { id, level } of nodes) levels.set(level, [...(levels.get(level) ?? []), id])
  const neighbours = neighboursOf(nodes, edges)
  const places = new Map<string, { x: number; y: number }>()
  const longest = tallest(nodes.length)
  let left = 0
  for (const level of [...levels.keys()].sort((a, b) => a - b)) {
    const ids = levels.get(level)!
    // where those that are placed already stand, in the middle; stable for the same picture
    const wish = new Map(ids.map((id) => [id, middle(neighbours.get(id) ?? [], places)]))
    const ordered = ids.toSorted((a, b) => wish.get(a)! - wish.get(b)! || (a < b ? -1 : 1))
    const columns = Math.ceil(ordered.length / longest)
    const rows = Math.ceil(ordered.length / columns)
    const top = (-rows * (box.height + box.gapY)) / 2
    for (const [i, id] of ordered.entries())
      places.set(id, {
        x: left + Math.floor(i / rows) * (box.width + 24),
        y: top + (i % rows) * (box.height + box.gapY),
      })
    left += columns * (box.width + 24) + box.gapX
  }
  return places
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
