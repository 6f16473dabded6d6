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
} from '#modules/incident/index.ts'
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
    const id = await file(tx, context, first, events.at(-1)!)
    let previous: SourceEvent | undefined
    for (const event of events) {
      const outcome = await replayEvent(tx, context, id, event, previous)
      if (outcome.rejected)
        done.rejected.push({ row: event.row, number: event.number, reason: outcome.rejected })
      else done.imported++
      if (outcome.repaired)
        done.repaired.push({ row: event.row, number: event.number, reason: outcome.repaired })
      previous = event
    }
  })
  return done
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

async function replayEvent(
  tx: Tx,
  context: ReplayContext,
  id: string,
  event: SourceEvent,
  previous: SourceEvent | undefined,
): Promise<{ rejected?: string; repaired?: string }> {
  const state = await readState(tx, id)
  const now: Now = { state: state.state, holdReason: state.holdReason }
  const plan = planMoves(now, event.target)
  if (!plan.ok) return { rejected: plan.reason }
  // a few rows were updated before they were opened; nothing happens before the beginning
  const early = event.updatedAt < event.openedAt
  const occurredAt = (early ? event.openedAt : event.updatedAt).toISOString()
  let version = state.version
  if (event.group !== null && event.group !== previous?.group && isOpenNow(now)) {
    const groupId = context.groupId(event.group)
    if (groupId !== state.groupId) {
      await assignIncident(tx, context.actor, { id, version, groupId, occurredAt })
      version++
      now.state = 'assigned'
    }
  }
  const again = planMoves(now, event.target)
  if (!again.ok) return { rejected: again.reason }
  const steps = await makeSteps(tx, context.actor, { id, version, occurredAt }, again.steps, event)
  if (steps === 0)
    await addHistory(tx, context.actor, { id, occurredAt, changes: difference(previous, event) })
  const repairs = [
    again.repaired,
    early ? 'updated before it was opened: taken as opened' : undefined,
  ].filter(Boolean)
  return repairs.length > 0 ? { repaired: repairs.join('; ') } : {}
}

const isOpenNow = (now: Now): boolean => now.state !== 'resolved' && now.state !== 'closed'

async function makeSteps(
  tx: Tx,
  actor: Actor,
  at: { id: string; version: number; occurredAt: string },
  steps: Step[],
  event: SourceEvent,
): Promise<number> {
  const input = { ...at }
  let made = 0
  for (const step of steps) {
    await makeStep(tx, actor, input, step, event)
    input.version++
    made++
    const { state } = await readState(tx, at.id)
    // without an owner, resuming and reopening lead to "assigned"
    if ((step === 'resume' || step === 'reopen') && state === 'assigned') {
      await startIncident(tx, actor, input)
      input.version++
    }
  }
  return made
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
