import type { Kysely } from 'kysely'
import { transaction, type DB, type Db } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { createGroupVerb, findGroupByName, rootOrg } from '#kernel/org/index.ts'
import type { Actor } from '#kernel/permission/index.ts'

/** The unit to which imported history belongs. @throws import-servicenow.not_set_up before the first run */
export async function unitOrgId(db: Db): Promise<string> {
  const unit = await rootOrg(db)
  if (!unit) throw new AppError('import-servicenow.not_set_up', { status: 409 })
  return unit.id
}

/** Our groups for the groups of the source, made where they are missing: named as there, without members. */
export async function ensureGroups(
  db: Kysely<DB>,
  actor: Actor,
  orgId: string,
  names: string[],
): Promise<Map<string, string>> {
  const groups = new Map<string, string>()
  for (const name of names.sort()) {
    const known = await findGroupByName(db, name)
    const group =
      known ??
      (await transaction(db, (tx) => createGroupVerb(tx, actor, { name, orgId, line: 2, dispatch: 'none' })))
    groups.set(name, group.id)
  }
  return groups
}
