import type { Interface, Neighbour } from '../inventory-contract.ts'
import type { Tables } from './tables.ts'
import { decodeAddress, decodeMac, decodeText } from '#kernel/snmp/index.ts'

const local = '1.0.8802.1.1.2.1.3.7.1'
const remote = '1.0.8802.1.1.2.1.4.1.1'
const remoteV2 = '1.3.111.2.802.1.1.13.1.4.1.1'
const management = '1.0.8802.1.1.2.1.4.2.1.3'
const bridgePort = '1.3.6.1.2.1.17.1.4.1.2'

/** Who hangs on which port, by LLDP. */
export function readNeighbours(tables: Tables, interfaces: readonly Interface[]): Neighbour[] {
  const places = placesOf(interfaces)
  return [...firstVersion(tables, places), ...secondVersion(tables, places)]
}

/** lldpRemTable: index `timeMark.localPort.number`. */
function firstVersion(tables: Tables, places: Places): Neighbour[] {
  const addresses = managementAddresses(tables)
  return rows(
    tables,
    [4, 5, 6, 7, 9].map((column) => `${remote}.${column}`),
  ).flatMap((index) => {
    const [, port, number, ...rest] = index.split('.')
    if (port === undefined || number === undefined || rest.length > 0) return []
    const here = interfaceOfPort(tables, places, port)
    return [
      {
        interfaceIndex: here?.index ?? null,
        port:
          here?.name ??
          tables.text(`${local}.4`, port) ??
          identity(tables, `${local}.2`, `${local}.3`, port, 'port') ??
          port,
        ...farSide(tables, remote, 4, index),
        addresses: addresses.get(index) ?? [],
      },
    ]
  })
}

/** lldpV2RemTable: index `timeMark.ifIndex.destination.number`; the interface is known. */
function secondVersion(tables: Tables, places: Places): Neighbour[] {
  return rows(
    tables,
    [5, 6, 7, 8, 10].map((column) => `${remoteV2}.${column}`),
  ).flatMap((index) => {
    const number = Number(index.split('.')[1])
    if (!Number.isInteger(number)) return []
    const here = places.indexed.get(number)
    return [
      {
        interfaceIndex: here?.index ?? null,
        port: here?.name ?? String(number),
        ...farSide(tables, remoteV2, 5, index),
        addresses: [],
      },
    ]
  })
}

/** Columns in the order of both tables: chassis subtype and id, port subtype and id, port description, name, description. */
function farSide(
  tables: Tables,
  base: string,
  from: number,
  index: string,
): Pick<Neighbour, 'chassisId' | 'remotePort' | 'remotePortDescription' | 'name' | 'description'> {
  const column = (offset: number) => `${base}.${from + offset}`
  return {
    chassisId: identity(tables, column(0), column(1), index, 'chassis') ?? '',
    remotePort: identity(tables, column(2), column(3), index, 'port') ?? '',
    remotePortDescription: tables.text(column(4), index) ?? '',
    name: tables.text(column(5), index) ?? '',
    description: tables.text(column(6), index) ?? '',
  }
}

function rows(tables: Tables, columns: readonly string[]): string[] {
  return [...new Set(columns.flatMap((column) => tables.indexes(column)))]
}

/** LldpChassisIdSubtype and LldpPortIdSubtype number MAC and network addresses differently. */
const subtypes = { chassis: { mac: 4, network: 5 }, port: { mac: 3, network: 4 } }

function identity(
  tables: Tables,
  subtypeColumn: string,
  idColumn: string,
  index: string,
  of: 'chassis' | 'port',
): string | undefined {
  const octets = tables.octets(idColumn, index)
  if (!octets?.length) return undefined
  const subtype = tables.number(subtypeColumn, index)
  if (subtype === subtypes[of].mac) return decodeMac(octets) ?? decodeText(octets)
  // IANA address family, then the address
  if (subtype === subtypes[of].network && octets.length > 4)
    return decodeAddress(octets.subarray(1)) ?? decodeText(octets)
  const text = decodeText(octets)
  return text.startsWith('0x') ? (decodeMac(octets) ?? text) : text
}

/**
 * The interface of an LLDP port number. The standard leaves the numbers free: most agents describe the port as the
 * interface is called, others number bridge ports, the rest interfaces.
 */
function interfaceOfPort(tables: Tables, places: Places, port: string): Interface | undefined {
  const said = [
    identity(tables, `${local}.2`, `${local}.3`, port, 'port'),
    tables.text(`${local}.4`, port),
  ].filter((one) => one !== undefined)
  for (const by of [places.named, places.marked])
    for (const one of said) {
      const found = by.get(one)
      if (found) return found
    }
  return places.indexed.get(tables.number(bridgePort, port) ?? Number(port))
}

/** Interfaces by what ports are called; a name that several have is nobody's. */
interface Places {
  named: ReadonlyMap<string, Interface | null>
  marked: ReadonlyMap<string, Interface | null>
  indexed: ReadonlyMap<number, Interface>
}

function placesOf(interfaces: readonly Interface[]): Places {
  const by = (names: (one: Interface) => (string | null)[]) => {
    const found = new Map<string, Interface | null>()
    for (const one of interfaces)
      for (const name of new Set(names(one))) if (name) found.set(name, found.has(name) ? null : one)
    return found
  }
  return {
    named: by((one) => [one.name, one.description]),
    marked: by((one) => [one.mac, one.alias]),
    indexed: new Map(interfaces.map((one) => [one.index, one])),
  }
}

/** lldpRemManAddrTable: index `timeMark.localPort.number.family.length.octets`. */
function managementAddresses(tables: Tables): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const index of tables.indexes(management)) {
    const parts = index.split('.')
    const octets = parts.slice(5).map(Number)
    const address = Number(parts[4]) === octets.length ? decodeAddress(octets) : null
    if (!address) continue
    const row = parts.slice(0, 3).join('.')
    found.set(row, [...(found.get(row) ?? []), address])
  }
  return found
}
