import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { addTimeline, touchTicket, updateTicket, type TicketPatch } from '#modules/ticket/index.ts'
import { isOpen } from './lifecycle.ts'
import { stale } from './settings.ts'
import type { ChangeRow } from './store/read.ts'
import { patchChange, type ChangePatch } from './store/write.ts'
import { tell, type News } from './tell.ts'
import type { State } from './words.ts'

/** What is done to a change: besides the state, of the ticket and of the change, and who hears of it. */
export interface Deed {
  /** the last part of the audited action: `change.<action>` */
  action: string
  to?: State
  ticket?: TicketPatch
  change?: ChangePatch
  body?: string
  data?: Record<string, unknown>
  news: News
  tell?: readonly (string | null | undefined)[]
}

/**
 * Writes one move: ticket and change, timeline, audit, event, notices. Legality and rights were checked with the row locked.
 * @throws change.version_stale (412)
 */
export async function carryOut(tx: Tx, actor: Actor, row: ChangeRow, deed: Deed): Promise<void> {
  const to = deed.to ?? row.state
  const patch = { ...deed.ticket, state: to, open: isOpen(to) }
  await patchChange(tx, row.id, deed.change ?? {})
  if (!(await updateTicket(tx, row.id, row.version, patch))) throw stale(row.version)
  await addTimeline(tx, {
    ticketId: row.id,
    kind: 'move',
    public: false,
    actorId: actor.id,
    actorName: actor.name,
    body: deed.body ?? '',
    data: { move: deed.action, from: row.state, to, ...deed.data },
    occurredAt: await dbNow(tx),
  })
  await audit(tx, actor, {
    action: `change.${deed.action}`,
    entity: 'change',
    entityId: row.id,
    orgId: row.org.id,
    before: { state: row.state, version: row.version },
    after: { state: to, ...deed.data, ...(deed.body ? { note: deed.body } : {}), version: row.version + 1 },
  })
  await tell(tx, actor, {
    what: deed.news,
    change: { ...row, version: row.version + 1 },
    to: deed.tell ?? [],
    data: { state: to, from: row.state },
  })
}

/** Something about a part of a change: kept in the timeline and the audit; the version stays, for nobody's form is outdated by it. */
export async function note(
  tx: Tx,
  actor: Actor,
  row: ChangeRow,
  entry: {
    action: string
    body?: string
    data?: Record<string, unknown>
    kind?: 'change' | 'link' | 'attachment'
  },
): Promise<void> {
  await addTimeline(tx, {
    ticketId: row.id,
    kind: entry.kind ?? 'change',
    public: false,
    actorId: actor.id,
    actorName: actor.name,
    body: entry.body ?? '',
    data: { what: entry.action, ...entry.data },
    occurredAt: await dbNow(tx),
  })
  await touchTicket(tx, row.id)
  await audit(tx, actor, {
    action: `change.${entry.action}`,
    entity: 'change',
    entityId: row.id,
    orgId: row.org.id,
    after: { ...entry.data, ...(entry.body ? { note: entry.body } : {}) },
  })
  await tell(tx, actor, { what: 'changed', change: row })
}
