import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeCursor, page } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import {
  findClass,
  insertClass,
  isBelow,
  lockTree,
  refreshTree,
  selectClasses,
  updateClass,
} from './store/class.ts'

/** One level of the tree, or what a search finds. @throws http.bad_cursor (422) */
export async function listClassesVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof contract.listAssetClasses>,
): Promise<Output<typeof contract.listAssetClasses>> {
  const { limit, cursor, ...query } = input
  const after = cursor === undefined ? null : String(decodeCursor(cursor, 1)[0])
  const top = query.parentId === undefined && query.q === undefined && query.doubtful === undefined
  const rows = await selectClasses(db, { ...query, top, after, limit: limit + 1 })
  return page(rows, limit, (row) => [row.code])
}

export async function lookupClassesVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof contract.lookupAssetClasses>,
): Promise<Output<typeof contract.lookupAssetClasses>> {
  return { items: await selectClasses(db, { q: input.q, active: true, limit: input.limit }) }
}

/** @throws asset-class.not_found (404) */
export async function getClassVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof contract.getAssetClass>,
): Promise<Output<typeof contract.getAssetClass>> {
  const row = await findClass(db, input.id)
  if (!row) throw notFound('asset-class')
  return row
}

/** @throws asset-class.parent_not_found, asset-class.family_missing (422); http.duplicate (409) for a code in use */
export async function createClassVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createAssetClass>,
): Promise<Output<typeof contract.createAssetClass>> {
  await lockTree(tx)
  const parent = input.parentId ? await findClass(tx, input.parentId) : undefined
  if (input.parentId && !parent)
    throw new AppError('asset-class.parent_not_found', { status: 422, field: 'parentId' })
  const family = parent?.family ?? input.family
  if (!family) throw new AppError('asset-class.family_missing', { status: 422, field: 'family' })
  const id = await insertClass(tx, { ...input, family })
  await refreshTree(tx)
  const after = (await findClass(tx, id))!
  await audit(tx, actor, {
    action: 'asset-class.create',
    entity: 'asset_class',
    entityId: id,
    after: { ...after },
  })
  return after
}

/**
 * Changes a class; with `parentId` it moves with all below it.
 * @throws asset-class.not_found (404); asset-class.parent_not_found, asset-class.below_itself (422); asset-class.version_stale (412)
 */
export async function editClassVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editAssetClass>,
): Promise<Output<typeof contract.editAssetClass>> {
  const { id, version, ...values } = input
  await lockTree(tx)
  const before = await findClass(tx, id)
  if (!before) throw notFound('asset-class')
  if (values.parentId !== undefined) {
    if (!(await findClass(tx, values.parentId)))
      throw new AppError('asset-class.parent_not_found', { status: 422, field: 'parentId' })
    if (await isBelow(tx, values.parentId, id))
      throw new AppError('asset-class.below_itself', { status: 422, field: 'parentId' })
  }
  const { name, ...rest } = values
  // a name that a person writes is no longer in doubt, and no import takes it away
  const named = name !== undefined && name !== before.name ? { name, doubtful: false } : {}
  if (!(await updateClass(tx, id, version, { ...rest, ...named })))
    throw new AppError('asset-class.version_stale', { status: 412, params: { version: before.version } })
  await refreshTree(tx)
  const after = (await findClass(tx, id))!
  await audit(tx, actor, {
    action: 'asset-class.edit',
    entity: 'asset_class',
    entityId: id,
    before: { ...before },
    after: { ...after },
  })
  return after
}
