import type { RecordTitles } from '#kernel/evidence/index.ts'
import { sightOf } from './policy.ts'
import { selectComplaints } from './store/read.ts'

/** For those who deal with them, nobody else: what somebody complains about is often in the title. */
export const recordTitles: readonly RecordTitles[] = [
  {
    pages: ['/complaints/'],
    titles: async (db, actor, ids) => {
      const rows = await selectComplaints(db, sightOf(actor), { ids, limit: ids.length })
      return new Map(rows.map((row) => [row.id, row.title]))
    },
  },
]
