import type { SealBody } from './canonical.ts'
import type { SealRow } from './store/seal.ts'

/** What a stored seal says, in the form that is hashed and signed. */
export function sealBody(seal: SealRow): SealBody {
  return {
    seq: seal.seq,
    cluster: seal.cluster,
    floorId: seal.floor_id,
    lastXid: seal.last_xid,
    lastXidId: seal.last_xid_id,
    count: seal.entry_count,
    firstId: seal.first_id,
    lastId: seal.last_id,
    prevHash: seal.prev_hash,
    keyId: seal.key_id,
    sealedAt: seal.sealed_at.toISOString(),
  }
}
