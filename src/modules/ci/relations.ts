/** Relations between items and their redundancy groups. */
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { inScope, type Actor } from '#kernel/permission/index.ts'
import { catalogueOf, type Catalogue } from './catalogue.ts'
import { accessCi, lockCi, manages, visibleCis } from './policy.ts'
import { record } from './record.ts'
import type * as contract from './relation-contract.ts'
import { readCi, type CiRow } from './store/ci.ts'
import * as store from './store/relations.ts'
import type { RelationRow } from './store/relations.ts'
import { manualSource } from './words.ts'

const mostListed = 500

/** @throws ci.not_found (404) */
export async function listRelationsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listRelations>,
): Promise<Output<typeof contract.listRelations>> {
  const row = await accessCi(db, actor, input.id)
  const [items, redundancies] = await Promise.all([
    store.relationsOf(db, visibleCis(actor), row.id, mostListed + 1),
    store.redundanciesOf(db, row.id),
  ])
  return { items: items.slice(0, mostListed), truncated: items.length > mostListed, redundancies }
}

/**
 * Makes a relation between two items that hold; who manages one end may, if the other is visible.
 * @throws ci.unknown_relation_type, ci.unknown_reference (422); ci.related_to_itself, ci.related_already (409)
 */
export async function relateVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.relate>,
): Promise<Output<typeof contract.relate>> {
  const type = (await catalogueOf(tx)).types.get(input.type)
  if (!type?.active) throw new AppError('ci.unknown_relation_type', { status: 422, field: 'type' })
  if (input.sourceId === input.targetId)
    throw new AppError('ci.related_to_itself', { status: 409, field: 'targetId' })
  // in one order, so that two relations of the same pair wait for each other and nothing more
  const ends = new Map<string, CiRow | undefined>()
  for (const id of [input.sourceId, input.targetId].sort()) ends.set(id, await readCi(tx, id, true))
  const [source, target] = [
    endOf(actor, ends, input.sourceId, 'sourceId'),
    endOf(actor, ends, input.targetId, 'targetId'),
  ]
  if (!manages(actor, source.orgPath) && !manages(actor, target.orgPath))
    throw new AppError('ci.not_yours', { status: 403 })
  const made = await makeRelation(tx, actor, { ...input, source: manualSource, orgId: source.org.id })
  if (!made) throw new AppError('ci.related_already', { status: 409, field: 'targetId' })
  const { targetId, sourceId: _, ...rest } = made
  const { id, name, code, classId, lifecycle, liveState } = ends.get(targetId)!
  return {
    ...rest,
    direction: 'out',
    other: { id, visible: true, name, code, classId, lifecycle, liveState },
  }
}

function endOf(actor: Actor, ends: ReadonlyMap<string, CiRow | undefined>, id: string, field: string): CiRow {
  const row = ends.get(id)
  if (!row || row.lifecycle === 'retired' || !inScope(actor, 'ci.read', row.orgPath))
    throw new AppError('ci.unknown_reference', { status: 422, field })
  return row
}

/** Writes a relation with its history; undefined when it is there already. */
export async function makeRelation(
  tx: Tx,
  actor: Actor,
  r: { type: string; sourceId: string; targetId: string; note: string; source: string; orgId: string },
): Promise<RelationRow | undefined> {
  const row = await store.insertRelation(tx, { ...r, by: actor.id })
  if (!row) return undefined
  await record(tx, actor, {
    entity: 'relation',
    entityId: row.id,
    ciId: row.sourceId,
    otherId: row.targetId,
    action: 'relate',
    orgId: r.orgId,
    before: null,
    after: snapshot(row),
  })
  await emit(tx, { type: 'ci.related', entity: 'ci', entityId: row.sourceId })
  return row
}

function snapshot(row: RelationRow): Record<string, unknown> {
  const { type, sourceId, targetId, redundancyId, note } = row
  return { type, sourceId, targetId, redundancyId, note }
}

/** @throws ci.not_found (404); ci.not_yours (403); ci.version_stale (412) */
export async function unrelateVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.unrelate>,
): Promise<Output<typeof contract.unrelate>> {
  const row = await store.readRelation(tx, input.id, true)
  const ends = row ? await Promise.all([readCi(tx, row.sourceId), readCi(tx, row.targetId)]) : []
  if (!row || !ends.some((end) => end && inScope(actor, 'ci.read', end.orgPath))) throw notFound('ci')
  if (!ends.some((end) => end && manages(actor, end.orgPath)))
    throw new AppError('ci.not_yours', { status: 403 })
  if (row.version !== input.version)
    throw new AppError('ci.version_stale', { status: 412, params: { version: row.version } })
  await end(tx, actor, row, ends[0]!.org.id)
  return { id: row.id }
}

async function end(tx: Tx, actor: Actor, row: RelationRow, orgId: string): Promise<void> {
  await store.endRelationRow(tx, row.id)
  await record(tx, actor, {
    entity: 'relation',
    entityId: row.id,
    ciId: row.sourceId,
    otherId: row.targetId,
    action: 'unrelate',
    orgId,
    before: snapshot(row),
    after: null,
  })
  await emit(tx, { type: 'ci.related', entity: 'ci', entityId: row.sourceId })
}

/** Ends all relations of an item that is retired, and its redundancy groups. */
export async function endRelations(tx: Tx, actor: Actor, row: CiRow): Promise<void> {
  for (const relation of await store.relationsToEnd(tx, row.id)) await end(tx, actor, relation, row.org.id)
  for (const group of await store.redundanciesOf(tx, row.id)) await dissolve(tx, actor, row, group)
}

/** @throws see `lockCi`; ci.not_a_dependence, ci.needs_too_many (422) */
export async function createRedundancyVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createRedundancy>,
): Promise<Output<typeof contract.createRedundancy>> {
  const row = await lockCi(tx, actor, input.id)
  const ids = await dependences(tx, await catalogueOf(tx), row.id, input.relationIds, null)
  fits(input.needs, ids.length)
  const id = await store.insertRedundancy(tx, { ciId: row.id, name: input.name, needs: input.needs })
  await store.setMembers(tx, id, ids)
  return told(tx, actor, row, id, null)
}

/** What is left out stays. @throws see `lockCi` and creation; ci.version_stale (412) */
export async function editRedundancyVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editRedundancy>,
): Promise<Output<typeof contract.editRedundancy>> {
  const { row, group, before } = await lockRedundancy(tx, actor, input.id)
  const ids = input.relationIds
    ? await dependences(tx, await catalogueOf(tx), row.id, input.relationIds, group.id)
    : before.relationIds
  const needs = input.needs ?? group.needs
  fits(needs, ids.length)
  const { version } = input
  if (!(await store.updateRedundancy(tx, { id: group.id, version, name: input.name ?? group.name, needs })))
    throw new AppError('ci.version_stale', { status: 412, params: { version: group.version } })
  await store.setMembers(tx, group.id, ids)
  return told(tx, actor, row, group.id, before)
}

/** @throws see `lockCi`; ci.version_stale (412) */
export async function dissolveRedundancyVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.dissolveRedundancy>,
): Promise<Output<typeof contract.dissolveRedundancy>> {
  const { row, group } = await lockRedundancy(tx, actor, input.id)
  if (group.version !== input.version)
    throw new AppError('ci.version_stale', { status: 412, params: { version: group.version } })
  await dissolve(tx, actor, row, group)
  return { id: group.id }
}

async function dissolve(tx: Tx, actor: Actor, row: CiRow, group: store.RedundancyRow): Promise<void> {
  const relationIds = await store.membersOf(tx, group.id)
  await store.deleteRedundancy(tx, group.id, group.version)
  await record(tx, actor, {
    entity: 'redundancy',
    entityId: group.id,
    ciId: row.id,
    action: 'dissolve-redundancy',
    orgId: row.org.id,
    before: { name: group.name, needs: group.needs, relationIds },
    after: null,
  })
}

async function lockRedundancy(tx: Tx, actor: Actor, id: string) {
  const found = await store.readRedundancy(tx, id)
  if (!found) throw notFound('ci')
  const row = await lockCi(tx, actor, found.ciId)
  // read again under the lock of its item, which every change of a group takes
  const group = await store.readRedundancy(tx, id)
  if (!group) throw notFound('ci')
  const relationIds = await store.membersOf(tx, id)
  return { row, group, before: { name: group.name, needs: group.needs, relationIds } }
}

async function told(
  tx: Tx,
  actor: Actor,
  row: CiRow,
  id: string,
  before: Record<string, unknown> | null,
): Promise<Output<typeof contract.createRedundancy>> {
  const group = (await store.readRedundancy(tx, id))!
  await record(tx, actor, {
    entity: 'redundancy',
    entityId: id,
    ciId: row.id,
    action: before ? 'edit-redundancy' : 'create-redundancy',
    orgId: row.org.id,
    before,
    after: { name: group.name, needs: group.needs, relationIds: await store.membersOf(tx, id) },
  })
  return group
}

function fits(needs: number, members: number): void {
  if (needs >= members)
    throw new AppError('ci.needs_too_many', { status: 422, field: 'needs', params: { members } })
}

/** Relations by which an outage would reach the item, and that belong to no other group. */
async function dependences(
  tx: Tx,
  catalogue: Catalogue,
  ciId: string,
  given: readonly string[],
  groupId: string | null,
): Promise<string[]> {
  const ids = [...new Set(given)]
  for (const [i, id] of ids.entries()) {
    const r = await store.readRelation(tx, id, true)
    const spread = r && catalogue.types.get(r.type)?.spreads
    const reaches =
      (r?.sourceId === ciId && (spread === 'to-source' || spread === 'both')) ||
      (r?.targetId === ciId && (spread === 'to-target' || spread === 'both'))
    if (!r || !reaches || (r.redundancyId !== null && r.redundancyId !== groupId))
      throw new AppError('ci.not_a_dependence', { status: 422, field: `relationIds.${i}` })
  }
  return ids
}
