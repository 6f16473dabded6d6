import type { Db } from '../db/index.ts'
import type { Download } from '../http/route.ts'
import type { Actor } from '../permission/actor.ts'
import { streamCsv, streamXlsx, type StreamCell } from '../sheet/index.ts'
import { groupRights } from './access.ts'
import { referredNames, shown } from './present.ts'
import { ledgerWord } from './problems.ts'
import { queryOf } from './query.ts'
import { cellOf, seenColumns } from './sheet-columns.ts'
import { selectRecords, type RecordQuery, type StoredRecord } from './store/read.ts'
import type { Ledger } from './types.ts'

/** Rows read at once: enough that a round trip is no matter, few enough that memory is none. */
const batch = 1000

/**
 * What the list shows under its filters, all columns that the actor may see, written while it is read. Between two
 * batches no connection is held.
 * @throws as the list
 */
export async function exportRecords(
  db: Db,
  actor: Actor,
  ledger: Ledger,
  input: { format: 'csv' | 'xlsx'; q?: string; sort?: string } & Record<string, unknown>,
): Promise<Download> {
  const { def } = ledger
  // refusals come before the first byte
  const query = await queryOf(db, actor, ledger, input)
  const name = ledgerWord(actor.locale, def, 'title')
  const rows = rowsOf(db, actor, ledger, query)
  return input.format === 'csv'
    ? { content: streamCsv(rows), type: 'text/csv; charset=utf-8', fileName: `${name}.csv` }
    : {
        content: streamXlsx(name, rows),
        type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        fileName: `${name}.xlsx`,
      }
}

async function* rowsOf(
  db: Db,
  actor: Actor,
  ledger: Ledger,
  query: Omit<RecordQuery, 'limit'>,
): AsyncGenerator<StreamCell[][]> {
  const { plan } = ledger
  const { locale } = actor
  const columns = seenColumns(actor, plan)
  yield [columns.map(({ headings }) => headings[locale === 'en' ? 1 : 0])]
  for (let after: RecordQuery['after']; ;) {
    const records = await selectRecords(db, plan, { ...query, after, limit: batch })
    const values = await valuesOf(db, actor, ledger, records)
    yield records.map((record, i) =>
      columns.map((column) => cellOf(locale, plan, column, record, values[i]!)),
    )
    const last = records.at(-1)
    if (records.length < batch || !last) return
    after = { key: last.sortKey, id: last.id }
  }
}

/** Values as answered, without the work for abilities, which a table does not show. */
async function valuesOf(
  db: Db,
  actor: Actor,
  { plan }: Ledger,
  records: readonly StoredRecord[],
): Promise<Record<string, unknown>[]> {
  const names = await referredNames(db, actor, plan, records)
  const rights = new Map<string, ReadonlySet<string>>()
  const seenAt = (path: string): ReadonlySet<string> => {
    const known =
      rights.get(path) ??
      new Set(
        groupRights(actor, plan, path)
          .filter((one) => one.see)
          .map((one) => one.name),
      )
    rights.set(path, known)
    return known
  }
  return records.map((record) => {
    const seen = seenAt(record.orgPath)
    return Object.fromEntries(
      plan.fields.map(({ key, field, group }) => [
        key,
        seen.has(group) ? shown(actor, field, record.values[key], names) : null,
      ]),
    )
  })
}
