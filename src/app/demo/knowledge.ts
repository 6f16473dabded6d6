import type { Tx } from '#kernel/db/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import { writeAndPublish } from '#modules/knowledge/index.ts'
import { articles } from './articles.ts'
import type { Catalogue } from './services.ts'

/** The knowledge of the sample city: each article written by who knows it, and published by the duty leader. */
export async function seedKnowledge(tx: Tx, ids: Catalogue): Promise<void> {
  const reviewer = await personActor(tx, 'lead01')
  for (const { writer, service, category, kind, ...article } of articles)
    await writeAndPublish(
      tx,
      { writer: await personActor(tx, writer), reviewer },
      {
        ...article,
        kind: kind ?? 'article',
        serviceId: service ? (ids.services.get(service) ?? null) : null,
        categoryId: category ? (ids.categories.get(category) ?? null) : null,
      },
    )
}
