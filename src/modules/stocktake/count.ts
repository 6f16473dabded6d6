import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeIdCursor, page } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { accessStocktake, demandState, demandTeam, leave, lockLine } from './access.ts'
import type * as contract from './contract.ts'
import type { Result } from './lifecycle.ts'
import { presentLine } from './present.ts'
import { shareCampaign } from './store/campaign.ts'
import * as store from './store/line.ts'

type LineOut = Output<typeof contract.countLine>

/** Lines of a stocktake the caller sees. @throws stocktake.not_found (404) */
export async function listLinesVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listLines>,
): Promise<Output<typeof contract.listLines>> {
  const { id, limit, cursor, ...filter } = input
  await accessStocktake(db, actor, id)
  const rows = await store.selectLines(db, id, { ...filter, limit, after: decodeIdCursor(cursor) })
  const { items, nextCursor } = page(rows, limit, (row) => [row.id])
  return { items: items.map(presentLine), nextCursor }
}

export const lineAgain = async (tx: Tx, stocktakeId: string, id: string): Promise<LineOut> => {
  const [line] = await store.selectLines(tx, stocktakeId, { id, limit: 1 })
  return presentLine(line!)
}

/** What a count must say. @throws stocktake.place_needed, stocktake.note_needed (422) */
export function demandSaid(count: {
  result: Result
  location?: string | null | undefined
  note?: string | null | undefined
}): void {
  if (count.result === 'moved' && !count.location)
    throw new AppError('stocktake.place_needed', { status: 422, field: 'location' })
  if ((count.result === 'damaged' || count.result === 'differs') && !count.note)
    throw new AppError('stocktake.note_needed', { status: 422, field: 'note' })
}

/** A recount is another pair of eyes. @throws stocktake.second_pair (409) */
export function demandOther(line: store.LineRow, actor: Actor): void {
  if (line.recount && line.countedById === actor.id)
    throw new AppError('stocktake.second_pair', { status: 409 })
}

/**
 * Records what was found of a line; the last count holds, all are kept.
 * @throws stocktake.not_found (404), stocktake.not_now (409), stocktake.version_stale (412): somebody counted it meanwhile;
 * stocktake.not_in_team (403); stocktake.second_pair (409); stocktake.place_needed, stocktake.note_needed (422)
 */
export async function countLineVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.countLine>,
): Promise<LineOut> {
  const { stocktake, line } = await lockLine(tx, actor, { ...input, lineId: input.lineId }, 'counting')
  await demandTeam(tx, actor, stocktake.id)
  if (line.assetId === null) throw new AppError('stocktake.not_on_book', { status: 409 })
  demandOther(line, actor)
  demandSaid(input)
  const { result, quantity = line.quantity, location = null, note = null, via } = input
  const count = {
    result,
    quantity: result === 'missing' ? 0 : quantity,
    location: location || null,
    note: note || null,
  }
  await store.writeCount(tx, { lineId: line.id, ...count, via, by: actor.id! })
  await leave(tx, actor, stocktake, 'count', {
    before: { number: line.number, result: line.result },
    after: { number: line.number, ...count, via },
  })
  return lineAgain(tx, stocktake.id, line.id)
}

/** Records what is there and on no book 盘盈. @throws as `countLineVerb` */
export async function addSurplusVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.addSurplus>,
): Promise<LineOut> {
  await shareCampaign(tx, input.id)
  const stocktake = await accessStocktake(tx, actor, input.id)
  demandState(stocktake, 'counting')
  await demandTeam(tx, actor, stocktake.id)
  const { name, quantity, location, via } = input
  const said = { model: input.model || null, serial: input.serial || null, note: input.note || null }
  const by = actor.id!
  const id = await store.insertSurplus(tx, {
    stocktakeId: stocktake.id,
    name,
    quantity,
    location,
    ...said,
    by,
  })
  await store.logSurplus(tx, id, { quantity, location, note: said.note, via, by })
  await leave(tx, actor, stocktake, 'surplus', { after: { name, quantity, location, ...said, via } })
  return lineAgain(tx, stocktake.id, id)
}
