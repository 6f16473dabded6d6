import { z } from 'zod'
import { endpoint, idParams, text } from '#kernel/http/endpoint.ts'
import { absenceKinds, dayKinds, dutyRoles, turnUnits } from './words.ts'

export const Ref = z.object({ id: z.string(), name: z.string() })
/** A day of the calendar, YYYY-MM-DD, of a year that calendars compute. */
export const day = z.iso
  .date()
  .refine((text) => text >= '2000-01-01' && text <= '2199-12-31', { error: 'duty:error.bad_day' })
export const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'duty:error.bad_time')
const phone = z
  .string()
  .trim()
  .max(40)
  .regex(/^[0-9+()#*, -]*$/, 'duty:error.bad_phone')
const code = z
  .string()
  .trim()
  .regex(/^[a-z0-9-]{1,20}$/, 'duty:error.bad_code')

/** A shift of the day plan; `to` at or before `from` is the next day's (17:30–08:30, 08:30–08:30). */
export const PlanShift = z.strictObject({
  code,
  name: text(40, 1),
  from: clock,
  to: clock,
  on: z.array(z.enum(dayKinds)).min(1).max(3),
})
export type PlanShiftFacts = z.output<typeof PlanShift>

const MemberBody = z.strictObject({
  personId: z.uuid(),
  /** where the person is reached on duty; empty: the number of the account */
  phone: phone.default(''),
  /** approves swaps and substitutions */
  leader: z.boolean().default(false),
  /** from when the person takes part in turns; absent: today, or as it was */
  joinedOn: day.optional(),
})

const teamFacts = {
  name: text(100, 2),
  phone: phone.default(''),
  place: text(200, 0).default(''),
  /** whose holidays and zone count; null: the unit's default calendar */
  calendarId: z.uuid().nullable().default(null),
  /** answers when somebody asks who is on duty for the org */
  main: z.boolean().default(false),
  /** an hour without a shift is a gap */
  fullCover: z.boolean().default(false),
  active: z.boolean().default(true),
  plan: z.array(PlanShift).min(1).max(12),
  members: z.array(MemberBody).max(200),
}
export const TeamBody = z.strictObject({ orgId: z.uuid(), ...teamFacts })

/**
 * Who takes turns in a role. `pattern` (unit pattern only): codes of shifts of successive days, null for a free day; the
 * first in the list begins it on `anchor`, the others behind, evenly spread.
 */
export const RotationBody = z
  .strictObject({
    id: z.uuid().optional(),
    name: text(60, 1),
    role: z.enum(dutyRoles),
    days: z.array(z.enum(dayKinds)).min(1).max(3),
    unit: z.enum(turnUnits),
    needed: z.int().min(1).max(20).default(1),
    minRestHours: z.int().min(0).max(168).default(0),
    /** turns that one person takes in a row */
    maxTurns: z.int().min(1).max(31).default(1),
    pattern: z.array(code.nullable()).min(2).max(60).nullable().default(null),
    anchor: day.nullable().default(null),
    people: z.array(z.uuid()).max(200),
  })
  .refine((r) => (r.unit === 'pattern') === (r.pattern !== null && r.anchor !== null), {
    path: ['pattern'],
    error: 'duty:error.pattern_missing',
  })
export type RotationFacts = z.output<typeof RotationBody>

export const TeamLine = z.object({
  id: z.string(),
  name: z.string(),
  org: Ref,
  phone: z.string(),
  main: z.boolean(),
  active: z.boolean(),
  memberCount: z.number(),
  /** the caller stands duty in it */
  mine: z.boolean(),
  abilities: z.array(z.enum(['edit', 'roster', 'approve'])),
})
export const Team = TeamLine.extend({
  place: z.string(),
  calendarId: z.string().nullable(),
  fullCover: z.boolean(),
  plan: z.array(PlanShift),
  members: z.array(
    z.object({
      person: Ref,
      /** as reached on duty */
      phone: z.string(),
      ownPhone: z.string(),
      leader: z.boolean(),
      joinedOn: z.string(),
      active: z.boolean(),
    }),
  ),
  rotations: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      role: z.enum(dutyRoles),
      days: z.array(z.enum(dayKinds)),
      unit: z.enum(turnUnits),
      needed: z.number(),
      minRestHours: z.number(),
      maxTurns: z.number(),
      pattern: z.array(z.string().nullable()).nullable(),
      anchor: z.string().nullable(),
      people: z.array(Ref),
    }),
  ),
  version: z.number(),
})
export type TeamRecord = z.output<typeof Team>

export const listTeams = endpoint({
  name: 'duty.teams',
  method: 'GET',
  path: '/duty-teams',
  permission: 'duty.read',
  response: z.object({ items: z.array(TeamLine), mayCreate: z.boolean() }),
  summary: 'Duty teams 值班组',
})
export const getTeam = endpoint({
  name: 'duty.team',
  method: 'GET',
  path: '/duty-teams/{id}',
  permission: 'duty.read',
  params: idParams,
  response: Team,
  summary: 'A duty team with members and rotations 值班组详情',
})
export const createTeam = endpoint({
  name: 'duty.create-team',
  method: 'POST',
  path: '/duty-teams',
  permission: 'duty.manage',
  body: TeamBody,
  response: Team,
  status: 201,
  idempotent: true,
  summary: 'Make a duty team 新建值班组',
})
export const editTeam = endpoint({
  name: 'duty.edit-team',
  method: 'PUT',
  path: '/duty-teams/{id}',
  permission: 'duty.manage',
  params: idParams,
  body: z.strictObject(teamFacts),
  response: Team,
  ifMatch: true,
  summary: 'Change a duty team 修改值班组',
})
export const setRotations = endpoint({
  name: 'duty.set-rotations',
  method: 'PUT',
  path: '/duty-teams/{id}/rotations',
  permission: 'duty.manage',
  params: idParams,
  body: z.strictObject({ rotations: z.array(RotationBody).max(20) }),
  response: Team,
  ifMatch: true,
  summary: 'Set who takes turns in a team 设置轮值',
})

const Absence = z.object({
  id: z.string(),
  person: Ref,
  fromDay: z.string(),
  toDay: z.string(),
  kind: z.enum(absenceKinds),
  note: z.string(),
  mayDelete: z.boolean(),
})
export const listAbsences = endpoint({
  name: 'duty.absences',
  method: 'GET',
  path: '/duty-teams/{id}/absences',
  permission: 'duty.read',
  params: idParams,
  query: z.strictObject({ from: day.optional() }),
  response: z.object({ items: z.array(Absence) }),
  summary: 'Absences of the members of a duty team 值班组成员请假',
})
/** Without `personId`: one's own. Somebody else's: by who keeps the rosters of a team of the person. */
export const createAbsence = endpoint({
  name: 'duty.create-absence',
  method: 'POST',
  path: '/duty-absences',
  permission: 'duty.read',
  body: z.strictObject({
    personId: z.uuid().optional(),
    fromDay: day,
    toDay: day,
    kind: z.enum(absenceKinds),
    note: text(500, 0).default(''),
  }),
  response: Absence,
  status: 201,
  idempotent: true,
  summary: 'Record an absence from duty 登记不能值班的日子',
})
export const deleteAbsence = endpoint({
  name: 'duty.delete-absence',
  method: 'DELETE',
  path: '/duty-absences/{id}',
  permission: 'duty.read',
  params: idParams,
  response: z.object({ id: z.string() }),
  summary: 'Take an absence back 撤销请假登记',
})
