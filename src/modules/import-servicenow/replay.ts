import type { Kysely } from 'kysely'
import { transaction, type DB, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import {
  addHistory,
  assignIncident,
  closeIncident,
  fileOnly,
  findSource,
  holdIncident,
  insertSource,
  readState,
  reopenIncident,
  resolveIncident,
  resumeIncident,
  startIncident,
  type HistoryEntry,
} from '#modules/incident/index.ts'
import { nextState } from '#modules/incident/lifecycle.ts'
import type { State } from '#modules/incident/words.ts'
import { planMoves, type Now, type Step } from './plan.ts'
import type { Rejected } from './report.ts'
import { unknown, type SourceEvent } from './row.ts'

export const system = 'servicenow'

export interface Replayed {
  imported: number
  rejected: Rejected[]
  repaired: Rejected[]
  alreadyThere: boolean
}

export interface ReplayContext {
  db: Kysely<DB>
  actor: Actor
  orgId: string
  /** our group for a group of the source */
  groupId: (name: string) => string
}

/**
 * Replays the rows of one incident, in their order, through the verbs of live work, in one transaction: a kill
 * leaves the incident whole or not there, and the next run goes on with the rest.
 */
export async function replayIncident(context: ReplayContext, events: SourceEvent[]): Promise<Replayed> {
  const done: Replayed = { imported: 0, rejected: [], repaired: [], alreadyThere: false }
  const first = events[0]
  if (!first) return done
  await transaction(context.db, async (tx) => {
    if (await findSource(tx, system, first.number)) {
      done.alreadyThere = true
      return
    }
    const replay = await begin(tx, context, first, events.at(-1)!)
    for (const event of events) {
      const outcome = await replay.play(event)
      if (outcome.rejected)
        done.rejected.push({ row: event.row, number: event.number, reason: outcome.rejected })
      else done.imported++
      if (outcome.repaired)
        done.repaired.push({ row: event.row, number: event.number, reason: outcome.repaired })
    }
    await replay.end()
  })
  return done
}

async function begin(tx: Tx, context: ReplayContext, first: SourceEvent, last: SourceEvent): Promise<Replay> {
  const id = await file(tx, context, first, last)
  const { state, groupId, version } = await readState(tx, id)
  return new Replay(tx, context, { id, state, holdReason: null, groupId, version })
}

async function file(
  tx: Tx,
  { actor, orgId }: ReplayContext,
  first: SourceEvent,
  last: SourceEvent,
): Promise<string> {
  const { raw } = first
  const known = (column: string): string => (unknown(raw[column]) ? '' : raw[column]!)
  const title =
    [known('u_symptom'), known('category'), known('subcategory')].filter(Boolean).join(' / ') || first.number
  const facts = [first.number, known('location'), known('opened_by'), known('contact_type'), known('cmdb_ci')]
  const id = await fileOnly(tx, actor, {
    title: title.slice(0, 200),
    description: facts.filter(Boolean).join('\n'),
    impact: first.impact,
    urgency: first.urgency,
    channel: 'import',
    type: 'fault',
    orgId,
    ...(known('caller_id') ? { caller: { name: known('caller_id').slice(0, 100) } } : {}),
    occurredAt: first.openedAt.toISOString(),
  })
  await insertSource(tx, { ticketId: id, system, sourceNumber: first.number, data: last.raw })
  return id
}

interface Position extends Now {
  id: string
  groupId: string | null
  version: number
}

/**
 * The replay of one incident. Where it stands follows from the lifecycle's own rules, so that no step has to be read
 * back; updates that move nothing are gathered and written together, before the next move.
 */
class Replay {
  private previous: SourceEvent | undefined
  private history: HistoryEntry[] = []
  private readonly tx: Tx
  private readonly context: ReplayContext
  private readonly at: Position

  constructor(tx: Tx, context: ReplayContext, at: Position) {
    this.tx = tx
    this.context = context
    this.at = at
  }

  async play(event: SourceEvent): Promise<{ rejected?: string; repaired?: string }> {
    const first = planMoves(this.at, event.target)
    if (!first.ok) return { rejected: first.reason }
    // a few rows were updated before they were opened; nothing happens before the beginning
    const early = event.updatedAt < event.openedAt
    const occurredAt = (early ? event.openedAt : event.updatedAt).toISOString()
    await this.regroup(event, occurredAt)
    const plan = planMoves(this.at, event.target)
    if (!plan.ok) return { rejected: plan.reason }
    for (const step of plan.steps) await this.step(step, event, occurredAt)
    if (plan.steps.length === 0) this.history.push({ occurredAt, changes: difference(this.previous, event) })
    this.previous = event
    const repairs = [
      plan.repaired,
      early ? 'updated before it was opened: taken as opened' : undefined,
    ].filter(Boolean)
    return repairs.length > 0 ? { repaired: repairs.join('; ') } : {}
  }

  /** Writes what has been gathered. */
  async end(): Promise<void> {
    const entries = this.history
    this.history = []
    await addHistory(this.tx, this.context.actor, { id: this.at.id, entries })
  }

  private async regroup(event: SourceEvent, occurredAt: string): Promise<void> {
    const changed = event.group !== null && event.group !== this.previous?.group
    if (!changed || this.at.state === 'resolved' || this.at.state === 'closed') return
    const groupId = this.context.groupId(event.group!)
    if (groupId === this.at.groupId) return
    await this.end()
    const { id, version } = this.at
    await assignIncident(this.tx, this.context.actor, { id, version, groupId, occurredAt })
    this.at.groupId = groupId
    this.moved('assigned')
  }

  private async step(step: Step, event: SourceEvent, occurredAt: string): Promise<void> {
    await this.end()
    const { id, version } = this.at
    await makeStep(this.tx, this.context.actor, { id, version, occurredAt }, step, event)
    // nobody owns history
    this.moved(nextState({ state: this.at.state, atWork: false }, step))
    this.at.holdReason = step === 'hold' ? (event.target.holdReason ?? 'observation') : null
    // taken up again, it is worked on
    if ((step === 'resume' || step === 'reopen') && this.at.state !== 'in-progress')
      await this.step('start', event, occurredAt)
  }

  private moved(state: State): void {
    this.at.state = state
    this.at.version++
  }
}

async function makeStep(
  tx: Tx,
  actor: Actor,
  input: { id: string; version: number; occurredAt: string },
  step: Step,
  { raw, target }: SourceEvent,
): Promise<unknown> {
  const source = `ServiceNow: ${raw['incident_state']}`
  switch (step) {
    case 'start':
      return startIncident(tx, actor, input)
    case 'hold':
      return holdIncident(tx, actor, { ...input, reason: target.holdReason ?? 'observation', note: source })
    case 'resume':
      return resumeIncident(tx, actor, input)
    case 'reopen':
      return reopenIncident(tx, actor, { ...input, reason: source })
    case 'resolve': {
      const code = unknown(raw['closed_code']) ? '' : ` ${raw['closed_code']}`
      return resolveIncident(tx, actor, { ...input, resolution: `${source}${code}`, code: 'fixed' })
    }
    case 'close':
      return closeIncident(tx, actor, input)
    default:
      throw new AppError('import-servicenow.not_this_format', {
        status: 422,
        params: { missing: step satisfies never },
      })
  }
}

/** What this row says that the one before did not. */
function difference(previous: SourceEvent | undefined, event: SourceEvent): Record<string, string> {
  return Object.fromEntries(
    Object.entries(event.raw)
      .filter(([column, value]) => !previous || previous.raw[column] !== value)
      .slice(0, 40),
  )
}
