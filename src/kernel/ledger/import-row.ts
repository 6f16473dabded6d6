import { plain } from '../codes/checks.ts'
import type { Actor } from '../permission/actor.ts'
import type { Problem } from '../sheet/index.ts'
import { sameCell } from './import-existing.ts'
import type { NamedThings } from './import-names.ts'
import { readCell, readDivision, readState, type Read } from './read-cell.ts'
import { columnsOf } from './sheet-columns.ts'
import type { Ledger, SentValues } from './types.ts'

type Fault = Omit<Problem, 'row'>

/** What a row says. Cells that are empty say nothing; those that say what the record has already are passed over. */
export interface RowRead {
  number: string | null
  orgId: string | undefined
  state: string | undefined
  values: SentValues
  faults: Fault[]
}

/** An apostrophe that an export put before what looks like a formula. */
const unguarded = (text: string): string => text.replace(/^'(?=[\s\ufeff]*[=+\-@＝＋－＠])/, '')

/** Reads the cells of a row. @param shown the record's cells as an export writes them, where there is a record */
export function rowValues(
  { def, plan }: Ledger,
  _actor: Actor,
  things: NamedThings,
  row: Readonly<Record<string, string>>,
  shown: Readonly<Record<string, string>> | undefined,
): RowRead {
  const read: RowRead = { number: null, orgId: undefined, state: undefined, values: {}, faults: [] }
  const take = (key: string, result: Read, use: (value: unknown) => void) => {
    if (result.ok) use(result.value)
    else read.faults.push({ key, code: result.text, ...(result.params ? { params: result.params } : {}) })
  }
  for (const column of columnsOf(plan)) {
    const { key } = column
    const text = row[key] === undefined ? undefined : unguarded(row[key])
    if (text === undefined || column.shownOnly) continue
    if (shown?.[key] !== undefined && shown[key] !== '' && sameCell(text, shown[key])) continue
    if (!column.field) {
      if (key === 'number') read.number = plain(text)
      else if (key === 'org') take(key, things.org(text), (id) => (read.orgId = id as string))
      else take(key, readState(def, plain(text)), (state) => (read.state = state as string))
      continue
    }
    const { field } = column.field
    if (key.endsWith('.division')) take(key, readDivision(text), (code) => (read.values[key] = code))
    else
      take(
        key,
        things.read(field, text) ?? readCell(def, key.split('.')[0]!, field, text),
        (value) => (read.values[key] = value),
      )
  }
  joinParts(
    plan.fields.map((one) => [one.key, one.field.kind]),
    read,
    shown,
  )
  return read
}

/** Ranges of dates and addresses have two cells each; what one of them leaves open is as it was. */
function joinParts(
  fields: readonly (readonly [string, string])[],
  read: RowRead,
  shown: Readonly<Record<string, string>> | undefined,
): void {
  const { values, faults } = read
  for (const [key, kind] of fields) {
    const second = kind === 'date-range' ? `${key}.to` : kind === 'address' ? `${key}.division` : undefined
    if (second === undefined || (values[key] === undefined && values[second] === undefined)) continue
    const first = (values[key] as string | undefined) ?? shown?.[key] ?? ''
    const other = (values[second] as string | undefined) ?? (shown?.[second] || null)
    delete values[second]
    if (first === '') faults.push({ key, code: 'ledger:problem.missing' })
    else if (kind === 'address') values[key] = { division: other, text: first }
    else if (other !== null && other < first)
      faults.push({ key: second, code: 'ledger:error.range_backwards' })
    else values[key] = { from: first, to: other }
  }
}
