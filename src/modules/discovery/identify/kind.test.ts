import { expect, it } from 'vitest'
import { identify } from './identify.ts'
import { Tables } from './tables.ts'

/** A device that says no more than these. */
function device(description: string, objectId: string, model?: string): ReturnType<typeof identify> {
  const tables = new Tables()
  const text = (said: string) => ({ kind: 'octets' as const, value: new TextEncoder().encode(said) })
  tables.add('1.3.6.1.2.1.1.1', '0', text(description))
  tables.add('1.3.6.1.2.1.1.2', '0', { kind: 'oid', value: objectId })
  tables.add('1.3.6.1.2.1.1.7', '0', { kind: 'number', value: 78 })
  if (model) {
    tables.add('1.3.6.1.2.1.47.1.1.1.1.5', '1', { kind: 'number', value: 3 })
    tables.add('1.3.6.1.2.1.47.1.1.1.1.13', '1', text(model))
  }
  return identify(tables)
}

const ios = (image: string) =>
  `Cisco IOS Software, ${image} Software (${image}-LANBASEK9-M), Version 15.0(2)SE4\nCopyright (c) 1986-2013 by Cisco Systems, Inc.`

it.each([
  [ios('C2960'), '1.3.6.1.4.1.9.1.716', 'WS-C2960-24TT-L', 'switch'],
  [ios('C3750E'), '1.3.6.1.4.1.9.1.516', undefined, 'switch'],
  [ios('C2900'), '1.3.6.1.4.1.9.1.1045', 'CISCO2911/K9', 'router'],
  [ios('x'), '1.3.6.1.4.1.9.1.1', 'ISR4331/K9', 'router'],
  [
    'Cisco NX-OS(tm) n5000, Software (n5000-uk9), Version 5.2(1)N1(4)',
    '1.3.6.1.4.1.9.12.3.1.3.1',
    undefined,
    'switch',
  ],
  ['Cisco Adaptive Security Appliance Version 9.1(5)', '1.3.6.1.4.1.9.1.1194', 'ASA5515', 'firewall'],
  [
    'S5720-28X-LI-AC\nHuawei Versatile Routing Platform Software',
    '1.3.6.1.4.1.2011.2.23.1',
    undefined,
    'switch',
  ],
  ['AR2220\nHuawei Versatile Routing Platform Software', '1.3.6.1.4.1.2011.2.224.1', undefined, 'router'],
  ['USG6330\nHuawei Versatile Routing Platform Software', '1.3.6.1.4.1.2011.2.122.1', undefined, 'firewall'],
  [
    'Juniper Networks, Inc. ex4300-48t Ethernet Switch, kernel JUNOS 15.1R5',
    '1.3.6.1.4.1.2636.1.1.1.2.63',
    undefined,
    'switch',
  ],
  [
    'Juniper Networks, Inc. mx240 internet router, kernel JUNOS 15.1R5',
    '1.3.6.1.4.1.2636.1.1.1.2.29',
    undefined,
    'router',
  ],
  [
    'Arista Networks EOS version 4.21.1F running on an Arista Networks vEOS',
    '1.3.6.1.4.1.30065.1.2759',
    undefined,
    'switch',
  ],
  ['RouterOS CHR', '1.3.6.1.4.1.14988.1', undefined, 'router'],
  ['FortiGate', '1.3.6.1.4.1.12356.101.1.641', 'FGT_60E', 'firewall'],
  ['VMware ESXi 6.7.0 build-1 VMware, Inc. x86_64', '1.3.6.1.4.1.6876.4.1', undefined, 'hypervisor'],
  ['Linux db01 5.14.0 #1 SMP x86_64', '1.3.6.1.4.1.8072.3.2.10', undefined, 'host'],
  [
    'Ruijie 10G Ethernet Switch(S6220-48XS6QXS-H) By Ruijie Networks',
    '1.3.6.1.4.1.4881.1.1.10.1.1',
    undefined,
    'switch',
  ],
])('%j (%s) is a %4$s', (description, objectId, model, kind) => {
  expect(device(description, objectId, model).kind).toBe(kind)
})
