/**
 * Discovery of one large device on loopback (issue section 5): milliseconds from the first packet to the inventory, of a
 * made-up chassis switch with 30,000 OIDs (700 interfaces, 300 modules, 60 neighbours, what it does not ask for included)
 * and, where `../shared/data/snmp` is there, of the recorded router with 20,000. `node bench/discovery.ts [--rounds 5]`
 * The agent plays in a process of its own. Prints one JSON line; exits 1 beyond the bar.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import snmp from 'net-snmp'
import { compareOids } from '#kernel/snmp/index.ts'
import { identify } from '../src/modules/discovery/identify/identify.ts'
import { readDevice } from '../src/modules/discovery/snmp/read-device.ts'
import { defaultLimits } from '#kernel/snmp/index.ts'
import { playBack } from '../src/modules/discovery/testing/agent.ts'
import { readRecording, recordings, type Recorded } from '../src/modules/discovery/testing/recording.ts'

export const barMs = 10_000

export interface DiscoveryResult {
  devices: {
    name: string
    oids: number
    read: number
    interfaces: number
    modules: number
    ms: number
    outcome: string
  }[]
}

const { Integer, OctetString, OID, Counter, Gauge } = snmp.ObjectType

/** A chassis switch as such devices describe themselves: whole tables, also the columns that discovery leaves alone. */
function chassis(): Recorded[] {
  const rows: Recorded[] = []
  const add = (oid: string, type: number | undefined, value: Recorded['value']) =>
    rows.push({ oid, type: type!, value })
  const text = (said: string) => Buffer.from(said)
  add(
    '1.3.6.1.2.1.1.1.0',
    OctetString,
    text(
      'Huawei Versatile Routing Platform Software\nVRP (R) software, Version 8.180 (CE12808 V200R005C10SPC800)\nHUAWEI CE12808',
    ),
  )
  add('1.3.6.1.2.1.1.2.0', OID, '1.3.6.1.4.1.2011.2.239.2')
  add('1.3.6.1.2.1.1.5.0', OctetString, text('核心-01'))
  for (let i = 1; i <= 700; i++) {
    const name = text(`100GE${Math.ceil(i / 48)}/0/${i % 48}`)
    for (let column = 1; column <= 22; column++) {
      const oid = `1.3.6.1.2.1.2.2.1.${column}.${i}`
      if (column === 2) add(oid, OctetString, name)
      else if (column === 6) add(oid, OctetString, Buffer.from([0, 0x1a, 0x2b, 0, i >> 8, i & 255]))
      else if (column === 22) add(oid, OID, '0.0')
      else if ([1, 3, 4, 7, 8].includes(column)) add(oid, Integer, column === 1 ? i : column === 3 ? 6 : 1)
      else add(oid, column === 5 ? Gauge : Counter, 4_294_967_295)
    }
    for (let column = 1; column <= 19; column++) {
      const oid = `1.3.6.1.2.1.31.1.1.1.${column}.${i}`
      if (column === 1 || column === 18) add(oid, OctetString, name)
      else if (column === 14 || column === 16 || column === 17) add(oid, Integer, 1)
      else add(oid, column === 15 ? Gauge : Counter, column === 15 ? 100_000 : i)
    }
  }
  for (let i = 1; i <= 300; i++)
    for (let column = 2; column <= 16; column++) {
      const oid = `1.3.6.1.2.1.47.1.1.1.1.${column}.${i}`
      if (column === 3) add(oid, OID, '1.3.6.1.4.1.2011.20021210.12')
      else if (column === 4) add(oid, Integer, i === 1 ? 0 : 1)
      else if (column === 5) add(oid, Integer, i === 1 ? 3 : 9)
      else if (column === 6 || column === 16) add(oid, Integer, 1)
      else add(oid, OctetString, text(`part ${column} of ${i}`))
    }
  for (let i = 1; i <= 60; i++)
    for (const [column, value] of [
      [4, 4],
      [5, Buffer.from([0, 0x1a, 0x2b, 1, 0, i])],
      [6, 5],
      [7, text(`XGE1/0/${i}`)],
      [8, text('uplink')],
      [9, text(`接入-${i}`)],
    ] as const)
      add(
        `1.0.8802.1.1.2.1.4.1.1.${column}.0.${i}.1`,
        typeof value === 'number' ? Integer : OctetString,
        value,
      )
  return rows.toSorted((a, b) => compareOids(a.oid, b.oid))
}

const recorded = path.join(recordings, 'ios/7206VXR/public.snmprec')
const devices: Record<string, () => Recorded[]> = {
  'chassis switch': chassis,
  ...(existsSync(recorded) ? { 'recorded router': () => readRecording(recorded) } : {}),
}

/** The other process: plays one of the devices, says where, and ends when it is told to. */
async function play(name: string): Promise<void> {
  const rows = devices[name]!()
  const agent = await playBack(rows)
  process.send!({ port: agent.port, oids: rows.length })
  await once(process, 'message')
  await agent.close()
  process.disconnect()
}

async function measure(name: string, rounds: number): Promise<DiscoveryResult['devices'][number]> {
  const agent = fork(import.meta.filename, ['--play', name])
  try {
    const [{ port, oids }] = (await once(agent, 'message')) as [{ port: number; oids: number }]
    const found = []
    for (let round = 0; round < rounds; round++) {
      const began = performance.now()
      const reading = await readDevice(
        '127.0.0.1',
        port,
        { version: 'v2c', community: 'public' },
        defaultLimits,
      )
      const inventory = identify(reading.tables)
      found.push({ ms: Math.round(performance.now() - began), reading, inventory })
    }
    const { ms, reading, inventory } = found.toSorted((a, b) => a.ms - b.ms).at(-1)!
    const { interfaces, modules } = inventory
    const read = reading.figures.varbinds
    return {
      name,
      oids,
      read,
      interfaces: interfaces.length,
      modules: modules.length,
      ms,
      outcome: reading.outcome,
    }
  } finally {
    if (agent.connected) agent.send('end')
  }
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '5' }, play: { type: 'string' } },
  })
  if (values.play === undefined) {
    const result: DiscoveryResult = { devices: [] }
    for (const name of Object.keys(devices)) result.devices.push(await measure(name, Number(values.rounds)))
    console.log(JSON.stringify(result))
    if (result.devices.some((one) => one.ms > barMs || one.outcome !== 'ok')) process.exitCode = 1
  } else await play(values.play)
}
