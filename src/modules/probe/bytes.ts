import type { Socket } from 'node:net'
import type { Span } from './span.ts'

/** What a library that keeps whole answers in memory may get of a database. */
export const mostBytes = 8 * 1024 * 1024

/**
 * Ends a connection that brings more than `most` bytes. By the clock, as what lies under TLS cannot be listened to.
 * @param outer the TLS upon the wire, or the wire itself
 * @returns whether it was ended for that
 */
export function limitBytes(wire: Socket, outer: Socket, span: Span, most = mostBytes): () => boolean {
  let over = false
  const timer = setInterval(() => {
    if (wire.bytesRead <= most) return
    over = true
    outer.destroy()
  }, 20)
  span.onEnd(() => clearInterval(timer))
  return () => over
}
