import { z } from 'zod'
import { text } from '#kernel/http/endpoint.ts'
import { modes } from './words.ts'

const key = z.string().regex(/^[a-z][a-z0-9-]{1,49}$/)

/** Who decides. Everybody named must be active and hold `approval.decide`; others are passed over. */
export const Approver = z.discriminatedUnion('kind', [
  /** holders of a role for the org of the approval (granted there or above it) */
  z.strictObject({ kind: z.literal('role'), role: key }),
  /** holders of a permission for the org of the approval */
  z.strictObject({ kind: z.literal('permission'), permission: z.string().regex(/^[a-z-]+\.[a-z-]+$/) }),
  z.strictObject({ kind: z.literal('person'), personId: z.uuid() }),
  /** leaders of a support group */
  z.strictObject({ kind: z.literal('group-leader'), groupId: z.uuid() }),
  /**
   * `requester-leader`: who leads the requester's org, or the nearest org above that somebody else leads;
   * `org-leader`: who leads the org of the approval, or the nearest one above
   */
  z.strictObject({ kind: z.literal('relation'), relation: z.enum(['requester-leader', 'org-leader']) }),
])
export type Approver = z.infer<typeof Approver>

/** Working time on the unit's calendar; see the targets of the calendar room. */
const Deadline = z.strictObject({
  value: z.number().positive().max(1000),
  unit: z.enum(['minutes', 'hours', 'workingDays', 'naturalDays', 'weeks']),
})

export const StepDefinition = z.strictObject({
  /** what people call it; `t:<room>:<key>` is translated for each reader */
  name: text(100),
  mode: z.enum(modes),
  by: z.array(Approver).min(1).max(20),
  deadline: Deadline.optional(),
  /** who is asked as well when the deadline has passed; without it the duty leader */
  fallback: Approver.optional(),
})
export type StepDefinition = z.infer<typeof StepDefinition>

/**
 * How something is approved: steps in order. Rooms write it in code or keep it among their settings; an approval
 * freezes it when it starts.
 */
export const ApprovalDefinition = z.strictObject({
  steps: z.array(StepDefinition).min(1).max(20),
  /** the requester may decide about the own request; he is left out otherwise */
  requesterMayDecide: z.boolean().optional(),
})
export type ApprovalDefinition = z.infer<typeof ApprovalDefinition>
