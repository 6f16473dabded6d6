import { setTimeout as sleep } from 'node:timers/promises'

const day = 86_400_000
/** Beijing time; the sample city's. */
const ahead = 8 * 3_600_000

/**
 * Waits for the next day of the sample city when this one ends in less than `seconds`: what follows is all of one day. The
 * caller's time-out must allow for it.
 */
export async function withinOneDay(seconds: number): Promise<void> {
  const left = day - ((Date.now() + ahead) % day)
  if (left < seconds * 1000) await sleep(left + 1000)
}
