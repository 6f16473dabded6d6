import { z } from 'zod'
import { endpoint, instant, text } from '#kernel/http/endpoint.ts'
import { holdReasons, levels } from './words.ts'

const reason = text(2000, 2)

/** What is done to each of them: the verb of the single incident, by its own rules. */
export const BulkAction = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('assign'),
    groupId: z.uuid().optional(),
    ownerId: z.uuid().optional(),
    reason: reason.optional(),
  }),
  z.strictObject({ do: z.literal('take') }),
  z.strictObject({
    do: z.literal('edit'),
    impact: z.enum(levels).optional(),
    urgency: z.enum(levels).optional(),
    categoryId: z.uuid().optional(),
  }),
  z.strictObject({
    do: z.literal('hold'),
    reason: z.enum(holdReasons),
    note: reason,
    until: instant.optional(),
  }),
  z.strictObject({ do: z.literal('close'), note: text(10_000, 0).optional() }),
  z.strictObject({ do: z.literal('comment'), body: text(20_000), public: z.boolean() }),
  z.strictObject({ do: z.literal('watch'), personId: z.uuid() }),
])

export const bulkLimit = 100

/**
 * Each in a transaction of its own, in the order given: `done`; `refused` by a rule, with its code and words; `stale`,
 * because somebody changed it since; `failed`, where the fault is ours. What is done stays done.
 */
export const bulkIncidents = endpoint({
  name: 'incident.bulk',
  method: 'POST',
  path: '/incidents-bulk',
  permission: 'incident.work',
  body: z.strictObject({
    items: z
      .array(z.strictObject({ id: z.uuid(), version: z.int().min(1) }))
      .min(1)
      .max(bulkLimit)
      .refine(
        (items) => new Set(items.map((one) => one.id)).size === items.length,
        'incident:error.bulk_twice',
      ),
    action: BulkAction,
  }),
  response: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        outcome: z.enum(['done', 'refused', 'stale', 'failed']),
        code: z.string().nullable(),
        message: z.string().nullable(),
      }),
    ),
  }),
  ownTransaction: true,
  summary: 'Do the same to several incidents 批量处理',
})
