import pg from 'pg'
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

/** Keeps one LISTEN connection open, reconnecting for as long as the process lives; returns the way to stop. */
export function listenLive(url: string): () => Promise<void> {
  let client: pg.Client | undefined
  let stopped = false
  let again: NodeJS.Timeout | undefined
  const connect = async (): Promise<void> => {
    client = new pg.Client({ connectionString: url, application_name: 'zhengyun live' })
    client.on('error', retry)
    client.on('end', retry)
    client.on('notification', (n) => {
      const events = JSON.parse(n.payload ?? '[]') as LiveEvent[]
      for (const l of listeners) l(events)
    })
    await client.connect()
    await client.query(`listen ${liveChannel}`)
  }
  const retry = (): void => {
    if (stopped || again) return
    again = setTimeout(() => {
      again = undefined
      connect().catch(retry)
    }, 1000)
  }
  connect().catch(retry)
  return async () => {
    stopped = true
    clearTimeout(again)
    await client?.end().catch(() => undefined)
  }
}
