import { audit } from '#kernel/audit/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { Handled } from '../store/list.ts'

/** One entry for each alert that something was done to; one without any when all were refused. */
export async function auditAll(
  tx: Tx,
  actor: Actor,
  rows: readonly Handled[],
  action: string,
  after: object,
): Promise<void> {
  if (rows.length === 0)
    await audit(tx, actor, { action, entity: 'alert', entityId: 'none', after: { done: 0 } })
  await Promise.all(
    rows.map((row) =>
      audit(tx, actor, { action, entity: 'alert', entityId: row.id, orgId: row.orgId, after: { ...after } }),
    ),
  )
}
