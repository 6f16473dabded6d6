import type { RecordTitles } from '#kernel/evidence/index.ts'
import { visibleEvaluations } from './access.ts'
import { selectEvaluations } from './store/evaluation.ts'

export const recordTitles: readonly RecordTitles[] = [
  {
    pages: ['/evaluations/'],
    titles: async (db, actor, ids) => {
      const rows = await selectEvaluations(db, visibleEvaluations(actor), { ids, limit: ids.length })
      return new Map(rows.map((row) => [row.id, row.title]))
    },
  },
]
