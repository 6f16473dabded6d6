import dgram from 'node:dgram'
import { once } from 'node:events'
import snmp, { type Pdu, type Request, type User, type Varbind } from 'net-snmp'
import { compareOids } from '#kernel/snmp/index.ts'
import type { Recorded } from './recording.ts'

export interface PlayedAgent {
  port: number
  requests: () => number
  close: () => Promise<void>
}

/** A port of loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const socket = dgram.createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  await new Promise<void>((resolve) => socket.close(resolve))
  return port
}

/** What an agent puts into one packet. */
const packetBytes = 1400

/**
 * Plays a recording back on loopback, as v2c (community `public`) and, with users, v3: GETNEXT and GETBULK over what
 * was recorded, packets cut where they are full.
 */
export async function playBack(
  recording: readonly Recorded[],
  options: {
    users?: readonly User[]
    community?: string
    delayMs?: number
    tamper?: (message: Request) => void
  } = {},
): Promise<PlayedAgent> {
  const port = await freePort()
  let requests = 0
  const agent = snmp.createAgent({ port, address: '127.0.0.1' }, () => undefined)
  agent.getAuthorizer().addCommunity(options.community ?? 'public')
  for (const user of options.users ?? []) agent.getAuthorizer().addUser(user)
  const answer = (rows: (pdu: Pdu) => number) => (socket: unknown, message: Request, rinfo: unknown) => {
    requests++
    const response = message.pdu.getResponsePduForRequest()
    response.varbinds = next(recording, message.pdu.varbinds, rows(message.pdu))
    options.tamper?.(message)
    const send = () => agent.sendResponse(socket, rinfo, message, response)
    if (options.delayMs) setTimeout(send, options.delayMs)
    else send()
  }
  agent.getBulkRequest = answer((pdu) => Math.max(1, pdu.maxRepetitions))
  agent.getNextRequest = answer(() => 1)
  return {
    port,
    requests: () => requests,
    close: () => new Promise((resolve) => agent.close(() => resolve())),
  }
}

function next(recording: readonly Recorded[], asked: readonly Varbind[], rows: number): Varbind[] {
  const answer: Varbind[] = []
  let at = asked.map(({ oid }) => behind(recording, oid))
  const last = asked.map(({ oid }) => oid)
  let bytes = 0
  for (let row = 0; row < rows && bytes < packetBytes; row++) {
    for (let i = 0; i < at.length; i++) {
      const found = recording[at[i]!]
      const oid = found?.oid ?? last[i]!
      bytes += oid.length + 8 + (found && typeof found.value !== 'number' ? found.value.length : 4)
      if (bytes >= packetBytes && answer.length > 0) return answer
      answer.push(found ?? { oid, type: snmp.ObjectType['EndOfMibView']!, value: null })
      last[i] = oid
    }
    at = at.map((place) => place + 1)
    if (at.every((place) => place > recording.length)) break
  }
  return answer
}

/** The place of the first row behind an OID: binary search, as recordings have tens of thousands of rows. */
function behind(recording: readonly Recorded[], oid: string): number {
  let low = 0
  let high = recording.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareOids(recording[middle]!.oid, oid) <= 0) low = middle + 1
    else high = middle
  }
  return low
}
