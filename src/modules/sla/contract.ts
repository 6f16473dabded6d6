import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text } from '#kernel/http/endpoint.ts'

export const gradeNames = ['major', 'serious', 'general', 'minor'] as const
/** sla: with the customer; ola: between our own groups; vendor: with a company whose groups work on tickets */
export const agreementKinds = ['sla', 'ola', 'vendor'] as const
export type AgreementKind = (typeof agreementKinds)[number]
export const clockStates = ['running', 'paused', 'met', 'breached', 'cancelled'] as const
export const targetUnitNames = ['minutes', 'hours', 'workingDays', 'naturalDays', 'weeks'] as const
/** Why a ticket is on hold; an agreement says which of them stop which clock. */
export const pauseReasons = ['requester', 'vendor', 'approval', 'observation'] as const
/** Whom an escalation step tells; who that is follows from the ticket. */
export const recipients = [
  'owner',
  'group',
  'group-leader',
  'vendor-contact',
  'duty-leader',
  'manager',
] as const
/** Metrics that ship; the list is open (see metrics.ts). */
export const shippedMetrics = ['response', 'restore', 'on-site', 'supervision'] as const

/** The metrics that a form offers for a kind of agreement; those between groups have the one of their name. */
export function metricsOfKind(kind: AgreementKind): readonly string[] {
  return kind === 'sla' ? shippedMetrics : [kind]
}

const metric = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/)
const grade = z.enum(gradeNames)

export const Coverage = z.strictObject({
  serviceId: z.uuid().nullable().default(null),
  /** this org and all below it */
  orgId: z.uuid().nullable().default(null),
  categoryId: z.uuid().nullable().default(null),
  type: z.enum(['fault', 'request', 'consultation']).nullable().default(null),
})

export const TargetRow = z.strictObject({
  grade,
  metric,
  value: z.int().min(1).max(10_000),
  unit: z.enum(targetUnitNames),
  /** null: the calendar of the service, else the unit's */
  calendarId: z.uuid().nullable().default(null),
  /** a clock that is asked for later starts at the earliest so many minutes after the ticket was filed */
  notBeforeMinutes: z.int().min(0).max(43_200).default(0),
})

export const PauseRule = z.strictObject({
  reason: z.enum(pauseReasons),
  metrics: z.array(metric).min(1).max(20),
})

export const Escalation = z.strictObject({
  metric,
  atPercent: z.int().min(1).max(1000),
  notify: z.array(z.enum(recipients)).min(1).max(recipients.length),
})

const document = {
  kind: z.enum(agreementKinds).default('sla'),
  /** the groups that an OLA binds */
  groupIds: z.array(z.uuid()).max(200).default([]),
  /** the company that a vendor agreement binds: its groups and those of the orgs below it */
  vendorOrgId: z.uuid().nullable().default(null),
  name: text(100),
  description: text(2000, 0).default(''),
  sameClockTime: z.boolean().default(false),
  active: z.boolean().default(true),
  coverage: z.array(Coverage).max(200).default([]),
  targets: z.array(TargetRow).min(1).max(200),
  pauseRules: z.array(PauseRule).max(50).default([]),
  escalations: z.array(Escalation).max(100).default([]),
}
/** The whole agreement in one document: parts that do not fit each other are refused together. */
export const AgreementBody = z.strictObject(document)

export const Agreement = z.object({
  id: z.uuid(),
  ...document,
  isDefault: z.boolean(),
  version: z.int(),
  abilities: z.array(z.enum(['update'])),
})
export const AgreementSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(agreementKinds),
  description: z.string(),
  isDefault: z.boolean(),
  active: z.boolean(),
  coverageCount: z.int(),
  version: z.int(),
})

export const listAgreements = endpoint({
  name: 'sla.list',
  method: 'GET',
  path: '/agreements',
  permission: 'sla.read',
  query: z.strictObject({ ...pageQuery, kind: z.enum(agreementKinds).optional() }),
  response: pageOf(AgreementSummary),
  summary: 'List agreements: with customers, between groups, with vendors 服务级别协议列表',
})
export const getAgreement = endpoint({
  name: 'sla.get',
  method: 'GET',
  path: '/agreements/{id}',
  permission: 'sla.read',
  params: idParams,
  response: Agreement,
  summary: 'One agreement with targets, coverage, pause rules and escalation 服务级别协议',
})
export const createAgreement = endpoint({
  name: 'sla.create',
  method: 'POST',
  path: '/agreements',
  permission: 'sla.manage',
  body: AgreementBody,
  response: Agreement,
  status: 201,
  idempotent: true,
  summary: 'Create an agreement 新建服务级别协议',
})
export const updateAgreement = endpoint({
  name: 'sla.update',
  method: 'PATCH',
  path: '/agreements/{id}',
  permission: 'sla.manage',
  params: idParams,
  // what is left out stays as it is; a list that is given replaces the old one
  body: z.strictObject({
    name: document.name.optional(),
    // the kind of an agreement never changes: clocks that ran under it tell what it was
    groupIds: z.array(z.uuid()).max(200).optional(),
    vendorOrgId: z.uuid().nullable().optional(),
    description: text(2000, 0).optional(),
    sameClockTime: z.boolean().optional(),
    active: z.boolean().optional(),
    coverage: z.array(Coverage).max(200).optional(),
    targets: document.targets.optional(),
    pauseRules: z.array(PauseRule).max(50).optional(),
    escalations: z.array(Escalation).max(100).optional(),
    isDefault: z.literal(true).optional(),
  }),
  response: Agreement,
  ifMatch: true,
  summary: 'Change an agreement; running clocks are recalculated openly 修改服务级别协议',
})

/** A clock as tickets embed it in their answers. */
export const ClockView = z.object({
  metric: z.string(),
  grade: grade.nullable(),
  agreementId: z.uuid().nullable(),
  calendarId: z.uuid(),
  targetValue: z.int().nullable(),
  targetUnit: z.enum(targetUnitNames).nullable(),
  state: z.enum(clockStates),
  startedAt: z.iso.datetime(),
  /** while paused: as it would be if the pause ended at its beginning */
  dueAt: z.iso.datetime(),
  stoppedAt: z.iso.datetime().nullable(),
  breachedAt: z.iso.datetime().nullable(),
  pausedSince: z.iso.datetime().nullable(),
  pauseReason: z.string().nullable(),
  /** working time left, negative when overdue; as it was when the clock stopped */
  remainingSeconds: z.int(),
  /** share of the target used, in percent of working time */
  percent: z.int(),
  explanation: z.string().optional(),
})
export type ClockView = z.output<typeof ClockView>

/** How long one group had, or has, a ticket, with the clocks of the agreements that bind it. */
export const GroupStay = z.object({
  id: z.uuid(),
  groupId: z.uuid(),
  groupName: z.string(),
  beganAt: z.iso.datetime(),
  /** null: the group has it */
  endedAt: z.iso.datetime().nullable(),
  /** the move that ended it */
  endedBy: z.string().nullable(),
  /** by the time of day, until now when it has not ended */
  seconds: z.int(),
  /** at most one of each kind; `metric` is the kind */
  clocks: z.array(ClockView.extend({ explanation: z.string() })),
})
export type GroupStay = z.output<typeof GroupStay>
export type Agreement = z.output<typeof Agreement>
export type AgreementBody = z.output<typeof AgreementBody>
export type Coverage = z.output<typeof Coverage>
export type TargetRow = z.output<typeof TargetRow>
