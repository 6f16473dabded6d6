/** What sources say about attributes, and who of them is believed. Pure. */
import type { Catalogue } from './catalogue.ts'
import type { CiRow } from './store/ci.ts'
import type { ClaimRow } from './store/claims.ts'

/** Equal as JSON, whatever the order of a list. */
export function sameValue(a: unknown, b: unknown): boolean {
  return spelled(a) === spelled(b)
}

function spelled(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.map(String).sort() : (value ?? null))
}

export interface Change {
  field: string
  before: unknown
  after: unknown
}

/**
 * What a source may change: attributes that it tells otherwise, unless a stronger source stands for what is written.
 */
export function allowedChanges(
  catalogue: Pick<Catalogue, 'rank'>,
  row: Pick<CiRow, 'attributes' | 'source'>,
  claims: readonly Pick<ClaimRow, 'field' | 'source' | 'value'>[],
  source: string,
  said: Readonly<Record<string, unknown>>,
): Change[] {
  const changes: Change[] = []
  for (const [field, after] of Object.entries(said)) {
    const before = row.attributes[field]
    if (sameValue(before, after)) continue
    const standing = claims
      .filter((one) => one.field === field && one.source !== source && sameValue(one.value, before))
      .map((one) => catalogue.rank(one.source, field))
    const own = claims.some(
      (one) => one.field === field && one.source === source && sameValue(one.value, before),
    )
    // nobody vouches for the value: whoever recorded the item does
    if (standing.length === 0 && !own && before !== undefined)
      standing.push(catalogue.rank(row.source, field))
    if (standing.every((rank) => catalogue.rank(source, field) <= rank))
      changes.push({ field, before: before ?? null, after })
  }
  return changes
}
