import type { QueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { invalidate } from './hooks.ts'

/** What a live event says: something of a room changed. The data itself is always read through the API. */
export interface LiveEvent {
  /** `incident.assigned`; its first part is the room. */
  type: string
  entity?: string
  id?: string
}

export type LiveState = 'connecting' | 'live' | 'offline'

const address = '/api/v1/events/stream'
const lockName = 'zy.live'
let state: LiveState = 'connecting'
const watchers = new Set<() => void>()

function setState(next: LiveState): void {
  if (next === state) return
  state = next
  for (const watcher of watchers) watcher()
}

/** State of the live connection, for the badge in the top bar. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (changed) => {
      watchers.add(changed)
      return () => watchers.delete(changed)
    },
    () => state,
  )
}

/** Keeps everything on the page up to date while it is mounted; used once, by the layouts. */
export function useLiveEvents(client: QueryClient, person: string): void {
  useEffect(() => {
    const batch = batcher(client)
    const stop =
      navigator.locks && typeof BroadcastChannel === 'function' ? shared(person, batch.add) : own(batch.add)
    return () => {
      stop()
      batch.stop()
    }
  }, [client, person])
}

/** A storm of events becomes one refresh a second. */
function batcher(client: QueryClient) {
  let rooms = new Set<string>()
  let all = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    timer = undefined
    const names = [...rooms]
    rooms = new Set()
    void (all ? client.invalidateQueries() : invalidate(client, ...names))
    all = false
  }
  return {
    add(event: LiveEvent) {
      // A burst too large to be told one by one, or a gap in the connection: read anew whatever is on the page.
      if (event.entity === '*') all = true
      const room = event.type.split('.')[0]
      if (room) rooms.add(room)
      if (event.entity) rooms.add(event.entity)
      // Any room may have written a notification; the count is one small request a second at most.
      rooms.add('notify')
      timer ??= setTimeout(flush, 1_000)
    },
    stop: () => clearTimeout(timer),
  }
}

/** One connection for all tabs of a person: browsers allow six per host on HTTP/1.1, and tabs are many. */
function shared(person: string, onEvent: (event: LiveEvent) => void): () => void {
  const channel = new BroadcastChannel(`zy.live.${person}`)
  const abort = new AbortController()
  channel.onmessage = ({ data }: MessageEvent<{ event?: LiveEvent; state?: LiveState; ask?: true }>) => {
    if (data.event) onEvent(data.event)
    if (data.state) setState(data.state)
    if (data.ask && leading) channel.postMessage({ state })
  }
  let leading = false
  channel.postMessage({ ask: true })
  const hold = async () => {
    // granted in the moment of leaving: nobody would ever let go of it
    if (abort.signal.aborted) return
    leading = true
    const stop = own(
      (event) => {
        onEvent(event)
        channel.postMessage({ event })
      },
      (next) => channel.postMessage({ state: next }),
    )
    await new Promise<void>((resolve) => abort.signal.addEventListener('abort', () => resolve()))
    stop()
  }
  navigator.locks.request(`${lockName}.${person}`, { signal: abort.signal }, hold).catch((error: unknown) => {
    if (!(error instanceof DOMException && error.name === 'AbortError')) setState('offline')
  })
  return () => {
    abort.abort()
    channel.close()
  }
}

function own(
  onEvent: (event: LiveEvent) => void,
  onState: (state: LiveState) => void = () => undefined,
): () => void {
  let source: EventSource | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let wait = 1_000
  let stopped = false
  let missed = false
  const tell = (next: LiveState) => {
    if (stopped) return
    setState(next)
    onState(next)
  }
  const open = () => {
    source = new EventSource(address)
    source.onopen = () => {
      wait = 1_000
      tell('live')
      if (missed) onEvent({ type: 'web.gap', entity: '*' })
      missed = false
    }
    source.onmessage = ({ data }: MessageEvent<string>) => {
      for (const event of parse(data)) onEvent(event)
    }
    source.onerror = () => {
      tell('offline')
      missed = true
      // Perhaps the session is over: ask, and the layout leaves for sign-in.
      if (source?.readyState === EventSource.CLOSED) onEvent({ type: 'identity.me' })
      // EventSource gives up for good on an HTTP error; the server may only be restarting.
      if (source?.readyState !== EventSource.CLOSED) return
      retry = setTimeout(open, wait)
      wait = Math.min(wait * 2, 30_000)
    }
  }
  open()
  return () => {
    stopped = true
    source?.close()
    clearTimeout(retry)
  }
}

/** The server sends one event or a batch of them. */
function parse(data: string): LiveEvent[] {
  try {
    const told = JSON.parse(data) as LiveEvent | LiveEvent[]
    return (Array.isArray(told) ? told : [told]).filter((event) => typeof event?.type === 'string')
  } catch (error) {
    console.warn('live event is not JSON', error)
    return []
  }
}
