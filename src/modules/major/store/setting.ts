import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'

export interface SettingRow {
  updateMinutes: number
  version: number
}

export async function readSetting(db: Db): Promise<SettingRow> {
  const { rows } =
    await sql<SettingRow>`select update_minutes as "updateMinutes", version from major_setting`.execute(db)
  return rows[0]!
}

/** @returns undefined when it was changed since `version` */
export async function writeSetting(
  tx: Tx,
  minutes: number,
  version: number,
): Promise<SettingRow | undefined> {
  const { rows } = await sql<SettingRow>`
    update major_setting set update_minutes = ${minutes}, version = version + 1 where version = ${version}
    returning update_minutes as "updateMinutes", version`.execute(tx)
  return rows[0]
}
