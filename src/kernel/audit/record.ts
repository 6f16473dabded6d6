import type { Tx } from '../db/index.ts'
import type { Actor } from '../permission/actor.ts'
import { entryCode } from './entry-mac.ts'
import { insertEntries } from './store.ts'

export interface AuditFact {
  /** `<room>.<verb>` */
  action: string
  entity: string
  entityId: string
  orgId?: string | null
  before?: Record<string, unknown> | null
  after?: Record<string, unknown> | null
  origin?: 'live' | 'import'
}

const written = new WeakMap<object, number>()

/** Writes who did what into the audit, in the verb's own transaction. Secrets never belong into before/after. */
export async function audit(tx: Tx, actor: Actor, fact: AuditFact): Promise<void> {
  await auditAll(tx, actor, [fact])
}

/** As `audit`, for many facts in one statement: imports write thousands. */
export async function auditAll(tx: Tx, actor: Actor, facts: readonly AuditFact[]): Promise<void> {
  written.set(tx, auditCount(tx) + facts.length)
  await insertEntries(
    tx,
    facts.map((fact) => {
      const entry = {
        actor_kind: actor.kind,
        actor_id: actor.id,
        actor_login: actor.login,
        action: fact.action,
        entity: fact.entity,
        entity_id: fact.entityId,
        org_id: fact.orgId ?? null,
        before: fact.before ? JSON.stringify(fact.before) : null,
        after: fact.after ? JSON.stringify(fact.after) : null,
        ip: actor.ip,
        trace_id: actor.traceId,
        origin: fact.origin ?? ('live' as const),
      }
      return { ...entry, ...entryCode(entry) }
    }),
  )
}

/** How many entries this transaction has written: the server refuses a mutation that wrote none. */
export function auditCount(tx: object): number {
  return written.get(tx) ?? 0
}
