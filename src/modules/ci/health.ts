/** Health of the data: figures that are lists, duplicates, conflicts between sources. */
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { catalogueOf } from './catalogue.ts'
import { healthFigures } from './contract.ts'
import type * as contract from './health-contract.ts'
import { lockCi, visibleCis } from './policy.ts'
import { present } from './present.ts'
import { narrowed, staleRules } from './read-cis.ts'
import { endRelations, makeRelation } from './relations.ts'
import { readClaims, settleConflict } from './store/claims.ts'
import { bumpVersion, readCi } from './store/ci.ts'
import * as store from './store/health.ts'
import { orgsBelow } from './store/list.ts'
import { relationsToEnd } from './store/relations.ts'
import { manualSource } from './words.ts'
import { writeRow } from './write-ci.ts'
import { audit } from '#kernel/audit/index.ts'

const most = 1000

/** Counts among what the caller sees. */
export async function getHealthVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getHealth>,
): Promise<Output<typeof contract.getHealth>> {
  const catalogue = await catalogueOf(db)
  const paths = await narrowed(db, visibleCis(actor), input.orgId)
  const orgIds = await orgsBelow(db, paths)
  const classIds = input.classId ? catalogue.below(input.classId).map((one) => one.id) : null
  const figures = { incomplete: 0, stale: 0, conflict: 0, duplicate: 0, lonely: 0 }
  for (const figure of healthFigures)
    figures[figure] = await store.countFigure(db, { orgIds, classIds }, figure, staleRules(catalogue), most)
  return { ...figures, proposals: await store.countProposals(db, paths, most), most }
}

/** Among what the caller sees. */
export async function listDuplicatesVerb(
  db: Db,
  actor: Actor,
  _input: Input<typeof contract.listDuplicates>,
): Promise<Output<typeof contract.listDuplicates>> {
  return { items: await store.selectDuplicates(db, visibleCis(actor), 200) }
}

/**
 * Retires the duplicate; its relations, tickets, services and source keys go over to the other item.
 * @throws see `lockCi`; ci.merge_other_class (422)
 */
export async function mergeCiVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.mergeCi>,
): Promise<Output<typeof contract.mergeCi>> {
  // in one order, so that two merges of a pair wait for each other
  for (const id of [input.id, input.intoId].sort()) await readCi(tx, id, true)
  const from = await lockCi(tx, actor, input.id, { version: input.version })
  const into = await lockCi(tx, actor, input.intoId, { field: 'intoId' })
  if (from.id === into.id || from.classId !== into.classId)
    throw new AppError('ci.merge_other_class', { status: 422, field: 'intoId' })
  const relations = await relationsToEnd(tx, from.id)
  await endRelations(tx, actor, from)
  for (const { type, sourceId, targetId, note, source } of relations) {
    const moved = (id: string) => (id === from.id ? into.id : id)
    if (moved(sourceId) === moved(targetId)) continue
    await makeRelation(tx, actor, {
      ...{ type, note, source, orgId: into.org.id },
      ...{ sourceId: moved(sourceId), targetId: moved(targetId) },
    })
  }
  await store.moveLinks(tx, from.id, into.id)
  const catalogue = await catalogueOf(tx)
  await writeRow(
    tx,
    actor,
    catalogue,
    from,
    { lifecycle: 'retired' },
    { source: manualSource, action: 'retire' },
  )
  // what only the duplicate knew
  const attributes = Object.fromEntries(
    Object.entries(from.attributes).filter(([key]) => into.attributes[key] === undefined),
  )
  const row = await writeRow(
    tx,
    actor,
    catalogue,
    into,
    Object.keys(attributes).length > 0 ? { attributes } : {},
    { source: from.source, action: 'merge' },
  )
  return present(tx, actor, row)
}

/** @throws see `lockCi`; ci.not_found (404) for no open conflict; ci.unknown_source (422) for one that says nothing */
export async function settleConflictVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.settleConflict>,
): Promise<Output<typeof contract.settleConflict>> {
  const row = await lockCi(tx, actor, input.id, { version: input.version })
  const claim = (await readClaims(tx, row.id)).find(
    (one) => one.field === input.field && one.source === input.source,
  )
  if (input.source && !claim) throw new AppError('ci.unknown_source', { status: 422, field: 'source' })
  if (claim)
    await writeRow(
      tx,
      actor,
      await catalogueOf(tx),
      row,
      { attributes: { [input.field]: claim.value } },
      { source: claim.source, action: 'edit' },
    )
  else await bumpVersion(tx, row.id)
  if (!(await settleConflict(tx, row.id, input.field))) throw notFound('ci')
  await audit(tx, actor, {
    action: 'ci.settle-conflict',
    entity: 'ci',
    entityId: row.id,
    orgId: row.org.id,
    after: { field: input.field, source: input.source ?? null },
  })
  return present(tx, actor, (await readCi(tx, row.id))!)
}
