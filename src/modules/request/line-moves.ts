import { resubmitApproval, voidApprovals, voidIfChanged, withdrawApproval } from '#kernel/approval/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { emit } from '#kernel/events/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { Answers } from '#modules/catalogue/form-contract.ts'
import { itemVersion } from '#modules/catalogue/index.ts'
import { updateTicket } from '#modules/ticket/index.ts'
import {
  accessRequest,
  isRequester,
  lineAbilitiesOf,
  lockLine,
  notAllowed,
  stale,
  subjectOf,
  type LineAbility,
} from './access.ts'
import { checkAnswers, takeFiles } from './answers.ts'
import { askApproval, digestOfLine } from './approvals.ts'
import type * as contract from './contract.ts'
import { present } from './present.ts'
import { recordMove } from './record.ts'
import { indexRequest } from './search.ts'
import { peopleOf, settle } from './settle.ts'
import type { FullRequest, LineRow } from './store/read.ts'
import { rate, updateLine, updateTask } from './store/write.ts'
import { tell } from './tell.ts'

/** @throws request.not_allowed (403), request.line_over (409) */
function demand(actor: Actor, row: FullRequest, line: LineRow, ability: LineAbility): void {
  if (lineAbilitiesOf(actor, row, line).includes(ability)) return
  const mine = isRequester(actor, row)
  // whoever has the right meets the state; everybody else only the missing right
  if (mine && ability !== 'cancel')
    throw new AppError('request.illegal_move', {
      status: 409,
      field: 'state',
      params: { move: ability, state: line.state },
    })
  if (
    ability === 'cancel' &&
    lineAbilitiesOf(actor, { ...row, open: true }, { ...line, state: 'working' }).includes('cancel')
  )
    throw new AppError('request.illegal_move', {
      status: 409,
      field: 'state',
      params: { move: ability, state: line.state },
    })
  throw notAllowed()
}

async function end(
  tx: Tx,
  actor: Actor,
  input: { id: string; version: number; reason: string },
  how: 'withdrawn' | 'cancelled',
): Promise<Output<typeof contract.getRequest>> {
  const { row, line } = await lockLine(tx, actor, input)
  demand(actor, row, line, how === 'withdrawn' ? 'withdraw' : 'cancel')
  const at = await dbNow(tx)
  if (line.approval === 'running' || line.approval === 'returned') {
    if (how === 'withdrawn') await withdrawApproval(tx, actor, subjectOf(line), input.reason)
    else await voidApprovals(tx, actor, subjectOf(line), input.reason)
  }
  await updateLine(tx, line.id, { ended: how, endReason: input.reason })
  const move = how === 'withdrawn' ? 'withdraw' : 'cancel'
  await recordMove(tx, actor, { move, row, line, body: input.reason, at })
  const open = line.tasks.filter((task) => task.state === 'open' || task.state === 'returned')
  const workers = (await Promise.all(open.map((task) => peopleOf(tx, task)))).flat()
  await tell(tx, actor, {
    what: how,
    request: row,
    to: how === 'cancelled' ? [row.requester.id, ...workers] : workers,
    params: { item: line.name, reason: input.reason },
    once: line.id,
  })
  return present(tx, actor, await settle(tx, actor, row.id, at))
}

/** The requester needs it no longer. @throws request.not_found (404), request.version_stale (412), request.illegal_move (409) */
export const withdrawLineVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.withdrawLine>) =>
  end(tx, actor, input, 'withdrawn')

/** The centre ends a line, with its reason. @throws as `withdrawLineVerb`; request.not_allowed (403) */
export const cancelLineVerb = (tx: Tx, actor: Actor, input: Input<typeof contract.cancelLine>) =>
  end(tx, actor, input, 'cancelled')

/** Checks changed answers by the form of the version asked with, and takes their files. */
export async function mended(
  tx: Tx,
  actor: Actor,
  row: FullRequest,
  line: LineRow,
  answers: Answers,
  at: Date,
): Promise<Answers> {
  const { form } = (await itemVersion(tx, line.itemId, line.itemNo))!.definition
  const checked = await checkAnswers(tx, actor, form, answers, 'answers', at)
  return takeFiles(tx, actor, { form, answers: checked, requestId: row.id, at: 'answers' })
}

/**
 * Mends what an approver returned and hands it in again: the steps of the approval begin anew.
 * @throws request.answers (422), request.illegal_move (409), request.version_stale (412)
 */
export async function resubmitLineVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.resubmitLine>,
): Promise<Output<typeof contract.getRequest>> {
  const { row, line } = await lockLine(tx, actor, input)
  demand(actor, row, line, 'resubmit')
  const at = await dbNow(tx)
  const answers = await mended(tx, actor, row, line, input.answers, at)
  await updateLine(tx, line.id, { answers, approval: 'running', question: null })
  const digest = digestOfLine({ ...line, answers })
  await resubmitApproval(tx, actor, { subject: subjectOf(line), digest, reason: input.note })
  await recordMove(tx, actor, { move: 'resubmit', row, line, body: input.note, data: { answers }, at })
  const after = await settle(tx, actor, row.id, at)
  await indexRequest(tx, after)
  return present(tx, actor, after)
}

/**
 * Changes the answers of a line that is worked on. What was approved is approved anew, and its open tasks wait for that.
 * @returns whether it waits for approval now
 */
export async function changeAnswers(
  tx: Tx,
  actor: Actor,
  row: FullRequest,
  line: LineRow,
  answers: Answers,
): Promise<boolean> {
  const changed = { ...line, answers }
  const digest = digestOfLine(changed)
  if (digest === digestOfLine(line)) return false
  await updateLine(tx, line.id, { answers })
  if (line.approval !== 'approved') return false
  const item = (await itemVersion(tx, line.itemId, line.itemNo))!.definition
  const reason = item.name
  await voidIfChanged(tx, actor, { subject: subjectOf(line), digest, reason })
  await askApproval(tx, actor, row, changed, item)
  return true
}

/** Not received, or not right: the tasks of the last stage begin anew. @throws as the other moves */
export async function reopenLineVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.reopenLine>,
): Promise<Output<typeof contract.getRequest>> {
  const { row, line } = await lockLine(tx, actor, input)
  demand(actor, row, line, 'reopen')
  const at = await dbNow(tx)
  const last = Math.max(...line.tasks.map((task) => task.stage))
  const again = line.tasks.filter((task) => task.stage === last)
  for (const task of again) await updateTask(tx, task.id, { state: 'waiting', doneAt: null, doneBy: null })
  await recordMove(tx, actor, { move: 'reopen', row, line, body: input.reason, at })
  await tell(tx, actor, {
    what: 'reopened',
    request: row,
    to: again.map((task) => task.owner?.id),
    params: { item: line.name, reason: input.reason },
    once: `${line.id}:${line.version}`,
  })
  return present(tx, actor, await settle(tx, actor, row.id, at))
}

/**
 * The requester confirms that everything was received, and may rate it: the request is closed.
 * @throws request.illegal_move (409), request.not_allowed (403), request.version_stale (412)
 */
export async function confirmRequestVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.confirmRequest>,
): Promise<Output<typeof contract.getRequest>> {
  const row = await accessRequest(tx, actor, input.id, true)
  if (!isRequester(actor, row)) throw notAllowed()
  if (row.version !== input.version) throw stale(row.version)
  if (row.state !== 'done')
    throw new AppError('request.illegal_move', {
      status: 409,
      field: 'state',
      params: { move: 'confirm', state: row.state },
    })
  const at = await dbNow(tx)
  // who has answered the survey has rated it; what was said first holds
  const rating = row.rating ?? input.rating ?? null
  await rate(tx, row.id, rating, row.rating ? row.remark : input.remark)
  if (!(await updateTicket(tx, row.id, row.version, { state: 'closed', closed_at: at })))
    throw stale(row.version)
  await recordMove(tx, actor, {
    move: 'confirm',
    row,
    body: input.remark,
    data: rating ? { rating } : {},
    at,
  })
  await emit(tx, {
    type: 'request.closed',
    entity: 'request',
    entityId: row.id,
    data: { number: row.number, from: row.state },
  })
  return present(tx, actor, await accessRequest(tx, actor, row.id))
}
