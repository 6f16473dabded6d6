import { z } from 'zod'

/** What a device is to people; `host` is a computer, `network` anything of the network that says no more. */
export const deviceKinds = [
  'switch',
  'router',
  'firewall',
  'wireless',
  'network',
  'host',
  'hypervisor',
  'storage',
  'printer',
  'ups',
  'pdu',
  'camera',
  'other',
] as const
export const DeviceKind = z.enum(deviceKinds)
export type DeviceKind = z.output<typeof DeviceKind>

export const adminStates = ['up', 'down', 'testing'] as const
export const operStates = [
  'up',
  'down',
  'testing',
  'unknown',
  'dormant',
  'notPresent',
  'lowerLayerDown',
] as const

const Interface = z.object({
  index: z.number(),
  name: z.string(),
  description: z.string(),
  alias: z.string(),
  /** as IANAifType-MIB names it; its number where it has no name here */
  type: z.string(),
  /** bit/s; null where the device does not say */
  speed: z.number().nullable(),
  mtu: z.number().nullable(),
  /** `52:54:00:A0:CA:01` */
  mac: z.string().nullable(),
  admin: z.enum(adminStates).nullable(),
  oper: z.enum(operStates).nullable(),
})
export type Interface = z.output<typeof Interface>

const Address = z.object({
  address: z.string(),
  family: z.union([z.literal(4), z.literal(6)]),
  /** bits of the network; null where the device does not say */
  prefix: z.number().nullable(),
  interfaceIndex: z.number().nullable(),
})
export type Address = z.output<typeof Address>

const Neighbour = z.object({
  interfaceIndex: z.number().nullable(),
  /** the local port as the device calls it */
  port: z.string(),
  chassisId: z.string(),
  remotePort: z.string(),
  remotePortDescription: z.string(),
  name: z.string(),
  description: z.string(),
  addresses: z.array(z.string()),
})
export type Neighbour = z.output<typeof Neighbour>

export const moduleClasses = [
  'other',
  'unknown',
  'chassis',
  'backplane',
  'container',
  'powerSupply',
  'fan',
  'sensor',
  'module',
  'port',
  'stack',
  'cpu',
  'energyObject',
  'battery',
  'storageDrive',
] as const

const Module = z.object({
  index: z.number(),
  parent: z.number().nullable(),
  class: z.enum(moduleClasses),
  name: z.string(),
  description: z.string(),
  model: z.string(),
  serial: z.string(),
  hardware: z.string(),
  firmware: z.string(),
  software: z.string(),
  vendor: z.string(),
  replaceable: z.boolean().nullable(),
})
export type Module = z.output<typeof Module>

const Storage = z.object({
  description: z.string(),
  type: z.enum(['memory', 'swap', 'disk', 'other']),
  bytes: z.number(),
})
export type Storage = z.output<typeof Storage>

/** All that a device tells of itself. Texts that it leaves out are null or empty. */
export const Inventory = z.object({
  name: z.string().nullable(),
  description: z.string().nullable(),
  contact: z.string().nullable(),
  location: z.string().nullable(),
  objectId: z.string().nullable(),
  uptimeSeconds: z.number().nullable(),
  kind: DeviceKind,
  vendor: z.string().nullable(),
  model: z.string().nullable(),
  /** the operating system, as its maker names it */
  system: z.string().nullable(),
  version: z.string().nullable(),
  /** what some makers count beside the version */
  release: z.string().nullable(),
  serial: z.string().nullable(),
  /** of the device as a whole: its bridge, its LLDP chassis, or its first interface */
  mac: z.string().nullable(),
  memoryBytes: z.number().nullable(),
  interfaces: z.array(Interface),
  addresses: z.array(Address),
  neighbours: z.array(Neighbour),
  modules: z.array(Module),
  storage: z.array(Storage),
})
export type Inventory = z.output<typeof Inventory>

export const problemCodes = [
  'not_increasing',
  'too_many_rows',
  'too_much',
  'out_of_time',
  'no_answer',
  'refused',
  'unreadable',
  'failed',
  'wrong_type',
] as const
export const Problem = z.object({ code: z.enum(problemCodes), table: z.string() })
