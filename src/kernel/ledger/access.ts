import type { Db, Tx } from '../db/index.ts'
import { notFound } from '../errors/index.ts'
import { inScope, scopeOf, type Actor } from '../permission/actor.ts'
import type { LedgerPlan } from './plan.ts'
import { lockRecord, selectRecords, type StoredRecord } from './store/read.ts'
import type { Ledger } from './types.ts'

/** What an actor may do with a group of fields of a record. */
export interface GroupRight {
  name: string
  see: boolean
  edit: boolean
}

/** Rights in the groups for records of one org, in the order of the groups. */
export function groupRights(actor: Actor, plan: LedgerPlan, orgPath: string): GroupRight[] {
  const { def } = plan
  return plan.groups.map((name) => {
    const group = def.groups?.[name]
    const edit = inScope(actor, group?.edit ?? def.keep, orgPath)
    return { name, edit, see: edit || inScope(actor, group?.see ?? def.read, orgPath) }
  })
}

/**
 * Org paths below which the actor sees a group; null: wherever he sees the record. Empty: nowhere. Lists are filtered,
 * sorted and searched by a field only where its group is seen.
 */
export function groupPaths(actor: Actor, plan: LedgerPlan, name: string): readonly string[] | null {
  const group = plan.def.groups?.[name]
  if (!group?.see) return null
  return [...scopeOf(actor, group.see), ...scopeOf(actor, group.edit)]
}

/** The only way to a record; missing and forbidden look alike. @throws ledger.not_found (404) */
export async function accessRecord(
  db: Db,
  actor: Actor,
  { plan, def }: Ledger,
  id: string,
  permission = def.read,
): Promise<StoredRecord> {
  const [record] = await selectRecords(db, plan, { paths: scopeOf(actor, permission), ids: [id], limit: 1 })
  if (!record) throw notFound('ledger')
  return record
}

/** The same for a write: the record stays as it is until the transaction ends. @throws ledger.not_found (404) */
export async function accessLocked(tx: Tx, actor: Actor, ledger: Ledger, id: string): Promise<StoredRecord> {
  const paths = scopeOf(actor, ledger.def.read)
  // sent together: the read comes after the lock
  const [locked, [record]] = await Promise.all([
    lockRecord(tx, ledger.plan, paths, id),
    selectRecords(tx, ledger.plan, { paths, ids: [id], limit: 1 }),
  ])
  if (!locked || !record) throw notFound('ledger')
  return record
}
