import type { Db, Tx } from '#kernel/db/index.ts'
import { putDocument, searchDocuments } from '#kernel/search/index.ts'
import type { ChangeRow } from './store/read.ts'

/** Puts what people search a change by into the index. Who may see it is asked of the rows found. */
export async function indexChange(tx: Tx, row: ChangeRow): Promise<void> {
  await putDocument(tx, {
    kind: 'change',
    entityId: row.id,
    text: [row.number, row.title, row.reason, row.plan, row.services.map((s) => s.name).join(' ')].join('\n'),
    scope: [],
    recordedAt: row.recordedAt,
  })
}

/** Ids of changes that hold all words of `q`, newest first; the caller filters them by visibility. */
export async function findChanges(db: Db, q: string): Promise<string[]> {
  return searchDocuments(db, { kinds: ['change'], q, scope: null, limit: 1000 })
}
