import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'

export interface SettingRow {
  answerWithinDays: number
  version: number
}

export async function readSetting(db: Db): Promise<SettingRow> {
  const { rows } = await sql<SettingRow>`
    select answer_within_days as "answerWithinDays", version from satisfaction_setting`.execute(db)
  return rows[0]!
}

/** @returns undefined when it was changed since `version` */
export async function writeSetting(tx: Tx, days: number, version: number): Promise<SettingRow | undefined> {
  const { rows } = await sql<SettingRow>`
    update satisfaction_setting set answer_within_days = ${days}, version = version + 1 where version = ${version}
    returning answer_within_days as "answerWithinDays", version`.execute(tx)
  return rows[0]
}
