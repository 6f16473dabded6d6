import { describe, expect, it } from 'vitest'
import { readDescription } from './describe.ts'
import { enterpriseOf, vendorNamed, vendorOf } from './vendors.ts'

/** Descriptions as these makers write them (manuals and MIBs), and what a person reads in them. */
const written: [string, Record<string, string>][] = [
  [
    'S5720-28X-LI-AC\nHuawei Versatile Routing Platform Software\nVRP (R) software,Version 5.170 (S5720 V200R011C10SPC600)\nCopyright (C) 2007 Huawei',
    { vendor: 'Huawei', model: 'S5720-28X-LI-AC', version: '5.170 (V200R011C10SPC600)', system: 'VRP' },
  ],
  [
    'Huawei Versatile Routing Platform Software\nVRP (R) software, Version 8.180 (CE6850EI V200R005C10SPC800)\nCopyright (C) 2012-2018 Huawei\nHUAWEI CE6850-48S4Q-EI',
    { vendor: 'Huawei', model: 'CE6850-48S4Q-EI', version: '8.180 (V200R005C10SPC800)' },
  ],
  [
    'H3C Comware Platform Software, Software Version 7.1.045, Release 3109P05\nH3C S5820V2-54QS-GE\nCopyright (c) 2004-2015 Hangzhou H3C',
    { vendor: 'H3C', model: 'S5820V2-54QS-GE', version: '7.1.045', release: '3109P05' },
  ],
  [
    'HP Comware Platform Software, Software Version 5.20.99 Release 2220P02\nHP A5500-24G-SFP EI Switch with 2 Interface Slots\nCopyright',
    { vendor: 'HP', model: 'A5500-24G-SFP EI', version: '5.20.99', release: '2220P02' },
  ],
  [
    'Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 15.0(2)SE4, RELEASE SOFTWARE (fc1)',
    { vendor: 'Cisco', system: 'IOS', version: '15.0(2)SE4', model: 'C2960' },
  ],
  [
    'Cisco NX-OS(tm) n5000, Software (n5000-uk9), Version 5.2(1)N1(4), RELEASE SOFTWARE',
    { vendor: 'Cisco', system: 'NX-OS', version: '5.2(1)N1(4)' },
  ],
  ['Cisco Adaptive Security Appliance Version 9.1(5)', { system: 'ASA', version: '9.1(5)' }],
  [
    'Ruijie 10G Ethernet Switch(S6220-48XS6QXS-H) By Ruijie Networks',
    { vendor: 'Ruijie', model: 'S6220-48XS6QXS-H' },
  ],
  [
    'ZXR10 ROS Version V4.08.24R2 ZXR10_5952 Software, Version 5952 V2.8.23.C.16.P06 Copyright (c) by ZTE',
    { vendor: 'ZTE', model: 'ZXR10_5952', version: 'V4.08.24R2' },
  ],
  [
    'Juniper Networks, Inc. ex4300-48t Ethernet Switch, kernel JUNOS 15.1R5.5, Build date: 2016-11-25',
    { vendor: 'Juniper', model: 'ex4300-48t', version: '15.1R5.5' },
  ],
  [
    'Arista Networks EOS version 4.21.1F running on an Arista Networks DCS-7050TX-64',
    { vendor: 'Arista', model: 'DCS-7050TX-64', version: '4.21.1F' },
  ],
  ['RouterOS CCR1009-8G-1S-1S+', { vendor: 'MikroTik', model: 'CCR1009-8G-1S-1S+', system: 'RouterOS' }],
  [
    'Aruba JL256A 2930F-48G-PoE+-4SFP+ Switch, revision WC.16.08.0003, ROM WC.16.01.0006 (/ws/swbuildm)',
    { model: 'JL256A 2930F-48G-PoE+-4SFP+', version: 'WC.16.08.0003' },
  ],
  [
    'ArubaOS (MODEL: Aruba7030), Version 6.5.1.4 (57501)',
    { vendor: 'Aruba', model: 'Aruba7030', version: '6.5.1.4' },
  ],
  [
    'ExtremeXOS (X460-48t) version 15.3.1.4 v1531b4-patch1-22 by release-manager',
    { vendor: 'Extreme Networks', model: 'X460-48t', version: '15.3.1.4' },
  ],
  ['VMware ESXi 6.0.0 build-3073146 VMware, Inc. x86_64', { vendor: 'VMware', version: '6.0.0' }],
  [
    'Hardware: Intel64 Family 6 Model 45 - Software: Windows Version 6.3 (Build 17763 Multiprocessor Free)',
    { vendor: 'Microsoft', system: 'Windows', version: '6.3 (Build 17763)' },
  ],
  ['Linux nas 3.10.105 #25426 SMP Wed Jul 8 2020 x86_64', { system: 'Linux', version: '3.10.105' }],
  ['FreeBSD fw 11.2-RELEASE-p4 amd64', { system: 'FreeBSD', version: '11.2-RELEASE-p4' }],
  [
    'Dell Networking OS10 Enterprise.\nOS Version: 10.4.0E.R2.\nSystem Type: S4148F-ON',
    { vendor: 'Dell', model: 'S4148F-ON' },
  ],
  ['Some Box, firmware: 3.2.1', { version: '3.2.1' }],
  ['', {}],
]

describe('descriptions', () => {
  it.each(written)('%s', (text, facts) => {
    expect(readDescription(text)).toMatchObject(facts)
  })
})

describe('makers', () => {
  it.each([
    ['1.3.6.1.4.1.2011.2.23.95', 'Huawei'],
    ['1.3.6.1.4.1.25506.1.1', 'H3C'],
    ['1.3.6.1.4.1.9.1.222', 'Cisco'],
    ['1.3.6.1.4.1.4881.1.3.1', 'Ruijie'],
    ['1.3.6.1.4.1.3902.3.100', 'ZTE'],
    ['1.3.6.1.4.1.14331.1.4', 'Topsec'],
    ['1.3.6.1.4.1.35047.2.1', 'Sangfor'],
    ['1.3.6.1.4.1.311.1.1.3.1.2', 'Microsoft'],
    ['1.3.6.1.4.1.6574.1', 'Synology'],
    ['1.3.6.1.4.1.24681', 'QNAP'],
    ['1.3.6.1.4.1.39165.1', 'Hikvision'],
  ])('%s is %s', (oid, name) => expect(vendorOf(enterpriseOf(oid))).toBe(name))

  it('are named one way', () => {
    expect(
      ['HUAWEI', 'Cisco Systems Inc', 'Hewlett Packard Enterprise', 'New H3C Technologies', 'Acme'].map(
        vendorNamed,
      ),
    ).toEqual(['Huawei', 'Cisco', 'HPE', 'H3C', 'Acme'])
  })
})
