import { dbNow, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import type { ProblemRecord } from './contract.ts'
import { missingFor, next } from './lifecycle.ts'
import { carryOut, type Deed } from './move.ts'
import { lockProblem } from './policy.ts'
import { presentAgain } from './present.ts'
import { countOpenActions } from './store/actions.ts'
import type { ProblemRow } from './store/read.ts'
import type { Move } from './words.ts'

type Step = Pick<Deed, 'problem' | 'ticket' | 'body' | 'news' | 'tell'>

/**
 * One move: rights, legality, what must be written before, then the move; retires a known error that is not shown any more.
 * @throws see `lockProblem`; problem.incomplete (422), naming the first field that is missing
 */
async function perform(
  tx: Tx,
  actor: Actor,
  at: { id: string; version: number },
  move: Move,
  step: (row: ProblemRow, now: Date) => Step | Promise<Step>,
): Promise<ProblemRecord> {
  const row = await lockProblem(tx, actor, at, move)
  const missing = missingFor(move, {
    rootCause: row.rootCause !== '',
    rootCauseCategory: row.rootCauseCategory !== null,
    symptoms: row.symptoms.length > 0,
    workaround: row.workaround !== '',
  })
  if (missing.length > 0)
    throw new AppError('problem.incomplete', {
      status: 422,
      field: missing[0]!,
      params: { missing: missing.join(', ') },
    })
  const to = next(row, move)
  const now = await dbNow(tx)
  const { problem, ...rest } = await step(row, now)
  await carryOut(tx, actor, row, {
    action: move,
    to: to.state,
    problem: { ...(row.published && !to.published ? { retired_at: now } : {}), ...problem },
    ...rest,
  })
  return presentAgain(tx, actor, row.id)
}

/** Whoever begins owns it unless somebody does. @throws see `perform` */
export const investigateVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.investigateProblem>) =>
  perform(tx, actor, input, 'investigate', (row) =>
    row.owner === null && actor.kind === 'person' ? { ticket: { owner_id: actor.id } } : {},
  )

/** Shows the known error to the desk: symptom words and workaround are written. @throws see `perform` */
export const publishVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.publishKnownError>) =>
  perform(tx, actor, input, 'publish', (_row, now) => ({
    problem: { published_at: now, published_by: actor.id, retired_at: null },
  }))

/** @throws see `perform` */
export const retireVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.retireKnownError>) =>
  perform(tx, actor, input, 'retire', () => ({ body: input.reason }))

/** @throws see `perform` */
export const planFixVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.planFix>) =>
  perform(tx, actor, input, 'plan-fix', () => ({}))

/** @throws see `perform` */
export const resolveVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.resolveProblem>) =>
  perform(tx, actor, input, 'resolve', (row, now) => ({
    problem: { solution: input.solution, fixed_at: now },
    ticket: { resolved_at: now },
    body: input.solution,
    news: 'resolved',
    tell: [row.requester?.id, row.owner?.id],
  }))

/** @throws see `perform` */
export const reopenVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.reopenProblem>) =>
  perform(tx, actor, input, 'reopen', (row) => ({
    problem: { fixed_at: null },
    ticket: { resolved_at: null },
    body: input.reason,
    news: 'reopened',
    tell: [row.requester?.id, row.owner?.id],
  }))

/**
 * Reviews and closes, by somebody who does not own it.
 * @throws see `perform`; problem.actions_open (409): corrective actions are neither done nor given up
 */
export const closeVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.closeProblem>) =>
  perform(tx, actor, input, 'close', async (row, now) => {
    const open = await countOpenActions(tx, row.id)
    if (open > 0)
      throw new AppError('problem.actions_open', { status: 409, params: { n: open }, field: 'actions' })
    return {
      problem: { review: input.review, reviewed_by: actor.id },
      ticket: { closed_at: now },
      body: input.review,
      news: 'closed',
      tell: [row.requester?.id, row.owner?.id],
    }
  })

/** @throws see `perform` */
export const cancelVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.cancelProblem>) =>
  perform(tx, actor, input, 'cancel', (row, now) => ({
    problem: { end_reason: input.reason },
    ticket: { closed_at: now },
    body: input.reason,
    news: 'cancelled',
    tell: [row.requester?.id, row.owner?.id],
  }))
