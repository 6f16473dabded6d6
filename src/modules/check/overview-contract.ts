/** How it all stands 监控总览: checks gathered by what they belong to. */
import { z } from 'zod'
import { endpoint } from '#kernel/http/endpoint.ts'
import { checkStates } from './words.ts'

/** By information system, by machine room of the item, by the vendor that looks after the system. */
export const gatherings = ['service', 'room', 'vendor'] as const
export type Gathering = (typeof gatherings)[number]

export const Gathered = z.object({
  /** null: checks that belong to none */
  id: z.string().nullable(),
  name: z.string(),
  /** the worst state of its checks; paused only when all are */
  state: z.enum(checkStates),
  states: z.record(z.enum(checkStates), z.number()),
  checks: z.number(),
  /** alerts that checks have raised and that have not ended */
  raised: z.number(),
  /** of this month so far: up ÷ (up + down), down while one of its checks is; null where neither was */
  ratio: z.number().nullable(),
  /** some of those that are not well, the worst first */
  bad: z.array(z.object({ id: z.string(), name: z.string(), state: z.enum(checkStates) })),
})
export type GatheredView = z.output<typeof Gathered>

export const getOverview = endpoint({
  name: 'check.overview',
  method: 'GET',
  path: '/check-overview',
  permission: 'check.read',
  query: z.strictObject({ by: z.enum(gatherings).default('service') }),
  response: z.object({
    /** the worst first, then by name */
    groups: z.array(Gathered),
    states: z.record(z.enum(checkStates), z.number()),
    /** `2026-11` */
    month: z.string(),
  }),
  summary: 'How all checks stand, by system, machine room or vendor 监控总览',
})
