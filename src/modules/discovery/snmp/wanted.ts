/** Columns that are read together: rows share an index, and `name` is what a message calls them. */
export interface Wanted {
  name: string
  columns: readonly string[]
  /** the first instance of each column is enough: scalars, and tables of which the first row tells */
  once?: true
}

const below = (base: string, numbers: readonly number[]): string[] => numbers.map((n) => `${base}.${n}`)

/** SNMPv2-MIB (RFC 3418): description, object id, uptime, contact, name, location, services. */
export const system: Wanted = {
  name: 'system',
  columns: below('1.3.6.1.2.1.1', [1, 2, 3, 4, 5, 6, 7]),
  once: true,
}

/** What every device is asked, after `system`. */
export const wanted: readonly Wanted[] = [
  {
    // ifNumber; BRIDGE-MIB address and ports; hrMemorySize; LLDP's own chassis
    name: 'scalars',
    columns: [
      '1.3.6.1.2.1.2.1',
      '1.3.6.1.2.1.17.1.1',
      '1.3.6.1.2.1.17.1.2',
      '1.3.6.1.2.1.25.2.2',
      ...below('1.0.8802.1.1.2.1.3', [1, 2, 3]),
    ],
    once: true,
  },
  // UPS-MIB (RFC 1628): manufacturer, model, software of the UPS and of the agent; Printer-MIB (RFC 3805)
  { name: 'ups', columns: below('1.3.6.1.2.1.33.1.1', [1, 2, 3, 4, 5]), once: true },
  { name: 'printer', columns: below('1.3.6.1.2.1.43.5.1.1', [16, 17]), once: true },
  // IF-MIB (RFC 2863): descr, type, mtu, speed, physAddress, adminStatus, operStatus; name, highSpeed, alias
  { name: 'ifTable', columns: below('1.3.6.1.2.1.2.2.1', [2, 3, 4, 5, 6, 7, 8]) },
  { name: 'ifXTable', columns: below('1.3.6.1.2.1.31.1.1.1', [1, 15, 18]) },
  // IP-MIB: the old table of IPv4, the new of both, Cisco's own before it, and RFC 2465
  { name: 'ipAddrTable', columns: below('1.3.6.1.2.1.4.20.1', [1, 2, 3]) },
  { name: 'ipAddressTable', columns: below('1.3.6.1.2.1.4.34.1', [3, 4, 5]) },
  { name: 'ipv6AddrTable', columns: below('1.3.6.1.2.1.55.1.8.1', [2, 3]) },
  // ENTITY-MIB (RFC 6933): descr, vendorType, containedIn, class, name, revisions, serial, manufacturer, model, FRU
  {
    name: 'entPhysicalTable',
    columns: below('1.3.6.1.2.1.47.1.1.1.1', [2, 4, 5, 7, 8, 9, 10, 11, 12, 13, 16]),
  },
  // which bridge port is which interface
  { name: 'dot1dBasePortTable', columns: ['1.3.6.1.2.1.17.1.4.1.2'] },
  // LLDP-MIB (IEEE 802.1AB-2005), and its second version, which is indexed by the interface
  { name: 'lldpLocPortTable', columns: below('1.0.8802.1.1.2.1.3.7.1', [2, 3, 4]) },
  { name: 'lldpRemTable', columns: below('1.0.8802.1.1.2.1.4.1.1', [4, 5, 6, 7, 8, 9, 10]) },
  { name: 'lldpRemManAddrTable', columns: ['1.0.8802.1.1.2.1.4.2.1.3'] },
  { name: 'lldpV2RemTable', columns: below('1.3.111.2.802.1.1.13.1.4.1.1', [5, 6, 7, 8, 9, 10, 11]) },
  // HOST-RESOURCES-MIB (RFC 2790): storage and devices
  { name: 'hrStorageTable', columns: below('1.3.6.1.2.1.25.2.3.1', [2, 3, 4, 5]) },
  { name: 'hrDeviceTable', columns: below('1.3.6.1.2.1.25.3.2.1', [2, 3]) },
]

/** For devices of Cisco: its addresses before RFC 4293. */
export const wantedOfCisco: readonly Wanted[] = [
  { name: 'cIpAddressTable', columns: below('1.3.6.1.4.1.9.10.86.1.1.2.1', [3, 4, 5]) },
]
