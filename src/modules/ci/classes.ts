/** Administration of classes, relation types and sources. */
import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { forgetConfig } from '#modules/service/index.ts'
import { catalogueOf, presentClass, type Catalogue } from './catalogue.ts'
import type * as contract from './class-contract.ts'
import { shippedClasses, shippedRanks, shippedSources, shippedTypes } from './shipped.ts'
import * as store from './store/catalogue.ts'

/** The same for every reader. */
export async function getCatalogueVerb(
  db: Db,
  _actor: Actor,
  _input: Input<typeof contract.getCatalogue>,
): Promise<Output<typeof contract.getCatalogue>> {
  const catalogue = await catalogueOf(db)
  return {
    classes: [...catalogue.classes.values()].map(presentClass),
    relationTypes: [...catalogue.types.values()],
    sources: [...catalogue.sources.values()],
    ranks: [...catalogue.ranks],
  }
}

/** @throws ci.key_taken (409); ci.unknown_class, ci.attribute_inherited (422) */
export async function createClassVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createClass>,
): Promise<Output<typeof contract.createClass>> {
  const catalogue = await catalogueOf(tx)
  if (catalogue.classByKey(input.key)) throw new AppError('ci.key_taken', { status: 409, field: 'key' })
  if (input.parentId && !catalogue.classes.has(input.parentId))
    throw new AppError('ci.unknown_class', { status: 422, field: 'parentId' })
  if (input.parentId) sameKinds(catalogue, input.parentId, input.attributes)
  const id = await store.insertClass(tx, { ...input, active: true, shipped: false })
  forgetConfig(tx)
  const after = (await catalogueOf(tx)).classes.get(id)!
  await audit(tx, actor, {
    action: 'ci.create-class',
    entity: 'ci-class',
    entityId: id,
    after: { ...presentClass(after) },
  })
  return presentClass(after)
}

/**
 * What is left out stays. Attributes that items have values for cannot go or change their kind; what is required from now
 * on shows as a gap of the items that lack it.
 * @throws ci.not_found (404); ci.class_in_use, ci.attribute_in_use (409); ci.attribute_inherited (422); ci.version_stale (412)
 */
export async function editClassVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editClass>,
): Promise<Output<typeof contract.editClass>> {
  const catalogue = await catalogueOf(tx)
  const before = catalogue.classes.get(input.id)
  if (!before) throw notFound('ci')
  const { id, version, ...patch } = input
  const after = { ...before, ...defined(patch) }
  const family = catalogue.below(id)
  if ((after.abstract && !before.abstract) || (!after.active && before.active))
    if (await store.anyItemOf(tx, [id])) throw new AppError('ci.class_in_use', { status: 409 })
  if (before.parentId) sameKinds(catalogue, before.parentId, after.attributes)
  await keepsUsed(
    tx,
    family.map((one) => one.id),
    before.attributes,
    after.attributes,
  )
  if (!(await store.updateClass(tx, id, version, after)))
    throw new AppError('ci.version_stale', { status: 412, params: { version: before.version } })
  forgetConfig(tx)
  const fresh = await catalogueOf(tx)
  if (patch.attributes)
    for (const one of fresh.below(id))
      await store.refreshGaps(
        tx,
        one.id,
        fresh
          .definitions(one.id)
          .filter((def) => def.required)
          .map((def) => def.key),
      )
  const row = presentClass(fresh.classes.get(id)!)
  await audit(tx, actor, {
    action: 'ci.edit-class',
    entity: 'ci-class',
    entityId: id,
    before: { ...presentClass(before) },
    after: { ...row },
  })
  return row
}

function defined<T extends object>(patch: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(patch).filter(([, v]) => v !== undefined)) as never
}

/** A class may say an inherited attribute anew (another name, required), but not of another kind. */
function sameKinds(
  catalogue: Catalogue,
  parentId: string,
  attributes: Output<typeof contract.createClass>['attributes'],
): void {
  const inherited = new Map(catalogue.definitions(parentId).map((def) => [def.key, def]))
  for (const [i, def] of attributes.entries()) {
    const above = inherited.get(def.key)
    if (above && (above.kind !== def.kind || above.many !== (def.many ?? false)))
      throw new AppError('ci.attribute_inherited', { status: 422, field: `attributes.${i}.kind` })
  }
}

async function keepsUsed(
  tx: Tx,
  classIds: readonly string[],
  before: readonly { key: string; kind: string; many: boolean }[],
  after: readonly { key: string; kind: string; many: boolean }[],
): Promise<void> {
  const changed = before.filter((was) => {
    const is = after.find((one) => one.key === was.key)
    return !is || is.kind !== was.kind || is.many !== was.many
  })
  if (changed.length === 0) return
  const [used] = await store.usedAttributes(
    tx,
    classIds,
    changed.map((one) => one.key),
  )
  if (used)
    throw new AppError('ci.attribute_in_use', { status: 409, field: 'attributes', params: { key: used } })
}

/** @throws ci.not_found (404); ci.version_stale (412) */
export async function editRelationTypeVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editRelationType>,
): Promise<Output<typeof contract.editRelationType>> {
  const { key, version, ...patch } = input
  const before = (await catalogueOf(tx)).types.get(key)
  if (!before) throw notFound('ci')
  if (!(await store.updateType(tx, key, version, { ...before, ...defined(patch) })))
    throw new AppError('ci.version_stale', { status: 412, params: { version: before.version } })
  forgetConfig(tx)
  const after = (await catalogueOf(tx)).types.get(key)!
  await audit(tx, actor, {
    action: 'ci.edit-relation-type',
    entity: 'ci-relation-type',
    entityId: key,
    before: { ...before },
    after: { ...after },
  })
  return after
}

/** @throws ci.not_found (404); ci.version_stale (412) */
export async function setSourceRanksVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.setSourceRanks>,
): Promise<Output<typeof contract.setSourceRanks>> {
  const catalogue = await catalogueOf(tx)
  const before = catalogue.sources.get(input.key)
  if (!before) throw notFound('ci')
  const version = await store.updateSource(tx, input.key, input.version, input.rank, input.fields)
  if (version === undefined)
    throw new AppError('ci.version_stale', { status: 412, params: { version: before.version } })
  forgetConfig(tx)
  await audit(tx, actor, {
    action: 'ci.set-source-ranks',
    entity: 'ci-source',
    entityId: input.key,
    before: { rank: before.rank, fields: catalogue.ranks.filter((one) => one.source === input.key) },
    after: { rank: input.rank, fields: input.fields },
  })
  return { key: input.key, rank: input.rank, version }
}

/** Puts in shipped classes, types and sources that are not there yet; what an administrator changed stays. */
export async function shipCatalogue(tx: Tx): Promise<void> {
  await store.shipTypes(
    tx,
    shippedTypes.map(({ key, forward, backward, spreads }) => ({
      ...{ key, spreads },
      ...{ forward: forward[0], forwardEn: forward[1], backward: backward[0], backwardEn: backward[1] },
    })),
  )
  await store.shipSources(tx, shippedSources, shippedRanks)
  const { classes } = await store.readCatalogue(tx)
  const ids = new Map(classes.map((one) => [one.key, one.id]))
  for (const { key, under, name, nameEn, abstract, attributes } of shippedClasses) {
    if (ids.has(key)) continue
    const id = await store.insertClass(tx, {
      ...{ key, name, nameEn, abstract: abstract ?? false, attributes: attributes ?? [] },
      ...{ parentId: under ? ids.get(under)! : null, staleAfterDays: null, active: true, shipped: true },
    })
    ids.set(key, id)
  }
}
