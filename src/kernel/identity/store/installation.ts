import { sql } from 'kysely'
import type { Db, Tx } from '../../db/index.ts'

export interface InstallationRow {
  unitName: string | null
  unitOrgId: string | null
  demo: boolean
  setupCodeHash: string | null
  setupFailed: number
  setUpAt: Date | null
}

/** The one row that tells what this installation is; with `lock` the first run happens once. */
export async function readInstallation(db: Db, lock = false): Promise<InstallationRow> {
  const { rows } = await sql<InstallationRow>`
    select unit_name as "unitName", unit_org_id as "unitOrgId", demo, setup_code_hash as "setupCodeHash",
      setup_failed as "setupFailed", set_up_at as "setUpAt"
    from installation ${lock ? sql`for update` : sql``}`.execute(db)
  return rows[0]!
}

export async function writeSetupCode(db: Db, hash: string): Promise<void> {
  await sql`update installation set setup_code_hash = ${hash}, setup_failed = 0 where set_up_at is null`.execute(
    db,
  )
}

/** @returns how many wrong codes there have been since the code was made */
export async function countWrongCode(tx: Tx): Promise<number> {
  const { rows } = await sql<{ failed: number }>`
    update installation set setup_failed = setup_failed + 1 returning setup_failed as failed`.execute(tx)
  return rows[0]!.failed
}

export async function finishSetup(
  tx: Tx,
  unit: { name: string; orgId: string; demo: boolean },
): Promise<void> {
  await sql`update installation set unit_name = ${unit.name}, unit_org_id = ${unit.orgId}, demo = ${unit.demo},
    setup_code_hash = null, set_up_at = now()`.execute(tx)
}
