import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { addTimeline, touchTicket, updateTicket, type TicketPatch } from '#modules/ticket/index.ts'
import { isOpen } from './lifecycle.ts'
import { stale } from './policy.ts'
import { indexProblem } from './search.ts'
import { readProblem, type ProblemRow } from './store/read.ts'
import { patchProblem, type ProblemPatch } from './store/write.ts'
import { tell } from './tell.ts'
import type { State } from './words.ts'

/** What is done to a problem: besides the state, of the ticket and of the problem, and who hears of it. */
export interface Deed {
  /** the last part of the audited action: `problem.<action>` */
  action: string
  to?: State
  ticket?: TicketPatch
  problem?: ProblemPatch
  body?: string
  before?: Record<string, unknown>
  data?: Record<string, unknown>
  news?: string
  tell?: readonly (string | null | undefined)[]
}

/**
 * Writes one move or edit: ticket and problem, timeline, index, audit, event, notices. Legality and rights were checked
 * with the row locked.
 * @throws problem.version_stale (412)
 */
export async function carryOut(tx: Tx, actor: Actor, row: ProblemRow, deed: Deed): Promise<void> {
  const to = deed.to ?? row.state
  await patchProblem(tx, row.id, deed.problem ?? {})
  if (!(await updateTicket(tx, row.id, row.version, { ...deed.ticket, state: to, open: isOpen(to) })))
    throw stale(row.version)
  await addTimeline(tx, {
    ticketId: row.id,
    kind: deed.to ? 'move' : 'change',
    public: false,
    actorId: actor.id,
    actorName: actor.name,
    body: deed.body ?? '',
    data: { what: deed.action, ...(deed.to ? { from: row.state, to } : {}), ...deed.data },
    occurredAt: await dbNow(tx),
  })
  await indexProblem(tx, await readProblem(tx, row.id))
  await audit(tx, actor, {
    action: `problem.${deed.action}`,
    entity: 'problem',
    entityId: row.id,
    orgId: row.org.id,
    before: { state: row.state, version: row.version, ...deed.before },
    after: { state: to, ...deed.data, ...(deed.body ? { note: deed.body } : {}), version: row.version + 1 },
  })
  await tell(tx, actor, {
    what: deed.news ?? 'changed',
    problem: { ...row, version: row.version + 1 },
    to: deed.tell ?? [],
    data: { state: to, from: row.state },
  })
}

/** Something about a part of a problem, kept in the timeline and the audit; the version stays, for no form is outdated by it. */
export async function note(
  tx: Tx,
  actor: Actor,
  row: { id: string; number: string; title: string; version: number; org: { id: string } },
  entry: {
    action: string
    kind: 'change' | 'link' | 'task' | 'comment'
    body?: string
    before?: Record<string, unknown>
    data?: Record<string, unknown>
    audited?: Record<string, unknown>
  },
): Promise<void> {
  await addTimeline(tx, {
    ticketId: row.id,
    kind: entry.kind,
    public: false,
    actorId: actor.id,
    actorName: actor.name,
    body: entry.body ?? '',
    data: { what: entry.action, ...entry.data },
    occurredAt: await dbNow(tx),
  })
  await touchTicket(tx, row.id)
  await audit(tx, actor, {
    action: `problem.${entry.action}`,
    entity: 'problem',
    entityId: row.id,
    orgId: row.org.id,
    ...(entry.before ? { before: entry.before } : {}),
    after: { ...entry.data, ...entry.audited },
  })
  await tell(tx, actor, { what: 'changed', problem: row })
}
