import type { Db } from '#kernel/db/index.ts'
import { listFiles, openFile } from '#kernel/files/index.ts'
import { notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeIdCursor, page, type Download } from '#kernel/http/index.ts'
import { scopeOf, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { abilitiesOf, accessRound, visibleRounds } from './policy.ts'
import type * as contract from './round-contract.ts'
import { itemsAt } from './store/figures.ts'
import { findEntry, selectEntries, selectRounds, type EntryRow, type RoundRow } from './store/round.ts'

type Round = Output<typeof contract.getRound>
export type Entry = Output<typeof contract.recordEntry>

export function brief(row: RoundRow): Output<typeof contract.listRounds>['items'][number] {
  const { id, number, plan, kind, org, group, state, plannedAt, dueBy, startedAt, endedAt } = row
  const { person, late, abnormal, done, entries, version } = row
  return {
    ...{ id, number, plan, kind, org, group, state, plannedAt, dueBy, startedAt, endedAt },
    ...{ person, late, abnormal, done, entries, version },
  }
}

/** Rounds the caller sees, the newest first. */
export async function listRoundsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listRounds>,
): Promise<Output<typeof contract.listRounds>> {
  const { limit, cursor, ...filter } = input
  const after = decodeIdCursor(cursor)
  const rows = await selectRounds(db, visibleRounds(actor), { ...filter, zone: unitZone(), limit, after })
  const { items, nextCursor } = page(rows, limit, (row) => [row.id])
  return { items: items.map(brief), nextCursor }
}

/** @throws round.not_found (404) */
export async function getRoundVerb(db: Db, actor: Actor, { id }: { id: string }): Promise<Round> {
  const row = await accessRound(db, actor, id)
  const entries = await selectEntries(db, id)
  const { scan, remark, skipReason } = row
  return {
    ...brief(row),
    ...{ scan, remark, skipReason },
    entries: await withPhotos(db, entries),
    abilities: abilitiesOf(actor, row),
  }
}

export async function withPhotos(db: Db, entries: readonly EntryRow[]): Promise<Entry[]> {
  const photos = await listFiles(
    db,
    'round-entry',
    entries.map((one) => one.id),
  )
  return entries.map(({ roundId: _round, before, ...rest }) => ({
    ...rest,
    before: before && { ...before, at: new Date(before.at) },
    photos: photos.get(rest.id) ?? [],
  }))
}

/** What is to do at a place; empty where nothing is. @throws round.not_found (404): no plan in sight has this code */
export async function findPointVerb(
  db: Db,
  actor: Actor,
  { code }: { code: string },
): Promise<Output<typeof contract.findPoint>> {
  const see = visibleRounds(actor)
  const [items, rounds] = await Promise.all([
    itemsAt(db, scopeOf(actor, 'round.read'), code),
    selectRounds(db, see, { code, limit: 20 }),
  ])
  if (items.length === 0 && rounds.length === 0) throw notFound('round')
  const urgent = rounds.toSorted((a, b) => Number(new Date(a.dueBy)) - Number(new Date(b.dueBy)))
  return { items, rounds: urgent.map(brief) }
}

/** A photo of an entry of a round the caller sees. @throws round.not_found, files.not_found (404) */
export async function downloadPhotoVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.downloadPhoto>,
): Promise<Download> {
  const entry = await findEntry(db, input.id)
  if (!entry) throw notFound('round')
  await accessRound(db, actor, entry.roundId)
  return openFile(db, input.fileId, { entity: 'round-entry', entityId: entry.id }, input)
}
