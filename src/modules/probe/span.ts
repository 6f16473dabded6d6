import { Failure } from './failure.ts'
import { listeningNow, watchLoop } from './listening.ts'

/** However busy this process is, a probe ends after so many times the time it has. */
const mostTimes = 4

/**
 * The time that one probe has, by the clock that stands while we cannot listen. When it is over, by that clock, by the
 * caller or because the probe is done, everything registered with it is closed: no socket, process or timer outlives its
 * probe.
 */
export class Span {
  private readonly unwatch = watchLoop()
  private readonly began = listeningNow()
  private readonly beganAt = performance.now()
  readonly timeoutMs: number
  private readonly closers = new Set<(why: Failure | undefined) => void>()
  private timer: NodeJS.Timeout | undefined
  private readonly signal: AbortSignal | undefined
  private readonly halt = () => this.end(new Failure('stopped', {}, { state: 'unknown' }))
  private over: Failure | 'done' | undefined

  constructor(timeoutMs: number, signal: AbortSignal | undefined) {
    this.timeoutMs = timeoutMs
    this.signal = signal
    this.arm(timeoutMs)
    if (signal?.aborted) this.halt()
    else if (signal) haltsOf(signal).add(this.halt)
  }

  /** Milliseconds since the probe began. */
  elapsed(): number {
    return listeningNow() - this.began
  }

  private arm(ms: number): void {
    this.timer = setTimeout(() => this.late(), ms)
  }

  /** The timer has rung: if we were too busy to listen meanwhile, what has come in is heard before it is judged. */
  private late(): void {
    const { timeoutMs } = this
    const left = timeoutMs - this.elapsed()
    const room = mostTimes * timeoutMs - (performance.now() - this.beganAt)
    if (left < 1) this.end(new Failure('timeout', { seconds: timeoutMs / 1000 }))
    else if (room < 1) this.end(new Failure('busy', { seconds: timeoutMs / 1000 }, { state: 'unknown' }))
    else this.arm(Math.min(left, room))
  }

  /** Milliseconds that are left, at least 1. */
  left(): number {
    return Math.max(1, this.timeoutMs - this.elapsed())
  }

  /**
   * Calls `close` when the span is over (at once if it is); `why` is absent when the probe was done.
   * @returns takes it back
   */
  onEnd(close: (why: Failure | undefined) => void): () => void {
    if (this.over) close(this.over === 'done' ? undefined : this.over)
    else this.closers.add(close)
    return () => void this.closers.delete(close)
  }

  /** A promise that is refused with the failure `timeout` or `stopped` when the span is over before it is settled. */
  wait<T>(begin: (resolve: (value: T) => void, reject: (error: unknown) => void) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const takeBack = this.onEnd((why) => reject(why ?? new Failure('stopped', {}, { state: 'unknown' })))
      const settle =
        <V>(how: (value: V) => void) =>
        (value: V) => {
          takeBack()
          how(value)
        }
      if (!this.over) begin(settle(resolve), settle(reject))
    })
  }

  /** The probe is done: closes what it had. */
  finish(): void {
    this.end('done')
  }

  private end(why: Failure | 'done'): void {
    if (this.over) return
    this.over = why
    clearTimeout(this.timer)
    this.unwatch()
    if (this.signal) haltsOf(this.signal).delete(this.halt)
    // the youngest first: Node 24 crashes when a socket is destroyed just before the TLS that stands upon it
    for (const close of [...this.closers].reverse()) close(why === 'done' ? undefined : why)
    this.closers.clear()
  }
}

/** One listener a signal: adding to and taking from a list of thousands of listeners takes longer the longer it is. */
const halts = new WeakMap<AbortSignal, Set<() => void>>()

function haltsOf(signal: AbortSignal): Set<() => void> {
  const known = halts.get(signal)
  if (known) return known
  const made = new Set<() => void>()
  halts.set(signal, made)
  signal.addEventListener('abort', () => [...made].forEach((halt) => halt()), { once: true })
  return made
}
