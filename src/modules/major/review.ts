import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { notify } from '#kernel/notify/index.ts'
import { holdersOf, inScope, spokenName, type Actor } from '#kernel/permission/index.ts'
import { setWatcher } from '#modules/ticket/index.ts'
import type * as contract from './contract.ts'
import { accessMajor, reviewAbilities, wrote, type Access } from './policy.ts'
import { findWorker } from './store/record.ts'
import {
  actionsOf,
  endAction,
  moveReview,
  readReview,
  replaceActions,
  saveReview,
  type ReviewRow,
} from './store/review.ts'
import { forgetAction, remindOfAction } from './update-due.ts'
import type { Ability } from './words.ts'
import { stale } from './work.ts'

type ReviewOut = Output<typeof contract.getReview>

/** @throws incident.not_found, major.not_found (404) */
export async function getReviewVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getReview>,
): Promise<ReviewOut> {
  return presentReview(db, actor, await accessMajor(db, actor, input.id))
}

async function presentReview(db: Db, actor: Actor, access: Access): Promise<ReviewOut> {
  const [review, actions] = await Promise.all([
    readReview(db, access.incident.id),
    actionsOf(db, access.incident.id),
  ])
  return {
    ...review,
    actions: actions.map((one) => ({ ...one, mine: one.owner.id === actor.id })),
    abilities: reviewAbilities(actor, access, review),
  }
}

/**
 * @throws major.own_review (403) for a confirmer who wrote at it, major.not_allowed (403), major.illegal_move (409),
 * major.version_stale (412)
 */
async function accessForReview(
  tx: Tx,
  actor: Actor,
  input: { id: string; version: number },
  ability: Ability,
): Promise<{ access: Access; review: ReviewRow; personId: string }> {
  const access = await accessMajor(tx, actor, input.id)
  const review = await readReview(tx, access.incident.id)
  if (review.version !== input.version) throw stale(review.version)
  if (actor.id !== null && reviewAbilities(actor, access, review).includes(ability))
    return { access, review, personId: actor.id }
  const judging = ability === 'confirm-review' || ability === 'return-review'
  if (judging && wrote(actor, review) && inScope(actor, 'major.review', access.incident.orgPath))
    throw new AppError('major.own_review', { status: 403 })
  if (review.state !== (judging ? 'submitted' : 'draft'))
    throw new AppError('major.illegal_move', { status: 409, field: 'state', params: { state: review.state } })
  if (ability === 'submit-review' && access.incident.open) throw new AppError('major.open', { status: 409 })
  throw new AppError('major.not_allowed', { status: 403, params: { ability } })
}

/** The whole text and all actions, as long as it is a draft. @throws major.unknown_person (422) `actions.<n>.ownerId` */
export async function writeReviewVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.writeReview>,
): Promise<ReviewOut> {
  const { access, personId } = await accessForReview(tx, actor, input, 'write-review')
  for (const [n, one] of input.actions.entries())
    if (!(await findWorker(tx, one.ownerId)))
      throw new AppError('major.unknown_person', { status: 422, field: `actions.${n}.ownerId` })
  const { id } = access.incident
  if (!(await saveReview(tx, id, input.version, { ...input, writer: personId })))
    throw stale(input.version + 1)
  await replaceActions(
    tx,
    id,
    input.actions.map((one) => ({ ...one, dueAt: new Date(one.dueAt) })),
  )
  return settleReview(tx, actor, access, 'write-review', {
    wentWell: input.wentWell,
    toImprove: input.toImprove,
    actions: input.actions,
  })
}

/** @throws major.open (409) while the incident is open, major.review_empty (422) */
export async function submitReviewVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.submitReview>,
): Promise<ReviewOut> {
  const { access, review, personId } = await accessForReview(tx, actor, input, 'submit-review')
  const missing = (['wentWell', 'toImprove'] as const).find((field) => review[field] === '')
  if (missing) throw new AppError('major.review_empty', { status: 422, field: missing })
  const { incident } = access
  if (!(await moveReview(tx, incident.id, input.version, { to: 'submitted', by: personId })))
    throw stale(input.version + 1)
  const judges = await holdersOf(tx, { permission: 'major.review' }, incident.orgPath)
  const to = judges.filter((id) => id !== personId && !review.draftedBy.includes(id))
  await tellReview(tx, actor, access, to, 'submitted', input.version)
  return settleReview(tx, actor, access, 'submit-review', { state: 'submitted' })
}

/** Another person confirms it; from then on it stands, and the owners of its actions know. */
export async function confirmReviewVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.confirmReview>,
): Promise<ReviewOut> {
  const { access, review, personId } = await accessForReview(tx, actor, input, 'confirm-review')
  const { id } = access.incident
  const step = { to: 'confirmed', by: personId, note: input.note } as const
  if (!(await moveReview(tx, id, input.version, step))) throw stale(input.version + 1)
  const actions = await actionsOf(tx, id)
  const owners = [...new Set(actions.map((one) => one.owner.id))]
  await Promise.all(owners.map((owner) => setWatcher(tx, id, owner, true)))
  for (const one of actions) await remindOfAction(tx, one.id, one.dueAt)
  await tellReview(tx, actor, access, owners, 'action', input.version)
  await tellReview(tx, actor, access, [review.submittedBy?.id ?? ''], 'confirmed', input.version)
  return settleReview(tx, actor, access, 'confirm-review', { state: 'confirmed', note: input.note })
}

export async function returnReviewVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.returnReview>,
): Promise<ReviewOut> {
  const { access, review } = await accessForReview(tx, actor, input, 'return-review')
  const { id } = access.incident
  if (!(await moveReview(tx, id, input.version, { to: 'draft', note: input.note })))
    throw stale(input.version + 1)
  await tellReview(tx, actor, access, [review.submittedBy?.id ?? ''], 'returned', input.version)
  return settleReview(tx, actor, access, 'return-review', { state: 'draft', note: input.note })
}

/**
 * By its owner, once the review is confirmed.
 * @throws major.not_found (404), major.not_confirmed (409), major.not_allowed (403), major.action_done (409)
 */
export async function finishActionVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.finishAction>,
): Promise<ReviewOut> {
  const access = await accessMajor(tx, actor, input.id)
  const { id } = access.incident
  const action = (await actionsOf(tx, id)).find((one) => one.id === input.actionId)
  if (!action) throw notFound('major')
  if ((await readReview(tx, id)).state !== 'confirmed')
    throw new AppError('major.not_confirmed', { status: 409 })
  if (action.owner.id !== actor.id)
    throw new AppError('major.not_allowed', { status: 403, params: { ability: 'finish-action' } })
  if (!(await endAction(tx, action.id, input.result)))
    throw new AppError('major.action_done', { status: 409 })
  await forgetAction(tx, action.id)
  return settleReview(tx, actor, access, 'finish-action', { actionId: action.id, result: input.result })
}

async function settleReview(
  tx: Tx,
  actor: Actor,
  access: Access,
  verb: string,
  after: Record<string, unknown>,
): Promise<ReviewOut> {
  const { incident } = access
  await emit(tx, { type: `major.${verb}`, entity: 'incident', entityId: incident.id })
  await audit(tx, actor, {
    action: `major.${verb}`,
    entity: 'incident',
    entityId: incident.id,
    orgId: incident.org.id,
    after,
  })
  return presentReview(tx, actor, access)
}

async function tellReview(
  tx: Tx,
  actor: Actor,
  access: Access,
  to: readonly string[],
  what: 'submitted' | 'confirmed' | 'returned' | 'action',
  version: number,
): Promise<void> {
  const { incident } = access
  await notify(tx, {
    to: to.filter((id) => id !== '' && id !== actor.id),
    textKey: `major:notify.${what}`,
    params: { number: incident.number, title: incident.title, actor: spokenName(actor) },
    entity: 'incident',
    entityId: incident.id,
    dedupeKey: `major.${what}:${incident.id}:${version}`,
  })
}
