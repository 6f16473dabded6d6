import type { RecordTitles } from '#kernel/evidence/index.ts'
import { visibleReleases } from './releases.ts'
import { releaseRows } from './store/releases.ts'

export const recordTitles: readonly RecordTitles[] = [
  {
    pages: ['/releases/'],
    titles: async (db, actor, ids) => {
      const rows = await releaseRows(db, visibleReleases(actor), { ids, limit: ids.length })
      return new Map(rows.map((row) => [row.id, row.title]))
    },
  },
]
