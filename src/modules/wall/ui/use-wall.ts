import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { call, type Problem } from '#web/api.ts'
import { useLiveEvents } from '#web/events.ts'
import { useMe } from '#web/session.tsx'
import { getWall } from '../contract.ts'

export type Wall = CallOutput<typeof getWall>

/**
 * Live events make stale what begins with, or has within dots, the name of the room that they are of: so this name says
 * whose events concern the wall.
 */
const queryKey = ['wall.incident.alert.check.monitor-check.major.duty.round.get']
const every = 15_000
/** Events come in storms: between two questions lies at least this. */
const atLeast = 5_000

let askedAt = 0
/** Waits until the wall may ask again. A question that is given up meanwhile does not put it off. */
function turn(signal: AbortSignal): Promise<void> {
  const wait = askedAt + atLeast - Date.now()
  if (wait <= 0) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, Math.min(wait, atLeast))
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(new DOMException('', 'AbortError'))
    })
  })
}

/** What the wall shows. The answer before stays while the next is on its way, and when it does not come. */
export function useWall(): { wall: Wall | undefined; error: Problem | null; answeredAt: number } {
  const client = useQueryClient()
  useLiveEvents(client, useMe()?.person.id ?? '')
  const { data, error, dataUpdatedAt } = useQuery<Wall, Problem>({
    queryKey,
    queryFn: async ({ signal }) => {
      await turn(signal)
      askedAt = Date.now()
      return call(getWall, {}, { signal })
    },
    refetchInterval: every,
    // nobody looks at the browser's tab of a wall
    refetchIntervalInBackground: true,
    retry: false,
  })
  return { wall: data, error, answeredAt: dataUpdatedAt }
}

/** Milliseconds since 1970, every second. */
export function useSeconds(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

const pageSeconds = 8_000
/** Counts the pages that long lists have turned; all of them turn in the same moment. */
export function useTurn(held: boolean): number {
  const [at, setAt] = useState(0)
  useEffect(() => {
    if (held) return
    const timer = setInterval(() => setAt((now) => now + 1), pageSeconds)
    return () => clearInterval(timer)
  }, [held])
  return at
}

/** Pixels of one hundredth of the screen's width, or what its height allows: everything on the wall is measured by it. */
const measure = (): number => Math.max(9, Math.min(window.innerWidth / 100, window.innerHeight / 56.25))

export function useUnit(): number {
  const [unit, setUnit] = useState(measure)
  useEffect(() => {
    const sized = () => setUnit(measure())
    window.addEventListener('resize', sized)
    return () => window.removeEventListener('resize', sized)
  }, [])
  return unit
}

/** Full screen, where the browser can. */
export function useFullScreen(): { can: boolean; is: boolean; toggle: () => void } {
  const [is, setIs] = useState(document.fullscreenElement !== null)
  useEffect(() => {
    const changed = () => setIs(document.fullscreenElement !== null)
    document.addEventListener('fullscreenchange', changed)
    return () => document.removeEventListener('fullscreenchange', changed)
  }, [])
  const toggle = () => {
    const done = is ? document.exitFullscreen() : document.documentElement.requestFullscreen()
    done.catch((error: unknown) => console.warn('full screen was refused', error))
  }
  return { can: document.fullscreenEnabled, is, toggle }
}
