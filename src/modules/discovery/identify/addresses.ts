import type { Address } from '../inventory-contract.ts'
import type { Tables } from './tables.ts'
import { decodeAddress } from '#kernel/snmp/index.ts'

const old = '1.3.6.1.2.1.4.20.1'
/** IP-MIB's table of both families, and Cisco's, which has its columns in the same order one further on. */
const both = [
  { interface: '1.3.6.1.2.1.4.34.1.3', type: '1.3.6.1.2.1.4.34.1.4', prefix: '1.3.6.1.2.1.4.34.1.5' },
  {
    interface: '1.3.6.1.4.1.9.10.86.1.1.2.1.3',
    type: '1.3.6.1.4.1.9.10.86.1.1.2.1.4',
    prefix: '1.3.6.1.4.1.9.10.86.1.1.2.1.5',
  },
]
const rfc2465 = { prefix: '1.3.6.1.2.1.55.1.8.1.2', type: '1.3.6.1.2.1.55.1.8.1.3' }
const unicast = 1

/** The device's own addresses: each once, with its prefix from whichever table knows it. IPv4 first. */
export function readAddresses(tables: Tables): Address[] {
  const found = new Map<string, Address>()
  const keep = (one: Address) => {
    const known = found.get(one.address)
    if (!known) return void found.set(one.address, one)
    known.prefix ??= one.prefix
    known.interfaceIndex ??= one.interfaceIndex
  }
  // first, because what agents put into the prefix pointers of the new table is often wrong for IPv4
  for (const one of oldTable(tables)) keep(one)
  for (const columns of both) for (const one of newTable(tables, columns)) keep(one)
  for (const one of ipv6Table(tables)) keep(one)
  return [...found.values()].toSorted((a, b) => a.family - b.family)
}

function oldTable(tables: Tables): Address[] {
  const indexes = new Set([1, 2, 3].flatMap((column) => tables.indexes(`${old}.${column}`)))
  return [...indexes].flatMap((index) => {
    // the index is the address; some agents add to it where an address is on two interfaces
    const address =
      tables.address(`${old}.1`, index) ?? decodeAddress(index.split('.').slice(0, 4).map(Number))
    if (!address || address === '0.0.0.0') return []
    return [
      {
        address,
        family: 4 as const,
        prefix: bitsOf(tables.address(`${old}.3`, index)),
        interfaceIndex: positive(tables.number(`${old}.2`, index)),
      },
    ]
  })
}

function newTable(tables: Tables, columns: { interface: string; type: string; prefix: string }): Address[] {
  const indexes = new Set([...tables.indexes(columns.interface), ...tables.indexes(columns.prefix)])
  return [...indexes].flatMap((index) => {
    const told = addressOfIndex(index)
    // broadcast addresses are no addresses of the device
    if (!told || (tables.number(columns.type, index) ?? unicast) !== unicast) return []
    return [
      {
        ...told,
        prefix: prefixOfPointer(tables.oid(columns.prefix, index), told),
        interfaceIndex: positive(tables.number(columns.interface, index)),
      },
    ]
  })
}

/** RFC 2465: `ifIndex.` and sixteen octets; some agents put the length before them. */
function ipv6Table(tables: Tables): Address[] {
  return tables.indexes(rfc2465.prefix).flatMap((index) => {
    const parts = index.split('.').map(Number)
    const address = decodeAddress(parts.slice(-16))
    if (!address || parts.length < 17) return []
    const prefix = tables.number(rfc2465.prefix, index)
    return [{ address, family: 6 as const, prefix: within(prefix, 128), interfaceIndex: positive(parts[0]) }]
  })
}

/** InetAddressType, length, octets (RFC 4001); a zone of four octets behind them belongs to the interface. */
function addressOfIndex(index: string): { address: string; family: 4 | 6 } | undefined {
  const parts = index.split('.').map(Number)
  const lengths: Record<number, number> = { 1: 4, 2: 16, 3: 4, 4: 16 }
  const length = lengths[parts[0]!]
  if (length === undefined) return undefined
  const said = parts[1]!
  // agents that leave the length out are met
  const octets =
    said === length || said === length + 4 ? parts.slice(2, 2 + length) : parts.slice(1, 1 + length)
  const address = octets.length === length ? decodeAddress(octets) : null
  if (!address || address === '0.0.0.0' || address === '::') return undefined
  return { address, family: length === 4 ? 4 : 6 }
}

/**
 * The last part of a pointer into ipAddressPrefixTable is the length of the prefix; believed when the network it names
 * has the address. Null for none (`0.0`), and for pointers that say something else.
 */
function prefixOfPointer(pointer: string | undefined, of: { address: string; family: 4 | 6 }): number | null {
  if (!pointer || pointer === '0.0') return null
  const parts = pointer.split('.').map(Number)
  const bits = of.family === 4 ? 32 : 128
  const prefix = within(parts.at(-1), bits)
  if (prefix === null || prefix === 0) return null
  const network = decodeAddress(parts.slice(-1 - bits / 8, -1))
  return network && sameNetwork(network, of.address, prefix) ? prefix : null
}

function sameNetwork(a: string, b: string, prefix: number): boolean {
  const left = bitsText(a)
  const right = bitsText(b)
  return left.length === right.length && left.slice(0, prefix) === right.slice(0, prefix)
}

function bitsText(address: string): string {
  if (!address.includes(':'))
    return address
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('')
  const [head = '', tail = ''] = address.split('::')
  const groups = (text: string) => (text ? text.split(':') : [])
  const missing = 8 - groups(head).length - groups(tail).length
  const all = address.includes('::')
    ? [...groups(head), ...Array.from({ length: missing }, () => '0'), ...groups(tail)]
    : groups(address)
  return all.map((group) => parseInt(group, 16).toString(2).padStart(16, '0')).join('')
}

/** Bits of a network mask; null for what is none. */
function bitsOf(mask: string | undefined): number | null {
  if (mask === undefined) return null
  const bits = bitsText(mask)
  return /^1*0*$/.test(bits) ? bits.replaceAll('0', '').length : null
}

const positive = (value: number | undefined): number | null =>
  value !== undefined && value > 0 ? value : null
const within = (value: number | undefined, most: number): number | null =>
  value !== undefined && Number.isInteger(value) && value >= 0 && value <= most ? value : null
