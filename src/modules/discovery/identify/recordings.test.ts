import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readDevice, type Reading } from '../snmp/read-device.ts'
import { defaultLimits } from '#kernel/snmp/index.ts'
import { playBack } from '../testing/agent.ts'
import { noRecordings, readRecording, recordings } from '../testing/recording.ts'
import type { Inventory } from '../inventory-contract.ts'
import { identify } from './identify.ts'

async function discover(file: string): Promise<{ inventory: Inventory; reading: Reading }> {
  const agent = await playBack(readRecording(path.join(recordings, file)))
  try {
    const reading = await readDevice(
      '127.0.0.1',
      agent.port,
      { version: 'v2c', community: 'public' },
      defaultLimits,
    )
    return { inventory: identify(reading.tables), reading }
  } finally {
    await agent.close()
  }
}

interface Expected {
  identify: { properties: Record<'vendor' | 'model' | 'serial_number' | 'os_version', string | null> }
  readCountInterfaces: { count: number }
  checkInterfaceMetrics: { messages: { message: string }[] }
}

if (noRecordings) console.warn(`recordings of devices are left out: ${noRecordings}`)

describe.skipIf(noRecordings)('inventories that stand beside the recordings', () => {
  it.each(['comware/VSR1000', 'ios/7206VXR'])('%s is met exactly', async (device) => {
    const { inventory, reading } = await discover(`${device}/public.snmprec`)
    const file = path.join(recordings, device, 'public.testdata')
    const expected = (JSON.parse(readFileSync(file, 'utf8')) as { expectations: Expected }).expectations
    const { vendor, model, serial_number, os_version } = expected.identify.properties
    expect(reading).toMatchObject({ outcome: 'ok', problems: [] })
    expect([inventory.vendor, inventory.model, inventory.serial, inventory.version]).toEqual([
      vendor,
      model,
      serial_number,
      os_version,
    ])
    expect(inventory.interfaces).toHaveLength(expected.readCountInterfaces.count)
    // ifIndex,ifDescr,ifType,ifName,ifAlias,ifPhysAddress,ifAdminStatus,ifOperStatus,maxSpeedIn,maxSpeedOut,subType
    const lines = expected.checkInterfaceMetrics.messages[0]!.message.trim().split('\n').slice(1)
    const ours = inventory.interfaces.map((one) =>
      [
        one.index,
        one.description,
        one.type,
        one.name,
        one.alias,
        one.mac ?? '',
        one.admin,
        one.oper,
        one.speed,
        one.speed,
        '',
      ].join(','),
    )
    expect(ours).toEqual(lines)
  })
})

const beside = (name: string) => existsSync(path.join(recordings, name))

/** What a person reads out of the others. */
describe.skipIf(noRecordings ?? !beside('slackware.snmprec.gz'))('other devices', () => {
  it('knows a rack PDU of APC', async () => {
    const { inventory } = await discover('apc-8932.snmprec.gz')
    expect(inventory).toMatchObject({
      kind: 'pdu',
      vendor: 'APC',
      model: 'AP8932',
      version: '6.7.2',
      serial: '3F503A169043',
      name: 'pwr-dc01-pdu-rack3-01',
      location: null,
      mac: '28:29:86:54:4F:45',
    })
    expect(inventory.interfaces[1]).toMatchObject({
      name: 'vmac0',
      type: 'ethernetCsmacd',
      speed: 1e8,
      oper: 'up',
    })
    expect(inventory.addresses).toContainEqual({
      address: '192.168.0.13',
      family: 4,
      prefix: 24,
      interfaceIndex: 2,
    })
  })

  it('sees the UPS of Huawei behind the agent of its network card', async () => {
    expect((await discover('huawei-gse200m.snmprec.gz')).inventory).toMatchObject({
      kind: 'ups',
      vendor: 'Huawei',
      model: 'UPS5000-E',
      version: 'V100R001C10SPC600',
      serial: '2102310NYJ10EB000045',
      interfaces: [],
    })
  })

  it('knows a gateway of Sangfor', async () => {
    const { inventory } = await discover('sangfor.snmprec.gz')
    expect(inventory).toMatchObject({ vendor: 'Sangfor', model: 'M5400', system: 'Linux', location: 'China' })
    expect(inventory.interfaces).toHaveLength(25)
    expect(inventory.interfaces[2]).toMatchObject({
      name: 'eth0',
      mac: '00:E0:70:02:51:68',
      speed: 1e9,
      oper: 'up',
    })
    expect(inventory.addresses).toContainEqual({
      address: '10.48.254.251',
      family: 4,
      prefix: 28,
      interfaceIndex: 9,
    })
  })

  it('knows a Windows server', async () => {
    const { inventory } = await discover('server-2003-5-2.snmprec.gz')
    expect(inventory).toMatchObject({
      kind: 'host',
      vendor: 'Microsoft',
      system: 'Windows',
      version: '5.2 (Build 3790)',
      memoryBytes: 2_096_536 * 1024,
    })
    expect(inventory.interfaces[1]).toMatchObject({
      index: 65539,
      description: 'Intel(R) PRO/1000 MT Network Connection',
      mac: '00:50:56:86:74:88',
    })
    expect(inventory.storage.map((one) => one.type)).toEqual(['disk', 'swap', 'memory'])
  })

  it('knows a Linux server, and its addresses of both families where the pointers of the agent are wrong', async () => {
    const { inventory } = await discover('slackware.snmprec.gz')
    expect(inventory).toMatchObject({
      kind: 'host',
      vendor: 'Net-SNMP',
      system: 'Linux',
      version: '2.6.21.5-smp',
    })
    expect(inventory.addresses).toEqual([
      { address: '127.0.0.1', family: 4, prefix: 8, interfaceIndex: 1 },
      { address: '195.218.254.105', family: 4, prefix: 24, interfaceIndex: 2 },
      { address: '::1', family: 6, prefix: 128, interfaceIndex: 1 },
      { address: 'fe80::212:79ff:fe62:f940', family: 6, prefix: 64, interfaceIndex: 2 },
    ])
  })
})
