/** Class attributes: what a class inherits, and whether values fit their definitions. Pure. */
import { isIP, isIPv4 } from 'node:net'
import type { AttributeDefinition } from './class-contract.ts'

/** A class as far as inheritance goes. */
export interface ClassNode {
  id: string
  parentId: string | null
  attributes: readonly AttributeDefinition[]
}

/** From the root down to the class itself; ends at a class that is met twice. */
export function lineOf<T extends { id: string; parentId: string | null }>(
  classes: ReadonlyMap<string, T>,
  id: string,
): T[] {
  const line: T[] = []
  for (let at = classes.get(id); at && !line.includes(at); at = classes.get(at.parentId ?? ''))
    line.unshift(at)
  return line
}

/** All definitions of a class: the ancestors' first; a class nearer to the item says it anew. */
export function definitionsOf(classes: ReadonlyMap<string, ClassNode>, id: string): AttributeDefinition[] {
  const byKey = new Map<string, AttributeDefinition>()
  for (const one of lineOf(classes, id)) for (const def of one.attributes) byKey.set(def.key, def)
  return [...byKey.values()]
}

/** What is wrong with a value: the leaf of a text of this room (`ci.attribute_<problem>`). */
export type AttributeProblem = 'unknown' | 'wrong_kind' | 'not_an_option' | 'too_long' | 'too_many'

export interface Checked {
  /** in one spelling: trimmed, MAC addresses as `aa:bb:cc:dd:ee:ff`, no empty values */
  values: Record<string, unknown>
  problems: { key: string; problem: AttributeProblem }[]
  /** ids that must exist, by attribute */
  references: { key: string; kind: 'person' | 'org'; id: string }[]
  /** required attributes without a value */
  missing: string[]
}

const longest = 2_000
const most = 200

/** Checks values against the definitions; null, '' and [] mean "no value". */
export function checkAttributes(
  definitions: readonly AttributeDefinition[],
  given: Readonly<Record<string, unknown>>,
): Checked {
  const checked: Checked = { values: {}, problems: [], references: [], missing: [] }
  const known = new Map(definitions.map((def) => [def.key, def]))
  for (const [key, value] of Object.entries(given)) {
    const def = known.get(key)
    if (!def) {
      if (!isEmpty(value)) checked.problems.push({ key, problem: 'unknown' })
      continue
    }
    const read = readValue(def, value)
    if (read.problem) checked.problems.push({ key, problem: read.problem })
    else if (read.value !== undefined) {
      checked.values[key] = read.value
      if (def.kind === 'person' || def.kind === 'org')
        for (const id of [read.value].flat()) checked.references.push({ key, kind: def.kind, id: String(id) })
    }
  }
  checked.missing = definitions
    .filter((def) => def.required && checked.values[def.key] === undefined)
    .map((d) => d.key)
  return checked
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

type Read = { value?: unknown; problem?: AttributeProblem }

function readValue(def: AttributeDefinition, value: unknown): Read {
  if (isEmpty(value)) return {}
  if (!def.many) return Array.isArray(value) ? { problem: 'wrong_kind' } : readOne(def, value)
  const given = Array.isArray(value) ? value : [value]
  if (given.length > most) return { problem: 'too_many' }
  const kept = new Set<unknown>()
  for (const one of given) {
    const read = readOne(def, one)
    if (read.problem) return read
    if (read.value !== undefined) kept.add(read.value)
  }
  return kept.size > 0 ? { value: [...kept] } : {}
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const hidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ud800-\udfff]/u

function readOne(def: AttributeDefinition, value: unknown): Read {
  if (def.kind === 'boolean') return typeof value === 'boolean' ? { value } : { problem: 'wrong_kind' }
  if (def.kind === 'number')
    return typeof value === 'number' && Number.isFinite(value) ? { value } : { problem: 'wrong_kind' }
  if (typeof value !== 'string' || hidden.test(value)) return { problem: 'wrong_kind' }
  const text = value.trim()
  if (text === '') return {}
  if (text.length > longest) return { problem: 'too_long' }
  if (def.kind === 'code')
    return def.options?.some((one) => one.value === text) ? { value: text } : { problem: 'not_an_option' }
  const read = spellings[def.kind]?.(text)
  return read === undefined ? { problem: 'wrong_kind' } : { value: read }
}

/** One spelling per kind; undefined for what is none. */
const spellings: Partial<Record<AttributeDefinition['kind'], (text: string) => string | undefined>> = {
  text: (text) => text,
  date: (text) => (isDate(text) ? text : undefined),
  ip: (text) => (isIP(text) ? text.toLowerCase() : undefined),
  cidr: (text) => (isCidr(text) ? text.toLowerCase() : undefined),
  mac: (text) => macOf(text),
  person: (text) => (uuid.test(text) ? text.toLowerCase() : undefined),
  org: (text) => (uuid.test(text) ? text.toLowerCase() : undefined),
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

function isCidr(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/')
  if (rest.length > 0 || !isIP(address) || !/^\d{1,3}$/.test(bits)) return false
  return Number(bits) <= (isIPv4(address) ? 32 : 128)
}

/** `00-1B-44-11-3A-B7`, `001b.4411.3ab7` and the like in one spelling. */
function macOf(text: string): string | undefined {
  const digits = text.toLowerCase().replace(/[:.-]/g, '')
  return /^[0-9a-f]{12}$/.test(digits) ? digits.match(/../g)!.join(':') : undefined
}

/** Values that tell one thing from all others, as rows of the identity index. */
export function identitiesOf(
  definitions: readonly AttributeDefinition[],
  values: Readonly<Record<string, unknown>>,
): { field: string; value: string }[] {
  return definitions
    .filter((def) => def.identifies && values[def.key] !== undefined)
    .flatMap((def) =>
      [values[def.key]].flat().map((value) => ({ field: def.key, value: String(value).toLowerCase() })),
    )
}

/** What people search an item by: values of searchable attributes. */
export function searchTextOf(
  definitions: readonly AttributeDefinition[],
  values: Readonly<Record<string, unknown>>,
): string {
  return definitions
    .filter((def) => def.searchable && values[def.key] !== undefined)
    .flatMap((def) => {
      const all = [values[def.key]].flat().map(String)
      return def.kind === 'code'
        ? all.flatMap((v) => def.options?.filter((o) => o.value === v).map((o) => o.name) ?? [])
        : all
    })
    .join('\n')
}
