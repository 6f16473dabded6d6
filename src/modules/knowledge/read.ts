import type { Db } from '#kernel/db/index.ts'
import { notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeCursor, page } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { highlight, termsOf } from '#kernel/search/index.ts'
import type * as contract from './contract.ts'
import { accessArticle, seesHistory } from './policy.ts'
import { present, presentLine } from './present.ts'
import { findArticles } from './search.ts'
import { listRows, listTagRows, versionRows, type VersionRow } from './store/read.ts'
import { suggestRows } from './store/suggest.ts'
import { visibleArticles } from './visible.ts'

/** As many matches as a search looks through before the filters. */
const mostFound = 1000

/** Articles the caller may see. @throws http.bad_cursor (422) */
export async function listArticlesVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listArticles>,
): Promise<Output<typeof contract.listArticles>> {
  const v = visibleArticles(actor)
  const { q, kind, state, tag, serviceId, categoryId, live, sort, limit } = input
  const ids = q ? await findArticles(db, v, q, mostFound) : undefined
  if (ids?.length === 0 || (input.mine && actor.id === null)) return { items: [], nextCursor: null }
  const rows = await listRows(
    db,
    v,
    { ids, kind, state, tag, serviceId, categoryId, live, ...(input.mine ? { mine: actor.id! } : {}) },
    { limit, sort, after: input.cursor === undefined ? undefined : decodeCursor(input.cursor, 2) },
  )
  const { items, nextCursor } = page(rows, limit, (row) => [row.sortKey, row.id])
  return { items: items.map((row) => presentLine(row, q)), nextCursor }
}

export async function listTagsVerb(db: Db, actor: Actor): Promise<Output<typeof contract.listTags>> {
  return { items: await listTagRows(db, visibleArticles(actor)) }
}

/** What is looked at of the text typed: its beginning says what it is about. */
const looked = 400
const mostWords = 80

/** Up to five published articles that may help. */
export async function suggestArticlesVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.suggestArticles>,
): Promise<Output<typeof contract.suggestArticles>> {
  const q = input.q.slice(0, looked)
  const terms = termsOf(q).slice(0, mostWords)
  if (terms.length === 0 && (q !== '' || !input.serviceId)) return { items: [] }
  const rows = await suggestRows(db, visibleArticles(actor), {
    terms,
    serviceId: input.serviceId ?? null,
    categoryId: input.categoryId ?? null,
  })
  return { items: rows.map((row) => ({ ...row, title: marked(row.title, new Set(terms)) })) }
}

/** A title with the pairs of characters and the words marked that were typed, too. */
function marked(title: string, terms: ReadonlySet<string>): { text: string; hit: boolean }[] {
  const shared = termsOf(title).filter((term) => terms.has(term))
  const hits = new Uint8Array(title.length)
  for (const term of shared) {
    let at = 0
    for (const part of highlight(title, term)) {
      if (part.hit) hits.fill(1, at, at + part.text.length)
      at += part.text.length
    }
  }
  const out: { text: string; hit: boolean }[] = []
  for (let i = 0; i < title.length; i++) {
    const hit = hits[i] === 1
    const last = out.at(-1)
    if (last?.hit === hit) last.text += title[i]!
    else out.push({ text: title[i]!, hit })
  }
  return out
}

/** @throws knowledge.not_found (404) */
export async function getArticleVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getArticle>,
): Promise<Output<typeof contract.getArticle>> {
  return present(db, actor, await accessArticle(db, actor, input.id, input.copy))
}

const line = ({ no, title, authors, publishedBy, publishedAt, changeNote, recordedAt }: VersionRow) => ({
  no,
  title,
  authors,
  publishedBy,
  publishedAt,
  changeNote,
  recordedAt,
})

/** Published versions and the draft, for those who write. @throws knowledge.not_found (404), to readers too */
async function versionsFor(db: Db, actor: Actor, id: string, no?: number): Promise<VersionRow[]> {
  const row = await accessArticle(db, actor, id)
  if (!seesHistory(actor, row)) throw notFound('knowledge')
  const rows = await versionRows(db, id, no)
  return rows.filter((one) => one.no !== row.draftNo || row.seesDraft)
}

export async function listVersionsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listVersions>,
): Promise<Output<typeof contract.listVersions>> {
  return { items: (await versionsFor(db, actor, input.id)).map(line) }
}

/** @throws knowledge.not_found (404) */
export async function getVersionVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getVersion>,
): Promise<Output<typeof contract.getVersion>> {
  const [row] = await versionsFor(db, actor, input.id, input.no)
  if (!row) throw notFound('knowledge')
  return { ...line(row), summary: row.summary, tags: row.tags, body: row.body as never }
}
