/** Notifications as agents send them, and what is left of them after somebody has been at them. */

function ber(tag: number, ...content: (Uint8Array | readonly number[])[]): Buffer {
  const body = Buffer.concat(content.map((part) => Buffer.from(part)))
  const head = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255]
  return Buffer.concat([Buffer.from([tag, ...head]), body])
}

function oid(text: string): Buffer {
  const arcs = text.split('.').map(Number)
  const octets = [40 * arcs[0]! + arcs[1]!]
  for (const arc of arcs.slice(2)) {
    const groups = [arc % 128]
    for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128))
      groups.unshift((rest % 128) + 128)
    octets.push(...groups)
  }
  return ber(0x06, octets)
}

export type Value = { integer: number } | { text: string | Uint8Array } | { oid: string } | { raw: Buffer }

function encoded(value: Value): Buffer {
  if ('integer' in value) {
    const octets = Buffer.alloc(4)
    octets.writeInt32BE(value.integer)
    return ber(0x02, octets)
  }
  if ('oid' in value) return oid(value.oid)
  return 'raw' in value ? value.raw : ber(0x04, Buffer.from(value.text))
}

const list = (pairs: readonly (readonly [string, Value])[]): Buffer =>
  ber(0x30, ...pairs.map(([name, value]) => ber(0x30, oid(name), encoded(value))))

export interface Given {
  community?: string
  trap?: string
  inform?: boolean
  id?: number
  variables?: readonly (readonly [string, Value])[]
}

/** v2c (RFC 3416) */
export function notification(given: Given = {}): Buffer {
  const { community = 'public', trap = '1.3.6.1.6.3.1.1.5.3', variables = [] } = given
  const pdu = ber(
    given.inform ? 0xa6 : 0xa7,
    encoded({ integer: given.id ?? 7 }),
    encoded({ integer: 0 }),
    encoded({ integer: 0 }),
    list([
      ['1.3.6.1.2.1.1.3.0', { raw: ber(0x43, [0x30, 0x39]) }],
      ['1.3.6.1.6.3.1.1.4.1.0', { oid: trap }],
      ...variables,
    ]),
  )
  return ber(0x30, ber(0x02, [1]), ber(0x04, Buffer.from(community)), pdu)
}

/** v1 (RFC 1157) */
export function trapV1(generic: number, specific: number, variables: Given['variables'] = []): Buffer {
  const pdu = ber(
    0xa4,
    oid('1.3.6.1.4.1.9.1.1'),
    ber(0x40, [10, 1, 2, 3]),
    ber(0x02, [generic]),
    ber(0x02, [specific]),
    ber(0x43, [1, 0]),
    list(variables),
  )
  return ber(0x30, ber(0x02, [0]), ber(0x04, Buffer.from('public')), pdu)
}
