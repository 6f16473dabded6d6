import type { RecordTitles } from '#kernel/evidence/index.ts'
import { visibleRounds } from './policy.ts'
import { selectRounds } from './store/round.ts'

/** A round is called as its plan. */
export const recordTitles: readonly RecordTitles[] = [
  {
    pages: ['/rounds/'],
    titles: async (db, actor, ids) => {
      const rows = await selectRounds(db, visibleRounds(actor), { ids, limit: ids.length })
      return new Map(rows.map((row) => [row.id, row.plan.name]))
    },
  },
]
