import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'

export interface SettingRow {
  grades: ('major' | 'serious' | 'general' | 'minor')[]
  dueDays: number
  version: number
}

export async function readSetting(db: Db): Promise<SettingRow> {
  const { rows } = await sql<SettingRow>`
    select grades, due_days as "dueDays", version from fault_report_setting`.execute(db)
  return rows[0]!
}

/** @returns undefined when it was changed since `version` */
export async function writeSetting(
  tx: Tx,
  s: { grades: readonly string[]; dueDays: number; version: number },
): Promise<SettingRow | undefined> {
  const { rows } = await sql<SettingRow>`
    update fault_report_setting set grades = ${s.grades}::text[], due_days = ${s.dueDays}, version = version + 1
    where version = ${s.version} returning grades, due_days as "dueDays", version`.execute(tx)
  return rows[0]
}

/** The unit in whose name documents go out. */
export async function unitName(db: Db): Promise<string> {
  const { rows } = await sql<{ name: string | null }>`select unit_name as name from installation`.execute(db)
  return rows[0]?.name ?? ''
}
