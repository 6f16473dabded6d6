/** BER (X.690) as SNMP uses it: definite lengths, short tags. Reads within its bounds whatever the octets are. */
import { Unreadable } from '../occurrence.ts'

/** One element: its tag and where its content lies. */
export interface Element {
  tag: number
  start: number
  end: number
}

const most = { arcs: 128, subidentifier: 0xffff_ffff }

/**
 * The element that begins at `at` and ends by `end`.
 * @throws Unreadable when it is not all there, or of another tag
 */
export function element(octets: Uint8Array, at: number, end: number, tag?: number): Element {
  const found = octets[at]
  if (at + 2 > end || found === undefined) throw new Unreadable('cut off')
  if (tag !== undefined && found !== tag)
    throw new Unreadable(`tag ${found.toString(16)} instead of ${tag.toString(16)}`)
  let length = octets[at + 1]!
  let start = at + 2
  if (length & 0x80) {
    const count = length & 0x7f
    // indefinite, or longer than any datagram
    if (count === 0 || count > 4 || start + count > end) throw new Unreadable('length')
    length = 0
    for (let n = 0; n < count; n++) length = length * 256 + octets[start++]!
  }
  if (length > end - start) throw new Unreadable('cut off')
  return { tag: found, start, end: start + length }
}

/** INTEGER of up to eight octets. @throws Unreadable */
export function integer(octets: Uint8Array, { start, end }: Element): bigint {
  if (end === start || end - start > 8) throw new Unreadable('integer')
  let value = BigInt.asIntN(8, BigInt(octets[start]!))
  for (let at = start + 1; at < end; at++) value = value * 256n + BigInt(octets[at]!)
  return value
}

/** Counter, Gauge, TimeTicks: unsigned, with a leading zero where the first bit is set. @throws Unreadable */
export function unsigned(octets: Uint8Array, { start, end }: Element): bigint {
  if (end === start || end - start > 9) throw new Unreadable('unsigned')
  let value = 0n
  for (let at = start; at < end; at++) value = value * 256n + BigInt(octets[at]!)
  return value
}

/** OBJECT IDENTIFIER as `1.3.6…`. @throws Unreadable */
export function oid(octets: Uint8Array, { start, end }: Element): string {
  if (end === start) throw new Unreadable('oid')
  const arcs: number[] = []
  let arc = 0
  for (let at = start; at < end; at++) {
    const octet = octets[at]!
    arc = arc * 128 + (octet & 0x7f)
    if (arc > most.subidentifier) throw new Unreadable('oid')
    if (octet & 0x80) continue
    if (arcs.length === 0) {
      const top = Math.min(2, Math.floor(arc / 40))
      arcs.push(top, arc - 40 * top)
    } else arcs.push(arc)
    if (arcs.length > most.arcs) throw new Unreadable('oid')
    arc = 0
  }
  if (octets[end - 1]! & 0x80) throw new Unreadable('oid')
  return arcs.join('.')
}
