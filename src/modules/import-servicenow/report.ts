import { unknown, type RawRow } from './row.ts'

export interface Rejected {
  row: number
  number: string
  reason: string
}

/** What an import says at its end. Counts of incidents come from the last row of each, whether that row was good or bad. */
export interface Report {
  /** data rows read, rejected ones included */
  events: number
  /** distinct incident numbers */
  incidents: number
  /** rows replayed, those of an earlier run included */
  imported: number
  rejected: Rejected[]
  /** rows that needed moves the source leaves out, with what was put in */
  repaired: Rejected[]
  /** incidents by the source's last state */
  states: Record<string, number>
  reopened: number
  reassigned: number
  madeSlaFalse: number
  /** rows whose priority is not what our matrix makes of impact and urgency */
  priorityMismatches: number
  /** incidents that an earlier run had imported already */
  alreadyThere: number
  dryRun: boolean
  seconds: number
}

/** Gathers the figures that a bad row must not lose. */
export class Tally {
  events = 0
  private readonly last = new Map<string, RawRow>()

  add(raw: RawRow): void {
    this.events++
    const number = raw['number']?.trim() ?? ''
    if (!unknown(number)) this.last.set(number, raw)
  }

  get incidents(): number {
    return this.last.size
  }

  figures(): Pick<Report, 'events' | 'incidents' | 'states' | 'reopened' | 'reassigned' | 'madeSlaFalse'> {
    const states: Record<string, number> = {}
    let reopened = 0
    let reassigned = 0
    let madeSlaFalse = 0
    for (const raw of this.last.values()) {
      const state = raw['incident_state'] ?? ''
      states[state] = (states[state] ?? 0) + 1
      if (Number(raw['reopen_count']) > 0) reopened++
      if (Number(raw['reassignment_count']) > 0) reassigned++
      if (raw['made_sla']?.trim().toLowerCase() === 'false') madeSlaFalse++
    }
    return { events: this.events, incidents: this.last.size, states, reopened, reassigned, madeSlaFalse }
  }
}
