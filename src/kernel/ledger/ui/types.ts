import type { ComponentType, ReactNode } from 'react'
import type { Hue } from '#web/kit/tags.tsx'
import type { LedgerEndpoints, LedgerRecord } from '../ledger-contract.ts'

export type AnyRecord = LedgerRecord

/** What a room hands to the pages of its ledger; lazily loaded with them. */
export interface LedgerUi {
  /** `ledgerEndpoints(def)` of the room's contract */
  endpoints: LedgerEndpoints
  /** own look of a column or fact */
  cells?: Readonly<Record<string, (record: AnyRecord) => ReactNode>>
  /** panels of the record page below the fields */
  panels?: readonly ComponentType<{ record: AnyRecord }>[]
  /** buttons of the record page before the moves */
  actions?: readonly ComponentType<{ record: AnyRecord }>[]
  /** buttons of the list page before "new" */
  listActions?: readonly ComponentType[]
  /** hue of a state's tag */
  hues?: Readonly<Record<string, Hue>>
}
