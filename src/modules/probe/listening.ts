/**
 * The clock of probes. It is monotonic and stands still while this process cannot listen, because its own work keeps the
 * event loop from what has come in: time that we lost is not time that a target was silent. Without it a worker with more
 * checks than it can do calls healthy targets down, thousands at once.
 */

/** Between two looks at the loop, and how late a look may be before time counts as lost. */
const beatMs = 50
const slackMs = 50

let lost = 0
let last = 0
let users = 0
let timer: NodeJS.Timeout | undefined

const lostSince = (now: number): number => (timer ? Math.max(0, now - last - beatMs - slackMs) : 0)

function look(): void {
  const now = performance.now()
  lost += lostSince(now)
  last = now
}

/** Milliseconds in which this process could listen; differences count, not the value. Right to 100 ms. */
export function listeningNow(): number {
  const now = performance.now()
  return now - lost - lostSince(now)
}

/** Watches the loop from now on, until it is called back. */
export function watchLoop(): () => void {
  if (users++ === 0) {
    last = performance.now()
    timer = setInterval(look, beatMs).unref()
  }
  return () => {
    if (--users > 0) return
    look()
    clearInterval(timer)
    timer = undefined
  }
}
