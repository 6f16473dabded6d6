/** What a found device is called and how configuration items describe it. Pure. */
import type { CiProposal } from '#modules/ci/index.ts'
import type { DeviceKind, Inventory } from './inventory-contract.ts'

const zeros = '00:00:00:00:00:00'

/**
 * The name by which sources know the device: its serial number, else its hardware address, else the address that it
 * answered at. At most 200 characters.
 */
export function keyOf(inventory: Inventory, address: string): string {
  if (inventory.serial) return `serial:${inventory.vendor ?? ''}:${inventory.serial}`.slice(0, 200)
  return inventory.mac ? `mac:${inventory.mac}` : `address:${address}`
}

export function nameOf(inventory: Inventory, address: string): string {
  return (inventory.name ?? address).slice(0, 200)
}

/** What neighbours may call it (LLDP chassis id): its hardware addresses, at most 1,000. */
export function identitiesOf(inventory: Inventory): string[] {
  const macs = inventory.interfaces
    .filter((one) => one.mac && one.mac !== zeros && one.type !== 'softwareLoopback')
    .map((one) => one.mac!)
  return [...new Set([...(inventory.mac ? [inventory.mac] : []), ...macs])].slice(0, 1000)
}

const classes: Partial<Record<DeviceKind, string>> = {
  switch: 'switch',
  router: 'router',
  firewall: 'firewall',
  host: 'host',
  hypervisor: 'host',
  storage: 'storage',
  ups: 'ups',
}

/** The class that a kind is proposed as; a person may choose another one. */
export const classOf = (kind: DeviceKind): string => classes[kind] ?? 'network-device'

/** Addresses that say which device it is: none of loopback and of the link alone. */
function ownAddresses(inventory: Inventory, address: string): string[] {
  const own = inventory.addresses
    .map((one) => one.address)
    .filter((one) => !/^127\.|^169\.254\.|^::1$|^fe[89ab]/i.test(one))
  return [...new Set([...(own.length > 0 ? own : [address])])].slice(0, 200)
}

/** Attributes by class, as the catalogue of configuration items is shipped. */
export function attributesOf(inventory: Inventory, address: string): Record<string, unknown> {
  const { kind, vendor, model, serial, name, mac, version, system, memoryBytes, storage } = inventory
  const made = { vendor, model, serial, ip: ownAddresses(inventory, address) }
  const cls = classOf(kind)
  if (cls === 'ups') return given(made)
  if (cls === 'storage') {
    const bytes = storage.filter((one) => one.type === 'disk').reduce((sum, one) => sum + one.bytes, 0)
    return given({ ...made, hostname: name, capacity: bytes > 0 ? round(bytes / 1e12) : null })
  }
  const known = { ...made, hostname: name, mac: mac ? [mac] : [] }
  if (cls !== 'host') return given({ ...known, firmware: version })
  const memory = memoryBytes ? round(memoryBytes / 2 ** 30) : null
  return given({ ...known, os: system, 'os-version': version, memory })
}

const round = (value: number): number => Math.round(value * 100) / 100

function given(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => value !== null && value !== '' && !(Array.isArray(value) && !value.length),
    ),
  )
}

/** Which of two neighbours hangs on the other: the further from the core, the smaller. */
const rank: Partial<Record<DeviceKind, number>> = {
  wireless: 1,
  network: 2,
  switch: 3,
  firewall: 4,
  router: 5,
}

interface End {
  key: string
  kind: DeviceKind
  interfaces: number
}

/** Whether `a` connects to `b` and not the other way: told alike from both ends. */
export function hangsOn(a: End, b: End): boolean {
  const difference = (rank[a.kind] ?? 0) - (rank[b.kind] ?? 0) || a.interfaces - b.interfaces
  return difference === 0 ? a.key > b.key : difference < 0
}

/** A found device as a proposal, with the links that it is the lower end of. */
export function proposalOf(
  device: { key: string; name: string; address: string; orgId: string; inventory: Inventory },
  neighbours: readonly { key: string; inventory: Inventory }[],
): CiProposal {
  const { inventory, key, name, address, orgId } = device
  const end = (one: { key: string; inventory: Inventory }): End => ({
    key: one.key,
    kind: one.inventory.kind,
    interfaces: one.inventory.interfaces.length,
  })
  const relations = neighbours
    .filter((other) => other.key !== key && hangsOn(end(device), end(other)))
    .map((other) => ({ type: 'connects-to', direction: 'out' as const, key: other.key }))
  return {
    source: 'discovery',
    key,
    class: classOf(inventory.kind),
    name,
    orgId,
    location: (inventory.location ?? '').slice(0, 200),
    attributes: attributesOf(inventory, address),
    relations: relations.slice(0, 500),
  }
}
