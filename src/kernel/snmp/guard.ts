import dgram from 'node:dgram'

/** What may come of one device, in all. */
export interface Guard {
  address: string
  port: number
  /** v3: bits that every answer must carry (1 authenticated, 2 encrypted); v2c: undefined */
  level?: number | undefined
  maxBytes: number
  bytes: number
  packets: number
  /** packets of somebody else, or unprotected where protection was agreed */
  refused: number
  /** packets that could not be read */
  unreadable: number
  /** called when reading a packet failed after its request was struck off: nobody else would answer it */
  fault: (error: Error) => void
}

/** Reports that a session may get: two begin it, some more follow a restart of the agent; a flood is an attack. */
const maxReports = 8

/**
 * A socket for a session of net-snmp that lets through only what may be an answer: from the address and port asked,
 * within the bytes agreed, and with v3 protected as agreed (the library takes a reply without authentication for a
 * good one, RFC 3414 §3.2 does not). An error of the library while it reads a packet ends the request, not the process.
 */
export function guardedDgram(guard: Guard): { createSocket: (transport: string) => unknown } {
  return { createSocket: (transport) => guardedSocket(transport === 'udp6' ? 'udp6' : 'udp4', guard) }
}

function guardedSocket(transport: dgram.SocketType, guard: Guard): unknown {
  const socket = dgram.createSocket(transport)
  let reports = 0
  let closed = false
  const accept = (packet: Buffer, from: dgram.RemoteInfo): boolean => {
    if (from.port !== guard.port || from.address !== guard.address) return false
    if (guard.level === undefined) return true
    const seen = protectionOf(packet)
    // what cannot be read is left to the library, which says so
    if (!seen || (seen.flags & guard.level) === guard.level) return true
    return seen.report && ++reports <= maxReports
  }
  return {
    on(event: string, listener: (...args: unknown[]) => void) {
      if (event !== 'message') return void socket.on(event, listener)
      socket.on('message', (packet, from) => {
        guard.packets++
        guard.bytes += packet.length
        if (guard.bytes > guard.maxBytes) return
        if (!accept(packet, from)) return void guard.refused++
        try {
          listener(packet, from)
        } catch (error) {
          guard.unreadable++
          guard.fault(error instanceof Error ? error : new Error(String(error)))
        }
      })
    },
    send: socket.send.bind(socket),
    bind: socket.bind.bind(socket),
    ref: () => socket.ref(),
    unref: () => socket.unref(),
    // the library closes without asking whether it has
    close() {
      if (closed) return
      closed = true
      socket.close()
    },
  }
}

/**
 * msgFlags of an SNMPv3 message (RFC 3412 §6), and whether it is a report in clear text; undefined for anything else.
 */
export function protectionOf(packet: Uint8Array): { flags: number; report: boolean } | undefined {
  const message = open(packet, 0, 0x30)
  const version = message && open(packet, message.start, 0x02)
  const header = version && open(packet, version.end, 0x30)
  const id = header && open(packet, header.start, 0x02)
  const size = id && open(packet, id.end, 0x02)
  const flags = size && open(packet, size.end, 0x04)
  const security = header && open(packet, header.end, 0x04)
  if (!flags || !security || flags.end !== flags.start + 1) return undefined
  const scoped = open(packet, security.end, 0x30)
  const engine = scoped && open(packet, scoped.start, 0x04)
  const context = engine && open(packet, engine.end, 0x04)
  return { flags: packet[flags.start]! & 3, report: context !== undefined && packet[context.end] === 0xa8 }
}

/** Where the content of the BER element at `at` lies, if it has this tag and is there as a whole. */
function open(packet: Uint8Array, at: number, tag: number): { start: number; end: number } | undefined {
  if (packet[at] !== tag) return undefined
  let length = packet[at + 1]
  let start = at + 2
  if (length === undefined) return undefined
  if (length & 0x80) {
    const octets = length & 0x7f
    if (octets === 0 || octets > 4) return undefined
    length = 0
    for (let i = 0; i < octets; i++) length = length * 256 + (packet[start++] ?? NaN)
  }
  return start + length <= packet.length ? { start, end: start + length } : undefined
}
