import type { Db } from '#kernel/db/index.ts'
import { can, type Actor } from '#kernel/permission/index.ts'
import { replay } from './lifecycle.ts'
import { findBySubject, readFacts, type Subject } from './store/approvals.ts'
import { standsInFor } from './store/delegations.ts'

/**
 * Whether the actor is or was asked to decide about a record, or stands in for somebody who is asked now: then its
 * room may show him the record that he decides about, its attachments too.
 */
export async function isAskedAbout(db: Db, actor: Actor, subject: Subject): Promise<boolean> {
  const me = actor.id
  if (me === null || !can(actor, 'approval.decide')) return false
  for (const row of await findBySubject(db, subject, { limit: 20 })) {
    const { items } = replay(await readFacts(db, row.id))
    if (items.some((item) => item.step > 0 && (item.personId === me || item.by === me))) return true
    const waiting = items.filter((item) => item.state === 'waiting' && item.step > 0)
    if (waiting.length === 0) continue
    const stoodInFor = await standsInFor(db, me)
    if (waiting.some((item) => stoodInFor.includes(item.personId))) return true
  }
  return false
}
