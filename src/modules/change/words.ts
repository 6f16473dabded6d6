/** The code lists of changes. */
export const kinds = ['standard', 'normal', 'emergency'] as const
export type Kind = (typeof kinds)[number]

export const levels = ['high', 'medium', 'low'] as const
export type Level = (typeof levels)[number]

export const risks = ['low', 'medium', 'high'] as const
export type Risk = (typeof risks)[number]

export const states = [
  'draft',
  'assessing',
  'awaiting',
  'returned',
  'scheduled',
  'in-progress',
  'failed',
  'implemented',
  'backed-out',
  'closed',
  'rejected',
  'cancelled',
] as const
export type State = (typeof states)[number]

export const moves = [
  'submit',
  'assess',
  'send-back',
  'start',
  'implement',
  'fail',
  'back-out',
  'close',
  'cancel',
] as const
export type Move = (typeof moves)[number]

/** What happens to it by its approval, and by an edit of what is approved. */
export const outcomes = ['approved', 'returned', 'rejected', 'resubmitted', 'voided'] as const
export type Outcome = (typeof outcomes)[number]

export const results = ['successful', 'partly', 'failed'] as const
export type Result = (typeof results)[number]

export const evidences = ['backup', 'state-before', 'state-after'] as const
export type EvidenceKind = (typeof evidences)[number]

export const relations = ['caused', 'solves', 'found'] as const
export type Relation = (typeof relations)[number]

export const flowKeys = [
  'standard',
  'normal-low',
  'normal-medium',
  'normal-high',
  'emergency',
  'emergency-after',
] as const
export type FlowKey = (typeof flowKeys)[number]

/** What can be missing before a change goes on; people read its name. */
export const gates = [
  'reason',
  'services',
  'risk',
  'impact',
  'plan',
  'back-out',
  'test-proof',
  'window',
  'window-length',
  'implementer',
  'second',
  'two-persons',
  'conflicts',
  'freeze',
  'approval',
  'other-approver',
  'inside-window',
  'backup',
  'state-before',
  'files-listed',
  'files-copied',
  'tasks',
  'state-after',
  'confirmation',
  'ratified',
] as const
export type Gate = (typeof gates)[number]
