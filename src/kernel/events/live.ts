import { listen } from '../db/index.ts'
import { liveChannel } from './store.ts'

/** A committed event as live listeners see it: no content, only what changed. `to`: person ids concerned, null = everyone. */
export interface LiveEvent {
  type: string
  entity: string
  id: string
  to: string[] | null
}

type Listener = (events: LiveEvent[]) => void
const listeners = new Set<Listener>()

/** Calls `listener` for every batch of committed events seen by this process; returns the way to stop. */
export function onLive(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Hears the events of all processes, reconnecting for as long as the process lives; returns the way to stop. */
export function listenLive(url: string): () => Promise<void> {
  return listen(url, liveChannel, (payload) => {
    const events = JSON.parse(payload || '[]') as LiveEvent[]
    for (const l of listeners) l(events)
  })
}
