import type { Db } from '../db/index.ts'
import { scopeOf, type Actor } from '../permission/actor.ts'
import { searchDocuments, type SearchDocument } from '../search/index.ts'
import { groupPaths } from './access.ts'
import type { LedgerPlan } from './plan.ts'
import type { StoredRecord } from './store/read.ts'

const orgTokens = (path: string): string[] =>
  path
    .split('/')
    .filter(Boolean)
    .map((no) => `o:${no}`)

/** Kind of the search documents of a group: who may not see the group does not look among them. */
const kindOf = (plan: LedgerPlan, group: string): string =>
  plan.def.groups?.[group]?.see ? `${plan.def.name}/${group}` : plan.def.name

/** What of a value is found: texts as they stand, of what is named the name. */
function words(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(words).join(' ')
  if (value !== null && typeof value === 'object')
    return ['name', 'nameEn', 'text'].map((key) => (value as Record<string, unknown>)[key] ?? '').join(' ')
  return typeof value === 'number' ? String(value) : ''
}

/** What the index holds of a record: its number, title, and the fields that are searched, group by group. */
export function documentsOf(plan: LedgerPlan, record: StoredRecord): SearchDocument[] {
  const { def } = plan
  const parts = new Map<string, string[]>([[def.name, record.number ? [record.number] : []]])
  for (const group of plan.groups) if (!parts.has(kindOf(plan, group))) parts.set(kindOf(plan, group), [])
  for (const { key, field, group } of plan.fields)
    if (field.search || key === def.titleField)
      parts.get(kindOf(plan, group))!.push(words(record.values[key]))
  const scope = orgTokens(record.orgPath)
  return [...parts].map(([kind, texts], part) => ({
    kind,
    entityId: record.id,
    part,
    text: texts.filter(Boolean).join('\n'),
    scope,
    recordedAt: record.createdAt,
  }))
}

/** So many records are looked through for words: of more only the newest. */
export const mostFound = 1000

/** Ids of at most `mostFound` records that hold all words of `q` in what the actor may see, the newest first. */
export async function findRecords(db: Db, actor: Actor, plan: LedgerPlan, q: string): Promise<string[]> {
  const paths = scopeOf(actor, plan.def.read)
  const scope = paths.includes('/') ? null : paths.map((path) => `o:${path.split('/').at(-2)}`)
  const found = await Promise.all(
    [...new Set(plan.groups.map((group) => kindOf(plan, group)).concat(plan.def.name))].map((kind) => {
      const group = kind.split('/')[1]
      const seen = group === undefined ? null : groupPaths(actor, plan, group)
      const within =
        seen === null || seen.includes('/') ? scope : seen.map((path) => `o:${path.split('/').at(-2)}`)
      return searchDocuments(db, { kinds: [kind], q, scope: within, limit: mostFound })
    }),
  )
  return [...new Set(found.flat())].slice(0, mostFound)
}
