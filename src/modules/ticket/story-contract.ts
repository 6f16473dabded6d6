import { z } from 'zod'
import { when } from '#kernel/http/endpoint.ts'

/** An entry of a timeline that is read page by page, with whether the requester sees it. */
export const TimelineEntry = z.object({
  id: z.number(),
  kind: z.string(),
  public: z.boolean(),
  actorId: z.string().nullable(),
  actorName: z.string(),
  body: z.string(),
  data: z.record(z.string(), z.unknown()),
  occurredAt: when,
  recordedAt: when,
})

/** What happened to a ticket that only those who work on it see, the newest first. */
export const Story = z.object({
  items: z.array(
    z.object({
      id: z.number(),
      kind: z.string(),
      actor: z.string(),
      body: z.string(),
      data: z.record(z.string(), z.unknown()),
      at: when,
    }),
  ),
})
