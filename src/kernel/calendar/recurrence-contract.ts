import { z } from 'zod'

const at = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'calendar:error.bad_clock')
/** What happens when the day is no working day: filed all the same, left out, filed on the next working day. */
export const closedRules = ['file', 'skip', 'next'] as const
const closed = z.enum(closedRules).default('next')
/** None: every month. */
const months = z.array(z.int().min(1).max(12)).max(12).default([])

/** When it comes, on the unit's default calendar and by its clock (`at`, HH:MM). -1 is the last one of the month. */
export const Rule = z.discriminatedUnion('every', [
  z.strictObject({ every: z.literal('workday'), at }),
  z.strictObject({
    every: z.literal('week'),
    weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
    at,
    closed,
  }),
  z.strictObject({
    every: z.literal('month-day'),
    day: z.union([z.int().min(1).max(31), z.literal(-1)]),
    months,
    at,
    closed,
  }),
  z.strictObject({
    every: z.literal('month-workday'),
    n: z.union([z.int().min(1).max(15), z.literal(-1)]),
    months,
    at,
  }),
])
export const everies = ['workday', 'week', 'month-workday', 'month-day'] as const
export type RuleInput = z.input<typeof Rule>
