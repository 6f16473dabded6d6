import type { Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { accessIncident } from '#modules/incident/index.ts'
import { addTasks, setWatcher, type TicketKind } from '#modules/ticket/index.ts'
import type * as contract from './contract.ts'
import type { ProblemRecord } from './contract.ts'
import { isOpen } from './lifecycle.ts'
import { note } from './move.ts'
import { accessProblem, lockProblem, worksOn } from './policy.ts'
import { presentAgain } from './present.ts'
import { hasAction, setActionTicket, ticketByNumber } from './store/actions.ts'
import type { ProblemRow } from './store/read.ts'
import { visibleSql } from './store/visible-sql.ts'
import { visibleProblems } from './visible.ts'

/** Problems, as the ticket room knows them: their tasks are the corrective actions, with reminders and my-tasks as of all kinds. */
export const problemKind: TicketKind = {
  kind: 'problem',
  access: async (db, actor, id) => {
    const row = await accessProblem(db, actor, id)
    return {
      id: row.id,
      number: row.number,
      title: row.title,
      orgId: row.org.id,
      open: isOpen(row.state),
      ownerId: row.owner?.id ?? null,
      mayWork: worksOn(actor, row),
      seesInternal: true,
    }
  },
  visible: (actor) => visibleSql(visibleProblems(actor)),
  follow: (tx, id, personId) => setWatcher(tx, id, personId, true),
}

/** @throws problem.unknown_ticket (422); incident.not_found (404); undefined for no number */
async function findTicket(tx: Tx, actor: Actor, problemId: string, number: string | null) {
  if (number === null) return undefined
  const ticket = await ticketByNumber(tx, number.toUpperCase())
  if (!ticket || ticket.id === problemId)
    throw new AppError('problem.unknown_ticket', {
      status: 422,
      field: 'ticketNumber',
      params: { number },
    })
  if (ticket.kind === 'incident') await accessIncident(tx, actor, ticket.id)
  return ticket
}

/**
 * Adds a corrective action; its owner is told and reminded, and sees the problem.
 * @throws see `lockProblem`; problem.unknown_ticket, ticket.unknown_person, ticket.due_past (422)
 */
export async function addActionVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.addAction>,
): Promise<ProblemRecord> {
  const row = await lockProblem(tx, actor, { id: input.id }, 'act')
  const ticket = await findTicket(tx, actor, row.id, input.ticketNumber)
  const dueAt = input.dueAt === null ? null : new Date(input.dueAt)
  const [id] = await addTasks(tx, actor, row.id, [
    { title: input.title, required: true, ownerId: input.ownerId, dueAt },
  ])
  // the task itself is told of by the ticket room
  if (ticket) await carryBy(tx, actor, row, { id: id!, title: input.title }, ticket)
  return presentAgain(tx, actor, row.id)
}

/** @throws see `lockProblem`; problem.not_found (404): no such action; problem.unknown_ticket (422) */
export async function linkActionVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.linkAction>,
): Promise<ProblemRecord> {
  const row = await lockProblem(tx, actor, { id: input.id }, 'act')
  if (!(await hasAction(tx, row.id, input.actionId))) throw notFound('problem')
  const ticket = await findTicket(tx, actor, row.id, input.ticketNumber)
  await carryBy(tx, actor, row, { id: input.actionId }, ticket)
  return presentAgain(tx, actor, row.id)
}

async function carryBy(
  tx: Tx,
  actor: Actor,
  row: ProblemRow,
  action: { id: string; title?: string },
  ticket: { id: string; number: string } | undefined,
): Promise<void> {
  await setActionTicket(tx, action.id, ticket?.id ?? null)
  await note(tx, actor, row, {
    action: 'link-action',
    kind: 'link',
    data: { ...(action.title ? { title: action.title } : {}), ticket: ticket?.number ?? null },
    audited: { actionId: action.id },
  })
}
