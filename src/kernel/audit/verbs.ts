import type { Db, Tx } from '../db/index.ts'
import { decodeNumberCursor, page } from '../http/cursor.ts'
import type { Input, Output } from '../http/endpoint.ts'
import type { Download } from '../http/route.ts'
import type { Actor } from '../permission/actor.ts'
import type { exportAudit, listAuditEntries, listSeals, verifyAuditTrail } from './contract.ts'
import { auditPlaces } from './places.ts'
import { audit } from './record.ts'
import { redact } from './redact.ts'
import { listEntries, type EntryRow } from './store/read.ts'
import { readHeadPage } from './store/seal.ts'
import { verifyAudit } from './verify.ts'

/** Entries newest first, content hidden. Errors: http.bad_cursor. */
export async function listAuditEntriesVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof listAuditEntries>,
): Promise<Output<typeof listAuditEntries>> {
  const rows = await listEntries(db, input, {
    order: 'desc',
    beyond: decodeNumberCursor(input.cursor) ?? null,
    limit: input.limit + 1,
  })
  const { items, nextCursor } = page(rows, input.limit, (row) => [row.id])
  return { items: items.map(shown), nextCursor }
}

/** Seals newest first, without their entries. Errors: http.bad_cursor. */
export async function listSealsVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof listSeals>,
): Promise<Output<typeof listSeals>> {
  return page(
    await readHeadPage(db, decodeNumberCursor(input.cursor) ?? null, input.limit + 1),
    input.limit,
    (seal) => [seal.seq],
  )
}

/** Verifies the whole trail and records that and with what result it was verified. */
export async function verifyVerb(
  tx: Tx,
  actor: Actor,
  _input: Input<typeof verifyAuditTrail>,
): Promise<Output<typeof verifyAuditTrail>> {
  const report = await verifyAudit(tx, auditPlaces())
  const { ok, seals, sealedEntries, unsealed, counts } = report
  await audit(tx, actor, {
    action: 'audit.verify',
    entity: 'audit',
    entityId: 'trail',
    after: { ok, seals, sealedEntries, unsealed, counts },
  })
  return report
}

/**
 * One page of entries, oldest first, content hidden, as NDJSON; its last line `{"nextCursor": …}` says where the next
 * page begins, null at the end. Errors: http.bad_cursor.
 */
export async function exportVerb(tx: Tx, actor: Actor, input: Input<typeof exportAudit>): Promise<Download> {
  const { limit, cursor, ...filter } = input
  const rows = await listEntries(tx, filter, {
    order: 'asc',
    beyond: decodeNumberCursor(cursor) ?? null,
    limit: limit + 1,
  })
  const { items, nextCursor } = page(rows, limit, (row) => [row.id])
  await audit(tx, actor, {
    action: 'audit.export',
    entity: 'audit',
    entityId: 'trail',
    after: {
      ...filter,
      entries: items.length,
      firstId: items[0]?.id ?? null,
      lastId: items.at(-1)?.id ?? null,
    },
  })
  const lines = [...items.map(shown), { nextCursor }].map((line) => `${JSON.stringify(line)}\n`)
  return {
    content: Buffer.from(lines.join('')),
    type: 'application/x-ndjson; charset=utf-8',
    fileName: `audit-${items[0]?.id ?? 0}-${items.at(-1)?.id ?? 0}.ndjson`,
  }
}

function shown(row: EntryRow): Output<typeof listAuditEntries>['items'][number] {
  return {
    id: row.id,
    recordedAt: row.recorded_at,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    actorLogin: row.actor_login,
    action: row.action,
    entity: row.entity,
    entityId: row.entity_id,
    orgId: row.org_id,
    before: redact(row.action, row.entity_id, row.before),
    after: redact(row.action, row.entity_id, row.after),
    ip: row.ip,
    traceId: row.trace_id,
    origin: row.origin,
  }
}
