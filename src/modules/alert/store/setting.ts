import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'

export interface SettingRow {
  windowMinutes: number
  selfRecoveredMinutes: number | null
  flapMinutes: number
  flapHigh: number
  flapLow: number
  burstCis: number
  version: number
}

const columns = sql`window_minutes as "windowMinutes", self_recovered_minutes as "selfRecoveredMinutes",
  flap_minutes as "flapMinutes", flap_high as "flapHigh", flap_low as "flapLow", burst_cis as "burstCis", version`

export async function readSetting(db: Db): Promise<SettingRow> {
  const { rows } = await sql<SettingRow>`select ${columns} from alert_setting`.execute(db)
  return rows[0]!
}

/** @returns undefined when it was changed since `version` */
export async function writeSetting(tx: Tx, s: SettingRow): Promise<SettingRow | undefined> {
  const { rows } = await sql<SettingRow>`
    update alert_setting set window_minutes = ${s.windowMinutes}, self_recovered_minutes = ${s.selfRecoveredMinutes},
      flap_minutes = ${s.flapMinutes}, flap_high = ${s.flapHigh}, flap_low = ${s.flapLow}, burst_cis = ${s.burstCis},
      version = version + 1
    where version = ${s.version} returning ${columns}`.execute(tx)
  return rows[0]
}
