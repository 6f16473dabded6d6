import type { RecordTitles } from '#kernel/evidence/index.ts'
import { can } from '#kernel/permission/index.ts'
import { clauseGists } from './store/library.ts'

/** The library is open to everybody who reads norms; how a clause stands is said elsewhere. */
export const recordTitles: readonly RecordTitles[] = [
  {
    pages: ['/norm-adoptions/*/clauses/'],
    titles: async (db, actor, ids) =>
      can(actor, 'norm.read') ? clauseGists(db, ids, actor.locale) : new Map<string, string>(),
  },
]
