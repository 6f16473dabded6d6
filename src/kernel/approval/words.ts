/** The shapes of an approval and of its history. Pure: both ends import it. */

/** `one`: a single person; `all` 会签: everybody; `any` 或签: whoever is first. */
export const modes = ['one', 'all', 'any'] as const
export type Mode = (typeof modes)[number]

export const approvalStates = ['running', 'approved', 'rejected', 'withdrawn', 'void'] as const
export type ApprovalState = (typeof approvalStates)[number]

/** `held`: others sign first. `skipped`: somebody else of the slot signed. `cancelled`: the step ended or began anew. */
export const itemStates = [
  'waiting',
  'held',
  'approved',
  'rejected',
  'returned',
  'skipped',
  'transferred',
  'cancelled',
] as const
export type ItemState = (typeof itemStates)[number]

/** Where a signer is added 加签: signs before the one who adds, after, or beside. */
export const places = ['before', 'after', 'parallel'] as const
export type Place = (typeof places)[number]

/** A step as frozen at the start; numbers count from 1. Step 0 is the requester, revising what was returned. */
export interface Step {
  no: number
  name: string
  mode: Mode
}

/** One person asked for one decision. */
export interface Item {
  id: string
  act: number
  step: number
  slot: number
  personId: string
  state: ItemState
  /** who decided; not `personId` where somebody stood in */
  by: string | null
  reason: string
}

/** A signature that is needed, and the slots that must be signed before. */
export interface Slot {
  id: number
  awaits: number[]
}

/** One opening of a step. A step that was returned to is opened anew. */
export interface Act {
  no: number
  step: number
  /** the act whose completion opened it; null after a start or a return */
  previous: number | null
  slots: Slot[]
}

/** An approval as its history says it is. */
export interface Approval {
  state: ApprovalState
  requesterId: string
  requesterMayDecide: boolean
  digest: string
  steps: Step[]
  acts: Act[]
  /** number of the act that decides now; null when over */
  current: number | null
  items: Item[]
}

export interface NewItem {
  id: string
  personId: string
}

/** What happened, in order. Replaying the facts gives the approval. `by` null: the program. */
export type Fact =
  | {
      kind: 'started'
      by: string | null
      requesterId: string
      requesterMayDecide: boolean
      digest: string
      steps: Step[]
    }
  | { kind: 'opened'; step: number; previous: number | null; slots: NewItem[][] }
  | { kind: 'approved'; itemId: string; by: string; reason: string }
  | { kind: 'rejected'; itemId: string; by: string; reason: string }
  | { kind: 'returned'; itemId: string; by: string; reason: string; to: number }
  | { kind: 'resubmitted'; itemId: string; by: string; digest: string; reason: string }
  | { kind: 'recalled'; itemId: string; by: string; reason: string }
  | { kind: 'signer-added'; itemId: string; by: string; place: Place; signer: NewItem; reason: string }
  | { kind: 'transferred'; itemId: string; by: string | null; to: NewItem; reason: string }
  | { kind: 'escalated'; itemId: string; to: NewItem[] }
  | { kind: 'reminded'; by: string }
  | { kind: 'finished' }
  | { kind: 'withdrawn'; by: string; reason: string }
  | { kind: 'voided'; by: string | null; reason: string }

export type FactKind = Fact['kind']

/** What somebody wants to happen. */
export type Command =
  | { kind: 'approve'; itemId: string; by: string; reason: string }
  | { kind: 'reject'; itemId: string; by: string; reason: string }
  | { kind: 'return'; itemId: string; by: string; reason: string; to: number }
  | { kind: 'resubmit'; by: string; digest: string; reason: string }
  | { kind: 'recall'; itemId: string; by: string; reason: string }
  | { kind: 'add-signer'; itemId: string; by: string; place: Place; personId: string; reason: string }
  | { kind: 'transfer'; itemId: string; by: string | null; personId: string; reason: string }
  | { kind: 'escalate'; itemId: string; personIds: string[] }
  | { kind: 'remind'; by: string }
  | { kind: 'withdraw'; by: string; reason: string }
  | { kind: 'void'; by: string | null; reason: string }

/** What the rules need from outside: fresh ids, and who decides a step. */
export interface Means {
  newId: () => string
  /** people of a step (1…), at least one */
  peopleOf: (step: number) => readonly string[]
}
