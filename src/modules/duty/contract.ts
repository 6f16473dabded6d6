import { z } from 'zod'
import { endpoint, idParams, text, when } from '#kernel/http/endpoint.ts'
import { importEndpoints } from '#kernel/sheet/contract.ts'
import { PeriodLine } from './period-contract.ts'
import { Ref, day } from './team-contract.ts'
import { dayKinds, dutyRoles, issueKinds, rosterStates, sources, swapStates } from './words.ts'

export const Shift = z.object({
  id: z.string(),
  rosterId: z.string(),
  team: Ref,
  teamPhone: z.string(),
  day: z.string(),
  code: z.string(),
  name: z.string(),
  kind: z.enum(dayKinds),
  dayName: z.string().nullable(),
  night: z.boolean(),
  from: when,
  to: when,
  phase: z.enum(['ahead', 'running', 'over', 'dropped']),
  published: z.boolean(),
  /** the leading cadre first */
  people: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      role: z.enum(dutyRoles),
      source: z.enum(sources),
      phone: z.string(),
    }),
  ),
})
export type ShiftRecord = z.output<typeof Shift>

/** What is wrong; `with` is the other shift of a double booking. */
export const Issue = z.object({
  kind: z.enum(issueKinds),
  day: z.string(),
  shiftId: z.string().nullable(),
  shiftName: z.string(),
  person: Ref.nullable(),
  role: z.enum(dutyRoles).nullable(),
  from: when.nullable(),
  to: when.nullable(),
  with: z.object({ team: z.string(), shift: z.string(), from: when }).nullable(),
  /** people or hours missing */
  count: z.number(),
})

const RosterLine = z.object({
  id: z.string(),
  team: Ref,
  fromDay: z.string(),
  toDay: z.string(),
  state: z.enum(rosterStates),
  revision: z.number(),
  publishedAt: when.nullable(),
  publishedBy: z.string().nullable(),
  version: z.number(),
})
export const Roster = RosterLine.extend({
  shifts: z.array(Shift),
  issues: z.array(Issue),
  /** guarantee periods 重保 in it */
  periods: z.array(PeriodLine),
  /** since it was published, the last first; at most 200 */
  changes: z.array(
    z.object({
      revision: z.number(),
      at: when,
      by: z.string().nullable(),
      why: z.enum(['hand', 'swap', 'generate', 'import']),
      reason: z.string(),
      shift: z.object({ day: z.string(), name: z.string() }),
      role: z.enum(dutyRoles),
      before: z.array(z.string()),
      after: z.array(z.string()),
    }),
  ),
  abilities: z.array(z.enum(['edit', 'generate', 'publish', 'delete'])),
})
export type RosterRecord = z.output<typeof Roster>

export const listRosters = endpoint({
  name: 'duty.rosters',
  method: 'GET',
  path: '/duty-teams/{id}/rosters',
  permission: 'duty.read',
  params: idParams,
  response: z.object({ items: z.array(RosterLine), mayCreate: z.boolean() }),
  summary: 'Rosters of a team, the newest first 值班表列表',
})
export const getRoster = endpoint({
  name: 'duty.roster',
  method: 'GET',
  path: '/duty-rosters/{id}',
  permission: 'duty.read',
  params: idParams,
  response: Roster,
  summary: 'A roster with shifts, defects and changes 值班表',
})
/** Makes a draft and fills it by the team's rotations. */
export const createRoster = endpoint({
  name: 'duty.create-roster',
  method: 'POST',
  path: '/duty-rosters',
  permission: 'duty.manage',
  body: z.strictObject({ teamId: z.uuid(), fromDay: day, toDay: day }),
  response: Roster,
  status: 201,
  idempotent: true,
  summary: 'Make a roster for a period 生成值班表',
})
/** Fills it anew; what was set by hand, swapped or imported stays. Of a published one only what lies ahead. */
export const generateRoster = endpoint({
  name: 'duty.generate-roster',
  method: 'POST',
  path: '/duty-rosters/{id}/moves/generate',
  permission: 'duty.manage',
  params: idParams,
  body: z.strictObject({ reason: text(500, 0).default('') }),
  response: Roster,
  ifMatch: true,
  summary: 'Fill a roster anew 重新生成',
})
export const publishRoster = endpoint({
  name: 'duty.publish-roster',
  method: 'POST',
  path: '/duty-rosters/{id}/moves/publish',
  permission: 'duty.manage',
  params: idParams,
  response: Roster,
  ifMatch: true,
  summary: 'Publish a roster 发布值班表',
})
/** Who stands which shift in which role; a published roster wants a reason. */
export const editRoster = endpoint({
  name: 'duty.edit-roster',
  method: 'POST',
  path: '/duty-rosters/{id}/moves/edit',
  permission: 'duty.manage',
  params: idParams,
  body: z.strictObject({
    places: z
      .array(
        z.strictObject({
          shiftId: z.uuid(),
          role: z.enum(dutyRoles),
          personIds: z.array(z.uuid()).max(20),
        }),
      )
      .min(1)
      .max(400),
    reason: text(500, 0).default(''),
  }),
  response: Roster,
  ifMatch: true,
  summary: 'Set people of shifts by hand 手工调整',
})
export const deleteRoster = endpoint({
  name: 'duty.delete-roster',
  method: 'DELETE',
  path: '/duty-rosters/{id}',
  permission: 'duty.manage',
  params: idParams,
  response: z.object({ id: z.string() }),
  ifMatch: true,
  summary: 'Delete a draft 删除草稿',
})
export const printRoster = endpoint({
  name: 'duty.print-roster',
  method: 'GET',
  path: '/duty-rosters/{id}/print',
  permission: 'duty.read',
  params: idParams,
  query: z.strictObject({ paper: z.enum(['A4', 'A3']).default('A4') }),
  response: z.any(),
  download: true,
  summary: 'A roster to hang on the wall, with phone numbers 值班表打印件',
})
export const exportRoster = endpoint({
  name: 'duty.export-roster',
  method: 'GET',
  path: '/duty-rosters/{id}/sheet',
  permission: 'duty.read',
  params: idParams,
  query: z.strictObject({ format: z.enum(['xlsx', 'csv']).default('xlsx') }),
  response: z.any(),
  download: true,
  summary: 'A roster as a table that can be imported again 导出值班表',
})
export const rosterImport = importEndpoints({
  name: 'duty.roster',
  path: '/duty-rosters',
  permission: 'duty.manage',
  what: 'duty people of shifts 值班表',
})

/** Published shifts and, for who keeps the rosters, drafts. */
export const getDutyCalendar = endpoint({
  name: 'duty.calendar',
  method: 'GET',
  path: '/duty-calendar',
  permission: 'duty.read',
  query: z.strictObject({
    from: day,
    /** included; at most 62 days */
    to: day,
    teamId: z.uuid().optional(),
    mine: z.enum(['true', 'false']).optional(),
  }),
  response: z.object({
    days: z.array(z.object({ day: z.string(), kind: z.enum(dayKinds), name: z.string().nullable() })),
    /** holidays of this year have not been published: computed with weekends only */
    provisional: z.boolean(),
    shifts: z.array(Shift),
    issues: z.array(Issue),
    /** guarantee periods 重保 of the teams shown */
    periods: z.array(PeriodLine),
  }),
  summary: 'Duty calendar 值班日历',
})
export const getDutyNow = endpoint({
  name: 'duty.now',
  method: 'GET',
  path: '/duty-now',
  permission: 'duty.read',
  response: z.object({
    items: z.array(
      z.object({
        team: Ref,
        phone: z.string(),
        /** somebody ought to be on duty at any time */
        fullCover: z.boolean(),
        now: Shift.nullable(),
        next: Shift.nullable(),
      }),
    ),
    /** the caller's own: running or next */
    mine: Shift.nullable(),
  }),
  summary: 'Who is on duty now and next 当前值班',
})

/** Counts of one person in a role of a team and year, published shifts only, those ahead included. */
export const FairLine = z.object({
  person: Ref,
  role: z.enum(dutyRoles),
  shifts: z.number(),
  nights: z.number(),
  weekends: z.number(),
  holidays: z.number(),
  hours: z.number(),
  /** shifts that have begun */
  stood: z.number(),
  /** shifts that were others' and were taken over, and the other way round */
  taken: z.number(),
  given: z.number(),
})
export const getStatistics = endpoint({
  name: 'duty.statistics',
  method: 'GET',
  path: '/duty-statistics',
  permission: 'duty.read',
  query: z.strictObject({ teamId: z.uuid(), year: z.coerce.number().int().min(2000).max(2199) }),
  response: z.object({ items: z.array(FairLine) }),
  summary: 'Nights, weekends, holidays per person 值班均衡统计',
})

const SwapShift = z.object({ id: z.string(), day: z.string(), name: z.string(), from: when, to: when })
export const Swap = z.object({
  id: z.string(),
  team: Ref,
  role: z.enum(dutyRoles),
  shift: SwapShift,
  askedBy: Ref,
  /** null while it is open to the team */
  other: Ref.nullable(),
  otherShift: SwapShift.nullable(),
  reason: z.string(),
  state: z.enum(swapStates),
  askedAt: when,
  agreedAt: when.nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: when.nullable(),
  remark: z.string(),
  version: z.number(),
  abilities: z.array(z.enum(['accept', 'decline', 'withdraw', 'approve', 'refuse'])),
})
export type SwapRecord = z.output<typeof Swap>

export const listSwaps = endpoint({
  name: 'duty.swaps',
  method: 'GET',
  path: '/duty-swaps',
  permission: 'duty.read',
  query: z.strictObject({ which: z.enum(['open', 'over']).default('open') }),
  response: z.object({ items: z.array(Swap) }),
  summary: 'Swaps and substitutions that concern me or that I approve 换班与替班',
})
export const askSwap = endpoint({
  name: 'duty.ask-swap',
  method: 'POST',
  path: '/duty-swaps',
  permission: 'duty.read',
  body: z.strictObject({
    shiftId: z.uuid(),
    role: z.enum(dutyRoles),
    /** absent: open to the team */
    otherId: z.uuid().optional(),
    /** taken in return; absent: substitution 替班 */
    otherShiftId: z.uuid().optional(),
    reason: text(500, 2),
  }),
  response: Swap,
  status: 201,
  idempotent: true,
  summary: 'Ask for a swap or a substitute 申请换班或替班',
})
const swapMove = <const N extends string, const P extends string>(name: N, move: P, summary: string) =>
  endpoint({
    name: `duty.${name}` as const,
    method: 'POST',
    path: `/duty-swaps/{id}/moves/${move}` as const,
    permission: 'duty.read',
    params: idParams,
    body: z.strictObject({ remark: text(500, 0).default('') }),
    response: Swap,
    ifMatch: true,
    summary,
  })
export const acceptSwap = swapMove('accept-swap', 'accept', 'Agree to a swap 同意换班')
export const declineSwap = swapMove('decline-swap', 'decline', 'Decline a swap 不同意换班')
export const withdrawSwap = swapMove('withdraw-swap', 'withdraw', 'Withdraw a swap 撤回换班')
export const approveSwap = swapMove(
  'approve-swap',
  'approve',
  'Approve a swap, which carries it out 批准换班',
)
export const refuseSwap = swapMove('refuse-swap', 'refuse', 'Refuse a swap 不批准换班')

const Feed = z.object({
  id: z.string(),
  team: Ref.nullable(),
  createdAt: when,
  lastUsedAt: when.nullable(),
})
export const listFeeds = endpoint({
  name: 'duty.feeds',
  method: 'GET',
  path: '/duty-feeds',
  permission: 'duty.read',
  response: z.object({ items: z.array(Feed) }),
  summary: 'My calendar feeds 我的日历订阅',
})
/** The secret is told this once. */
export const createFeed = endpoint({
  name: 'duty.create-feed',
  method: 'POST',
  path: '/duty-feeds',
  permission: 'duty.read',
  body: z.strictObject({ teamId: z.uuid().nullable().default(null) }),
  response: Feed.extend({ path: z.string() }),
  status: 201,
  summary: 'Make a secret calendar address 新建日历订阅',
})
export const revokeFeed = endpoint({
  name: 'duty.revoke-feed',
  method: 'DELETE',
  path: '/duty-feeds/{id}',
  permission: 'duty.read',
  params: idParams,
  response: z.object({ id: z.string() }),
  summary: 'Revoke a calendar address 停用日历订阅',
})
/** RFC 5545; whoever knows the address reads it, as far as its owner may. */
export const readFeed = endpoint({
  name: 'duty.read-feed',
  method: 'GET',
  path: '/duty-feeds/{secret}/calendar.ics',
  permission: 'public',
  params: z.strictObject({ secret: z.string().max(100) }),
  response: z.any(),
  download: true,
  summary: 'Shifts as iCalendar 日历订阅内容',
})
