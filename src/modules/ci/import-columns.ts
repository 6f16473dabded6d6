/** The columns of a sheet of items: what all have in common, and the attributes of their class. */
import { say } from '#kernel/http/index.ts'
import { f } from '#kernel/ledger/field-contract.ts'
import { listSeparator, oneOf, readPlain, type Found, type Read } from '#kernel/ledger/index.ts'
import type { Locale } from '#kernel/permission/index.ts'
import type { SheetColumn } from '#kernel/sheet/index.ts'
import type { AttributeDefinition } from './class-contract.ts'
import { lifecycles } from './words.ts'

const shared = [
  { key: 'code', headings: ['编号', 'Code'] },
  { key: 'name', headings: ['名称', 'Name'], required: true },
  { key: 'org', headings: ['单位', 'Unit'], required: true },
  { key: 'owner', headings: ['责任人', 'Owner'] },
  { key: 'group', headings: ['运维组', 'Group'] },
  { key: 'location', headings: ['位置', 'Location'] },
  { key: 'lifecycle', headings: ['生命周期', 'Lifecycle'] },
  { key: 'description', headings: ['说明', 'Description'] },
] as const satisfies readonly SheetColumn[]

/** Key of an attribute's column; the shared ones have no point. */
export const columnOf = (def: AttributeDefinition): string => `attributes.${def.key}`

/** An attribute that is called as a shared column, or as another attribute, has its key behind its name. */
export function columnsFor(definitions: readonly AttributeDefinition[]): SheetColumn[] {
  const taken = new Set<string>(shared.flatMap((one) => one.headings.map((text) => text.toLowerCase())))
  const own = (name: string, def: AttributeDefinition): string => {
    const heading = taken.has(name.toLowerCase()) ? `${name} (${def.key})` : name
    taken.add(heading.toLowerCase())
    return heading
  }
  return [
    ...shared,
    ...definitions.map((def): SheetColumn => {
      const zh = own(def.name, def)
      return { key: columnOf(def), headings: [zh, def.nameEn === def.name ? zh : own(def.nameEn, def)] }
    }),
  ]
}

/** What is to be written into a column, for the second sheet of the template. */
export function explain(locale: Locale, definitions: readonly AttributeDefinition[], key: string): string {
  const def = definitions.find((one) => columnOf(one) === key)
  if (!def) {
    const known = lifecycles
      .filter((one) => one !== 'retired')
      .map((one) => say(locale, `ci:ui.stage.${one}`))
    return say(locale, `ci:import.explain.${key}`, { known: known.join('、') })
  }
  return [
    say(locale, `ci:ui.kind.${def.kind}`),
    def.unit ?? '',
    (def.options ?? []).map((one) => (locale === 'en' ? one.nameEn : one.name)).join('、'),
    def.many ? say(locale, 'ci:import.many') : '',
    def.required ? say(locale, 'ci:import.required') : '',
  ]
    .filter(Boolean)
    .join('；')
}

/** Fields that read a cell as ledgers do; what fits an attribute beyond that is judged by `checkAttributes`. */
const fields = {
  text: f.text({ max: 2000 }),
  number: f.number({ min: -1e15, max: 1e15, scale: 6 }),
  date: f.date(),
  boolean: f.yesNo(),
}

interface Named {
  people: Found
  orgs: Found
}

/** The value of an attribute as a cell has it. */
export function readAttribute(def: AttributeDefinition, text: string, named: Named): Read {
  const parts = def.many
    ? text
        .split(listSeparator)
        .map((part) => part.trim())
        .filter(Boolean)
    : [text]
  const read = parts.map((part) => readPart(def, part, named))
  const bad = read.find((one) => !one.ok)
  if (bad) return bad
  const values = read.map((one) => one.ok && one.value)
  return { ok: true, value: def.many ? values : values[0] }
}

function readPart(def: AttributeDefinition, text: string, named: Named): Read {
  switch (def.kind) {
    case 'number':
    case 'date':
    case 'boolean':
      return readPlain(fields[def.kind], text)
    case 'person':
      return oneOf('person', named.people, text.trim())
    case 'org':
      return oneOf('org', named.orgs, text.trim())
    case 'code': {
      const wanted = text.trim()
      const option = def.options?.find((one) => [one.value, one.name, one.nameEn].includes(wanted))
      return option
        ? { ok: true, value: option.value }
        : { ok: false, text: 'ci:error.attribute_not_an_option' }
    }
    default:
      return readPlain(fields.text, text)
  }
}
