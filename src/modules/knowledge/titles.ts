import type { RecordTitles } from '#kernel/evidence/index.ts'
import { listRows } from './store/read.ts'
import { visibleArticles } from './visible.ts'

export const recordTitles: readonly RecordTitles[] = [
  {
    pages: ['/articles/'],
    titles: async (db, actor, ids) => {
      const rows = await listRows(
        db,
        visibleArticles(actor),
        { ids },
        { limit: ids.length, sort: '-updatedAt' },
      )
      return new Map(rows.map((row) => [row.id, row.title]))
    },
  },
]
