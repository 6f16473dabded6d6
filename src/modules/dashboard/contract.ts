import { z } from 'zod'
import { endpoint, when } from '#kernel/http/endpoint.ts'
import { states } from '#modules/incident/words.ts'
import { answers } from '#modules/satisfaction/words.ts'
import { metrics, nearness, periods } from './words.ts'

const count = z.number().int()

/** Days are of the unit's zone. `from` and `to` (both inclusive) are for `period=custom`. */
export const filters = {
  period: z.enum(periods).default('30d'),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  /** an org with all below it */
  orgId: z.uuid().optional(),
  serviceId: z.uuid().optional(),
}

/** What was counted: tickets that occurred in `from` ≤ t < `to`, as at `asOf`. */
const Counted = {
  from: when,
  to: when,
  asOf: when,
  /** how many of what was counted are imported history */
  imported: count,
}

function figure<const N extends string, S extends z.ZodRawShape>(name: N, shape: S, summary: string) {
  return endpoint({
    name: `dashboard.${name}` as `dashboard.${N}`,
    method: 'GET',
    path: `/dashboard/${name}` as `/dashboard/${N}`,
    permission: 'dashboard.read',
    query: z.strictObject(filters),
    response: z.object({ ...Counted, ...shape }),
    summary,
  })
}

export const dashboardLoad = figure(
  'load',
  {
    /** open tickets now, whenever they occurred */
    open: z.array(z.object({ state: z.enum(states), count })),
    /** every day of the period: tickets that occurred, tickets that were resolved; with its bounds for a link */
    days: z.array(z.object({ day: z.string(), from: when, to: when, filed: count, resolved: count })),
  },
  'Open work and its flow by day 工单负荷',
)

export const dashboardBreaches = figure(
  'breaches',
  {
    ahead: z.array(
      z.object({ nearness: z.enum(nearness), count, dueFrom: when.nullable(), dueTo: when.nullable() }),
    ),
    /** the nearest ones */
    nearest: z.array(
      z.object({ id: z.string(), number: z.string(), title: z.string(), priority: count, dueAt: when }),
    ),
  },
  'Open tickets by nearest due time 即将超时',
)

export const Timeliness = z.object({
  metric: z.enum(metrics),
  /** stopped in time, stopped too late */
  met: count,
  breached: count,
  /** not yet stopped: past the due time, still in time, waiting */
  overdue: count,
  running: count,
  paused: count,
  /** one for each of `shares`, of the clocks that have stopped */
  shares: z.array(count),
})

export const dashboardTimeliness = figure(
  'timeliness',
  { metrics: z.array(Timeliness) },
  'Response and restoration of faults by share of the target used 响应与恢复时效分布',
)

const Bar = z.object({
  /** null: not recorded */
  id: z.string().nullable(),
  name: z.string().nullable(),
  count,
  /** of these, not yet resolved */
  open: count,
})
const ranking = {
  bars: z.array(Bar),
  /** all faults, and those that are in no bar */ total: count,
  others: count,
}

export const dashboardServices = figure('services', ranking, 'Faults by information system 按信息系统')
export const dashboardOrgs = figure('orgs', ranking, 'Faults by the org they hit 按单位')

export const dashboardGroups = figure(
  'groups',
  {
    /** stays of tickets with groups that an OLA or a vendor agreement binds, most first; a ticket may stay twice */
    bars: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        /** handed on or solved in time, too late */
        met: count,
        breached: count,
        /** still with the group: past the time promised, in time or waiting */
        overdue: count,
        running: count,
        paused: count,
      }),
    ),
    /** stays of all bound groups, with those that are in no bar */
    total: count,
    others: count,
    met: count,
    breached: count,
  },
  'Time promised by groups: kept and not, by group 组内时限达成（按支持组）',
)

const said = {
  /** answers, not tickets: each affected person is asked */
  answers: z.array(z.object({ answer: z.enum(answers), count })),
  asked: count,
  answered: count,
  /** still waited for, and given up */
  waiting: count,
  expired: count,
}

export const dashboardSatisfaction = figure(
  'satisfaction',
  said,
  'What affected people say, and how many say anything 满意度',
)
export const dashboardRequestSatisfaction = figure(
  'request-satisfaction',
  said,
  'What requesters say of what they asked for 服务请求满意度',
)

export type DashboardFilters = z.output<z.ZodObject<typeof filters>>
