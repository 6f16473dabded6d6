import type { ApprovalDefinition } from '../approval/definition-contract.ts'
import type { Db, Tx } from '../db/index.ts'
import type { Actor } from '../permission/actor.ts'
import type { LedgerDef } from './define-contract.ts'
import type { LedgerPlan } from './plan.ts'
import type { ShippedCodes } from './registry.ts'

/** Values of a record by field, as they are sent: ids of what is referred to, codes, ISO dates. */
export type SentValues = Record<string, unknown>

/** A record as hooks see it. */
export interface LedgerState {
  id: string
  number: string | null
  orgId: string
  orgPath: string
  state: string | null
  values: SentValues
}

/** What is wrong with a field: `text` is a translation key of the room, `custody:problem.same_person`. */
export interface LedgerProblem {
  /** key of the field; null: the record as a whole */
  field: string | null
  text: string
  params?: Record<string, string | number>
}

/** A write as the checks of a room see it: `before` is undefined at a creation. */
export interface LedgerWrite {
  before: LedgerState | undefined
  after: LedgerState
  /** name of the move; undefined at creations, edits and imports */
  move: string | undefined
}

/** What a declaration cannot say. */
export interface LedgerHooks {
  /**
   * Called before every write, with the values as they would be, also for every row of an import (and its dry run).
   * What it answers is told beside the fields, and nothing is written.
   */
  check?: (db: Db, actor: Actor, write: LedgerWrite) => Promise<readonly LedgerProblem[]>
  /** Called in the transaction of every write (creation, edit, move, imported row), after it. */
  afterWrite?: (tx: Tx, actor: Actor, write: LedgerWrite) => Promise<void>
  /** Further abilities of a record: names that the room's own pages know. */
  abilities?: (actor: Actor, state: LedgerState) => readonly string[]
  /** Approvals by the names that moves give. */
  approvals?: Readonly<Record<string, ApprovalDefinition>>
  /** Code lists that ship with the room. */
  codes?: readonly ShippedCodes[]
}

/** A ledger at work: declaration, plan and hooks. */
export interface Ledger {
  def: LedgerDef
  plan: LedgerPlan
  hooks: LedgerHooks
}
