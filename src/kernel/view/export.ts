import type { Kysely } from 'kysely'
import { Readable } from 'node:stream'
import { audit } from '../audit/index.ts'
import { transaction, type DB, type Db } from '../db/index.ts'
import type { Input } from '../http/endpoint.ts'
import type { Download } from '../http/route.ts'
import type { Actor } from '../permission/index.ts'
import type { exportList as contract } from './contract.ts'
import { byteOrderMark, csvLine } from './csv.ts'
import { listOf, type ListQuery, type ViewableList } from './lists.ts'

/** An export ends here and says so: whoever needs more narrows the filter. */
const mostRows = 100_000

/**
 * What the list shows the caller, as CSV that is read from the database page by page while it is sent.
 * @throws view.not_found (404), http.invalid_input (422) for what is no filter of the list
 */
export async function exportList(db: Db, actor: Actor, input: Input<typeof contract>): Promise<Download> {
  const list = listOf(actor, input.list)
  const query: ListQuery = Object.fromEntries(new URLSearchParams(input.filter))
  list.check(query, actor.locale)
  await transaction(db as Kysely<DB>, (tx) =>
    audit(tx, actor, { action: 'view.export', entity: 'list', entityId: list.list, after: { query } }),
  )
  return {
    content: Readable.from(lines(db, actor, list, query)),
    type: 'text/csv; charset=utf-8',
    fileName: `${list.list}.csv`,
  }
}

async function* lines(db: Db, actor: Actor, list: ViewableList, query: ListQuery): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(list.header(actor))
  let sent = 0
  for await (const page of list.rows(db, actor, query)) {
    const rows = page.slice(0, mostRows - sent)
    sent += rows.length
    yield rows.map(csvLine).join('')
    if (sent < mostRows) continue
    yield csvLine([`… ${mostRows}`])
    return
  }
}
