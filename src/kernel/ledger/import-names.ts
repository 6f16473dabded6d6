/** What the cells of an import name: people, orgs, codes and records, found once for the whole table. */
import { plain } from '../codes/checks.ts'
import type { Db } from '../db/index.ts'
import { inScope, type Actor } from '../permission/actor.ts'
import type { Field } from './field-contract.ts'
import type { LedgerPlan } from './plan.ts'
import { findReference } from './registry.ts'
import type { Read } from './read-cell.ts'
import { selectAllCodes } from './store/codes.ts'
import { allOrgs, peopleByText } from './store/lookup.ts'

/** Ids that a text means: none, one, or several (then it is ambiguous). */
export type Found = ReadonlyMap<string, readonly string[]>

export interface NamedThings {
  /** the value of a cell that names something; undefined for kinds that name nothing */
  read: (field: Field, text: string) => Read | undefined
  /** the org of a row, where the actor keeps it */
  org: (text: string) => Read
  orgPath: (id: string) => string
}

export const listSeparator = /[、,，;；\n]+/

/** The one id that a text means. @param what `person`, `org`, `ref`, `code`: of which there is none */
export const oneOf = (what: string, found: Found, text: string): Read => {
  const ids = found.get(text) ?? []
  if (ids.length === 1) return { ok: true, value: ids[0] }
  return ids.length === 0
    ? { ok: false, text: `ledger:problem.unknown_${what}` }
    : { ok: false, text: 'ledger:problem.ambiguous', params: { count: ids.length } }
}

/** Texts in the columns of fields of a kind. */
function textsOf(
  plan: LedgerPlan,
  rows: readonly Readonly<Record<string, string>>[],
  kinds: readonly string[],
): string[] {
  const keys = plan.fields.filter((field) => kinds.includes(field.field.kind)).map((field) => field.key)
  return [
    ...new Set(
      rows.flatMap((row) => keys.flatMap((key) => (row[key] === undefined ? [] : [plain(row[key])]))),
    ),
  ]
}

/** Looks up all that the rows name. */
export async function nameThings(
  db: Db,
  actor: Actor,
  plan: LedgerPlan,
  rows: readonly Readonly<Record<string, string>>[],
): Promise<NamedThings> {
  const [people, orgs, codes, references] = await Promise.all([
    peopleByText(db, textsOf(plan, rows, ['person'])),
    orgsByText(db),
    codesOf(db, plan),
    referencesOf(db, actor, plan, rows),
  ])
  const keep = plan.def.keep
  return {
    orgPath: (id) => orgs.paths.get(id) ?? '/',
    org: (text) => {
      const found = oneOf('org', orgs.byText, plain(text))
      const path = found.ok ? orgs.paths.get(found.value as string)! : ''
      return found.ok && !inScope(actor, keep, path)
        ? { ok: false, text: 'ledger:problem.unknown_org' }
        : found
    },
    read: (field, raw) => {
      const text = plain(raw)
      switch (field.kind) {
        case 'person':
          return oneOf('person', people, text)
        case 'org':
          return oneOf('org', orgs.byText, text)
        case 'code':
          return oneOf('code', codes.get(field.list)!, text)
        case 'ref':
          return oneOf('ref', references.get(field.to) ?? new Map(), text)
        case 'refs': {
          const parts = text
            .split(listSeparator)
            .map((part) => part.trim())
            .filter(Boolean)
          const read = parts.map((part) => oneOf('ref', references.get(field.to) ?? new Map(), part))
          return (
            read.find((part) => !part.ok) ?? { ok: true, value: read.map((part) => part.ok && part.value) }
          )
        }
        default:
          return undefined
      }
    },
  }
}

/** Active orgs by code, by name, and by their full name from the top down. */
export async function orgsByText(db: Db): Promise<{ byText: Found; paths: ReadonlyMap<string, string> }> {
  const byText = new Map<string, string[]>()
  const byCode = new Map<string, string[]>()
  const paths = new Map<string, string>()
  const full = new Map<string, string>()
  const add = (text: string, id: string) => byText.set(text, [...(byText.get(text) ?? []), id])
  for (const org of await allOrgs(db)) {
    // parents come before their children
    const name = org.parentId === null ? org.name : `${full.get(org.parentId)}/${org.name}`
    full.set(org.id, name)
    paths.set(org.id, org.path)
    if (!org.active) continue
    add(org.name, org.id)
    if (name !== org.name) add(name, org.id)
    byCode.set(org.code, [org.id])
  }
  // a code is meant before a name
  return { byText: new Map([...byText, ...byCode]), paths }
}

async function codesOf(db: Db, plan: LedgerPlan): Promise<ReadonlyMap<string, Found>> {
  const lists = new Set(plan.fields.flatMap(({ field }) => (field.kind === 'code' ? [field.list] : [])))
  const found = [...lists].map(async (list) => {
    const byText = new Map<string, string[]>()
    const codes = (await selectAllCodes(db, list)).filter((row) => row.active)
    for (const { code, name, nameEn } of codes)
      for (const text of new Set([name, nameEn])) byText.set(text, [...(byText.get(text) ?? []), code])
    for (const { code } of codes) byText.set(code, [code])
    return [list, byText] as const
  })
  return new Map(await Promise.all(found))
}

async function referencesOf(
  db: Db,
  actor: Actor,
  plan: LedgerPlan,
  rows: readonly Readonly<Record<string, string>>[],
): Promise<ReadonlyMap<string, Found>> {
  const kinds = new Set(
    plan.fields.flatMap(({ field }) => (field.kind === 'ref' || field.kind === 'refs' ? [field.to] : [])),
  )
  const found = [...kinds].map(async (to) => {
    const keys = plan.fields.filter(
      ({ field }) => (field.kind === 'ref' || field.kind === 'refs') && field.to === to,
    )
    const texts = new Set<string>()
    for (const row of rows)
      for (const { key, field } of keys) {
        const text = row[key] === undefined ? '' : plain(row[key])
        for (const part of field.kind === 'refs' ? text.split(listSeparator) : [text])
          if (part.trim()) texts.add(part.trim())
      }
    const named = texts.size === 0 ? undefined : await findReference(to)?.find?.(db, actor, [...texts])
    return [to, new Map([...(named ?? [])].map(([text, all]) => [text, all.map((one) => one.id)]))] as const
  })
  return new Map(await Promise.all(found))
}
