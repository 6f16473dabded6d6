import { bad, good, plain, type Checked } from './plain.ts'

/** An address as bytes, most significant first: 4 or 16 of them. */
type Bytes = number[]

/** An IPv4 or IPv6 address in one form: dotted without leading zeros; RFC 5952. Without prefix, zone or port. */
export function parseIp(text: string): Checked {
  const bytes = addressBytes(plain(text))
  return bytes ? good(written(bytes)) : bad('ip_shape')
}

/**
 * A network as `10.1.0.0/16` or `2001:db8::/32`. A dotted mask (`/255.255.0.0`) is understood.
 * Bits of a host behind the prefix are an error, not cut off: who writes 10.1.2.3/16 has meant something else.
 */
export function parseCidr(text: string): Checked {
  const [address, prefix, ...more] = plain(text).split('/')
  const bytes = addressBytes(address!.trim())
  if (!bytes || prefix === undefined || more.length > 0) return bad('cidr_shape')
  const bits = prefixBits(prefix.trim(), bytes.length)
  if (bits === undefined) return bad('cidr_prefix')
  const outside = bytes.some((byte, i) => (byte & (0xff >> Math.min(8, Math.max(0, bits - i * 8)))) !== 0)
  return outside ? bad('cidr_host_bits') : good(`${written(bytes)}/${bits}`)
}

/** A MAC address as `00:1a:2b:3c:4d:5e`, from any of the usual spellings (`-`, `.`, Cisco and H3C groups of four, none). */
export function parseMac(text: string): Checked {
  const mac = plain(text).toLowerCase()
  const shape =
    /^([0-9a-f]{2})(([:-])[0-9a-f]{2}(\3[0-9a-f]{2}){4})$|^[0-9a-f]{4}([.:-])[0-9a-f]{4}\5[0-9a-f]{4}$|^[0-9a-f]{12}$/
  if (!shape.test(mac)) return bad('mac_shape')
  return good(mac.replace(/[^0-9a-f]/g, '').replace(/..(?!$)/g, '$&:'))
}

function prefixBits(text: string, length: number): number | undefined {
  if (/^\d{1,3}$/.test(text)) return Number(text) <= length * 8 ? Number(text) : undefined
  const mask = length === 4 ? ipv4(text) : undefined
  if (!mask) return undefined
  const bits = mask.map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return /^1*0*$/.test(bits) ? bits.replace(/0/g, '').length : undefined
}

function addressBytes(text: string): Bytes | undefined {
  return text.includes(':') ? ipv6(text) : ipv4(text)
}

function ipv4(text: string): Bytes | undefined {
  const parts = text.split('.')
  // a leading zero is octal to some programs: refused rather than guessed
  if (parts.length !== 4 || !parts.every((one) => /^(0|[1-9]\d{0,2})$/.test(one) && Number(one) < 256))
    return undefined
  return parts.map(Number)
}

function ipv6(text: string): Bytes | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [left, right] = [groupBytes(halves[0]!), halves[1] === undefined ? [] : groupBytes(halves[1])]
  if (!left || !right) return undefined
  const missing = 16 - left.length - right.length
  if (halves.length === 1 ? missing !== 0 : missing < 2) return undefined
  // a dotted tail may only stand at the very end
  if (halves.length === 2 && halves[0]!.includes('.')) return undefined
  return [...left, ...Array<number>(missing).fill(0), ...right]
}

function groupBytes(text: string): Bytes | undefined {
  if (text === '') return []
  const groups = text.split(':')
  const bytes: Bytes = []
  for (const [i, group] of groups.entries()) {
    const dotted = i === groups.length - 1 && group.includes('.') ? ipv4(group) : undefined
    if (dotted) bytes.push(...dotted)
    else if (/^[0-9a-fA-F]{1,4}$/.test(group)) bytes.push(parseInt(group, 16) >> 8, parseInt(group, 16) & 255)
    else return undefined
  }
  return bytes
}

function written(bytes: Bytes): string {
  if (bytes.length === 4) return bytes.join('.')
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255
  if (mapped) return `::ffff:${bytes.slice(12).join('.')}`
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[i * 2]! << 8) | bytes[i * 2 + 1]!).toString(16))
  const run = longestZeros(groups)
  if (!run) return groups.join(':')
  return `${groups.slice(0, run.at).join(':')}::${groups.slice(run.at + run.length).join(':')}`
}

/** The first of the longest runs of at least two zero groups. */
function longestZeros(groups: readonly string[]): { at: number; length: number } | undefined {
  let best: { at: number; length: number } | undefined
  for (let at = 0; at < groups.length; at++) {
    let length = 0
    while (groups[at + length] === '0') length++
    if (length > 1 && length > (best?.length ?? 1)) best = { at, length }
  }
  return best
}
