import type { IncidentRow } from './store/read.ts'

type Side = Pick<
  IncidentRow,
  'id' | 'open' | 'org' | 'requester' | 'callerName' | 'callerPhone' | 'alertKey' | 'duplicateOf'
>

/** Whose report it is, in one word; null where nobody reported it. */
function reporterOf(side: Side): string | null {
  if (side.requester) return `person ${side.requester.id}`
  if (side.callerPhone) return `phone ${side.callerPhone.replace(/[\s-]/g, '')}`
  return side.callerName ? `name ${side.callerName.trim()}` : null
}

/**
 * Why `source` cannot go on in `target`; undefined when it can. Merging hands words and files over, so it never lets
 * anybody read more than before: one reporter, one unit. Different reporters with one cause are duplicates instead.
 * @returns the error, `merge_…` of this room, and which side it is about
 */
export function mergeProblem(source: Side, target: Side): string | undefined {
  if (source.id === target.id) return 'merge_itself'
  if (!source.open || !target.open) return 'merge_ended'
  if (target.duplicateOf) return 'merge_into_duplicate'
  if (reporterOf(source) !== reporterOf(target)) return 'merge_other_reporter'
  if (source.org.id !== target.org.id) return 'merge_other_org'
  // alerts go on coming to the one that gathers them
  if (source.alertKey !== null) return 'merge_alerts'
  return undefined
}
