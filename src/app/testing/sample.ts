/** JSON Schema, as far as our contracts use it. */
export interface Schema {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  format?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  prefixItems?: Schema[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  additionalProperties?: boolean | Schema
  pattern?: string
  minLength?: number
  maxLength?: number
  minItems?: number
  minimum?: number
  exclusiveMinimum?: number
  default?: unknown
  $ref?: string
  $defs?: Record<string, Schema>
}

const texts: Record<string, string> = {
  'date-time': '2026-11-03T09:00:00+08:00',
  date: '2026-11-03',
  time: '09:00:00',
  email: 'someone@example.org',
  uri: 'https://example.org/',
}

/** The full sample's required properties, and one more of the first level where it is wanted. */
export function leanSample(given: Schema, id: string, also?: string | number): unknown {
  const full = sampleOf(given, id)
  const { required } = resolve(given, given.$defs ?? {})
  if (typeof full !== 'object' || full === null || Array.isArray(full)) return full
  return Object.fromEntries(Object.entries(full).filter(([key]) => key === also || required?.includes(key)))
}

/** A value that the schema takes, with every property of it. `id` stands wherever a uuid is wanted. */
export function sampleOf(given: Schema, id: string, defs = given.$defs ?? {}): unknown {
  const schema = resolve(given, defs)
  const inner = (s: Schema): unknown => sampleOf(s, id, defs)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.default !== undefined && schema.type !== 'object') return schema.default
  const branch = (schema.anyOf ?? schema.oneOf)?.[0]
  if (branch) return inner(branch)
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, s]) => [name, inner(s)]))
    case 'array':
      if (schema.prefixItems) return schema.prefixItems.map(inner)
      return Array.from({ length: Math.max(1, schema.minItems ?? 1) }, () => inner(schema.items ?? {}))
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? (schema.exclusiveMinimum ?? 0) + 1)
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return textOf(schema, id)
  }
}

function textOf(schema: Schema, id: string): string {
  if (schema.format === 'uuid') return id
  if (schema.format && texts[schema.format]) return texts[schema.format]!
  const plain = '样例文字'.padEnd(schema.minLength ?? 0, '字').slice(0, schema.maxLength ?? 100)
  const pattern = schema.pattern === undefined ? undefined : new RegExp(schema.pattern, 'u')
  return (
    [plain, 'sample', '123456', '09:00', '2026-11-03', 'S'].find((t) => pattern?.test(t) !== false) ?? plain
  )
}

function resolve(schema: Schema, defs: Record<string, Schema>): Schema {
  const name = schema.$ref?.split('/').at(-1)
  const target = name === undefined ? schema : (defs[name] ?? {})
  return target.allOf ? Object.assign({}, target, ...target.allOf.map((s) => resolve(s, defs))) : target
}

export interface Field {
  path: (string | number)[]
  schema: Schema
}

/** Every field of an object schema, down to the second level and into the first item of arrays. */
export function fieldsOf(given: Schema, depth = 3, defs = given.$defs ?? {}): Field[] {
  const schema = resolve(given, defs)
  const below = (key: string | number, s: Schema): Field[] => [
    { path: [key], schema: resolve(s, defs) },
    ...(depth > 1 ? fieldsOf(s, depth - 1, defs) : []).map((f) => ({ ...f, path: [key, ...f.path] })),
  ]
  const branch = (schema.anyOf ?? schema.oneOf)?.[0]
  if (branch) return fieldsOf(branch, depth, defs)
  if (schema.properties) return Object.entries(schema.properties).flatMap(([name, s]) => below(name, s))
  if (schema.items && schema.type === 'array') return below(0, schema.items)
  return []
}

/** A copy of the value with the field at the path replaced. */
export function replaced(value: unknown, path: (string | number)[], by: unknown): unknown {
  if (path.length === 0) return by
  const [key, ...rest] = path
  const copy: Record<string | number, unknown> = (Array.isArray(value)
    ? [...(value as unknown[])]
    : { ...(value as object) }) as unknown as Record<string | number, unknown>
  copy[key!] = replaced(copy[key!], rest, by)
  return copy
}

/** The JSON types that the schema takes. */
export function typesOf(schema: Schema): Set<string> {
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
  const own = schema.type === undefined ? [] : [schema.type].flat()
  const byEnum = [...(schema.enum ?? []), ...(schema.const === undefined ? [] : [schema.const])].map((v) =>
    v === null ? 'null' : typeof v,
  )
  const all = new Set([...own, ...byEnum, ...branches.flatMap((b) => [...typesOf(b)])])
  if (all.has('integer')) all.add('number')
  return all
}
