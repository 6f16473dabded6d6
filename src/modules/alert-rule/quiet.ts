/** Silences and windows in force, for the room of alerts. */
import { defaultCalendar } from '#kernel/calendar/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { compile, type Labels, type Test } from './matchers.ts'
import { occurrence } from './schedule.ts'
import { activeSilences, heldWindows, selectSilence } from './store/silences.ts'

/** Something people have said that keeps alerts quiet until a moment. */
export interface Quieter {
  entity: 'alert-silence' | 'alert-window'
  id: string
  /** the reason of a silence, the name of a window */
  name: string
  until: Date
  /** @param orgPath where the alert belongs */
  covers: (labels: Labels, orgPath: string) => boolean
}

function covering(test: Test, paths: readonly string[]): Quieter['covers'] {
  return (labels, orgPath) => paths.some((path) => orgPath.startsWith(path)) && test(labels)
}

/**
 * Silences and windows that are in force now. Their rows stay as they are until the transaction ends: whoever ends one
 * waits, and then releases what was kept quiet meanwhile, too.
 */
export async function quietersNow(tx: Tx): Promise<Quieter[]> {
  const out: Quieter[] = (await activeSilences(tx)).map((s) => ({
    entity: 'alert-silence',
    id: s.id,
    name: s.reason,
    until: s.endsAt,
    covers: covering(compile(s.matchers), s.paths),
  }))
  const windows = await heldWindows(tx)
  if (windows.length === 0) return out
  const now = (await dbNow(tx)).getTime()
  const days = await defaultCalendar(tx)
  for (const w of windows) {
    const at = occurrence(w.schedule, now, days)
    if (!at || at.from > now) continue
    const covers = covering(compile(w.matchers), w.paths)
    out.push({ entity: 'alert-window', id: w.id, name: w.name, until: new Date(at.to), covers })
  }
  return out
}

/** One silence, while it is in force. */
export async function silenceInForce(tx: Tx, id: string): Promise<Quieter | undefined> {
  const s = await selectSilence(tx, id, true)
  if (s?.state !== 'active') return undefined
  return {
    entity: 'alert-silence',
    id,
    name: s.reason,
    until: s.endsAt,
    covers: covering(compile(s.matchers), s.paths),
  }
}
