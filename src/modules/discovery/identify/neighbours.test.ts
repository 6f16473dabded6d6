import { describe, expect, it } from 'vitest'
import { identify } from './identify.ts'
import { Tables } from './tables.ts'

const text = (said: string) => ({ kind: 'octets' as const, value: new TextEncoder().encode(said) })
const octets = (...value: number[]) => ({ kind: 'octets' as const, value: Uint8Array.from(value) })
const number = (value: number) => ({ kind: 'number' as const, value })

function withInterfaces(): Tables {
  const tables = new Tables()
  for (const [index, name] of [
    ['10', 'GigabitEthernet0/0/1'],
    ['11', 'GigabitEthernet0/0/2'],
  ] as const) {
    tables.add('1.3.6.1.2.1.2.2.1.2', index, text(name))
    tables.add('1.3.6.1.2.1.2.2.1.3', index, number(6))
  }
  return tables
}

describe('LLDP neighbours', () => {
  it('are found at the port that the local table describes', () => {
    const tables = withInterfaces()
    tables.add('1.0.8802.1.1.2.1.3.7.1.2', '5', number(5))
    tables.add('1.0.8802.1.1.2.1.3.7.1.3', '5', text('GigabitEthernet0/0/2'))
    const row = '0.5.1'
    tables.add('1.0.8802.1.1.2.1.4.1.1.4', row, number(4))
    tables.add('1.0.8802.1.1.2.1.4.1.1.5', row, octets(0, 0x1a, 0x2b, 0x3c, 0x4d, 0x5e))
    tables.add('1.0.8802.1.1.2.1.4.1.1.6', row, number(5))
    tables.add('1.0.8802.1.1.2.1.4.1.1.7', row, text('Eth1/1'))
    tables.add('1.0.8802.1.1.2.1.4.1.1.9', row, text('核心-01'))
    tables.add('1.0.8802.1.1.2.1.4.2.1.3', `${row}.1.4.10.1.2.3`, number(2))
    expect(identify(tables).neighbours).toEqual([
      {
        interfaceIndex: 11,
        port: 'GigabitEthernet0/0/2',
        chassisId: '00:1A:2B:3C:4D:5E',
        remotePort: 'Eth1/1',
        remotePortDescription: '',
        name: '核心-01',
        description: '',
        addresses: ['10.1.2.3'],
      },
    ])
  })

  it('are found by bridge port, by interface number, and through the second version of the MIB', () => {
    const tables = withInterfaces()
    tables.add('1.3.6.1.2.1.17.1.4.1.2', '1', number(10))
    tables.add('1.0.8802.1.1.2.1.4.1.1.7', '0.1.1', text('a'))
    tables.add('1.0.8802.1.1.2.1.4.1.1.7', '0.11.2', text('b'))
    tables.add('1.3.111.2.802.1.1.13.1.4.1.1.8', '0.10.1.3', text('c'))
    const found = identify(tables).neighbours.map((one) => [one.interfaceIndex, one.remotePort])
    expect(found).toEqual([
      [10, 'a'],
      [11, 'b'],
      [10, 'c'],
    ])
  })
})
