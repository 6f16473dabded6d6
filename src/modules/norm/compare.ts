/** What a clause says, as one text: two clauses say the same when these are equal. */
export function canonicalText(one: {
  article: string
  gist: string
  type: string
  actors: readonly string[]
  frequency: string | null
  figures: Record<string, unknown>
  capability: string
  evidence: string
}): string {
  const figures = Object.entries(one.figures).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([
    one.article,
    one.gist,
    one.type,
    one.actors,
    one.frequency,
    figures,
    one.capability,
    one.evidence,
  ])
}
