/** Deductions by hand, objections with their review, and what the evaluated party answers. */
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { attachUpload, openFile } from '#kernel/files/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Download, Upload } from '#kernel/http/index.ts'
import { notify } from '#kernel/notify/index.ts'
import { holdersOf, spokenName, type Actor } from '#kernel/permission/index.ts'
import * as access from './access.ts'
import { keepTotal, pointsNow } from './compute.ts'
import type * as contract from './contract.ts'
import type { attachToObjection, downloadFromObjection } from './form-contract.ts'
import { toldStates } from './lifecycle.ts'
import { present } from './present.ts'
import type { EvaluationRow } from './store/evaluation.ts'
import { changePoints, insertEntry, itemsOf, voidEntry, type ItemRow } from './store/item.ts'
import * as store from './store/objection.ts'

type Record_ = Output<typeof contract.getEvaluation>

async function itemOf(db: Db, row: EvaluationRow, id: string): Promise<ItemRow> {
  const item = (await itemsOf(db, [row.id])).find((one) => one.id === id)
  if (!item) throw new AppError('evaluation.unknown_reference', { status: 422, field: 'itemId' })
  return item
}

async function lockForEntry(tx: Tx, actor: Actor, id: string): Promise<EvaluationRow> {
  const row = await access.accessEvaluation(tx, actor, id, true)
  if (!access.manages(actor, row)) throw access.forbidden()
  access.demandState(row, 'scoring')
  return row
}

/** @throws evaluation.not_found (404), not_allowed (403), not_now (409), unknown_reference, not_by_hand (422) */
export async function enterPointsVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.enterPoints>,
): Promise<Record_> {
  const row = await lockForEntry(tx, actor, input.id)
  const item = await itemOf(tx, row, input.itemId)
  if (item.rule.kind !== 'hand')
    throw new AppError('evaluation.not_by_hand', { status: 422, field: 'itemId' })
  const { itemId, points, what, evidence, link = null } = input
  const id = await insertEntry(tx, {
    evaluationId: row.id,
    itemId,
    points,
    what,
    evidence,
    link,
    by: actor.id!,
  })
  await access.leave(tx, actor, row, 'enter', {
    after: { entry: id, item: item.name, sign: item.rule.sign, points, what, evidence, link },
  })
  return present(tx, actor, row.id)
}

/** @throws as `enterPointsVerb` */
export async function voidEntryVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.voidEntry>,
): Promise<Record_> {
  const row = await lockForEntry(tx, actor, input.id)
  if (!(await voidEntry(tx, { evaluationId: row.id, id: input.childId }, actor.id!, input.reason)))
    throw notFound('evaluation')
  await access.leave(tx, actor, row, 'void-entry', { after: { entry: input.childId, reason: input.reason } })
  return present(tx, actor, row.id)
}

/**
 * An objection of the evaluated party, within its time.
 * @throws evaluation.not_found (404), not_allowed (403), not_now, objection_late (409), unknown_reference (422)
 */
export async function objectVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.objectToEvaluation>,
): Promise<Record_> {
  const row = await access.accessEvaluation(tx, actor, input.id, true)
  access.demandParty(actor, row)
  access.demandState(row, 'announced')
  if (row.acceptedAt !== null || row.objectionDue === null || (await dbNow(tx)) >= row.objectionDue)
    throw new AppError('evaluation.objection_late', { status: 409 })
  const item = input.itemId === null ? null : await itemOf(tx, row, input.itemId)
  const objection = { evaluationId: row.id, itemId: input.itemId, text: input.text, by: actor.id! }
  const id = await store.insertObjection(tx, objection)
  await access.leave(tx, actor, row, 'object', {
    after: { objection: id, item: item?.name ?? null, text: input.text },
  })
  const reviewers = await holdersOf(tx, { permission: 'evaluation.review' }, row.orgPath)
  const to = reviewers.filter((one) => one !== row.computedById && one !== actor.id)
  await notify(tx, {
    to,
    textKey: 'evaluation:notify.objected',
    params: { title: row.title, actor: spokenName(actor) },
    entity: 'evaluation',
    entityId: row.id,
    dedupeKey: `evaluation.objected:${id}`,
  })
  return present(tx, actor, row.id)
}

/**
 * A review by somebody who neither computed the result nor raised the objection; upheld, it may change the item's points,
 * and the score with them.
 * @throws evaluation.not_found (404), not_allowed (403), version_stale (412), not_now (409),
 * evaluation.points_need_item, evaluation.points_range (422)
 */
export async function reviewObjectionVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.reviewObjection>,
): Promise<Record_> {
  const row = await access.accessEvaluation(tx, actor, input.id, true)
  const [objection] = await store.selectObjections(tx, { id: input.childId, lock: true })
  if (objection?.evaluationId !== row.id) throw notFound('evaluation')
  if (!access.reviews(actor, row) || objection.raisedById === actor.id) throw access.forbidden()
  access.demandVersion(objection, input.version)
  access.demandState(row, 'announced')
  if (objection.state !== 'open') throw new AppError('evaluation.not_now', { status: 409, field: 'state' })
  const item = objection.itemId === null ? null : await itemOf(tx, row, objection.itemId)
  const points = input.verdict === 'upheld' ? input.points : undefined
  if (points !== undefined) checkPoints(item, points)
  const before = item && pointsNow(item)
  await store.settleObjection(tx, objection.id, {
    ...{ state: input.verdict, by: actor.id!, reply: input.reply, before },
    after: points ?? before,
  })
  if (item && points !== undefined) {
    await changePoints(tx, item.id, { points, reason: input.reply })
    await keepTotal(tx, row)
  }
  await access.leave(tx, actor, row, 'review', {
    before: { item: item?.name ?? null, points: before, score: row.score },
    after: { verdict: input.verdict, reply: input.reply, points: points ?? before },
  })
  await notify(tx, {
    to: [objection.raisedById],
    textKey: 'evaluation:notify.reviewed',
    params: { title: row.title },
    entity: 'evaluation',
    entityId: row.id,
    dedupeKey: `evaluation.reviewed:${objection.id}`,
  })
  return present(tx, actor, row.id)
}

/** Points of a weighted item are 0 to 100; a deduction is no more than its cap, and no bonus. */
function checkPoints(item: ItemRow | null, points: number): asserts item is ItemRow {
  if (!item) throw new AppError('evaluation.points_need_item', { status: 422, field: 'points' })
  const { rule } = item
  const [low, high] = 'sign' in rule ? (rule.sign === 'deduct' ? [-rule.cap, 0] : [0, rule.cap]) : [0, 100]
  if (points < low || points > high)
    throw new AppError('evaluation.points_range', { status: 422, field: 'points', params: { low, high } })
}

/** The right of answer: it stands beside the result, also once that is published. @throws evaluation.not_found (404), not_allowed (403) */
export async function answerVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.answerEvaluation>,
): Promise<Record_> {
  const row = await access.accessEvaluation(tx, actor, input.id, true)
  access.demandParty(actor, row)
  access.demandState(row, ...toldStates)
  const id = await store.insertAnswer(tx, { evaluationId: row.id, text: input.text, by: actor.id! })
  await access.leave(tx, actor, row, 'answer', { after: { answer: id, text: input.text } })
  const keepers = await holdersOf(tx, { permission: 'evaluation.manage' }, row.orgPath)
  await notify(tx, {
    to: keepers.filter((one) => one !== actor.id),
    textKey: 'evaluation:notify.answered',
    params: { title: row.title, actor: spokenName(actor) },
    entity: 'evaluation',
    entityId: row.id,
    dedupeKey: `evaluation.answered:${id}`,
  })
  return present(tx, actor, row.id)
}

async function accessObjection(db: Db, actor: Actor, id: string) {
  const [objection] = await store.selectObjections(db, { id })
  if (!objection) throw notFound('evaluation')
  return { objection, row: await access.accessEvaluation(db, actor, objection.evaluationId) }
}

/** Who raised it attaches to it while it is open. @throws evaluation.not_found (404), not_allowed (403) */
export async function attachVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof attachToObjection> & { upload: Upload },
): Promise<Output<typeof attachToObjection>> {
  return attachUpload(db, actor, input.upload, {
    entity: 'evaluation-objection',
    access: async (at) => {
      const { objection } = await accessObjection(at, actor, input.id)
      if (objection.raisedById !== actor.id || objection.state !== 'open') throw access.forbidden()
      return objection
    },
  })
}

/** @throws evaluation.not_found, files.not_found (404) */
export async function downloadVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof downloadFromObjection>,
): Promise<Download> {
  const { objection } = await accessObjection(db, actor, input.id)
  return openFile(db, input.fileId, { entity: 'evaluation-objection', entityId: objection.id }, input)
}
