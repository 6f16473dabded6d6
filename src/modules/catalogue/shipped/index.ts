import { audit } from '#kernel/audit/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { ItemDefinition } from '../item-contract.ts'
import { insertCategory, insertItem, lockShipping, selectCategories, selectItems } from '../store.ts'
import { accessItems } from './access.ts'
import { shippedCategories } from './categories.ts'
import { serviceItems } from './services.ts'

/**
 * The examples that a unit starts from: shipped once, into an empty catalogue. What the unit makes of them, also when it
 * takes one out of use, stays as it is.
 */
export async function ensureShipped(tx: Tx): Promise<void> {
  await lockShipping(tx)
  if ((await selectItems(tx)).length > 0 || (await selectCategories(tx)).length > 0) return
  const categories = new Map<string, string>()
  for (const [n, one] of shippedCategories.entries())
    categories.set(one.code, (await insertCategory(tx, { ...one, position: (n + 1) * 10 })).id)
  for (const [n, item] of [...accessItems, ...serviceItems].entries()) {
    const id = await insertItem(tx, {
      code: item.code,
      categoryId: categories.get(item.category)!,
      position: (n + 1) * 10,
      popular: item.popular ?? false,
      active: true,
      definition: ItemDefinition.parse(item.definition),
      authorId: null,
    })
    await audit(tx, systemActor('catalogue'), {
      action: 'catalogue.ship',
      entity: 'catalogue-item',
      entityId: id,
      after: { code: item.code },
    })
  }
}
