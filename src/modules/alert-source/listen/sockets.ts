import dgram from 'node:dgram'
import { isIPv6, createServer as createTcp, type Server, type Socket } from 'node:net'
import { createServer as createTls } from 'node:tls'
import { Frames } from '../syslog/frames.ts'
import { plainAddress, type SourceIntake } from './intake.ts'

/** Something that listens and can be ended. */
export interface Bound {
  close: () => Promise<void>
}

const limits = {
  connections: 1000,
  perPeer: 100,
  handshakeMs: 10_000,
  /** a message that has begun is whole after this time, or its connection ends */
  messageMs: 60_000,
  receiveBuffer: 8 * 1024 * 1024,
}

type Answer = (response: Uint8Array) => void

/** Listens for datagrams. @throws the system's error (EADDRINUSE, EACCES, EADDRNOTAVAIL) */
export async function bindUdp(
  host: string,
  port: number,
  take: (packet: Buffer, peer: string, answer: Answer) => void,
): Promise<Bound> {
  const socket = dgram.createSocket({
    type: isIPv6(host) ? 'udp6' : 'udp4',
    // the system gives what it allows (net.core.rmem_max)
    recvBufferSize: limits.receiveBuffer,
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(port, host, () => {
      socket.off('error', reject)
      resolve()
    })
  })
  // an answer that cannot be sent (the sender is gone): it asks again
  socket.on('error', () => undefined)
  socket.on('message', (packet, from) => {
    take(packet, plainAddress(from.address), (response) =>
      socket.send(response, from.port, from.address, () => undefined),
    )
  })
  return { close: () => new Promise((resolve) => socket.close(() => resolve())) }
}

/** Listens for syslog over TCP, with TLS where there is a key. @throws the system's error, or that of the certificate */
export async function bindTcp(
  intake: SourceIntake,
  host: string,
  port: number,
  tls: { certificate: string; key: string; clientCa: string | null } | null,
): Promise<Bound> {
  const open = new Set<Socket>()
  const peers = new Map<string, number>()
  const accept = (socket: Socket): void => {
    const peer = plainAddress(socket.remoteAddress ?? '')
    const others = peers.get(peer) ?? 0
    if (peer === '' || others >= limits.perPeer || !intake.admits(peer)) return void socket.destroy()
    peers.set(peer, others + 1)
    open.add(socket)
    socket.once('close', () => {
      open.delete(socket)
      const left = (peers.get(peer) ?? 1) - 1
      if (left > 0) peers.set(peer, left)
      else peers.delete(peer)
    })
    converse(socket, peer, intake)
  }
  const server: Server = tls
    ? createTls(
        {
          cert: tls.certificate,
          key: tls.key,
          minVersion: 'TLSv1.2',
          handshakeTimeout: limits.handshakeMs,
          ...(tls.clientCa ? { ca: tls.clientCa, requestCert: true, rejectUnauthorized: true } : {}),
        },
        accept,
      )
    : createTcp(accept)
  server.maxConnections = limits.connections
  server.on('tlsClientError', (error: Error, socket: Socket) => {
    intake.count('received')
    intake.count('refused')
    socket.destroy()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  server.on('error', () => undefined)
  return {
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      // what the system has acknowledged for us is read before the end
      for (const socket of open) socket.emit('zy-last')
      await closed
    },
  }
}

/** Reads messages of one connection; waits where there is no room or the sender is too quick. */
function converse(socket: Socket, peer: string, intake: SourceIntake): void {
  const frames = new Frames(intake.config.spec.kind === 'syslog' ? intake.config.spec.maxBytes : 8192)
  const seen = { oversized: 0, malformed: 0 }
  let partialSince = 0
  let last = false
  const put = (messages: Buffer[]): void => {
    for (const message of messages) intake.syslog(message, peer, false)
    const { oversized, malformed } = frames.counts
    const more = oversized - seen.oversized + (malformed - seen.malformed)
    intake.count('received', more)
    intake.count('oversized', oversized - seen.oversized)
    intake.count('malformed', malformed - seen.malformed)
    Object.assign(seen, frames.counts)
  }
  const pauseFor = (ms: number): void => {
    socket.pause()
    const timer = setTimeout(function again() {
      // reading on is pointless while what is here cannot be put anywhere
      if (intake.full && !last) return void timer.refresh()
      socket.resume()
    }, ms)
    socket.once('close', () => clearTimeout(timer))
  }
  socket.setKeepAlive(true, 60_000)
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    const messages = frames.push(chunk)
    put(messages)
    if (frames.waiting === 0) partialSince = 0
    else if (partialSince === 0 || messages.length > 0) partialSince = Date.now()
    if (frames.broken) return void socket.destroy()
    const wait = intake.slow(peer, messages.length)
    if (!last && (wait > 0 || intake.full)) pauseFor(Math.max(wait, 50))
  })
  const watch = setInterval(() => {
    if (partialSince === 0 || Date.now() - partialSince < limits.messageMs) return
    intake.count('received')
    intake.count('malformed')
    socket.destroy()
  }, 10_000)
  watch.unref()
  socket.once('end', () => put(frames.end()))
  socket.once('close', () => clearInterval(watch))
  socket.once('zy-last', () => {
    last = true
    socket.resume()
    socket.end()
    // the sender has its time to notice; what it sends after that it sends again elsewhere
    setTimeout(() => socket.destroy(), 300)
  })
}
