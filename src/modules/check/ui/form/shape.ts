/** What a form of a kind of check consists of, read from the kind's schema. Pure. */
import type { z } from 'zod'
import { kinds, type Kind } from '#modules/probe/kind-contract.ts'

/** One input, by what the schema takes there. */
export type Shape = {
  key: string
  required: boolean
  /** what stands there when nothing is said */
  usual: unknown
} & (
  | { type: 'text'; max: number }
  | { type: 'number'; min?: number; max?: number; whole: boolean }
  | { type: 'switch' }
  | { type: 'select'; options: string[] }
  /** a list of texts */
  | { type: 'texts'; most: number; each: number }
  /** a table of small records */
  | { type: 'rows'; most: number; columns: Shape[] }
)

interface Loose {
  def: { type: string; innerType?: Loose; defaultValue?: unknown; element?: Loose; checks?: unknown[] }
  shape?: Record<string, Loose>
  options?: readonly string[]
  minValue?: number | null
  maxValue?: number | null
  minLength?: number | null
  maxLength?: number | null
  format?: string | null
}

const bound = (value: number | null | undefined): number | undefined =>
  value === null || value === undefined || !Number.isSafeInteger(value) ? undefined : value

/** @throws for a schema that no input of ours can take: a new sort of field needs an input of its own */
function shapeOf(key: string, schema: Loose): Shape {
  const optional = schema.def.type === 'default' || schema.def.type === 'optional'
  const inner = optional ? schema.def.innerType! : schema
  const common = { key, required: !optional, usual: schema.def.defaultValue }
  switch (inner.def.type) {
    case 'string':
      // one that may be empty need not be filled in
      return {
        ...common,
        required: common.required && (inner.minLength ?? 0) > 0,
        type: 'text',
        max: bound(inner.maxLength) ?? 200,
      }
    case 'number': {
      const [min, max] = [bound(inner.minValue), bound(inner.maxValue)]
      return {
        ...common,
        type: 'number',
        whole: inner.format === 'safeint',
        ...(min === undefined ? {} : { min }),
        ...(max === undefined ? {} : { max }),
      }
    }
    case 'boolean':
      return { ...common, required: false, type: 'switch' }
    case 'enum': {
      // names that look like numbers come first in an object: what is usual leads
      const options = [...inner.options!].sort(
        (a, b) => Number(b === common.usual) - Number(a === common.usual),
      )
      return { ...common, type: 'select', options }
    }
    case 'array': {
      const element = inner.def.element!
      const most = lengthOf(inner) ?? 100
      if (element.def.type === 'string')
        return { ...common, type: 'texts', most, each: bound(element.maxLength) ?? 200 }
      return { ...common, type: 'rows', most, columns: shapesOf(element) }
    }
    default:
      throw new Error(`no input for ${key}: ${inner.def.type}`)
  }
}

/** The longest that an array may be. */
function lengthOf(array: Loose): number | undefined {
  for (const check of (array.def.checks ?? []) as { _zod: { def: { check: string; maximum?: number } } }[])
    if (check._zod.def.check === 'max_length') return check._zod.def.maximum
  return undefined
}

function shapesOf(schema: Loose): Shape[] {
  return Object.entries(schema.shape!).map(([key, one]) => shapeOf(key, one))
}

const known = new Map<Kind, Shape[]>()

/** The inputs of a kind, in the order of its schema. */
export function shapesOfKind(kind: Kind): Shape[] {
  const found = known.get(kind) ?? shapesOf(kinds[kind] as z.ZodType as unknown as Loose)
  known.set(kind, found)
  return found
}

/** What a spec of the kind says when nothing has been filled in. */
export function usualSpec(kind: Kind): Record<string, unknown> {
  return Object.fromEntries(
    shapesOfKind(kind)
      .filter((one) => one.usual !== undefined)
      .map((one) => [one.key, structuredClone(one.usual)]),
  )
}
