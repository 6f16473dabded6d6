import { isDeepStrictEqual } from 'node:util'
import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { emit } from '#kernel/events/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import { checkReferences } from './references.ts'
import * as store from './store.ts'

/** All items, inactive ones too. */
export async function listItemsVerb(db: Db): Promise<Output<typeof contract.listItems>> {
  const rows = await store.selectItems(db)
  const items = rows.map(({ definition, no: _no, ...row }) => ({
    ...row,
    name: definition.name,
    nameEn: definition.nameEn,
  }))
  return { categories: await store.selectCategories(db), items }
}

/** @throws catalogue.not_found (404), also for a version that never was */
export async function getItemVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof contract.getItem>,
): Promise<Output<typeof contract.getItem>> {
  const row = input.no
    ? await store.selectVersion(db, input.id, input.no)
    : (await store.selectItems(db, { id: input.id }))[0]
  if (!row) throw notFound('catalogue')
  return { ...row, versions: await store.selectVersions(db, input.id) }
}

async function requireCategory(db: Db, id: string): Promise<void> {
  if ((await store.selectCategories(db, id)).length === 0)
    throw new AppError('catalogue.category_unknown', { status: 422, field: 'categoryId' })
}

/**
 * @throws catalogue.category_unknown, catalogue.unknown_reference (422) naming the field; catalogue.code_taken (409)
 */
export async function createItemVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createItem>,
): Promise<Output<typeof contract.createItem>> {
  await requireCategory(tx, input.categoryId)
  await checkReferences(tx, input.definition)
  if ((await store.selectItems(tx, { code: input.code })).length > 0)
    throw new AppError('catalogue.code_taken', { status: 409, field: 'code' })
  const id = await store.insertItem(tx, { ...input, authorId: actor.id })
  await audit(tx, actor, {
    action: 'catalogue.create',
    entity: 'catalogue-item',
    entityId: id,
    after: { ...input },
  })
  await emit(tx, { type: 'catalogue.changed', entity: 'catalogue-item', entityId: id })
  return getItemVerb(tx, actor, { id })
}

/**
 * Changes an item. A definition other than the live one becomes the next version; what was asked for keeps its own.
 * @throws catalogue.not_found (404), catalogue.version_stale (412), catalogue.category_unknown,
 * catalogue.unknown_reference (422)
 */
export async function updateItemVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.updateItem>,
): Promise<Output<typeof contract.updateItem>> {
  const { id, version, definition, categoryId, position, popular, active } = input
  const [before] = await store.selectItems(tx, { id, lock: true })
  if (!before) throw notFound('catalogue')
  if (before.version !== version) throw stale(before.version)
  if (categoryId) await requireCategory(tx, categoryId)
  const changed = definition !== undefined && !isDeepStrictEqual(definition, before.definition)
  const liveNo = before.liveNo + Number(changed)
  if (changed) {
    await checkReferences(tx, definition)
    await store.insertVersion(tx, { itemId: id, no: liveNo, definition, authorId: actor.id })
  }
  const patch = Object.fromEntries(
    Object.entries({ categoryId, position, popular, active }).filter(([, value]) => value !== undefined),
  )
  if (!(await store.changeItem(tx, id, version, { ...patch, liveNo }))) throw stale(before.version)
  await audit(tx, actor, {
    action: 'catalogue.update',
    entity: 'catalogue-item',
    entityId: id,
    before: { ...before },
    after: { ...patch, liveNo, ...(changed ? { definition } : {}) },
  })
  await emit(tx, { type: 'catalogue.changed', entity: 'catalogue-item', entityId: id })
  return getItemVerb(tx, actor, { id })
}

function stale(version: number): AppError {
  return new AppError('catalogue.version_stale', { status: 412, params: { version } })
}

/** @throws catalogue.code_taken (409) */
export async function createCategoryVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createCategory>,
): Promise<Output<typeof contract.createCategory>> {
  if ((await store.selectCategories(tx)).some((one) => one.code === input.code))
    throw new AppError('catalogue.code_taken', { status: 409, field: 'code' })
  const after = await store.insertCategory(tx, input)
  await audit(tx, actor, {
    action: 'catalogue.create-category',
    entity: 'catalogue-category',
    entityId: after.id,
    after: { ...after },
  })
  return after
}

/** @throws catalogue.not_found (404), catalogue.version_stale (412) */
export async function updateCategoryVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.updateCategory>,
): Promise<Output<typeof contract.updateCategory>> {
  const { id, version, ...patch } = input
  const [before] = await store.selectCategories(tx, id)
  if (!before) throw notFound('catalogue')
  const after = await store.changeCategory(tx, id, version, patch)
  if (!after) throw stale(before.version)
  await audit(tx, actor, {
    action: 'catalogue.update-category',
    entity: 'catalogue-category',
    entityId: id,
    before: { ...before },
    after: { ...after },
  })
  return after
}
