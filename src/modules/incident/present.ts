import type { Db } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { ClockView } from '#modules/sla/contract.ts'
import { clocksOf, explainClocks, type ExplainedClock } from '#modules/sla/index.ts'
import type { IncidentLineRecord, IncidentRecord } from './contract.ts'
import { abilitiesOf, seesInternal } from './policy.ts'
import type { IncidentRow } from './store/read.ts'

/** One line of a list; clocks without words (they are made for the single record). */
export function presentLine(row: IncidentRow, clocks: ClockView[]): IncidentLineRecord {
  return { ...row, clocks: clocks.map((c) => ({ ...c, explanation: '' })) }
}

/** The whole record as this actor may see it, each clock explained in the actor's language. */
export async function presentIncident(db: Db, actor: Actor, row: IncidentRow): Promise<IncidentRecord> {
  return present(actor, row, await explainClocks(db, row.id, actor.locale))
}

/** As `presentIncident`, with the clocks at hand. */
export function present(actor: Actor, row: IncidentRow, clocks: ExplainedClock[]): IncidentRecord {
  const internal = seesInternal(actor, row)
  return {
    ...row,
    clocks,
    requesterPhone: internal ? row.requesterPhone : null,
    gradeReason: internal ? row.gradeReason : null,
    source: internal ? row.source : null,
    // chosen by those who work on it, of what they see: not the requester's to read
    parent: internal ? row.parent : null,
    affectedCount: row.affectedCount,
    abilities: abilitiesOf(actor, row),
  }
}

export async function presentLines(db: Db, rows: IncidentRow[]): Promise<IncidentLineRecord[]> {
  const clocks = await clocksOf(
    db,
    rows.map((r) => r.id),
  )
  return rows.map((r) => presentLine(r, clocks.get(r.id) ?? []))
}
