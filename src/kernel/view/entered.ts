/** So many of the first of a list are looked at. */
export const looked = 200

/**
 * What is new in a list since the last look. Of a list longer than a look, what slid up because others left is not new:
 * there only what was made after everything seen counts (ids are in the order of their making).
 * @param seen ids at the last look; null: this is the first look, nothing is news yet
 * @param now ids of this look, at most `looked`
 */
export function entered(seen: readonly string[] | null, now: readonly string[]): string[] {
  if (seen === null) return []
  const known = new Set(seen)
  const fresh = now.filter((id) => !known.has(id))
  if (seen.length < looked && now.length < looked) return fresh
  const newest = seen.reduce((a, b) => (a > b ? a : b), '')
  return fresh.filter((id) => id > newest)
}
