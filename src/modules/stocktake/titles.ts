import type { RecordTitles } from '#kernel/evidence/index.ts'
import { visibleStocktakes } from './access.ts'
import { selectCampaigns } from './store/campaign.ts'

export const recordTitles: readonly RecordTitles[] = [
  {
    pages: ['/stocktakes/'],
    titles: async (db, actor, ids) => {
      const rows = await selectCampaigns(db, visibleStocktakes(actor), { ids, limit: ids.length })
      return new Map(rows.map((row) => [row.id, row.title]))
    },
  },
]
