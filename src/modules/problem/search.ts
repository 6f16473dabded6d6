import type { Db, Tx } from '#kernel/db/index.ts'
import { putDocument, searchDocuments, termsOf } from '#kernel/search/index.ts'
import { putTerms, type Term } from './store/known-errors.ts'
import type { ProblemRow } from './store/read.ts'

export { termsOf } from '#kernel/search/index.ts'

/**
 * Brings the index in step with a problem: what people search it by, and, while its known error is published, the words
 * by which the desk is offered it. Who may see it is asked of the rows found.
 */
export async function indexProblem(tx: Tx, row: ProblemRow): Promise<void> {
  const { number, title, description, rootCause, workaround, symptoms, services } = row
  await putDocument(tx, {
    kind: 'problem',
    entityId: row.id,
    text: [
      number,
      title,
      description,
      rootCause,
      workaround,
      ...symptoms,
      ...services.map((s) => s.name),
    ].join('\n'),
    scope: [],
    recordedAt: row.recordedAt,
  })
  await putTerms(tx, row.id, row.published ? weighted(row) : [])
}

/** Ids of problems that hold all words of `q`, newest first; the caller filters them by visibility. */
export async function findProblems(db: Db, q: string): Promise<string[]> {
  return searchDocuments(db, { kinds: ['problem'], q, scope: null, limit: 1000 })
}

const mostTerms = 400

function weighted(row: ProblemRow): Term[] {
  const terms = new Map<string, number>()
  const add = (text: string, weight: number) =>
    termsOf(text).forEach((term) => terms.has(term) || terms.set(term, weight))
  add([row.title, ...row.symptoms].join('\n'), 4)
  add(row.description, 1)
  return [...terms].slice(0, mostTerms).map(([term, weight]) => ({ term, weight }))
}
