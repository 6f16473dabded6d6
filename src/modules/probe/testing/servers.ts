import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Peer {
  port: number
  close: () => Promise<void>
}

/** A server of loopback that does with each connection what it is told, and ends with them all. */
export async function serve(talk: (socket: Socket) => void): Promise<Peer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // a probe that gives up ends its connection while we write
    socket.on('error', () => socket.destroy())
    talk(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Writes something again and again until the connection ends. */
export function repeat(socket: Socket, what: (i: number) => string | Buffer, everyMs: number): void {
  let i = 0
  const timer = setInterval(() => {
    if (socket.writable && !socket.writableNeedDrain) socket.write(what(i++))
  }, everyMs)
  socket.on('close', () => clearInterval(timer))
}

const kept = ['TCPSocketWrap', 'TLSWrap', 'UDPWrap', 'ProcessWrap', 'PipeWrap', 'Timeout', 'QueryReqWrap']

/** How many sockets, processes and timers are open. */
export function openHandles(): number {
  return process.getActiveResourcesInfo().filter((one) => kept.includes(one)).length
}

/** Waits until no more are open than there were. @throws Error naming what is left */
export async function untilReleased(before: number): Promise<void> {
  for (let i = 0; i < 100; i++) {
    if (openHandles() <= before) return
    await sleep(20)
  }
  throw new Error(`still open: ${process.getActiveResourcesInfo().join(' ')}`)
}
