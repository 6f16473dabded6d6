import type { Db, Tx } from '#kernel/db/index.ts'
import { putDocument, removeDocuments, searchDocuments, termsOf } from '#kernel/search/index.ts'
import type { ArticleRow } from './store/read.ts'
import { putTerms, type Term } from './store/suggest.ts'
import type { Visibility } from './visible.ts'

/** Documents of an article: what readers find, and what only those find who write. */
const LIVE = 0
const DRAFT = 1

const numbers = (path: string): string[] => path.split('/').filter(Boolean)
const sensitive = (row: ArticleRow): boolean => row.classification === 'sensitive'

/** Who finds a version, by tokens: everybody, staff (`o`), writers (`w`) and reviewers (`r`) of orgs, groups, its people. */
function scopeOf(row: ArticleRow, copy: 'live' | 'draft'): string[] {
  const orgs = numbers(row.orgPath)
  const wide = copy === 'live' ? 'o' : 'w'
  return [
    ...(copy === 'live' && row.audience === 'public' ? ['k:public'] : []),
    ...(row.audience === 'groups' ? row.groupIds.map((id) => `g:${id}`) : orgs.map((no) => `${wide}:${no}`)),
    ...orgs.map((no) => `r:${no}`),
    ...[...new Set([row.owner.id, ...row.authorIds])].map((id) => `p:${id}`),
  ]
}

const textOf = (row: ArticleRow): string =>
  [row.number, row.title, row.summary, row.tags.join(' '), row.bodyText].join('\n')

/** Most words of one article that suggest it; titles and tags come first. */
const mostTerms = 1500

/** The words of an article with the weight of where they stand. */
function weighted(row: ArticleRow): Term[] {
  const terms = new Map<string, number>()
  const add = (text: string, weight: number) =>
    termsOf(text).forEach((term) => terms.has(term) || terms.set(term, weight))
  add(`${row.title}\n${row.tags.join('\n')}`, 4)
  add(row.summary, 2)
  add(row.bodyText, 1)
  return [...terms].slice(0, mostTerms).map(([term, weight]) => ({ term, weight }))
}

/** Brings the index in step with what is published (`live`) and what is being written (`draft`); undefined: nothing. */
export async function indexArticle(
  tx: Tx,
  id: string,
  live: ArticleRow | undefined,
  draft: ArticleRow | undefined,
): Promise<void> {
  await index(tx, id, 'live', live)
  await index(tx, id, 'draft', draft)
  await putTerms(tx, id, live ? weighted(live) : [])
}

async function index(tx: Tx, id: string, copy: 'live' | 'draft', row: ArticleRow | undefined): Promise<void> {
  const part = copy === 'live' ? LIVE : DRAFT
  if (!row) return removeDocuments(tx, id, part)
  await putDocument(tx, {
    kind: `article-${copy}${sensitive(row) ? '-sensitive' : ''}`,
    entityId: id,
    part,
    text: textOf(row),
    scope: scopeOf(row, copy),
    recordedAt: row.updatedAt,
  })
}

/** The last number of a path is the org itself, below which the right holds. */
const own = (letter: string, paths: readonly string[]): string[] =>
  paths.flatMap((path) => numbers(path).slice(-1)).map((no) => `${letter}:${no}`)

/** Ids of articles that hold all words of `q`; the caller filters them by visibility once more. */
export async function findArticles(db: Db, v: Visibility, q: string, limit: number): Promise<string[]> {
  const cleared = v.everything || v.sensitivePaths.length > 0
  const kinds = ['article-live', 'article-draft']
  if (cleared) kinds.push('article-live-sensitive', 'article-draft-sensitive')
  const scope = [
    'k:public',
    ...own('o', v.staffPaths),
    ...own('w', v.writePaths),
    ...own('r', v.reviewPaths),
    ...v.groupIds.map((id) => `g:${id}`),
    ...(v.personId ? [`p:${v.personId}`] : []),
  ]
  return searchDocuments(db, { kinds, q, scope: v.everything ? null : scope, limit })
}
