import type { Db } from '../db/index.ts'
import { Archives, type Archived } from './archive-record.ts'
import { entryHash, GENESIS, sealHash, type RawEntry } from './canonical.ts'
import { Findings, LISTED, type Finding, type FindingKind } from './findings.ts'
import { isGenuine } from './entry-mac.ts'
import { entrySecret, publicKeys, unendorsed } from './keys.ts'
import { sealBody } from './seal-body.ts'
import type { SealPlaces } from './seal.ts'
import { verifySignature } from './sm2.ts'
import { readArchives } from './store/archive.ts'
import { copiedIds, entriesById, horizon, readSeals, type Horizon, type SealRow } from './store/seal.ts'
import { verifyHeads } from './verify-heads.ts'

export interface AuditReport {
  ok: boolean
  seals: number
  sealedEntries: number
  /** entries not sealed yet, and the age of the oldest in seconds */
  unsealed: number
  oldestUnsealedSeconds: number
  /** entries that a signed record says were exported before they were removed */
  archived: Archived
  /** number of findings of each kind; `findings` lists the first thousand */
  counts: Partial<Record<FindingKind, number>>
  findings: Finding[]
}

const PAGE = 2000

interface Seen {
  hash: Buffer
  xid: bigint
  us: number
  genuine: boolean
}

/**
 * Compares every audit entry with its seal, every seal with its predecessor, its signature and its head outside the
 * database, and names each entry that was changed, deleted or inserted directly in the database. Reads the entries
 * once, in id order, page by page; only entries that no seal has claimed yet stay in memory.
 */
export async function verifyAudit(db: Db, places: SealPlaces): Promise<AuditReport> {
  const findings = new Findings()
  const at = await horizon(db)
  const keys = await publicKeys(places.keys)
  for (const keyId of unendorsed(keys))
    findings.add({ kind: 'signature', detail: `key_not_endorsed:${keyId}` })
  await verifyHeads(db, places.heads, at.now, findings)
  const scan = new EntryScan(db, await entrySecret(places.keys))
  const trusted = new Map(keys.map((key) => [key.keyId, key.publicKey]))
  const archives = new Archives(await readArchives(db), trusted, findings)
  let last: SealRow | undefined
  let seals = 0
  let sealedEntries = 0
  for (;;) {
    const batch = await readSeals(db, last?.seq ?? 0, 8)
    if (batch.length === 0) break
    for (const seal of batch) {
      checkSeal(seal, last, trusted, findings)
      await checkEntries(seal, scan, archives, findings)
      seals++
      sealedEntries += seal.entry_ids.length
      last = seal
    }
  }
  const tail = await checkTail(scan, last, at, findings)
  for (const id of await copiedIds(db, LISTED))
    findings.add({ kind: 'inserted', entryId: id, detail: 'copy' })
  const archived = archives.finish(findings)
  const { listed, counts } = findings
  const ok = Object.keys(counts).length === 0
  return { ok, seals, sealedEntries, ...tail, archived, counts, findings: listed }
}

function checkSeal(
  seal: SealRow,
  before: SealRow | undefined,
  trusted: Map<string, string>,
  findings: Findings,
): void {
  const expected = (before?.seq ?? 0) + 1
  if (seal.seq !== expected) {
    for (let seq = expected; seq < Math.min(seal.seq, expected + LISTED); seq++)
      findings.add({ kind: 'seal_deleted', sealSeq: seq, detail: 'missing' })
  } else if (seal.prev_hash !== (before?.hash ?? GENESIS)) {
    findings.add({ kind: 'seal_changed', sealSeq: seal.seq, detail: 'chain' })
  }
  if (
    sealHash(sealBody(seal), seal.entry_ids, seal.entry_hashes) !== seal.hash ||
    seal.entry_ids.length !== seal.entry_count
  )
    findings.add({ kind: 'seal_changed', sealSeq: seal.seq, detail: 'hash' })
  const publicKey = trusted.get(seal.key_id)
  if (!publicKey) findings.add({ kind: 'signature', sealSeq: seal.seq, detail: 'unknown_key' })
  else if (!verifySignature(seal.hash, seal.signature, publicKey))
    findings.add({ kind: 'signature', sealSeq: seal.seq, detail: 'not_valid' })
}

async function checkEntries(
  seal: SealRow,
  scan: EntryScan,
  archives: Archives,
  findings: Findings,
): Promise<void> {
  await scan.reach(seal.entry_ids.reduce((a, b) => Math.max(a, b), 0))
  seal.entry_ids.forEach((id, i) => {
    const expected = seal.entry_hashes.subarray(i * 32, i * 32 + 32)
    const found = scan.claim(id, expected)
    if (!found && archives.excuse(id, seal.seq)) return
    if (!found) findings.add({ kind: 'deleted', entryId: id, sealSeq: seal.seq, detail: 'missing' })
    else if (!found.hash.equals(expected))
      findings.add({ kind: 'changed', entryId: id, sealSeq: seal.seq, detail: 'hash' })
    else if (!found.genuine)
      findings.add({ kind: 'inserted', entryId: id, sealSeq: seal.seq, detail: 'no_code' })
  })
}

/** What no seal has claimed is either waiting for the next seal or will never be sealed: then someone put it there. */
async function checkTail(
  scan: EntryScan,
  last: SealRow | undefined,
  at: Horizon,
  findings: Findings,
): Promise<{ unsealed: number; oldestUnsealedSeconds: number }> {
  let unsealed = 0
  let oldest = at.now.getTime()
  const judge = (id: number, entry: Seen): void => {
    if (!isDue(id, entry.xid, last, at)) findings.add({ kind: 'inserted', entryId: id, detail: 'not_sealed' })
    else {
      if (!entry.genuine) findings.add({ kind: 'inserted', entryId: id, detail: 'no_code' })
      unsealed++
      oldest = Math.min(oldest, entry.us / 1000)
    }
  }
  await scan.rest(judge)
  const seconds = Math.max(0, (at.now.getTime() - oldest) / 1000)
  return { unsealed, oldestUnsealedSeconds: unsealed === 0 ? 0 : Math.round(seconds * 10) / 10 }
}

/** Whether the sealer will still come to this entry. */
function isDue(id: number, xid: bigint, last: SealRow | undefined, at: Horizon): boolean {
  if (!last) return true
  const lastXid = BigInt(last.last_xid)
  const after = xid > lastXid || (xid === lastXid && id > last.last_xid_id)
  return last.cluster === at.cluster ? after && id > last.floor_id : after || id > last.last_id
}

/** Walks the table once in id order and holds what was read until a seal claims it. */
class EntryScan {
  readonly #db: Db
  readonly #secret: Buffer
  readonly #held = new Map<number, Seen[]>()
  #position = { id: -1, us: '0' }
  #ended = false

  constructor(db: Db, secret: Buffer) {
    this.#db = db
    this.#secret = secret
  }

  /** Reads on until everything up to `id` has been seen. */
  async reach(id: number): Promise<void> {
    while (!this.#ended && this.#position.id <= id) await this.#page((key, seen) => this.#hold(key, seen))
  }

  /** Takes the entry with this id out; of several with one id (never by the program) the one with the hash. */
  claim(id: number, hash: Buffer): Seen | undefined {
    const found = this.#held.get(id)
    if (!found) return undefined
    const at = Math.max(
      0,
      found.findIndex((seen) => seen.hash.equals(hash)),
    )
    const [taken] = found.splice(at, 1)
    if (found.length === 0) this.#held.delete(id)
    return taken
  }

  /** Hands over all that nobody claimed, then the rest of the table without holding it. */
  async rest(judge: (id: number, seen: Seen) => void): Promise<void> {
    for (const [id, all] of this.#held) for (const seen of all) judge(id, seen)
    while (!this.#ended) await this.#page(judge)
  }

  #hold(id: number, seen: Seen): void {
    const known = this.#held.get(id)
    if (known) known.push(seen)
    else this.#held.set(id, [seen])
  }

  async #page(take: (id: number, seen: Seen) => void): Promise<void> {
    const rows = await entriesById(this.#db, this.#position, PAGE)
    for (const row of rows) take(row.id, this.#see(row))
    const last = rows.at(-1)
    if (last) this.#position = { id: last.id, us: last.recorded_us }
    this.#ended = rows.length < PAGE
  }

  #see(row: RawEntry): Seen {
    const genuine = isGenuine(this.#secret, row)
    return { hash: entryHash(row), xid: BigInt(row.xid), us: Number(row.recorded_us), genuine }
  }
}
