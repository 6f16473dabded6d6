/** What happened to items: into their own history and into the audit, in the transaction of the verb. */
import { audit } from '#kernel/audit/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { CiRow } from './store/ci.ts'
import { insertHistory, type Happening } from './store/history.ts'

type Fact = Omit<Happening, 'actorId' | 'actorName'> & {
  /** `<verb>` of the audit entry: `ci.<action>` */
  orgId: string | null
}

/** Writes one change of an item, a relation, a redundancy group or a link to a service. */
export async function record(tx: Tx, actor: Actor, fact: Fact): Promise<void> {
  const { orgId, ...happening } = fact
  await Promise.all([
    insertHistory(tx, { ...happening, actorId: actor.id, actorName: actor.name }),
    audit(tx, actor, {
      action: `ci.${fact.action}`,
      entity: fact.entity === 'ci' ? 'ci' : `ci-${fact.entity}`,
      entityId: fact.entityId,
      orgId,
      before: fact.before,
      after: fact.after,
    }),
  ])
}

/** An item as history keeps it: what can be compared between two dates. */
export function snapshotOf(row: CiRow): Record<string, unknown> {
  const { classId, code, name, location, description, lifecycle, attributes } = row
  return {
    ...{ classId, code, name, location, description, lifecycle, attributes },
    orgId: row.org.id,
    ownerId: row.owner?.id ?? null,
    groupId: row.group?.id ?? null,
  }
}
