import type { Db } from '../db/index.ts'
import { readRights, type Rights } from './store/rights.ts'

const most = 10_000

/**
 * Rights by person, good for one value of `permission_version`, which the caller has just read in the query that
 * identified it. That value becomes visible in the same commit as the change it counts, so nothing outlives a change.
 */
export class RightsCache {
  readonly #kept = new Map<string, { version: number; rights: Promise<Rights> }>()

  /** The rights of a person under this version: from memory, or read once even for parallel callers. */
  async of(db: Db, personId: string, version: number): Promise<Rights> {
    const kept = this.#kept.get(personId)
    if (kept?.version === version) return kept.rights
    const rights = readRights(db, personId)
    if (this.#kept.size >= most) this.#kept.delete(this.#kept.keys().next().value!)
    this.#kept.set(personId, { version, rights })
    try {
      return await rights
    } catch (error) {
      // a lost connection must not be remembered as this person's rights
      if (this.#kept.get(personId)?.rights === rights) this.#kept.delete(personId)
      throw error
    }
  }
}
