/** Full text of items, with class, org and lifecycle as part of the index query. */
import type { Db, Tx } from '#kernel/db/index.ts'
import type { AppEvent } from '#kernel/manifest.ts'
import { findOrg } from '#kernel/org/index.ts'
import { putDocument, searchDocuments } from '#kernel/search/index.ts'
import { searchTextOf } from './attributes.ts'
import { catalogueOf, type Catalogue } from './catalogue.ts'
import type { CiRow } from './store/ci.ts'
import { orgsBelow, selectCis } from './store/list.ts'
import { lifecycles, type Lifecycle } from './words.ts'

/** Kind of the documents of items in this lifecycle state. */
export function documentKind(lifecycle: Lifecycle): string {
  return `ci.${lifecycle}`
}

/**
 * One token per pair of an org that holds the item and a class that it belongs to, 0 for "any": who asks for switches
 * below a bureau asks for one token, however many orgs and classes lie below.
 */
export function scopeTokens(orgPath: string, classNos: readonly number[]): string[] {
  const orgs = ['0', ...orgPath.split('/').filter(Boolean)]
  return orgs.flatMap((org) => [0, ...classNos].map((no) => scopeToken(org, no)))
}

function scopeToken(orgNo: string, classNo: number): string {
  return `ci:${orgNo}:${classNo}`
}

/** Brings the index in step with an item. */
export async function indexCi(tx: Tx, catalogue: Catalogue, row: CiRow): Promise<void> {
  const words = searchTextOf(catalogue.definitions(row.classId), row.attributes)
  await putDocument(tx, {
    kind: documentKind(row.lifecycle),
    entityId: row.id,
    text: [row.name, row.code, row.location, words].join('\n'),
    scope: scopeTokens(
      row.orgPath,
      catalogue.line(row.classId).map((one) => one.no),
    ),
    recordedAt: row.recordedAt,
  })
}

/** So many items are looked through for words: of more only the newest. */
export const mostFound = 1000

/**
 * Ids of at most `mostFound` items that hold all words of `q`, the newest.
 * @param paths org paths below which to look
 */
export function findCis(
  db: Db,
  asked: { q: string; paths: readonly string[]; classNo: number; lifecycles: readonly Lifecycle[] },
): Promise<string[]> {
  return searchDocuments(db, {
    kinds: (asked.lifecycles.length > 0 ? asked.lifecycles : lifecycles).map(documentKind),
    q: asked.q,
    // the last number of a path is the org's own; the path of everything has none
    scope: asked.paths.map((path) => scopeToken(path.split('/').at(-2) || '0', asked.classNo)),
    limit: mostFound,
  })
}

const batch = 500

/** An org has moved in the tree: its items, and those of the orgs below it, are found from their new place. */
export async function reindexMoved(tx: Tx, event: AppEvent): Promise<void> {
  const org = await findOrg(tx, event.entityId)
  if (!org) return
  const [catalogue, orgIds] = await Promise.all([catalogueOf(tx), orgsBelow(tx, [org.path])])
  let before: string | undefined
  for (;;) {
    const rows = await selectCis(tx, orgIds, { lifecycles }, { before, limit: batch })
    await Promise.all(rows.map((row) => indexCi(tx, catalogue, row)))
    before = rows.at(-1)?.id
    if (rows.length < batch) return
  }
}
