import { createHash } from 'node:crypto'

/** An audit entry as the store reads it for hashing: every column as PostgreSQL prints it, independent of session settings. */
export interface RawEntry {
  id: number
  xid: string
  /** microseconds since 1970 */
  recorded_us: string
  actor_kind: string
  actor_id: string | null
  actor_login: string
  action: string
  entity: string
  entity_id: string
  org_id: string | null
  before: string | null
  after: string | null
  ip: string | null
  trace_id: string | null
  origin: string
  nonce: string | null
  mac: string | null
}

/** SM3 (GB/T 32905), 32 bytes. */
export function sm3(...parts: (string | Uint8Array)[]): Buffer {
  const hash = createHash('sm3')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** JSON with sorted keys and no white space (RFC 8785 for what jsonb can hold): equal values, equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const object = value as Record<string, unknown>
  const members = Object.keys(object)
    .filter((key) => object[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key])}`)
  return `{${members.join(',')}}`
}

/**
 * The exact bytes of an entry that are sealed: a JSON array with a format mark and all columns in a fixed order.
 * A new column of audit_entry needs a new format mark; sealed entries keep theirs.
 */
export function entryHash(e: RawEntry): Buffer {
  return sm3(
    JSON.stringify([
      'zy-audit-1',
      e.id,
      e.xid,
      e.recorded_us,
      e.actor_kind,
      e.actor_id,
      e.actor_login,
      e.action,
      e.entity,
      e.entity_id,
      e.org_id,
      e.before,
      e.after,
      e.ip,
      e.trace_id,
      e.origin,
      e.nonce,
      e.mac,
    ]),
  )
}

/** What a seal says, without its hash and signature. */
export interface SealBody {
  seq: number
  cluster: string
  floorId: number
  lastXid: string
  lastXidId: number
  count: number
  firstId: number
  lastId: number
  prevHash: string
  keyId: string
  /** ISO 8601, milliseconds, UTC */
  sealedAt: string
}

/** The chain over a batch: h₀ = SM3(previous seal), hᵢ = SM3(hᵢ₋₁ ‖ id ‖ entry hash); its last link goes into the seal. */
export function chainHash(prevHash: string, ids: readonly number[], hashes: Uint8Array): string {
  let link = sm3('zy-chain-1', prevHash)
  ids.forEach((id, i) => {
    link = sm3(link, String(id), hashes.subarray(i * 32, i * 32 + 32))
  })
  return link.toString('hex')
}

/** Hash of a whole seal, over its body and the chain of its entries. This is what is signed. */
export function sealHash(body: SealBody, ids: readonly number[], hashes: Uint8Array): string {
  const chain = chainHash(body.prevHash, ids, hashes)
  return sm3(`zy-seal-1${canonicalJson({ ...body, chain })}`).toString('hex')
}

/** The predecessor of the first seal. */
export const GENESIS = '0'.repeat(64)
