import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import { categories, changeCategory, findCategory, insertCategory } from './store/category.ts'

export async function listCategories(
  db: Db,
  _actor: Actor,
  input: Input<typeof contract.listCategories>,
): Promise<Output<typeof contract.listCategories>> {
  return { items: await categories(db, input.active) }
}

/** @throws ticket.category_not_found (422) for a parent that does not exist; http.duplicate (409) for a code in use */
export async function createCategory(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.createCategory>,
): Promise<Output<typeof contract.createCategory>> {
  if (input.parentId && !(await findCategory(tx, input.parentId)))
    throw new AppError('ticket.category_not_found', { status: 422, field: 'parentId' })
  const row = await insertCategory(tx, input)
  await audit(tx, actor, {
    action: 'ticket.create-category',
    entity: 'category',
    entityId: row.id,
    after: { ...row },
  })
  return row
}

/** @throws ticket.version_stale (412) when somebody changed it meanwhile */
export async function updateCategory(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.updateCategory>,
): Promise<Output<typeof contract.updateCategory>> {
  const { id, version, ...patch } = input
  const before = await findCategory(tx, id)
  if (!before) throw notFound('ticket')
  const after = await changeCategory(tx, id, version, patch)
  if (!after) throw new AppError('ticket.version_stale', { status: 412, params: { version: before.version } })
  await audit(tx, actor, {
    action: 'ticket.update-category',
    entity: 'category',
    entityId: id,
    before: { ...before },
    after: { ...after },
  })
  return after
}
