import { AppError } from '#kernel/errors/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { inScope, type Actor } from '#kernel/permission/index.ts'
import { accessForMove, type Access } from './access.ts'
import type * as contract from './contract.ts'
import { detailOf } from './read.ts'
import { carryOut } from './run.ts'
import { whoMayDecide } from './store/people.ts'
import { knownKind, requireUnchanged } from './subjects.ts'
import type { Command, Item } from './words.ts'

type Answer = Promise<Output<typeof contract.getApproval>>

/** The item that a decision is about: the one named, else the only one that the actor may decide. */
function chosen(access: Access, itemId: string | undefined): Item {
  const { mine } = access
  if (itemId === undefined) return mine[0]!
  const item = mine.find((one) => one.id === itemId)
  if (!item) throw new AppError('approval.not_waiting', { status: 409, field: 'itemId' })
  return item
}

const behalfOf = (actor: Actor, item: Item): string | null =>
  item.personId === actor.id ? null : item.personId

/**
 * Approves 同意, in the own name or, as stand-in, on behalf of who is away.
 * @throws approval.content_changed (409): the record is not what was submitted; see accessForMove and lifecycle.ts
 */
export async function approveVerb(tx: Tx, actor: Actor, input: Input<typeof contract.approve>): Answer {
  const access = await accessForMove(tx, actor, input, 'approve')
  await requireUnchanged(tx, access.row)
  const item = chosen(access, input.itemId)
  await decideAs(
    tx,
    actor,
    access,
    { kind: 'approve', itemId: item.id, by: actor.id!, reason: input.reason },
    item,
  )
  return detailOf(tx, actor, input.id)
}

/** Rejects 驳回: the approval is over. @throws see accessForMove and lifecycle.ts */
export async function rejectVerb(tx: Tx, actor: Actor, input: Input<typeof contract.reject>): Answer {
  const access = await accessForMove(tx, actor, input, 'reject')
  const item = chosen(access, input.itemId)
  await decideAs(
    tx,
    actor,
    access,
    { kind: 'reject', itemId: item.id, by: actor.id!, reason: input.reason },
    item,
  )
  return detailOf(tx, actor, input.id)
}

/** Returns 退回 to an earlier step, or (0) to the requester. @throws approval.bad_return (409); see accessForMove */
export async function returnVerb(tx: Tx, actor: Actor, input: Input<typeof contract.returnTo>): Answer {
  const access = await accessForMove(tx, actor, input, 'return')
  const item = chosen(access, input.itemId)
  const { to, reason } = input
  await decideAs(tx, actor, access, { kind: 'return', itemId: item.id, by: actor.id!, reason, to }, item)
  return detailOf(tx, actor, input.id)
}

/** Adds a signer 加签 before, after or beside the own signature. @throws approval.signs_already, approval.own_request (409), approval.unfit (422) */
export async function addSignerVerb(tx: Tx, actor: Actor, input: Input<typeof contract.addSigner>): Answer {
  const access = await accessForMove(tx, actor, input, 'add-signer')
  const item = chosen(access, input.itemId)
  await demandAble(tx, input.personId)
  const { place, personId, reason } = input
  const by = actor.id!
  await decideAs(
    tx,
    actor,
    access,
    { kind: 'add-signer', itemId: item.id, by, place, personId, reason },
    item,
  )
  return detailOf(tx, actor, input.id)
}

/**
 * Gives an item to somebody else 转办: who is asked the own, whoever manages approvals of the org any that waits.
 * @throws approval.not_waiting, approval.signs_already, approval.own_request (409), approval.unfit (422)
 */
export async function transferVerb(tx: Tx, actor: Actor, input: Input<typeof contract.transfer>): Answer {
  const access = await accessForMove(tx, actor, input, 'transfer')
  await demandAble(tx, input.personId)
  const item = transferable(actor, access, input.itemId)
  const { personId, reason } = input
  const managed = !access.mine.includes(item)
  const command = { kind: 'transfer', itemId: item.id, by: actor.id, personId, reason } as const
  await carryOut(tx, actor, access, command, { behalf: managed ? null : behalfOf(actor, item) })
  return detailOf(tx, actor, input.id)
}

function transferable(actor: Actor, access: Access, itemId: string | undefined): Item {
  const waiting = access.approval.items.filter((item) => item.state === 'waiting')
  const own = access.mine.find((item) => itemId === undefined || item.id === itemId)
  if (own) return own
  const other = inScope(actor, 'approval.manage', access.row.orgPath)
    ? waiting.find((item) => item.id === itemId)
    : undefined
  if (!other) throw new AppError('approval.not_waiting', { status: 409, field: 'itemId' })
  return other
}

/** Takes the own last decision back 撤回, as long as nothing was decided on top of it. @throws approval.not_recallable (409) */
export async function recallVerb(tx: Tx, actor: Actor, input: Input<typeof contract.recall>): Answer {
  const access = await accessForMove(tx, actor, input, 'recall')
  const item = access.recall!
  const command = { kind: 'recall', itemId: item.id, by: actor.id!, reason: input.reason } as const
  await decideAs(tx, actor, access, command, item)
  return detailOf(tx, actor, input.id)
}

/** The requester takes the request back 撤回. */
export async function withdrawVerb(tx: Tx, actor: Actor, input: Input<typeof contract.withdraw>): Answer {
  const access = await accessForMove(tx, actor, input, 'withdraw')
  await carryOut(tx, actor, access, { kind: 'withdraw', by: actor.id!, reason: input.reason })
  return detailOf(tx, actor, input.id)
}

/** The requester hands in again what was returned, as it is now. @throws approval.gone (409): the record is no longer there */
export async function resubmitVerb(tx: Tx, actor: Actor, input: Input<typeof contract.resubmit>): Answer {
  const access = await accessForMove(tx, actor, input, 'resubmit')
  const { subject } = access.row
  const kind = knownKind(subject.entity)
  const digest = await kind?.digest?.(tx, subject.id)
  const view = await kind?.show(tx, actor, subject.id)
  if (digest === undefined || !view) throw new AppError('approval.gone', { status: 409 })
  const command = { kind: 'resubmit', by: actor.id!, digest, reason: input.reason } as const
  await carryOut(tx, actor, access, command, { title: view.title })
  return detailOf(tx, actor, input.id)
}

async function decideAs(tx: Tx, actor: Actor, access: Access, command: Command, item: Item): Promise<void> {
  await carryOut(tx, actor, access, command, { behalf: behalfOf(actor, item) })
}

async function demandAble(tx: Tx, personId: string): Promise<void> {
  if ((await whoMayDecide(tx, [personId])).length === 0)
    throw new AppError('approval.unfit', { status: 422, field: 'personId' })
}
