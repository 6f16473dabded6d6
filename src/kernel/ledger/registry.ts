import type { Db } from '../db/index.ts'
import type { Actor } from '../permission/actor.ts'
import type { LedgerDef } from './define-contract.ts'
import type { Named } from './field-contract.ts'

/** Records that fields may refer to: how they are found, named and seen. */
export interface Reference {
  /** table whose `id` is referred to: the column gets a foreign key */
  table?: string
  /** At most 20 choices for `q` (empty: any), or the one of an id, as far as the actor may see them. */
  lookup: (
    db: Db,
    actor: Actor,
    query: { q: string; id?: string | undefined },
  ) => Promise<{ id: string; name: string; detail: string | null }[]>
  /** Names of records by their ids; those the actor may not see are left out. */
  names: (db: Db, actor: Actor, ids: readonly string[]) => Promise<Map<string, string>>
  /**
   * Records that a written name means (number, name, code), by that text: for imports. Several: it is ambiguous.
   * Without it imports cannot fill the field.
   */
  find?: (db: Db, actor: Actor, texts: readonly string[]) => Promise<Map<string, Named[]>>
}

const references = new Map<string, Reference>()

/** Makes records of a kind known to reference fields (`f.ref({ to })`). Called when the room is loaded; again: replaces it. */
export function registerReference(to: string, reference: Reference): void {
  references.set(to, reference)
}
export const findReference = (to: string): Reference | undefined => references.get(to)

/** A code list that a room ships. `name`: translation key of what it is called. */
export interface ShippedCodes {
  list: string
  items: readonly { code: string; zh: string; en: string }[]
}

const ledgers = new Map<string, LedgerDef>()
/** @throws Error when two ledgers have one name */
export function registerLedger(def: LedgerDef): void {
  const known = ledgers.get(def.name)
  if (known && known !== def) throw new Error(`there are two ledgers ${def.name}`)
  ledgers.set(def.name, def)
}
/** All ledgers whose rooms are loaded, by name. */
export const allLedgers = (): LedgerDef[] => [...ledgers.values()]
