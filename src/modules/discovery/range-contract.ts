/** Addresses of one target at most: a /20. */
export const maxAddresses = 4096

export type RangeProblem = 'bad_range' | 'bad_address' | 'too_many'
export type Ranges = { addresses: string[]; problem?: undefined } | { problem: RangeProblem; entry: string }

/**
 * The addresses of entries such as `10.1.0.1`, `10.1.0.0/24` (without network and broadcast address), `10.1.0.10-20`,
 * `10.1.0.10-10.1.1.20`, `2001:db8::1`, `2001:db8::/120`; each once, in the order given. Pure; the browser counts with it.
 */
export function expandRanges(entries: readonly string[]): Ranges {
  const found = new Set<string>()
  for (const raw of entries) {
    const entry = raw.trim()
    if (entry === '') continue
    const span = entry.includes(':') ? spanOf6(entry) : spanOf4(entry)
    if (typeof span === 'string') return { problem: span, entry }
    if (span.last - span.first >= BigInt(maxAddresses)) return { problem: 'too_many', entry }
    for (let at = span.first; at <= span.last; at++) found.add(span.six ? text6(at) : text4(at))
    if (found.size > maxAddresses) return { problem: 'too_many', entry }
  }
  return { addresses: [...found] }
}

interface Span {
  first: bigint
  last: bigint
  six: boolean
}

function spanOf4(entry: string): Span | RangeProblem {
  const [, from, sign, to] = /^([\d.]+)(?:\s*([/-])\s*([\d.]+))?$/.exec(entry) ?? []
  const first = parse4(from ?? '')
  if (first === undefined) return 'bad_range'
  if (sign === '/') return maskedSpan(first, Number(to), 32)
  let last = first
  if (sign === '-') {
    const end = /^\d{1,3}$/.test(to!) ? parse4(from!.replace(/\d+$/, to!)) : parse4(to!)
    if (end === undefined || end < first) return 'bad_range'
    last = end
  }
  return checked({ first, last, six: false })
}

function spanOf6(entry: string): Span | RangeProblem {
  const [from = '', bits, more] = entry.split('/')
  const first = parse6(from)
  if (first === undefined || more !== undefined) return 'bad_range'
  return bits === undefined
    ? checked({ first, last: first, six: true })
    : maskedSpan(first, Number(bits), 128)
}

function maskedSpan(address: bigint, bits: number, width: 32 | 128): Span | RangeProblem {
  if (!Number.isInteger(bits) || bits < 0 || bits > width) return 'bad_range'
  const size = 1n << BigInt(width - bits)
  if (size > BigInt(maxAddresses) * 2n) return 'too_many'
  const first = address - (address % size)
  const last = first + size - 1n
  // RFC 3021: a /31 has two addresses, and a /32 is one
  const edges = width === 32 && bits < 31 ? 1n : 0n
  return checked({ first: first + edges, last: last - edges, six: width === 128 })
}

/** No group, no broadcast and no "any" address: one packet to those is one to everybody. */
function checked(span: Span): Span | RangeProblem {
  const top = span.six ? Number(span.last >> 120n) : Number(span.last >> 24n)
  const bottom = span.six ? Number(span.first >> 120n) : Number(span.first >> 24n)
  if (span.six) return top === 0xff || span.first === 0n ? 'bad_address' : span
  return bottom === 0 || top >= 224 ? 'bad_address' : span
}

function parse4(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || parts.some((part) => !/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255))
    return undefined
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n)
}

function parse6(text: string): bigint | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')))
  const head = groups[0]!
  const tail = groups[1] ?? []
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const all = [...head, ...Array.from({ length: halves.length === 2 ? missing : 0 }, () => '0'), ...tail]
  if (all.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined
  return all.reduce((sum, group) => sum * 65536n + BigInt(parseInt(group, 16)), 0n)
}

function text4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.')
}

/** As the platform writes it: the same address has one spelling. */
function text6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 65535n).toString(16))
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}
