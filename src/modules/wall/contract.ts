/** The wall screen 运行大屏: everything it shows in one answer. What the caller may not see is null, and not zero. */
import { z } from 'zod'
import { endpoint, when } from '#kernel/http/endpoint.ts'
import { checkStates } from '#modules/check/words.ts'
import { states } from '#modules/incident/words.ts'
import { healths } from './words.ts'

const count = z.number().int()

export const ServiceHealth = z.object({
  /** null: checks that belong to no information system */
  id: z.string().nullable(),
  name: z.string(),
  health: z.enum(healths),
  /** worst state of its checks; null: it has none */
  state: z.enum(checkStates).nullable(),
  checks: count,
  /** how many of them are neither well nor paused */
  bad: count,
  /** availability of this month, 0 to 1; null where nothing can be said */
  ratio: z.number().nullable(),
  /** open alerts; null: not for the caller */
  alerts: z.object({ critical: count, warning: count }).nullable(),
  /** open faults and the highest priority among them; null: not for the caller */
  faults: z.object({ open: count, priority: count.nullable() }).nullable(),
})
export type ServiceHealth = z.output<typeof ServiceHealth>

export const WallMajor = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  state: z.enum(states),
  service: z.string().nullable(),
  occurredAt: when,
  leader: z.string().nullable(),
  startedAt: when.nullable(),
  updateDueAt: when.nullable(),
  onBridge: count,
})

const WallShift = z.object({
  name: z.string(),
  from: when,
  to: when,
  people: z.array(z.object({ id: z.string(), name: z.string(), role: z.string(), phone: z.string() })),
})
export const WallTeam = z.object({
  id: z.string(),
  name: z.string(),
  phone: z.string(),
  /** somebody ought to be on duty at any time */
  fullCover: z.boolean(),
  now: WallShift.nullable(),
  next: WallShift.nullable(),
})

export const WallReading = z.object({
  id: z.string(),
  /** machine room or place */
  place: z.string().nullable(),
  name: z.string(),
  value: z.string(),
  unit: z.string().nullable(),
  /** of something that is there or not: the value is a word of the reader's language */
  yesNo: z.boolean(),
  /** `unknown`: no reading that counts now */
  state: z.enum(['normal', 'abnormal', 'unknown']),
  at: when.nullable(),
  from: z.enum(['check', 'round']),
})

export const getWall = endpoint({
  name: 'wall.get',
  method: 'GET',
  path: '/wall',
  permission: 'wall.read',
  response: z.object({
    asOf: when,
    /** the worst first, then by name */
    services: z.array(ServiceHealth),
    load: z
      .object({
        /** incidents that occurred, that were resolved, since midnight of the unit's zone */
        filed: count,
        resolved: count,
        /** open ones by priority 1 to 4 */
        open: z.array(count).length(4),
        /** open ones past their due time */
        overdue: count,
      })
      .nullable(),
    alerts: z.object({ critical: count, warning: count }).nullable(),
    /** open ones, the oldest first */
    majors: z.array(WallMajor).nullable(),
    duty: z.array(WallTeam).nullable(),
    environment: z.array(WallReading),
    /** the last 24 hours by the hour, the one that runs included */
    hours: z.array(z.object({ at: when, incidents: count.nullable(), alerts: count.nullable() })),
  }),
  summary: 'How it all stands, for the wall screen 运行大屏',
})
