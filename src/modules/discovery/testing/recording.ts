import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import snmp from 'net-snmp'
import { compareOids } from '#kernel/snmp/index.ts'

/** One line of a recording, ready to be sent. */
export interface Recorded {
  oid: string
  type: number
  value: number | string | Buffer
}

const { Integer, OctetString, OID, IpAddress, Counter, Gauge, TimeTicks, Opaque, Counter64, Null } =
  snmp.ObjectType
const types: Record<string, number | undefined> = {
  2: Integer,
  4: OctetString,
  5: Null,
  6: OID,
  64: IpAddress,
  65: Counter,
  66: Gauge,
  67: TimeTicks,
  68: Opaque,
  70: Counter64,
}

/**
 * Reads a `.snmprec` (also gzipped): `OID|tag|value`, values in hex where the tag ends with x; tags of modules that
 * change values (`2:numeric`) stand for their type, with the value they begin with. Comments and what is no line are
 * left out. Sorted as an agent would give them.
 */
export function readRecording(file: string): Recorded[] {
  const raw = readFileSync(file)
  const text = (file.endsWith('.gz') ? gunzipSync(raw) : raw).toString('latin1')
  const rows = text.split('\n').flatMap((line) => parseLine(line.replace(/\r$/, '')) ?? [])
  return rows.toSorted((a, b) => compareOids(a.oid, b.oid))
}

function parseLine(line: string): Recorded | undefined {
  const [oid, tag, ...rest] = line.split('|')
  if (!oid || !tag || !/^\d+(\.\d+)+$/.test(oid)) return undefined
  const type = types[/^\d+/.exec(tag)?.[0] ?? '']
  if (type === undefined) return undefined
  let said = rest.join('|')
  const module = tag.includes(':')
  if (module) said = /(?:^|,)(?:initial|value)=([^,]*)/.exec(said)?.[1] ?? '0'
  const hex = /^\d+x/.test(tag)
  return { oid, type, value: valueOf(type, said, hex) }
}

function valueOf(type: number, said: string, hex: boolean): Recorded['value'] {
  const bytes = hex ? Buffer.from(said, 'hex') : Buffer.from(said, 'latin1')
  if (type === IpAddress)
    return hex || !/^\d+(\.\d+){3}$/.test(said) ? [...bytes.subarray(0, 4)].join('.') : said
  if (type === OID) return said.replace(/^\./, '')
  if (type === OctetString || type === Opaque) return bytes.length > 0 ? bytes : ''
  if (type === Counter64) {
    const octets = Buffer.alloc(9)
    octets.writeBigUInt64BE(BigInt(said || 0), 1)
    return octets
  }
  return Number(said) || 0
}

/** The recordings of real devices, which lie beside the project and are not shipped. */
export const recordings = path.resolve(import.meta.dirname, '../../../../../shared/data/snmp')

/** Why tests on them are left out; undefined where they are there. */
export const noRecordings = existsSync(recordings) ? undefined : `no recordings at ${recordings}`
