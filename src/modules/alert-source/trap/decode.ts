/** SNMP notifications: Trap-PDU of v1 (RFC 1157 §4.1.6), SNMPv2-Trap and InformRequest of v2c (RFC 3416 §4.2.6, §4.2.7). */
import { Unreadable } from '../occurrence.ts'
import { element, integer, oid, unsigned, type Element } from './ber.ts'

export interface Varbind {
  oid: string
  /** octets that are no text come as hex */
  value: string
}

export interface Notification {
  version: 'v1' | 'v2c'
  community: string
  kind: 'trap' | 'inform'
  /** of v1 as RFC 3584 §3.1 makes it one of v2 */
  trapOid: string
  /** v1: the enterprise that is told */
  enterprise: string | null
  /** v1: the address of the agent that is told */
  agent: string | null
  /** hundredths of a second */
  uptime: string
  /** v2c: tells a repeated inform */
  requestId: string | null
  varbinds: Varbind[]
  /** inform: what answers it (RFC 3416 §4.2.7: the same, as a response) */
  response: Uint8Array | null
}

const tags = { trap1: 0xa4, inform: 0xa6, trap2: 0xa7, response: 0xa2 }
const snmpTraps = '1.3.6.1.6.3.1.1.5'
const sysUpTime = '1.3.6.1.2.1.1.3.0'
const snmpTrapOid = '1.3.6.1.6.3.1.1.4.1.0'
const maxVarbinds = 200
const maxText = 2048

/**
 * Reads one datagram. Its cost is its length: nothing is nested deeper than the grammar, every element lies within the
 * one around it.
 * @throws Unreadable for anything that is no notification of v1 or v2c
 */
export function decodeNotification(packet: Uint8Array): Notification {
  const message = element(packet, 0, packet.length, 0x30)
  const version = element(packet, message.start, message.end, 0x02)
  const number = integer(packet, version)
  if (number !== 0n && number !== 1n) throw new Unreadable(`version ${number === 3n ? 'v3' : number}`)
  const community = element(packet, version.end, message.end, 0x04)
  const name = Buffer.from(packet.subarray(community.start, community.end)).toString('latin1')
  const pdu = element(packet, community.end, message.end)
  if (number === 0n && pdu.tag === tags.trap1) return { community: name, ...decodeV1(packet, pdu) }
  if (number === 1n && (pdu.tag === tags.trap2 || pdu.tag === tags.inform))
    return { community: name, ...decodeV2(packet, message, community.end, pdu) }
  throw new Unreadable(`PDU ${pdu.tag.toString(16)}`)
}

function decodeV1(packet: Uint8Array, pdu: Element): Omit<Notification, 'community'> {
  const enterpriseAt = element(packet, pdu.start, pdu.end, 0x06)
  const agentAt = element(packet, enterpriseAt.end, pdu.end, 0x40)
  const genericAt = element(packet, agentAt.end, pdu.end, 0x02)
  const specificAt = element(packet, genericAt.end, pdu.end, 0x02)
  const uptimeAt = element(packet, specificAt.end, pdu.end, 0x43)
  const enterprise = oid(packet, enterpriseAt)
  const generic = integer(packet, genericAt)
  if (generic < 0n || generic > 6n) throw new Unreadable('generic-trap')
  const trapOid =
    generic < 6n ? `${snmpTraps}.${generic + 1n}` : `${enterprise}.0.${integer(packet, specificAt)}`
  return {
    version: 'v1',
    kind: 'trap',
    trapOid,
    enterprise,
    agent: valueOf(packet, agentAt),
    uptime: String(unsigned(packet, uptimeAt)),
    requestId: null,
    varbinds: decodeVarbinds(packet, element(packet, uptimeAt.end, pdu.end, 0x30)),
    response: null,
  }
}

function decodeV2(
  packet: Uint8Array,
  message: Element,
  pduAt: number,
  pdu: Element,
): Omit<Notification, 'community'> {
  const id = element(packet, pdu.start, pdu.end, 0x02)
  const status = element(packet, id.end, pdu.end, 0x02)
  const index = element(packet, status.end, pdu.end, 0x02)
  const all = decodeVarbinds(packet, element(packet, index.end, pdu.end, 0x30))
  const trap = all.find((one) => one.oid === snmpTrapOid)
  if (!trap) throw new Unreadable('snmpTrapOID.0 is missing')
  const kind = pdu.tag === tags.inform ? 'inform' : 'trap'
  return {
    version: 'v2c',
    kind,
    trapOid: trap.value,
    enterprise: null,
    agent: null,
    uptime: all.find((one) => one.oid === sysUpTime)?.value ?? '0',
    requestId: String(integer(packet, id)),
    varbinds: all.filter((one) => one.oid !== snmpTrapOid && one.oid !== sysUpTime),
    response: kind === 'inform' ? responseOf(packet, message, pduAt, [status, index]) : null,
  }
}

/** The message itself with another tag at its PDU, and no error. */
function responseOf(
  packet: Uint8Array,
  message: Element,
  pduAt: number,
  zeros: readonly Element[],
): Uint8Array {
  const answer = Uint8Array.from(packet.subarray(0, message.end))
  answer[pduAt] = tags.response
  for (const { start, end } of zeros) answer.fill(0, start, end)
  return answer
}

function decodeVarbinds(packet: Uint8Array, list: Element): Varbind[] {
  const found: Varbind[] = []
  for (let at = list.start; at < list.end;) {
    const pair = element(packet, at, list.end, 0x30)
    const name = element(packet, pair.start, pair.end, 0x06)
    const value = element(packet, name.end, pair.end)
    if (found.length < maxVarbinds) found.push({ oid: oid(packet, name), value: valueOf(packet, value) })
    at = pair.end
  }
  return found
}

/** A value as text (RFC 2578 §7.1). @throws Unreadable */
function valueOf(packet: Uint8Array, value: Element): string {
  const octets = packet.subarray(value.start, value.end)
  switch (value.tag) {
    case 0x02:
      return String(integer(packet, value))
    case 0x04:
      return textOf(octets)
    case 0x06:
      return oid(packet, value)
    case 0x40:
      return octets.length === 4 ? octets.join('.') : hexOf(octets)
    // Counter32, Gauge32, TimeTicks, Counter64
    case 0x41:
    case 0x42:
    case 0x43:
    case 0x46:
      return String(unsigned(packet, value))
    // NULL, noSuchObject, noSuchInstance, endOfMibView
    case 0x05:
    case 0x80:
    case 0x81:
    case 0x82:
      return ''
    default:
      return hexOf(octets)
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
const chinese = new TextDecoder('gb18030', { fatal: true })

/** Text in UTF-8 or GB 18030, as devices send it; hex where there are control characters in it. */
function textOf(octets: Uint8Array): string {
  // some agents count the NUL that ends their texts
  const whole = octets.at(-1) === 0 ? octets.subarray(0, -1) : octets
  for (const decoder of [utf8, chinese]) {
    try {
      const text = decoder.decode(whole)
      if (/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/.test(text))
        return text.slice(0, maxText).toWellFormed()
    } catch (error) {
      // TextDecoder says so when it is another encoding
      if (!(error instanceof TypeError)) throw error
    }
  }
  return hexOf(octets)
}

function hexOf(octets: Uint8Array): string {
  return Buffer.from(octets.subarray(0, maxText / 2)).toString('hex')
}
