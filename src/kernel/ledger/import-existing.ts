import { plain } from '../codes/checks.ts'
import type { Db } from '../db/index.ts'
import { scopeOf, type Actor } from '../permission/actor.ts'
import type { ImportStep } from './plan-import.ts'
import type { LedgerPlan } from './plan.ts'
import { referredNames, shown } from './present.ts'
import { cellOf, columnsOf } from './sheet-columns.ts'
import { takenValues } from './store/lookup.ts'
import { selectRecords, type Condition, type StoredRecord } from './store/read.ts'
import type { Ledger } from './types.ts'

type Row = Readonly<Record<string, string>>

/** What a table is about that is there already. */
export interface Existing {
  /** the record that a row is about; one without a key is about a record that says the same in every filled cell */
  of: (row: Row) => StoredRecord | undefined
  /** the cells of a record as an export writes them */
  shown: (record: StoredRecord) => Row
}

/** As both ends of a comparison are read: line ends and invisible ends differ between programs. */
export const sameCell = (a: string, b: string): boolean => normal(a) === normal(b)
const normal = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(/^[\s\u200b-\u200f\u2060\ufeff]+|[\s\u200b-\u200f\u2060\ufeff]+$/g, '')

/** Finds the records that rows are about: by the key of the import, else by their title. */
export async function findExisting(
  db: Db,
  actor: Actor,
  ledger: Ledger,
  rows: readonly Row[],
): Promise<Existing> {
  const { plan, def } = ledger
  const key = def.importKey
  const keyOf = (row: Row) => (key === undefined || row[key] === undefined ? '' : plain(row[key]))
  const keyed = key === undefined ? [] : await byTexts(db, actor, plan, key, rows.map(keyOf))
  const titles = rows.filter((row) => keyOf(row) === '').map((row) => row[def.titleField] ?? '')
  const titled = await byTexts(db, actor, plan, def.titleField, titles)
  const cells = await cellsOf(db, actor, ledger, [...keyed, ...titled])
  const byKey = new Map(keyed.map((record) => [textAt(plan, record, key!), record]))
  const byTitle = new Map<string, StoredRecord[]>()
  for (const record of titled) {
    const title = normal(textAt(plan, record, def.titleField))
    byTitle.set(title, [...(byTitle.get(title) ?? []), record])
  }
  const used = new Set<string>()
  return {
    shown: (record) => cells.get(record.id) ?? {},
    of: (row) => {
      const text = keyOf(row)
      if (text !== '') return byKey.get(text)
      // two rows that say the same are about two records that say the same
      const found = (byTitle.get(normal(row[def.titleField] ?? '')) ?? []).find(
        (record) => !used.has(record.id) && saysTheSame(row, cells.get(record.id)!),
      )
      if (found) used.add(found.id)
      return found
    },
  }
}

const saysTheSame = (row: Row, cells: Row): boolean =>
  Object.entries(row).every(([key, text]) => sameCell(text, cells[key] ?? ''))

const textAt = (plan: LedgerPlan, record: StoredRecord, key: string): string =>
  key === 'number' ? (record.number ?? '') : String(record.values[key] ?? '')

const batch = 2000

async function byTexts(
  db: Db,
  actor: Actor,
  plan: LedgerPlan,
  key: string,
  texts: readonly string[],
): Promise<StoredRecord[]> {
  const wanted = [...new Set(texts.filter((text) => text !== ''))]
  const field = plan.byKey.get(key)
  const column = key === 'number' ? 'number' : field?.order
  if (column === undefined || (key === 'number' && !plan.def.numbering)) return []
  const found: StoredRecord[] = []
  for (let at = 0; at < wanted.length; at += batch) {
    const values = wanted.slice(at, at + batch)
    const condition: Condition = { field, column, test: { kind: 'in', values, type: 'text' }, paths: null }
    // several records may have one title
    const query = { paths: scopeOf(actor, plan.def.read), conditions: [condition], limit: batch * 5 }
    found.push(...(await selectRecords(db, plan, query)))
  }
  return found
}

async function cellsOf(
  db: Db,
  actor: Actor,
  { plan }: Ledger,
  records: readonly StoredRecord[],
): Promise<ReadonlyMap<string, Row>> {
  const names = await referredNames(db, actor, plan, records)
  const columns = columnsOf(plan)
  return new Map(
    records.map((record) => {
      const values = Object.fromEntries(
        plan.fields.map(({ key, field }) => [key, shown(actor, field, record.values[key], names)]),
      )
      const cells = columns.map((column) => [
        column.key,
        String(cellOf(actor.locale, plan, column, record, values) ?? ''),
      ])
      return [record.id, Object.fromEntries(cells) as Row]
    }),
  )
}

/** Steps whose values another record has that must be the only one, with the fields at fault. */
export async function takenBy(
  db: Db,
  plan: LedgerPlan,
  steps: readonly ImportStep[],
): Promise<ReadonlyMap<ImportStep, string[]>> {
  const taken = new Map<ImportStep, string[]>()
  const note = (step: ImportStep, key: string) => taken.set(step, [...(taken.get(step) ?? []), key])
  const unique = plan.fields.filter((one) => one.field.unique && one.order !== undefined)
  for (const field of unique) {
    const values = steps
      .map((step) => step.values[field.key])
      .filter((value) => value !== null && value !== undefined)
    const there = await takenValues(db, plan, field, values.map(String))
    const inTable = new Map<string, ImportStep>()
    for (const step of steps) {
      const value = step.values[field.key]
      if (value === null || value === undefined) continue
      const orgId = step.kind === 'create' ? step.orgId : (step.orgId ?? step.before.org.id)
      const id = step.kind === 'create' ? step.id : step.before.id
      const slot = field.field.unique === 'unit' ? `${orgId} ${String(value)}` : String(value)
      const others = there.filter((one) => one.value === String(value) && one.id !== id)
      const held =
        field.field.unique === 'unit' ? others.some((one) => one.orgId === orgId) : others.length > 0
      if (held || inTable.has(slot)) note(step, field.key)
      inTable.set(slot, step)
    }
  }
  return taken
}
