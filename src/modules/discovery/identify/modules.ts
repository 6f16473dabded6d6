import { moduleClasses, type Module, type Storage } from '../inventory-contract.ts'
import type { Tables } from './tables.ts'

const entity = '1.3.6.1.2.1.47.1.1.1.1'
const storage = '1.3.6.1.2.1.25.2.3.1'

/** What the device is built of (entPhysicalTable), in the order of the indexes. */
export function readModules(tables: Tables): Module[] {
  const indexes = new Set([2, 5, 7].flatMap((column) => tables.indexes(`${entity}.${column}`)))
  const text = (column: number, index: string) => meaningful(tables.text(`${entity}.${column}`, index)) ?? ''
  return [...indexes]
    .filter((index) => /^\d+$/.test(index))
    .map((index) => ({
      index: Number(index),
      parent: tables.number(`${entity}.4`, index) || null,
      class: moduleClasses[(tables.number(`${entity}.5`, index) ?? 2) - 1] ?? 'unknown',
      name: text(7, index),
      description: text(2, index),
      model: text(13, index),
      serial: text(11, index),
      hardware: text(8, index),
      firmware: text(9, index),
      software: text(10, index),
      vendor: text(12, index),
      // TruthValue
      replaceable: [null, true, false][tables.number(`${entity}.16`, index) ?? 0] ?? null,
    }))
    .toSorted((a, b) => a.index - b.index)
}

/** hrStorageTypes: Ram, VirtualMemory, FixedDisk; removable and others are left out. */
const storageTypes: Record<string, Storage['type']> = {
  '1.3.6.1.2.1.25.2.1.2': 'memory',
  '1.3.6.1.2.1.25.2.1.3': 'swap',
  '1.3.6.1.2.1.25.2.1.4': 'disk',
}

/** Memory and disks with a size (hrStorageTable). */
export function readStorage(tables: Tables): Storage[] {
  return tables.indexes(`${storage}.3`).flatMap((index) => {
    const type = storageTypes[tables.oid(`${storage}.2`, index) ?? '']
    const units = tables.number(`${storage}.4`, index) ?? 0
    const size = tables.number(`${storage}.5`, index) ?? 0
    // 2 TB and more in small units overflow INTEGER and come out negative
    const bytes = units * (size < 0 ? size + 2 ** 32 : size)
    if (!type || bytes <= 0) return []
    return [{ description: tables.text(`${storage}.3`, index) ?? '', type, bytes }]
  })
}

const nothing =
  /^(n\/?a|none|null|nil|unknown?|not (available|specified|set|present|applicable)|undefined|unspecified|default string|to be filled by o\.?e\.?m\.?|system serial number|x+|-+|\?+|0+|\.+|-9+)$/i

/** A text that says something; undefined for what people and firmware write when there is nothing to say. */
export function meaningful(text: string | undefined): string | undefined {
  const trimmed = text?.trim()
  return trimmed && !nothing.test(trimmed) ? trimmed : undefined
}
