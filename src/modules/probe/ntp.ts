/** Packets of NTP version 4 (RFC 5905 §7.3), as a client needs them. Pure. */

/** Seconds from 1900 to 1970. */
const epoch = 2_208_988_800

export interface NtpAnswer {
  leap: number
  mode: number
  stratum: number
  /** what the server calls its source; of a kiss-o'-death its code */
  reference: string
  /** milliseconds */
  rootDelay: number
  rootDispersion: number
  /** what the client sent as its time, octet by octet */
  origin: Uint8Array
  /** milliseconds since 1970 */
  received: number
  sent: number
}

/** A request; `cookie` stands where the client's time would: eight octets that come back. */
export function ntpRequest(cookie: Uint8Array): Buffer {
  const packet = Buffer.alloc(48)
  // no warning, version 4, client
  packet[0] = 0b00_100_011
  packet.set(cookie, 40)
  return packet
}

/** @returns undefined for what is no packet of NTP */
export function readNtp(packet: Buffer): NtpAnswer | undefined {
  if (packet.length < 48) return undefined
  const version = (packet[0]! >> 3) & 7
  if (version < 1 || version > 4) return undefined
  const source = packet.subarray(12, 16)
  return {
    leap: packet[0]! >> 6,
    mode: packet[0]! & 7,
    stratum: packet[1]!,
    reference:
      packet[1]! <= 1 ? source.toString('latin1').replaceAll(/[^\x21-\x7e]/g, '') : [...source].join('.'),
    rootDelay: (packet.readUInt32BE(4) / 65536) * 1000,
    rootDispersion: (packet.readUInt32BE(8) / 65536) * 1000,
    origin: Uint8Array.from(packet.subarray(24, 32)),
    received: timeAt(packet, 32),
    sent: timeAt(packet, 40),
  }
}

/** A timestamp as milliseconds since 1970; what lies before 1968 is of the era that begins in 2036. */
function timeAt(packet: Buffer, at: number): number {
  const seconds = packet.readUInt32BE(at)
  const whole = (seconds < 0x8000_0000 ? seconds + 0x1_0000_0000 : seconds) - epoch
  return whole * 1000 + (packet.readUInt32BE(at + 4) / 0x1_0000_0000) * 1000
}

/** Milliseconds since 1970 as a timestamp. */
export function ntpTime(at: number): Buffer {
  const made = Buffer.alloc(8)
  const seconds = Math.floor(at / 1000)
  made.writeUInt32BE((seconds + epoch) % 0x1_0000_0000, 0)
  made.writeUInt32BE(Math.min(0xffff_ffff, Math.round(((at - seconds * 1000) / 1000) * 0x1_0000_0000)), 4)
  return made
}

/** How far the server's clock is ahead of ours, and how long the way took there and back (RFC 5905 §8), in milliseconds. */
export function offsetOf(
  answer: Pick<NtpAnswer, 'received' | 'sent'>,
  left: number,
  back: number,
): { offset: number; delay: number } {
  return {
    offset: (answer.received - left + (answer.sent - back)) / 2,
    delay: Math.max(0, back - left - (answer.sent - answer.received)),
  }
}
