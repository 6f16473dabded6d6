import type { Inventory, Module } from '../inventory-contract.ts'
import { readAddresses } from './addresses.ts'
import { readDescription, type Said } from './describe.ts'
import { readInterfaces } from './interfaces.ts'
import { kindOf } from './kind.ts'
import { meaningful, readModules, readStorage } from './modules.ts'
import { readNeighbours } from './neighbours.ts'
import { columnOf, probesFor, type Probe } from './probes.ts'
import type { Tables } from './tables.ts'
import { enterpriseOf, namesAgentOnly, vendorNamed, vendorOf } from './vendors.ts'

const system = '1.3.6.1.2.1.1'
const huawei = 2011
const cisco = 9
const h3c = 25506

/**
 * The inventory of what was read of a device. Pure: the same tables make the same inventory. Nothing is guessed where
 * the device is silent; see README for the order of sources.
 */
export function identify(tables: Tables): Inventory {
  const objectId = tables.oid(`${system}.2`)
  const description = tables.text(`${system}.1`)
  const told = readDescription(description ?? '')
  const modules = readModules(tables)
  const interfaces = readInterfaces(tables)
  const probed = probesFor(objectId).filter((probe) => probedText(tables, probe) !== undefined)
  const facts = factsOf(tables, enterpriseOf(objectId), told, modules, probed)
  const ticks = tables.number(`${system}.3`)
  const memory = tables.number('1.3.6.1.2.1.25.2.2')
  return {
    name: meaningful(tables.text(`${system}.5`)) ?? null,
    description: description ?? null,
    contact: meaningful(tables.text(`${system}.4`)) ?? null,
    location: meaningful(tables.text(`${system}.6`)) ?? null,
    objectId: objectId ?? null,
    uptimeSeconds: ticks === undefined ? null : Math.floor(ticks / 100),
    kind: kindOf(tables, facts, description ?? ''),
    ...facts,
    mac: macOf(tables, interfaces),
    memoryBytes: memory !== undefined && memory > 0 ? memory * 1024 : null,
    interfaces,
    addresses: readAddresses(tables),
    neighbours: readNeighbours(tables, interfaces),
    modules,
    storage: readStorage(tables),
  }
}

export type Facts = Pick<Inventory, 'vendor' | 'model' | 'system' | 'version' | 'release' | 'serial'>

function factsOf(
  tables: Tables,
  enterprise: number | undefined,
  told: Said,
  modules: readonly Module[],
  probed: readonly Probe[],
): Facts {
  const own = (fact: Probe['fact']) => {
    const probe = probed.find((one) => one.fact === fact)
    return probe && probedText(tables, probe)
  }
  const maker = makerOf(tables, enterprise, told, modules, probed)
  const chassis = chassisOf(modules)
  const ups = (column: number) => meaningful(tables.text(`1.3.6.1.2.1.33.1.1.${column}`))
  // Cisco's description names the image; other makers' names the product, and ENTITY-MIB an order number
  const entityModel = chassis && modelOf(chassis, enterprise)
  const models = enterprise === cisco ? [entityModel, told.model] : [told.model, entityModel]
  return {
    vendor: maker ?? null,
    model: own('model') ?? models.find(Boolean) ?? ups(2) ?? printerModel(tables) ?? null,
    system: told.system ?? null,
    version:
      own('version') ?? (ups(2) ? ups(3) : undefined) ?? told.version ?? softwareOf(chassis, modules) ?? null,
    release: told.release ?? null,
    serial:
      (chassis?.serial || undefined) ??
      own('serial') ??
      (enterprise === huawei
        ? modules.find((one) => one.class === 'module' && one.serial)?.serial
        : undefined) ??
      meaningful(told.serial) ??
      meaningful(tables.text('1.3.6.1.2.1.43.5.1.1.17', tables.first('1.3.6.1.2.1.43.5.1.1.17') ?? '')) ??
      null,
  }
}

/** Whose device it is: the agent's enterprise number, unless that is only the agent's, or belongs to a maker's maker. */
function makerOf(
  tables: Tables,
  enterprise: number | undefined,
  told: Said,
  modules: readonly Module[],
  probed: readonly Probe[],
): string | undefined {
  // H3C builds for HP and HPE, and Huawei numbered the devices that the two once sold together
  if (enterprise === h3c) return told.vendor && told.system === 'Comware' ? told.vendor : 'H3C'
  if (enterprise === huawei && told.system === 'Comware') return told.vendor ?? 'H3C'
  if (!namesAgentOnly(enterprise)) {
    const known = vendorOf(enterprise)
    if (known) return known
  }
  const said =
    told.vendor ??
    meaningful(tables.text('1.3.6.1.2.1.33.1.1.1')) ??
    (probed[0] && vendorOf(probed[0].enterprise)) ??
    meaningful(chassisOf(modules)?.vendor)
  return said ? vendorNamed(said) : vendorOf(enterprise)
}

function probedText(tables: Tables, probe: Probe): string | undefined {
  const column = columnOf(probe)
  const index = tables.first(column)
  if (index === undefined) return undefined
  const text = meaningful(tables.text(column, index))
  // "model=M5400", "RGOS 11.4(1)B12"
  return meaningful(text?.replace(/^(model|version|serial)\s*[=:]\s*/i, ''))
}

/** The chassis; of a stack its first member; of a device without one what is in nothing else. */
function chassisOf(modules: readonly Module[]): Module | undefined {
  const chassis = modules.filter((one) => one.class === 'chassis')
  return (
    chassis.find((one) => one.serial || one.model) ??
    chassis[0] ??
    modules.find((one) => one.parent === null && (one.model || one.serial))
  )
}

function modelOf(chassis: Module, enterprise: number | undefined): string | undefined {
  const model = meaningful(chassis.model)
  // CISCO7206VXR, CISCO2911/K9
  if (enterprise === cisco) return model?.replace(/^CISCO(?=\d)/i, '')
  return model ?? (/^[A-Z][\w.-]*\d[\w./+-]*$/.test(chassis.name) ? chassis.name : undefined)
}

function softwareOf(chassis: Module | undefined, modules: readonly Module[]): string | undefined {
  const running = modules.find(
    (one) => one.software && ['module', 'stack', 'chassis', 'cpu'].includes(one.class),
  )
  return meaningful(chassis?.software) ?? meaningful(running?.software) ?? meaningful(chassis?.firmware)
}

const printerDevice = '1.3.6.1.2.1.25.3.1.5'

/** Printers say what they are as a device of themselves; servers list drivers there, so only where Printer-MIB answers. */
function printerModel(tables: Tables): string | undefined {
  if (tables.first('1.3.6.1.2.1.43.5.1.1.17') === undefined) return undefined
  const index = tables
    .indexes('1.3.6.1.2.1.25.3.2.1.2')
    .find((one) => tables.oid('1.3.6.1.2.1.25.3.2.1.2', one) === printerDevice)
  return index === undefined ? undefined : meaningful(tables.text('1.3.6.1.2.1.25.3.2.1.3', index))
}

const zeros = '00:00:00:00:00:00'

function macOf(tables: Tables, interfaces: Inventory['interfaces']): string | null {
  const own = tables.mac('1.3.6.1.2.1.17.1.1')
  if (own && own !== zeros) return own
  if (tables.number('1.0.8802.1.1.2.1.3.1') === 4) {
    const chassis = tables.mac('1.0.8802.1.1.2.1.3.2')
    if (chassis && chassis !== zeros) return chassis
  }
  return (
    interfaces.find((one) => one.mac && one.mac !== zeros && one.type !== 'softwareLoopback')?.mac ?? null
  )
}
