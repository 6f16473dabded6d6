import { createHash } from 'node:crypto'
import { classificationLevels } from '../codes/checks.ts'
import type { LedgerDef } from './define-contract.ts'
import type { Field } from './field-contract.ts'
import { findReference } from './registry.ts'

/** A column behind a field. */
export interface Column {
  name: string
  /** SQL type */
  type: string
  /** SQL conditions, without `check (…)` */
  checks: readonly string[]
  /** table it refers to */
  references?: string
}

/** A field with its columns, and how its value is written, read, sorted and compared. */
export interface FieldPlan {
  key: string
  field: Field
  /** name of its group, '' where the ledger has none */
  group: string
  columns: readonly Column[]
  /** SQL of its value as answered, over alias `t`; json where the value is an object; undefined for links */
  select: string | undefined
  /** values of the columns, from a value as it is sent */
  bind: (value: unknown) => unknown[]
  /** column by which lists are sorted and filtered */
  order: string | undefined
  /** table of links `(record_id, target_id, position)`, of `refs` and `files` */
  link: { table: string; references: string | undefined } | undefined
}

/** A ledger as the store sees it: computed once, when its room is loaded. */
export interface LedgerPlan {
  def: LedgerDef
  table: string
  fields: readonly FieldPlan[]
  byKey: ReadonlyMap<string, FieldPlan>
  /** names of the groups in order; `['']` where there are none */
  groups: readonly string[]
}

/** `signedOn` → `signed_on` */
export const snake = (key: string): string => key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)
/** Identifiers come from declarations, never from outside; quoted all the same, for words such as `group`. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
/** A text in SQL; from declarations only. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** PostgreSQL cuts names at 63 bytes: longer ones are cut here, with a hash, so that they stay different. */
export function nameOf(...parts: string[]): string {
  const name = parts.join('_')
  if (name.length <= 60) return name
  return `${name.slice(0, 51)}_${createHash('sha1').update(name).digest('hex').slice(0, 8)}`
}

const named = (table: string, column: string, name: string) =>
  `(select json_build_object('id', r.id, 'name', r.${name}) from ${table} r where r.id = t.${quoted(column)})`

type Kind = Pick<FieldPlan, 'columns' | 'select' | 'bind' | 'order'> & { link?: FieldPlan['link'] }

/** One column that is read and written as it stands. */
function single(
  name: string,
  type: string,
  options: { checks?: string[]; select?: string; references?: string } = {},
): Kind {
  const { checks = [], select = `t.${quoted(name)}`, references } = options
  return {
    columns: [{ name, type, checks, ...(references ? { references } : {}) }],
    select,
    bind: (value) => [value ?? null],
    order: name,
  }
}

const oneOf = (name: string, values: readonly string[]) =>
  `${quoted(name)} in (${values.map(literal).join(', ')})`

function ranged(name: string, min: number | undefined, max: number | undefined): string[] {
  return [
    ...(min === undefined ? [] : [`${quoted(name)} >= ${min}`]),
    ...(max === undefined ? [] : [`${quoted(name)} <= ${max}`]),
  ]
}

function kindOf(table: string, key: string, field: Field): Kind {
  const name = snake(key)
  const column = quoted(name)
  switch (field.kind) {
    case 'text':
    case 'longtext':
      return single(name, 'text', {
        checks: [`char_length(${column}) between ${field.min ?? 1} and ${field.max}`],
      })
    case 'code':
      return single(name, 'text', {
        select: `(select json_build_object('code', r.code, 'name', r.name, 'nameEn', r.name_en) from code_list_item r
          where r.list = ${literal(field.list)} and r.code = t.${column})`,
      })
    case 'choice':
      return single(name, 'text', { checks: [oneOf(name, field.options)] })
    case 'classification': {
      const levels = classificationLevels
      const upTo = field.atMost === undefined ? levels.length : levels.indexOf(field.atMost as never) + 1
      return single(name, 'text', { checks: [oneOf(name, levels.slice(0, upTo))] })
    }
    case 'number': {
      const checks = ranged(name, field.min, field.max)
      return field.scale
        ? single(name, `numeric(18,${field.scale})`, { checks, select: `t.${column}::float8` })
        : single(name, 'bigint', { checks })
    }
    case 'money':
      return single(name, 'numeric(18,2)', {
        checks: [`${column} >= 0`, ...(field.max === undefined ? [] : [`${column} <= ${field.max}`])],
      })
    case 'date':
      return single(name, 'date', { checks: compared(name, field) })
    case 'instant':
      return single(name, 'timestamp with time zone', { checks: compared(name, field) })
    case 'time':
      return single(name, 'time(0) without time zone', { select: `to_char(t.${column}, 'HH24:MI')` })
    case 'duration':
      return single(name, 'integer', { checks: ranged(name, 0, field.max) })
    case 'yes-no':
      return single(name, 'boolean')
    case 'date-range':
      return dateRange(name)
    case 'address':
      return address(name)
    case 'person':
      return single(name, 'uuid', { references: 'person', select: named('person', name, 'name') })
    case 'org':
      return single(name, 'uuid', { references: 'org', select: named('org', name, 'name') })
    case 'ref': {
      const references = findReference(field.to)?.table
      return single(name, 'uuid', references ? { references } : {})
    }
    case 'refs':
      return linked(nameOf(table, name), findReference(field.to)?.table)
    case 'files':
      return linked(nameOf(table, name), 'file')
    case 'ip':
      return single(name, 'inet', { select: `host(t.${column})` })
    case 'cidr':
      return single(name, 'cidr', { select: `t.${column}::text` })
    case 'mac':
      return single(name, 'macaddr', { select: `t.${column}::text` })
    case 'email':
    case 'phone':
      return single(name, 'text')
    case 'credit-code':
      return single(name, 'text', { checks: [`char_length(${column}) = 18`] })
    case 'id-card':
      return sealed(name)
  }
}

function compared(name: string, field: { after?: string; notBefore?: string }): string[] {
  return [
    ...(field.after ? [`${quoted(name)} > ${quoted(snake(field.after))}`] : []),
    ...(field.notBefore ? [`${quoted(name)} >= ${quoted(snake(field.notBefore))}`] : []),
  ]
}

function dateRange(name: string): Kind {
  const [from, to] = [quoted(`${name}_from`), quoted(`${name}_to`)]
  return {
    columns: [
      { name: `${name}_from`, type: 'date', checks: [] },
      { name: `${name}_to`, type: 'date', checks: [`${to} >= ${from}`] },
    ],
    select: `case when t.${from} is not null then json_build_object('from', t.${from}, 'to', t.${to}) end`,
    bind: (value) => {
      const range = value as { from: string; to: string | null } | null
      return [range?.from ?? null, range?.to ?? null]
    },
    order: `${name}_from`,
  }
}

function address(name: string): Kind {
  const [division, text] = [quoted(`${name}_division`), quoted(`${name}_text`)]
  return {
    columns: [
      { name: `${name}_division`, type: 'text', checks: [`${division} ~ '^[0-9]{6}$'`] },
      { name: `${name}_text`, type: 'text', checks: [`char_length(${text}) between 1 and 300`] },
    ],
    select: `case when t.${text} is not null then json_build_object('division', t.${division}, 'text', t.${text}) end`,
    bind: (value) => {
      const at = value as { division: string | null; text: string } | null
      return [at?.division ?? null, at?.text ?? null]
    },
    order: `${name}_text`,
  }
}

/** Sealed value, what is shown of it, and a keyed hash by which two of one value are told. */
function sealed(name: string): Kind {
  return {
    columns: [
      { name: `${name}_sealed`, type: 'text', checks: [] },
      { name: `${name}_masked`, type: 'text', checks: [] },
      { name: `${name}_hash`, type: 'text', checks: [] },
    ],
    select: `t.${quoted(`${name}_masked`)}`,
    bind: (value) => {
      const kept = value as { sealed: string; masked: string; hash: string } | null
      return [kept?.sealed ?? null, kept?.masked ?? null, kept?.hash ?? null]
    },
    order: undefined,
  }
}

function linked(table: string, references: string | undefined): Kind {
  return { columns: [], select: undefined, bind: () => [], order: undefined, link: { table, references } }
}

const plans = new WeakMap<LedgerDef, LedgerPlan>()

/**
 * The plan of a ledger; references it names must be registered before (they decide about foreign keys only, so the
 * order matters to `scripts/gen-ledgers.ts` alone, which loads all rooms first).
 */
export function planOf(def: LedgerDef): LedgerPlan {
  const known = plans.get(def)
  if (known) return known
  const table = def.name.replaceAll('-', '_')
  const groups = Object.keys(def.groups ?? { '': null })
  const fields = Object.entries(def.fields).map(([key, field]): FieldPlan => ({
    link: undefined,
    ...kindOf(table, key, field),
    key,
    field,
    group: field.group ?? groups[0]!,
  }))
  const plan = { def, table, fields, groups, byKey: new Map(fields.map((one) => [one.key, one])) }
  plans.set(def, plan)
  return plan
}
