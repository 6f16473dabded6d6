import { connect, isIP, type Socket } from 'node:net'
import { Failure, socketFailure } from './failure.ts'
import { listeningNow } from './listening.ts'
import { addressesOf, type Family } from './names.ts'
import type { Span } from './span.ts'

export interface Target {
  host: string
  port: number
  family: Family
}

/** A connection that ends with its span. Phases in milliseconds. */
export interface Wire {
  socket: Socket
  address: string
  dns: number
  connect: number
}

/** Nobody listens any more: what a dying connection says must not end the process. */
const ignore = (): void => undefined

/**
 * Connects to the first address of the host that takes it.
 * @throws Failure
 */
export async function openWire(target: Target, span: Span): Promise<Wire> {
  const { host, port, family } = target
  const asked = listeningNow()
  const found = await addressesOf(host, family, span)
  const dns = isIP(host) ? 0 : listeningNow() - asked
  let last: Failure | undefined
  for (const [i, address] of found.entries()) {
    const began = listeningNow()
    try {
      // of several, the first may not use up the time of the rest
      const limit = i < found.length - 1 ? span.left() / (found.length - i) : undefined
      const socket = await dial(address, port, span, limit)
      return { socket, address, dns, connect: listeningNow() - began }
    } catch (error) {
      last = socketFailure(error, { host, port })
      if (last.code === 'stopped') break
    }
  }
  throw last!
}

function dial(address: string, port: number, span: Span, limitMs: number | undefined): Promise<Socket> {
  return span.wait<Socket>((resolve, reject) => {
    const socket = connect({ host: address, port, noDelay: true })
    const late =
      limitMs === undefined
        ? undefined
        : setTimeout(() => fail(new Failure('timeout', { seconds: Math.round(limitMs) / 1000 })), limitMs)
    const takeBack = span.onEnd(() => socket.destroy())
    const fail = (error: unknown): void => {
      clearTimeout(late)
      takeBack()
      socket.destroy()
      reject(error)
    }
    socket.once('error', fail)
    socket.once('close', () => {
      clearTimeout(late)
      takeBack()
    })
    socket.once('connect', () => {
      clearTimeout(late)
      socket.removeListener('error', fail)
      socket.on('error', ignore)
      resolve(socket)
    })
  })
}
