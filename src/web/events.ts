import type { QueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { invalidate } from './hooks.ts'

/** What a live event says: something of a room changed. The data itself is always read through the API. */
export interface LiveEvent {
  /** `incident.assigned`; its first part is the room. */
  type: string
  entity?: string
  entityId?: string
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
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    timer = undefined
    const names = [...rooms]
    rooms = new Set()
    void invalidate(client, ...names)
  }
  return {
    add(event: LiveEvent) {
      const room = event.type.split('.')[0]
      if (room) rooms.add(room)
      if (event.entity) rooms.add(event.entity)
      // Something new for me may have been written by any room.
      if (room === 'notify' || room === 'notification') {
        rooms.add('identity.me')
        rooms.add('notify')
      }
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
    }
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const event = parse(data)
      if (event) onEvent(event)
    }
    source.onerror = () => {
      tell('offline')
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

function parse(data: string): LiveEvent | null {
  try {
    const event = JSON.parse(data) as LiveEvent
    return typeof event.type === 'string' ? event : null
  } catch (error) {
    console.warn('live event is not JSON', error)
    return null
  }
}
