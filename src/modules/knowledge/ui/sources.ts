import { call } from '#web/api.ts'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { query } from '#web/kit/sources.ts'
import { listArticles } from '../contract.ts'

/** Published articles, by number or words. */
export const articleSource: RemoteSource = {
  name: 'article',
  search: async (q, signal) =>
    (await call(listArticles, { ...query(q), live: 'true', limit: 20 }, { signal })).items.map((one) => ({
      value: one.id,
      label: one.number,
      detail: one.title,
    })),
}
