import type { Clock } from '../types.ts'

/** Still counting, or over its time and not stopped. */
export function isTicking(clock: Clock): boolean {
  return clock.state === 'running' || (clock.state === 'breached' && clock.stoppedAt === null)
}

/** The ticking clock with the least time left, else a paused one; none when all have ended. */
export function nearestClock(clocks: readonly Clock[]): Clock | undefined {
  const ticking = clocks.filter(isTicking).sort((a, b) => a.remainingSeconds - b.remainingSeconds)
  return ticking[0] ?? clocks.find((clock) => clock.state === 'paused')
}

/** The clock that tells the requester when it will work again. */
export function restoreClock(clocks: readonly Clock[]): Clock | undefined {
  return clocks.find((clock) => clock.metric === 'restore')
}
