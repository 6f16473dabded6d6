import { z } from 'zod'
import { endpoint, instant, pageOf, pageQuery, when } from '../http/endpoint.ts'

/** A change as the audit administrator sees it: fields with their values, content hidden behind a mark (see redact.ts). */
const Values = z.record(z.string(), z.unknown()).nullable()

export const AuditEntry = z.object({
  id: z.number().int(),
  recordedAt: when,
  actorKind: z.string(),
  actorId: z.string().nullable(),
  actorLogin: z.string(),
  action: z.string(),
  entity: z.string(),
  entityId: z.string(),
  orgId: z.string().nullable(),
  before: Values,
  after: Values,
  ip: z.string().nullable(),
  traceId: z.string().nullable(),
  origin: z.enum(['live', 'import']),
})
export type AuditEntry = z.output<typeof AuditEntry>

const filters = {
  actor: z.string().trim().min(1).max(100).optional(),
  action: z.string().trim().min(1).max(100).optional(),
  entity: z.string().trim().min(1).max(100).optional(),
  entityId: z.string().trim().min(1).max(200).optional(),
  from: instant.optional(),
  to: instant.optional(),
}

export const listAuditEntries = endpoint({
  name: 'audit.entries',
  method: 'GET',
  path: '/audit/entries',
  permission: 'audit.read',
  query: z.strictObject({ ...filters, ...pageQuery }),
  response: pageOf(AuditEntry),
  summary: 'Audit entries, newest first; `actor` is a login, `action` may end in `*` 审计记录',
})

export const Seal = z.object({
  seq: z.number().int(),
  hash: z.string(),
  count: z.number().int(),
  firstId: z.number().int(),
  lastId: z.number().int(),
  sealedAt: when,
  keyId: z.string(),
  signature: z.string(),
})
export type Seal = z.output<typeof Seal>

export const listSeals = endpoint({
  name: 'audit.seals',
  method: 'GET',
  path: '/audit/seals',
  permission: 'audit.read',
  query: z.strictObject(pageQuery),
  response: pageOf(Seal),
  summary: 'Seals over batches of audit entries, newest first 审计封存',
})

export const findingKinds = [
  'changed',
  'deleted',
  'inserted',
  'seal_changed',
  'seal_deleted',
  'tail_cut',
  'head',
  'signature',
] as const

export const AuditFinding = z.object({
  kind: z.enum(findingKinds),
  entryId: z.number().int().optional(),
  sealSeq: z.number().int().optional(),
  detail: z.string(),
})

export const AuditReport = z.object({
  ok: z.boolean(),
  seals: z.number().int(),
  sealedEntries: z.number().int(),
  unsealed: z.number().int(),
  oldestUnsealedSeconds: z.number(),
  /** exported and removed by `zhengyun audit archive`, up to this seal */
  archived: z.object({ entries: z.number().int(), throughSeal: z.number().int() }),
  counts: z.partialRecord(z.enum(findingKinds), z.number().int()),
  findings: z.array(AuditFinding),
})

export const verifyAuditTrail = endpoint({
  name: 'audit.verify',
  method: 'POST',
  path: '/audit/verify',
  permission: 'audit.verify',
  response: AuditReport,
  summary: 'Verify every audit entry against its seal 验证审计完整性',
})

// a POST although it only reads: an export is itself an audited act
export const exportAudit = endpoint({
  name: 'audit.export',
  method: 'POST',
  path: '/audit/export',
  permission: 'audit.export',
  body: z.strictObject({
    ...filters,
    limit: z.number().int().min(1).max(10_000).default(10_000),
    cursor: z.string().max(500).optional(),
  }),
  response: z.string(),
  download: true,
  summary: 'Audit entries as NDJSON, oldest first; the last line is {"nextCursor": …} 导出审计记录',
})
