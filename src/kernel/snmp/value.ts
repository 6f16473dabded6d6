/** What an agent gave for one OID. Counters, gauges, ticks and integers alike are numbers. */
export type Value =
  | { kind: 'number'; value: number }
  | { kind: 'octets'; value: Uint8Array }
  | { kind: 'oid'; value: string }
  | { kind: 'address'; value: string }

const utf8 = new TextDecoder('utf-8', { fatal: true })
const gbk = new TextDecoder('gb18030', { fatal: true })
const latin1 = new TextDecoder('latin1')

/**
 * An octet string as people read it: UTF-8, also where the agent cut a letter at the end; GBK, which older Chinese
 * devices send; Latin-1. Padding (NUL, blanks, 0xFF) goes; what is no text at all comes as `0x…`.
 */
export function decodeText(octets: Uint8Array): string {
  let end = octets.length
  while (end > 0 && (octets[end - 1] === 0 || octets[end - 1] === 0xff)) end--
  const bytes = octets.subarray(0, end)
  const text = asUtf8(bytes) ?? attempt(gbk, bytes) ?? latin1.decode(bytes)
  const cleaned = text.replaceAll(/\r\n?/g, '\n').trim()
  // control characters, private use and what no letter stands for: not a text
  if (/[\u0001-\u0008\u000b\u000e-\u001f\u007f-\u009f\ue000-\uf8ff\ufffd]/.test(cleaned)) return hexOf(bytes)
  return cleaned.replaceAll(/[\u0000\u000c]+/g, ' ').trim()
}

function asUtf8(bytes: Uint8Array): string | undefined {
  const whole = attempt(utf8, bytes)
  if (whole !== undefined) return whole
  // a letter cut in its middle: its first octet says how long it should have been
  for (let cut = 1; cut <= 3 && cut < bytes.length; cut++) {
    const lead = bytes[bytes.length - cut]!
    if (lead < 0xc0) continue
    const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
    return length > cut ? attempt(utf8, bytes.subarray(0, bytes.length - cut)) : undefined
  }
  return undefined
}

function attempt(decoder: { decode: (bytes: Uint8Array) => string }, bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    // not this encoding: the caller tries the next
    return undefined
  }
}

function hexOf(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`
}

/** `52:54:00:A0:CA:01`, also where the agent wrote it as text; null for none or something else. */
export function decodeMac(octets: Uint8Array): string | null {
  if (octets.length === 6 || octets.length === 8)
    return Buffer.from(octets).toString('hex').toUpperCase().match(/../g)!.join(':')
  const said = /^(?:[0-9a-f]{2}[:-]?){5}[0-9a-f]{2}$|^(?:[0-9a-f]{4}[.-]){2}[0-9a-f]{4}$/i
  const text = Buffer.from(octets).toString('latin1').trim()
  return said.test(text)
    ? text
        .replaceAll(/[^0-9a-f]/gi, '')
        .toUpperCase()
        .match(/../g)!
        .join(':')
    : null
}

/** An address of 4 or 16 octets as text (IPv6 as RFC 5952 writes it); null for any other length. */
export function decodeAddress(octets: ArrayLike<number>): string | null {
  const bytes = Array.from(octets)
  if (bytes.some((byte) => !(byte >= 0 && byte <= 255))) return null
  if (bytes.length === 4) return bytes.join('.')
  if (bytes.length !== 16) return null
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i]! << 8) | bytes[2 * i + 1]!).toString(16))
  const zeros = longestZeros(groups)
  if (zeros.length < 2) return groups.join(':')
  return `${groups.slice(0, zeros.start).join(':')}::${groups.slice(zeros.start + zeros.length).join(':')}`
}

/** RFC 5952 §4.2.3: the longest run of zero groups, the first of equals. */
function longestZeros(groups: readonly string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  for (let start = 0; start < groups.length; start++) {
    let length = 0
    while (groups[start + length] === '0') length++
    if (length > best.length) best = { start, length }
  }
  return best
}
