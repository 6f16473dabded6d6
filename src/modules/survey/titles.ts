import type { RecordTitles } from '#kernel/evidence/index.ts'
import { scopeOf } from '#kernel/permission/index.ts'
import { selectRuns } from './store/runs.ts'

export const recordTitles: readonly RecordTitles[] = [
  {
    pages: ['/questionnaire-runs/'],
    titles: async (db, actor, ids) => {
      const rows = await selectRuns(db, scopeOf(actor, 'survey.read'), { ids, limit: ids.length })
      return new Map(rows.map((row) => [row.id, row.title]))
    },
  },
]
