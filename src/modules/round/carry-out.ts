import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import { attachUpload } from '#kernel/files/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Upload } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { followUp } from './follow-up.ts'
import { judge, misfit, missing } from './lifecycle.ts'
import { endWatch, openRound } from './open-rounds.ts'
import { accessPlan, demandVersion, roundFor } from './policy.ts'
import type * as contract from './round-contract.ts'
import { getRoundVerb, withPhotos, type Entry } from './rounds.ts'
import * as store from './store/round.ts'

type Round = Output<typeof contract.getRound>

/** What every change of a round leaves behind. */
async function leave(
  tx: Tx,
  actor: Actor,
  round: { id: string; org: { id: string } },
  action: string,
  data: { before?: Record<string, unknown>; after: Record<string, unknown> },
): Promise<void> {
  await audit(tx, actor, {
    action: `round.${action}`,
    entity: 'round',
    entityId: round.id,
    orgId: round.org.id,
    ...data,
  })
  await emit(tx, { type: `round.${action}`, entity: 'round', entityId: round.id })
}

/** Goes a round of a plan that is not due. @throws round.not_found (404), round.not_at_work (409) */
export async function startUnplannedVerb(tx: Tx, actor: Actor, { id }: { id: string }): Promise<Round> {
  const plan = await accessPlan(tx, actor, id, 'round.carry-out')
  if (!plan.active) throw new AppError('round.not_at_work', { status: 409 })
  const now = await dbNow(tx)
  const roundId = await openRound(tx, plan, { planned: null, now, startedBy: actor.id })
  await leave(tx, actor, { id: roundId, org: plan.org }, 'start', { after: { plan: plan.name } })
  return getRoundVerb(tx, actor, { id: roundId })
}

/** @throws see `roundFor` */
export async function startRoundVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.startRound>,
): Promise<Round> {
  const round = await roundFor(tx, actor, input, 'start')
  await store.startRow(tx, round.id, actor.id!)
  await leave(tx, actor, round, 'start', { before: { state: round.state }, after: { number: round.number } })
  return getRoundVerb(tx, actor, { id: round.id })
}

/**
 * Records what was read of an item; until the round ends it may be read again. Two at once: the slower one learns it.
 * @throws see `roundFor`; round.version_stale (412) of the entry; round.misfit_*, round.note_needed, round.scan_needed (422)
 */
export async function recordEntryVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.recordEntry>,
): Promise<Entry> {
  const round = await roundFor(tx, actor, { id: input.id }, 'record')
  const entry = await store.findEntry(tx, input.entryId, true)
  if (entry?.roundId !== round.id) throw notFound('round')
  demandVersion(entry, input.version)
  const values = valuesOf(entry, round.scan, input)
  await store.writeEntry(tx, entry.id, { ...values, by: actor.id! })
  const { by: _by, ...said } = { ...values, by: null }
  await leave(tx, actor, round, 'record', {
    before: { item: entry.name, result: entry.result, number: entry.number, text: entry.text },
    after: { item: entry.name, ...said },
  })
  const [shown] = await withPhotos(tx, [(await store.findEntry(tx, entry.id))!])
  return shown!
}

const refuse = (code: string, field: string) => new AppError(`round.${code}`, { status: 422, field })

function valuesOf(
  entry: store.EntryRow,
  scan: boolean,
  input: Input<typeof contract.recordEntry>,
): Omit<store.EntryValues, 'by'> {
  const note = input.note || null
  const scanned = entry.code !== null && input.code === entry.code
  if (input.skipped) {
    if (!note) throw refuse('note_needed', 'note')
    return { result: 'skipped', number: null, text: null, note, scanned }
  }
  if (scan && entry.code !== null && !scanned) throw refuse('scan_needed', 'code')
  const reading = { number: input.number, text: input.text || null }
  const wrong = misfit(entry, reading)
  if (wrong) throw refuse(`misfit_${wrong}`, wrong === 'number' ? 'number' : 'text')
  const judged = judge(entry, reading)
  const result = judged === 'undecided' ? (input.abnormal ? 'abnormal' : 'normal') : judged
  return { result, ...reading, note, scanned }
}

/** Takes a photo for an entry of a round under way. @throws see `roundFor` */
export async function attachPhotoVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.attachPhoto> & { upload: Upload },
): Promise<Output<typeof contract.attachPhoto>> {
  return attachUpload(db, actor, input.upload, {
    entity: 'round-entry',
    access: async (at) => {
      const entry = await store.findEntry(at, input.id)
      if (!entry) throw notFound('round')
      await roundFor(at, actor, { id: entry.roundId }, 'record')
      return entry
    },
  })
}

/**
 * Ends a round when every item was read or left out with a reason, and opens what abnormal readings ask for, in the same
 * transaction. @throws see `roundFor`; round.missing_reading, round.missing_note, round.missing_photo (422) naming the items
 */
export async function finishRoundVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.finishRound>,
): Promise<Round> {
  const round = await roundFor(tx, actor, input, 'finish')
  const entries = await withPhotos(tx, await store.selectEntries(tx, round.id))
  for (const what of ['reading', 'note', 'photo'] as const) {
    const open = entries.filter((one) => missing({ ...one, photos: one.photos.length }) === what)
    if (open.length > 0)
      throw new AppError(`round.missing_${what}`, {
        status: 422,
        field: 'entries',
        params: {
          n: open.length,
          names: open
            .slice(0, 5)
            .map((one) => one.name)
            .join('、'),
        },
      })
  }
  const opened = await followUp(tx, actor, round, entries)
  await store.finishRow(tx, round.id, actor.id!, input.remark || null)
  await endWatch(tx, round.id)
  const abnormal = entries.filter((one) => one.result === 'abnormal').length
  await leave(tx, actor, round, 'finish', { after: { number: round.number, abnormal, ...opened } })
  return getRoundVerb(tx, actor, { id: round.id })
}

/** Leaves a round out: the room is closed, the line is cut. @throws see `roundFor` */
export async function skipRoundVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.skipRound>,
): Promise<Round> {
  const round = await roundFor(tx, actor, input, 'skip')
  await store.skipRow(tx, round.id, actor.id!, input.reason)
  await endWatch(tx, round.id)
  await leave(tx, actor, round, 'skip', {
    before: { state: round.state },
    after: { number: round.number, reason: input.reason },
  })
  return getRoundVerb(tx, actor, { id: round.id })
}
