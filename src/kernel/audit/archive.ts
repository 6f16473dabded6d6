import path from 'node:path'
import type { Kysely } from 'kysely'
import type pg from 'pg'
import { newId, transaction, type DB } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import { systemActor } from '../permission/actor.ts'
import { ArchiveWriter, checkArchive } from './archive-file.ts'
import { archiveHash, stretches } from './archive-record.ts'
import { publicKeys, signingKey } from './keys.ts'
import { audit } from './record.ts'
import { sealOnce, type SealPlaces } from './seal.ts'
import { sign } from './sm2.ts'
import {
  dropPartitions,
  entriesIn,
  extentOf,
  insertArchive,
  partitionsBefore,
  type ArchiveRow,
} from './store/archive.ts'
import { readSeals } from './store/seal.ts'
import { verifyAudit } from './verify.ts'

/** Network logs are kept six months at least (Cybersecurity Law 网络安全法 art. 21); months that are younger stay. */
const KEPT_MONTHS = 6

export interface Archiving {
  /** `YYYY-MM-DD`: months that end at or before it go */
  before: string
  file: string
}

export interface ArchiveResult {
  entries: number
  toSeal: number
  partitions: string[]
}

/**
 * Exports the audit entries of whole months to a file, verifies the file, records it under the key of the seals, and
 * then drops the months by the owner's role. Killed in between, nothing is lost: a file without a record excuses
 * nothing, a record whose months are still there neither; run it again with another file.
 * @param withOwner gives a connection of the owner's role
 * @throws audit.archive_too_young, audit.archive_empty (422); audit.archive_refused (409) when the trail does not verify
 *   or the months changed meanwhile
 */
export async function archiveAudit(
  db: Kysely<DB>,
  places: SealPlaces,
  input: Archiving,
  withOwner: <T>(work: (owner: pg.Client) => Promise<T>) => Promise<T>,
): Promise<ArchiveResult> {
  refuseYoung(input.before)
  await sealOnce(db, places)
  const report = await verifyAudit(db, places)
  if (!report.ok) throw new AppError('audit.archive_refused', { status: 409 })
  const partitions = await partitionsBefore(db, input.before)
  const extent = await extentOf(db, partitions)
  if (extent.count === 0) throw new AppError('audit.archive_empty', { status: 422, field: 'before' })
  const exported = await exportMonths(db, places, input, partitions, extent)
  const trusted = new Map((await publicKeys(places.keys)).map((key) => [key.keyId, key.publicKey]))
  const checked = await checkArchive(input.file, trusted)
  // an entry that no seal holds would go unseen
  if (checked.hash !== exported.hash || checked.entries !== extent.count)
    throw new AppError('audit.archive_refused', { status: 409 })
  await record(db, places, input, { ...checked, ranges: exported.ranges })
  if (!(await withOwner((owner) => dropPartitions(owner, partitions, extent.count))))
    throw new AppError('audit.archive_refused', { status: 409 })
  // the trail says at once what was done to it
  await sealOnce(db, places)
  return { entries: checked.entries, toSeal: checked.toSeal, partitions }
}

function refuseYoung(before: string): void {
  const limit = new Date()
  limit.setUTCMonth(limit.getUTCMonth() - KEPT_MONTHS)
  const day = /^\d{4}-\d{2}-\d{2}$/.test(before) ? Date.parse(`${before}T00:00:00Z`) : NaN
  if (!(day <= limit.getTime()))
    throw new AppError('audit.archive_too_young', {
      status: 422,
      field: 'before',
      params: { latest: limit.toISOString().slice(0, 10) },
    })
}

async function exportMonths(
  db: Kysely<DB>,
  places: SealPlaces,
  input: Archiving,
  partitions: readonly string[],
  extent: { first: number; last: number },
): Promise<{ hash: string; ranges: number[] }> {
  const removed: number[] = []
  const kept: number[] = []
  const writer = await ArchiveWriter.begin(input.file, input.before, await publicKeys(places.keys))
  try {
    for (let seq = 0; ;) {
      const seals = await readSeals(db, seq, 8)
      if (seals.length === 0) break
      for (const seal of seals) {
        if (seal.last_id < extent.first || seal.first_id > extent.last) continue
        const found = await entriesIn(db, partitions, seal.entry_ids)
        for (const id of seal.entry_ids) (found.has(id) ? removed : kept).push(id)
        const entries = seal.entry_ids.flatMap((id) => found.get(id) ?? [])
        if (entries.length > 0) await writer.seal(seal, entries)
      }
      seq = seals.at(-1)!.seq
    }
    return { hash: await writer.end(), ranges: stretches(removed, kept) }
  } finally {
    await writer.close()
  }
}

async function record(
  db: Kysely<DB>,
  places: SealPlaces,
  input: Archiving,
  checked: { entries: number; fromSeal: number; toSeal: number; hash: string; ranges: number[] },
): Promise<void> {
  const key = await signingKey(places.keys)
  const said: Omit<ArchiveRow, 'signature'> = {
    id: newId(),
    before: input.before,
    from_seal: checked.fromSeal,
    to_seal: checked.toSeal,
    entry_count: checked.entries,
    ranges: checked.ranges,
    file_name: path.basename(input.file),
    file_hash: checked.hash,
    recorded_at: new Date(),
    key_id: key.keyId,
  }
  const { entries, fromSeal, toSeal, hash } = checked
  await transaction(db, async (tx) => {
    await insertArchive(tx, { ...said, signature: sign(archiveHash(said), key) })
    await audit(tx, systemActor('command'), {
      action: 'audit.archive',
      entity: 'audit',
      entityId: said.id,
      after: { before: input.before, fromSeal, toSeal, entries, file: said.file_name, hash },
    })
  })
}
