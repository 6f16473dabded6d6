import type { z } from 'zod'
import type { Db } from '#kernel/db/index.ts'
import type { Story } from './story-contract.ts'
import { timelineOf } from './store/timeline.ts'

/** More than anybody reads on one page. */
const most = 300

/** The newest 300 entries of a ticket, internal ones as well: for those only who may see the ticket whole. */
export async function storyOf(db: Db, ticketId: string): Promise<z.input<typeof Story>> {
  const entries = await timelineOf(db, ticketId, { internal: true, order: 'desc', limit: most })
  return {
    items: entries.slice(0, most).map(({ id, kind, actorName, body, data, recordedAt }) => ({
      ...{ id, kind, body, data },
      actor: actorName,
      at: recordedAt,
    })),
  }
}
