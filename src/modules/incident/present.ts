import type { Db } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { ClockView } from '#modules/sla/contract.ts'
import { clocksOf, explainClocks, type ExplainedClock } from '#modules/sla/index.ts'
import type { IncidentLineRecord, IncidentRecord } from './contract.ts'
import { abilitiesOf, isBystander, seesInternal } from './policy.ts'
import type { IncidentRow } from './store/read.ts'

/** One line of a list; clocks without words (they are made for the single record). */
function presentLine(actor: Actor, row: IncidentRow, clocks: ClockView[]): IncidentLineRecord {
  const veiled = isBystander(actor, row) ? { requester: null, callerName: null } : {}
  return { ...row, ...veiled, clocks: clocks.map((c) => ({ ...c, explanation: '' })) }
}

/** The whole record as this actor may see it, each clock explained in the actor's language. */
export async function presentIncident(db: Db, actor: Actor, row: IncidentRow): Promise<IncidentRecord> {
  return present(actor, row, await explainClocks(db, row.id, actor.locale))
}

const veil = { requester: null, callerName: null, callerPhone: null, callerPlace: null, description: '' }

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
    ...(isBystander(actor, row) ? veil : {}),
    abilities: abilitiesOf(actor, row),
  }
}

export async function presentLines(db: Db, actor: Actor, rows: IncidentRow[]): Promise<IncidentLineRecord[]> {
  const clocks = await clocksOf(
    db,
    rows.map((r) => r.id),
  )
  return rows.map((r) => presentLine(actor, r, clocks.get(r.id) ?? []))
}
