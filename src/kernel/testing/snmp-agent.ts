import dgram, { type RemoteInfo } from 'node:dgram'
import { once } from 'node:events'

/** What an answer is made of: id of the request, and the OIDs asked. */
export interface Asked {
  id: Buffer
  oids: string[]
  community: Buffer
}

/** BER: tag, length, content. */
export function ber(tag: number, ...content: (Buffer | number[])[]): Buffer {
  const body = Buffer.concat(content.map((part) => Buffer.from(part)))
  const { length } = body
  const head =
    length < 128
      ? [length]
      : length < 65536
        ? [0x82, length >> 8, length & 255]
        : [0x83, length >> 16, (length >> 8) & 255, length & 255]
  return Buffer.concat([Buffer.from([tag, ...head]), body])
}

export function berOid(oid: string): Buffer {
  const parts = oid.split('.').map(Number)
  const octets = [40 * parts[0]! + parts[1]!]
  for (const part of parts.slice(2)) {
    const groups = [part % 128]
    for (let rest = Math.floor(part / 128); rest > 0; rest = Math.floor(rest / 128))
      groups.unshift((rest % 128) + 128)
    octets.push(...groups)
  }
  return ber(0x06, octets)
}

/** A v2c response with these pairs of OID and encoded value. */
export function response(
  asked: Asked,
  pairs: readonly (readonly [string, Buffer])[],
  errorStatus = 0,
): Buffer {
  const list = pairs.map(([oid, value]) => ber(0x30, berOid(oid), value))
  const pdu = ber(0xa2, ber(0x02, asked.id), ber(0x02, [errorStatus]), ber(0x02, [0]), ber(0x30, ...list))
  return ber(0x30, ber(0x02, [1]), ber(0x04, asked.community), pdu)
}

/** An agent that answers every request with whatever `reply` makes of it; several packets, or none. */
export async function misbehave(
  reply: (asked: Asked, count: number) => Buffer[] | undefined,
  from?: dgram.Socket,
): Promise<{ port: number; close: () => Promise<void> }> {
  const socket = dgram.createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  let count = 0
  socket.on('message', (packet: Buffer, peer: RemoteInfo) => {
    const asked = readRequest(packet)
    for (const answer of (asked && reply(asked, count++)) ?? [])
      (from ?? socket).send(answer, peer.port, peer.address)
  })
  return { port: socket.address().port, close: () => new Promise((resolve) => socket.close(() => resolve())) }
}

/** Reads a v2c request; only what an honest client sends. */
function readRequest(packet: Buffer): Asked | undefined {
  const message = children(packet, 0, packet.length)[0]
  const [, community, pdu] = message ? children(packet, message.start, message.end) : []
  if (!community || !pdu) return undefined
  const [id, , , list] = children(packet, pdu.start, pdu.end)
  if (!id || !list) return undefined
  const oids = children(packet, list.start, list.end).map((pair) => {
    const oid = children(packet, pair.start, pair.end)[0]!
    return readOid(packet.subarray(oid.start, oid.end))
  })
  return {
    id: packet.subarray(id.start, id.end),
    oids,
    community: packet.subarray(community.start, community.end),
  }
}

function children(packet: Buffer, from: number, to: number): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  for (let at = from; at < to;) {
    const first = packet[at + 1]!
    const octets = first & 0x80 ? first & 0x7f : 0
    const length = octets ? packet.readUIntBE(at + 2, octets) : first
    const start = at + 2 + octets
    found.push({ start, end: start + length })
    at = start + length
  }
  return found
}

function readOid(octets: Buffer): string {
  const parts = [Math.floor(octets[0]! / 40), octets[0]! % 40]
  let part = 0
  for (const octet of octets.subarray(1)) {
    part = part * 128 + (octet & 127)
    if (octet < 128) {
      parts.push(part)
      part = 0
    }
  }
  return parts.join('.')
}
