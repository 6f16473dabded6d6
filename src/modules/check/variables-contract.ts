/**
 * Variables of check templates: `{{address}}`, `{{port|443}}` inside a spec are filled from an item. Pure, for both ends.
 *
 * What is filled in is never read again: a name that itself contains braces stays as it is.
 */
import type { z } from 'zod'

/** A name as keys of attributes are, and after a bar what stands in for a value that is missing. */
const placeholder = /\{\{\s*([a-z][a-z0-9-]{0,39})\s*(?:\|([^{}|]{0,200}))?\}\}/g
const whole = /^\s*\{\{\s*([a-z][a-z0-9-]{0,39})\s*(?:\|([^{}|]{0,200}))?\}\}\s*$/

export type Value = string | number | boolean
export type Values = Readonly<Record<string, Value | undefined>>
/** Anything that JSON can say. */
type Json = unknown

/** Applies `change` to every text in a value, keys of objects left alone. */
function texts(value: Json, change: (text: string) => Json): Json {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((one) => texts(one, change))
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, texts(one, change)]))
  return value
}

/** Names of the variables in a value, each once, in the order in which they stand there. */
export function variablesOf(value: Json): string[] {
  const found = new Set<string>()
  texts(value, (text) => {
    for (const [, name] of text.matchAll(placeholder)) found.add(name!)
    return text
  })
  return [...found]
}

/** Texts in which braces stand that are no placeholder: `{{Port}}`, `{{a b}}`, `{{name`. */
export function malformed(value: Json): string[] {
  const bad = new Set<string>()
  texts(value, (text) => {
    const rest = text.replaceAll(placeholder, '')
    if (rest.includes('{{') || rest.includes('}}')) bad.add(text)
    return text
  })
  return [...bad]
}

export const hasVariable = (value: Json): boolean => variablesOf(value).length > 0

/**
 * Fills the variables of a value. A text that is one placeholder and nothing else takes the value with its type (a port
 * stays a number); within a text it is written out.
 * @returns the filled value and the variables for which there was neither value nor substitute
 */
export function fill<T extends Json>(value: T, values: Values): { value: T; missing: string[] } {
  const missing = new Set<string>()
  const take = (name: string, substitute: string | undefined): Value => {
    const known = Object.hasOwn(values, name) ? values[name] : undefined
    if (known !== undefined && known !== '') return known
    if (substitute !== undefined) return substitute.trim()
    missing.add(name)
    return ''
  }
  const filled = texts(value, (text) => {
    const only = whole.exec(text)
    if (only) return take(only[1]!, only[2])
    return text.replaceAll(placeholder, (_, name: string, substitute?: string) =>
      String(take(name, substitute)),
    )
  }) as T
  return { value: filled, missing: [...missing] }
}

interface Issue {
  readonly code?: string | undefined
  readonly path: readonly PropertyKey[]
  readonly message: string
}

export type Fitted<T> = { ok: true; value: T } | { ok: false; issues: Issue[] }

/**
 * Parses a filled spec by the schema of its kind. What was filled in knows no types, so a text is taken for a number or
 * yes/no, and a number for a text, where only that fits the schema.
 */
export function fitTo<S extends z.ZodType>(schema: S, value: Json): Fitted<z.output<S>> {
  const first = schema.safeParse(value)
  if (first.success) return { ok: true, value: first.data }
  const bent = structuredClone(value)
  for (const issue of first.error.issues)
    if (issue.code === 'invalid_type') bend(bent, issue.path, String(issue.expected))
  const second = schema.safeParse(bent)
  return second.success
    ? { ok: true, value: second.data }
    : { ok: false, issues: second.error.issues as Issue[] }
}

function bend(root: Json, path: readonly PropertyKey[], expected: string): void {
  const holder = path
    .slice(0, -1)
    .reduce<Json>((at, key) => (at as Record<PropertyKey, Json> | null | undefined)?.[key], root)
  const key = path.at(-1)
  if (key === undefined || holder === null || typeof holder !== 'object') return
  const record = holder as Record<PropertyKey, Json>
  const value = record[key]
  if (typeof value === 'string') {
    const text = value.trim()
    if ((expected === 'number' || expected === 'int') && /^[+-]?\d+(\.\d+)?$/.test(text))
      record[key] = Number(text)
    if (expected === 'boolean' && (text === 'true' || text === 'false')) record[key] = text === 'true'
  } else if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean'))
    record[key] = String(value)
}

/**
 * What is wrong with a spec before anything has been filled in: places that hold a variable are not judged, for what
 * will stand there is not known yet.
 */
export function problemsOfPattern(schema: z.ZodType, spec: Json): Issue[] {
  const fitted = fitTo(schema, spec)
  if (fitted.ok) return []
  return fitted.issues.filter(({ path }) => !hasVariable(at(spec, path)))
}

function at(root: Json, path: readonly PropertyKey[]): Json {
  // an issue about the whole spec is about every place in it
  return path.reduce<Json>(
    (value, key) => (value as Record<PropertyKey, Json> | null | undefined)?.[key],
    root,
  )
}

/** Variables that every item has, whatever its class; the others are the keys of its attributes. */
export const commonVariables = ['address', 'name', 'code', 'location', 'org'] as const

/** What an item says of itself. */
export interface Subject {
  name: string
  code: string
  location: string
  orgName: string
  attributes: Readonly<Record<string, unknown>>
}

/** In this order an attribute gives the address at which an item is asked. */
const addressKeys = ['ip', 'fqdn', 'hostname', 'url'] as const

/** The values that an item gives to variables; of an attribute with several values the first. */
export function valuesOf(item: Subject): Values {
  const values: Record<string, Value | undefined> = {}
  for (const [key, given] of Object.entries(item.attributes)) {
    const one: unknown = Array.isArray(given) ? given[0] : given
    if (typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean') values[key] = one
  }
  const address = addressKeys.map((key) => values[key]).find((one) => one !== undefined && one !== '')
  return {
    // an attribute of this name is nearer to the item than our guess
    ...(address === undefined ? {} : { address: hostOf(String(address)) }),
    ...values,
    name: item.name,
    code: item.code,
    location: item.location || undefined,
    org: item.orgName,
  }
}

/** Of an address with scheme and path only the host; anything else as it is. */
function hostOf(text: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text.trim()
  try {
    return new URL(text).hostname.replace(/^\[(.*)\]$/, '$1')
  } catch {
    // what a person wrote into an attribute need not be an address
    return text.trim()
  }
}
