import type { Socket } from 'node:net'
import type { Span } from './span.ts'

/** What a library that keeps whole answers in memory may get of one peer. */
export const mostBytes = 8 * 1024 * 1024

/**
 * Ends a connection that brings more than `mostBytes`. By the clock, as what lies under TLS cannot be listened to.
 * @returns whether it was ended for that
 */
export function limitBytes(socket: Socket, span: Span): () => boolean {
  let over = false
  const timer = setInterval(() => {
    if (socket.bytesRead <= mostBytes) return
    over = true
    socket.destroy()
  }, 20)
  span.onEnd(() => clearInterval(timer))
  return () => over
}
