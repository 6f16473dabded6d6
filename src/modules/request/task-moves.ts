import { requireApproved } from '#kernel/approval/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { pauseOwnClocks, resumeOwnClocks, stopClock } from '#modules/sla/index.ts'
import { accessRequest, lockTask, subjectOf } from './access.ts'
import { checkAnswers } from './answers.ts'
import { digestOfLine } from './approvals.ts'
import type * as contract from './contract.ts'
import { demandLegal } from './lifecycle.ts'
import { changeAnswers, mended } from './line-moves.ts'
import { present } from './present.ts'
import { recordMove } from './record.ts'
import { indexRequest } from './search.ts'
import { peopleOf, settle, taskMetric } from './settle.ts'
import { findGroup, findWorker, updateTask, type GroupChoice } from './store/write.ts'
import { tell } from './tell.ts'

type Answered = Promise<Output<typeof contract.getRequest>>

/** Takes a task up. @throws request.not_found (404), request.not_allowed (403), request.version_stale (412), request.illegal_move (409) */
export async function takeTaskVerb(tx: Tx, actor: Actor, input: Input<typeof contract.takeTask>): Answered {
  const { row, line, task } = await lockTask(tx, actor, input, 'take')
  demandLegal(line, task.state, 'take')
  const at = await dbNow(tx)
  await updateTask(tx, task.id, { ownerId: actor.id })
  await recordMove(tx, actor, {
    move: 'take',
    row,
    line,
    task,
    body: input.note,
    data: { owner: actor.name },
    at,
  })
  return present(tx, actor, await settle(tx, actor, row.id, at))
}

/**
 * Gives a task to a group, a person of it, or both.
 * @throws request.group_unknown, request.owner_unknown (422); as `takeTaskVerb`
 */
export async function assignTaskVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.assignTask>,
): Answered {
  const { row, line, task } = await lockTask(tx, actor, input, 'assign')
  demandLegal(line, task.state, 'assign')
  if (input.groupId === undefined && input.ownerId === undefined)
    throw new AppError('request.group_unknown', { status: 422, field: 'groupId' })
  const group = await chosenGroup(tx, input.groupId ?? task.group?.id)
  const owner = await chosenOwner(tx, input.ownerId ?? null, group)
  const at = await dbNow(tx)
  await updateTask(tx, task.id, { groupId: group?.id ?? null, ownerId: owner?.id ?? null })
  await recordMove(tx, actor, {
    move: 'assign',
    row,
    line,
    task,
    body: input.reason,
    data: { group: group?.name ?? null, owner: owner?.name ?? null },
    at,
  })
  if (task.state !== 'waiting')
    await tell(tx, actor, {
      what: 'task-open',
      request: row,
      to: owner ? [owner.id] : (group?.memberIds ?? []),
      params: { task: task.name },
      once: `${task.id}:${task.version}:assigned`,
    })
  return present(tx, actor, await settle(tx, actor, row.id, at))
}

async function chosenGroup(tx: Tx, id: string | undefined): Promise<GroupChoice | undefined> {
  if (!id) return undefined
  const group = await findGroup(tx, id)
  if (!group) throw new AppError('request.group_unknown', { status: 422, field: 'groupId' })
  return group
}

/** A member of the task's group: then it is sure that he may fulfil, and sees the request. */
async function chosenOwner(tx: Tx, id: string | null, group: GroupChoice | undefined) {
  if (id === null) return undefined
  const person = await findWorker(tx, id)
  if (!person || (group && !group.memberIds.includes(id)) || (!group && person.groupIds.length === 0))
    throw new AppError('request.owner_unknown', { status: 422, field: 'ownerId' })
  return person
}

/** Returns a task to the requester with a question; its clock and the line's wait. @throws as `takeTaskVerb` */
export async function askBackVerb(tx: Tx, actor: Actor, input: Input<typeof contract.askBack>): Answered {
  const { row, line, task } = await lockTask(tx, actor, input, 'ask')
  demandLegal(line, task.state, 'ask')
  const at = await dbNow(tx)
  await updateTask(tx, task.id, {
    state: 'returned',
    question: input.question,
    ...(task.owner ? {} : { ownerId: actor.id }),
  })
  await pauseOwnClocks(tx, { ticketId: row.id, metrics: [taskMetric(line, task)], reason: 'requester', at })
  await recordMove(tx, actor, { move: 'return', row, line, task, body: input.question, at })
  await tell(tx, actor, {
    what: 'asked-back',
    request: row,
    to: [row.requester.id],
    params: { task: task.name, question: input.question },
    once: `${task.id}:${task.version}`,
  })
  return present(tx, actor, await settle(tx, actor, row.id, at))
}

/**
 * Answers what a task asks; with `answers` the form changes too, and what was approved is to be approved anew.
 * @throws request.answers (422); as `takeTaskVerb`
 */
export async function answerTaskVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.answerTask>,
): Answered {
  const { row, line, task } = await lockTask(tx, actor, input, 'answer')
  demandLegal(line, task.state, 'answer')
  const at = await dbNow(tx)
  await updateTask(tx, task.id, { state: 'open', question: null })
  await resumeOwnClocks(tx, { ticketId: row.id, metrics: [taskMetric(line, task)], at })
  const answers = input.answers && (await mended(tx, actor, row, line, input.answers, at))
  const again = answers ? await changeAnswers(tx, actor, row, line, answers) : false
  await recordMove(tx, actor, {
    move: 'answer',
    row,
    line,
    task,
    body: input.answer,
    data: { ...(answers ? { answers } : {}), approvedAnew: again },
    at,
  })
  await tell(tx, actor, {
    what: 'answered',
    request: row,
    to: await peopleOf(tx, task),
    params: { task: task.name },
    once: `${task.id}:${task.version}`,
  })
  const after = await settle(tx, actor, row.id, at)
  if (answers) await indexRequest(tx, after)
  return present(tx, actor, after)
}

/**
 * Finishes a task with its result. What needs approval must be approved as it is now.
 * @throws request.answers (422) naming the field of the result; approval.required (409); as `takeTaskVerb`
 */
export async function finishTaskVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.finishTask>,
): Answered {
  const { row, line, task } = await lockTask(tx, actor, input, 'finish')
  demandLegal(line, task.state, 'finish')
  if (line.approval !== 'none') await requireApproved(tx, subjectOf(line), digestOfLine(line))
  const at = await dbNow(tx)
  const results = await checkAnswers(tx, actor, task.resultForm, input.results, 'results', at)
  await updateTask(tx, task.id, {
    state: 'done',
    doneAt: at,
    doneBy: actor.id,
    note: input.note,
    results,
    ...(task.owner ? {} : { ownerId: actor.id }),
  })
  await stopClock(tx, { ticketId: row.id, metric: taskMetric(line, task), at })
  await recordMove(tx, actor, { move: 'finish', row, line, task, body: input.note, data: { results }, at })
  await settle(tx, actor, row.id, at)
  return present(tx, actor, await accessRequest(tx, actor, row.id))
}
