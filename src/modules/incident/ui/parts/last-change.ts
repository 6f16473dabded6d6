/** What the system does of itself because somebody changed a record follows within this time. */
const FOLLOWS_MS = 60_000

/**
 * The change that is to be named when a record has moved on: not the latest entry but the person's behind it, where the
 * system only followed (clocks computed anew after an edit).
 *
 * @param entries newest first
 */
export function lastChangeOf<E extends { actorId: string | null; recordedAt: string }>(
  entries: readonly E[],
): E | undefined {
  const latest = entries[0]
  if (!latest || latest.actorId !== null) return latest
  const since = Date.parse(latest.recordedAt) - FOLLOWS_MS
  return entries.find((entry) => entry.actorId !== null && Date.parse(entry.recordedAt) >= since) ?? latest
}
