export type FindingKind =
  'changed' | 'deleted' | 'inserted' | 'seal_changed' | 'seal_deleted' | 'tail_cut' | 'head' | 'signature'

/** One thing that is not as it was sealed. `detail` is a stable word, see `finding.*` in the room's texts. */
export interface Finding {
  kind: FindingKind
  entryId?: number
  sealSeq?: number
  detail: string
}

/** Most findings listed one by one, of all kinds together. */
export const LISTED = 1000

/** Counts all findings, keeps the first thousand: a report stays small whatever happened. */
export class Findings {
  readonly listed: Finding[] = []
  readonly counts: Partial<Record<FindingKind, number>> = {}
  add(finding: Finding): void {
    this.counts[finding.kind] = (this.counts[finding.kind] ?? 0) + 1
    if (this.listed.length < LISTED) this.listed.push(finding)
  }
}
