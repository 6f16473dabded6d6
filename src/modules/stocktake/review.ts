import type { Tx } from '#kernel/db/index.ts'
import { dbNow } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { say } from '#kernel/http/index.ts'
import { inScope, type Actor } from '#kernel/permission/index.ts'
import { createAsset, moveAsset, updateAsset } from '#modules/asset/index.ts'
import { demandTeam, leave, lockLine } from './access.ts'
import type * as contract from './contract.ts'
import { lineAgain } from './count.ts'
import { isDifference } from './lifecycle.ts'
import type { CampaignRow } from './store/campaign.ts'
import { bookOf, patchLine, type LineRow } from './store/line.ts'

type LineOut = Output<typeof contract.countLine>

/** @throws stocktake.no_difference (409) */
function demandDifference(line: LineRow): void {
  if (!isDifference(line)) throw new AppError('stocktake.no_difference', { status: 409 })
}

/**
 * Asks for another count of a line, by somebody else than counted it; what was explained of it falls.
 * @throws as `lockLine`; stocktake.not_allowed (403); stocktake.adjusted_already (409)
 */
export async function askRecountVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.askRecount>,
): Promise<LineOut> {
  const { stocktake, line } = await lockLine(tx, actor, input, 'counting', 'reviewing')
  if (!inScope(actor, 'stocktake.manage', stocktake.orgPath))
    throw new AppError('stocktake.not_allowed', { status: 403 })
  if (line.result === null || line.assetId === null)
    throw new AppError('stocktake.not_on_book', { status: 409 })
  if (line.adjustedAt) throw new AppError('stocktake.adjusted_already', { status: 409 })
  await patchLine(tx, line.id, {
    recount: true,
    explanation: null,
    explained_by: null,
    decision: null,
    decision_note: null,
    decided_by: null,
    decided_at: null,
  })
  await leave(tx, actor, stocktake, 'ask-recount', { after: { number: line.number, result: line.result } })
  return lineAgain(tx, stocktake.id, line.id)
}

/** Says how a difference came about; a decision on an earlier explanation falls. @throws as `lockLine`; stocktake.no_difference (409) */
export async function explainLineVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.explainLine>,
): Promise<LineOut> {
  const { stocktake, line } = await lockLine(tx, actor, input, 'reviewing')
  await demandTeam(tx, actor, stocktake.id)
  demandDifference(line)
  if (line.adjustedAt) throw new AppError('stocktake.adjusted_already', { status: 409 })
  await patchLine(tx, line.id, {
    explanation: input.explanation,
    explained_by: actor.id,
    decision: null,
    decision_note: null,
    decided_by: null,
    decided_at: null,
  })
  await leave(tx, actor, stocktake, 'explain', {
    before: { line: line.number ?? line.name, explanation: line.explanation },
    after: { line: line.number ?? line.name, explanation: input.explanation },
  })
  return lineAgain(tx, stocktake.id, line.id)
}

/**
 * Decides whether the ledger is to be adjusted to what was found: somebody else than explained or counted it.
 * @throws as `lockLine`; stocktake.not_allowed (403); stocktake.not_explained, stocktake.second_pair (409)
 */
export async function decideLineVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.decideLine>,
): Promise<LineOut> {
  const { stocktake, line } = await lockLine(tx, actor, input, 'reviewing')
  if (!inScope(actor, 'stocktake.decide', stocktake.orgPath))
    throw new AppError('stocktake.not_allowed', { status: 403 })
  demandDifference(line)
  if (line.explanation === null) throw new AppError('stocktake.not_explained', { status: 409 })
  if (line.adjustedAt) throw new AppError('stocktake.adjusted_already', { status: 409 })
  if (line.explainedById === actor.id || line.countedById === actor.id)
    throw new AppError('stocktake.second_pair', { status: 409 })
  await patchLine(tx, line.id, {
    decision: input.decision,
    decision_note: input.note || null,
    decided_by: actor.id,
    decided_at: await dbNow(tx),
  })
  await leave(tx, actor, stocktake, 'decide', {
    after: { line: line.number ?? line.name, decision: input.decision, note: input.note ?? null },
  })
  return lineAgain(tx, stocktake.id, line.id)
}

/**
 * Carries an approved adjustment out on the asset ledger, with the rights of whoever does it there: a moved asset gets its
 * place, a missing one is proposed for writing off, a surplus is taken on the book, damage is noted by those who maintain.
 * @throws as `lockLine`; stocktake.not_decided (409); stocktake.class_needed (422); stocktake.nothing_adjusted (409): the ledger
 * still says what the book said, and what was found is no single value to write; what the ledger throws
 */
export async function adjustLineVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.adjustLine>,
): Promise<LineOut> {
  const { stocktake, line } = await lockLine(tx, actor, input, 'reviewing')
  if (line.decision !== 'adjust' || line.adjustedAt)
    throw new AppError('stocktake.not_decided', { status: 409 })
  const cause = say(actor.locale, 'stocktake:cause', { number: stocktake.number })
  if (line.result === 'surplus') await takeOn(tx, actor, stocktake, line, input.classId, cause)
  else await correct(tx, actor, line, cause)
  await patchLine(tx, line.id, { adjusted_at: await dbNow(tx) })
  await leave(tx, actor, stocktake, 'adjust', {
    after: { line: line.number ?? line.name, result: line.result },
  })
  return lineAgain(tx, stocktake.id, line.id)
}

async function takeOn(
  tx: Tx,
  actor: Actor,
  stocktake: CampaignRow,
  line: LineRow,
  classId: string | undefined,
  cause: string,
): Promise<void> {
  if (!classId) throw new AppError('stocktake.class_needed', { status: 422, field: 'classId' })
  await createAsset(tx, actor, {
    orgId: stocktake.org.id,
    values: {
      name: line.name,
      assetClass: classId,
      ...(line.model ? { model: line.model } : {}),
      ...(line.serial ? { serial: line.serial } : {}),
      quantity: line.countedQuantity ?? 1,
      location: line.countedLocation,
      remark: cause,
    },
  })
}

async function correct(tx: Tx, actor: Actor, line: LineRow, cause: string): Promise<void> {
  const book = await bookOf(tx, line.assetId!)
  // written off or disposed of meanwhile: the ledger is where it should be
  if (!book) return
  const at = { id: line.assetId!, version: book.version }
  if (line.result === 'missing') {
    if (book.state !== 'to-dispose')
      await moveAsset(tx, actor, 'propose-disposal', {
        ...at,
        values: { disposalKind: 'loss', earlyReason: cause },
        reason: `${cause} ${line.explanation ?? ''}`.trim(),
      })
    return
  }
  const values = {
    ...(line.countedLocation && line.countedLocation !== line.location
      ? { location: line.countedLocation }
      : {}),
    ...(line.countedQuantity !== null && line.countedQuantity !== line.quantity
      ? { quantity: line.countedQuantity }
      : {}),
    ...(line.result === 'damaged' ? { condition: 'faulty' } : {}),
  }
  if (Object.keys(values).length > 0) await updateAsset(tx, actor, { ...at, values })
  // what else differs is written on the asset's own page; here is only seen that it was
  else if (book.version === line.bookVersion)
    throw new AppError('stocktake.nothing_adjusted', { status: 409 })
}
