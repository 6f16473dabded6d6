import path from 'node:path'
import type { Kysely } from 'kysely'
import type { DB, Tx } from '../db/index.ts'
import type { Settings } from '../settings/env.ts'
import { entryHash, GENESIS, sealHash, type RawEntry, type SealBody } from './canonical.ts'
import { appendHeads, lastHead, sendHead, type Head } from './heads.ts'
import { signingKey, type SigningKey } from './keys.ts'
import { sign } from './sm2.ts'
import {
  entriesToSeal,
  foreignEntries,
  foreignFloor,
  horizon,
  insertSeal,
  lockSealing,
  unlockSealing,
  readHeadRows,
  sealTip,
  type SealTip,
} from './store/seal.ts'

/** Where seals leave the database. */
export interface SealPlaces {
  /** folder of the keys, 0700 */
  keys: string
  /** append-only file of seal heads */
  heads: string
  /** `udp://`, `tcp://` or `tls://host:port` of a syslog server, where there is one */
  syslog?: string | undefined
}

/** The places of an installation: keys and heads in DATA_DIR, the heads file elsewhere if the settings say so. */
export function sealPlaces(settings: Pick<Settings, 'dataDir' | 'auditHeadFile' | 'syslogUrl'>): SealPlaces {
  return {
    keys: path.join(settings.dataDir, 'keys'),
    heads: settings.auditHeadFile ?? path.join(settings.dataDir, 'audit', 'heads.log'),
    syslog: settings.syslogUrl,
  }
}

export interface SealResult {
  seals: number
  entries: number
  /** The heads file knows seals that the database has lost. */
  tailCut: boolean
  /** The syslog server could not be reached; the heads are in the file all the same. */
  syslogError?: string
}

/** Entries of one seal at most. */
const BATCH = 5000

/**
 * Seals everything that can be sealed now: entries of transactions older than every running one, in the order of
 * (transaction, id), in batches of at most 5,000, one transaction each. Only one sealer works at a time; a second
 * one returns at once. Seal heads that are not in the heads file yet (a crash between commit and append) are
 * appended first.
 * @throws audit.key_readable when the key file is open to others
 */
export async function sealOnce(db: Kysely<DB>, places: SealPlaces, batch = BATCH): Promise<SealResult> {
  // one connection from lock to unlock, the appending included: heads must not overtake each other
  return db.connection().execute(async (session) => {
    if (!(await lockSealing(session))) return { seals: 0, entries: 0, tailCut: false }
    try {
      return await sealAll(session, places, batch)
    } finally {
      await unlockSealing(session)
    }
  })
}

async function sealAll(db: Kysely<DB>, places: SealPlaces, batch: number): Promise<SealResult> {
  const key = await signingKey(places.keys)
  const result: SealResult = { seals: 0, entries: 0, tailCut: await catchUp(db, places) }
  for (;;) {
    // one snapshot for horizon and entries: a transaction that ends between the two must not look like another cluster's
    const head = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((tx) => sealBatch(tx, key, batch))
    if (!head) return result
    await appendHeads(places.heads, [head])
    await witness(places, head, result)
    result.seals++
    result.entries += head.count
    if (head.count < batch) return result
  }
}

async function sealBatch(tx: Tx, key: SigningKey, batch: number): Promise<Head | undefined> {
  const tip = await sealTip(tx)
  const found = await collect(tx, tip, batch)
  if (found.entries.length === 0) return undefined
  const ids = found.entries.map((entry) => entry.id)
  const hashes = Buffer.concat(found.entries.map(entryHash))
  const body: SealBody = {
    seq: (tip?.seq ?? 0) + 1,
    cluster: found.cluster,
    floorId: found.floorId,
    lastXid: found.last.xid,
    lastXidId: found.last.id,
    count: ids.length,
    firstId: min(ids),
    lastId: max(ids),
    prevHash: tip?.hash ?? GENESIS,
    keyId: key.keyId,
    sealedAt: found.now.toISOString(),
  }
  const hash = sealHash(body, ids, hashes)
  const signature = sign(hash, key)
  await insertSeal(tx, {
    seq: body.seq,
    cluster: body.cluster,
    floor_id: body.floorId,
    last_xid: body.lastXid,
    last_xid_id: body.lastXidId,
    entry_count: body.count,
    first_id: body.firstId,
    last_id: body.lastId,
    entry_ids: ids,
    entry_hashes: hashes,
    prev_hash: body.prevHash,
    hash,
    key_id: key.keyId,
    signature,
    sealed_at: found.now,
  })
  const { seq, count, firstId, lastId, sealedAt, keyId } = body
  return { seq, hash, count, firstId, lastId, sealedAt, keyId, signature }
}

interface Collected {
  entries: RawEntry[]
  cluster: string
  floorId: number
  last: { xid: string; id: number }
  now: Date
}

/**
 * The next batch. In one cluster this is simply what follows the last sealed (xid, id). After a dump was restored
 * into another cluster, transaction ids start anew: what the former cluster left unsealed goes into one seal, and
 * `floorId` keeps its entries apart from the new ones, whatever their transaction ids.
 */
async function collect(tx: Tx, tip: SealTip | undefined, batch: number): Promise<Collected> {
  const at = await horizon(tx)
  const from = { xid: tip?.last_xid ?? '0', id: tip?.last_xid_id ?? 0, floorId: tip?.floor_id ?? 0 }
  if (tip?.cluster === at.cluster) return inOrder(tx, from, at, batch)
  const floorId = await foreignFloor(tx, tip?.last_id ?? 0, at.xmax)
  const left = floorId === 0 ? [] : await foreignEntries(tx, from, at, floorId)
  if (left.length > 0)
    return { entries: left, cluster: at.cluster, floorId, last: { xid: '0', id: 0 }, now: at.now }
  return inOrder(tx, { xid: '0', id: 0, floorId }, at, batch)
}

async function inOrder(
  tx: Tx,
  from: { xid: string; id: number; floorId: number },
  at: { cluster: string; xmin: string; now: Date },
  batch: number,
): Promise<Collected> {
  const entries = await entriesToSeal(tx, from, at.xmin, batch)
  const last = entries.at(-1)
  return {
    entries,
    cluster: at.cluster,
    floorId: from.floorId,
    last: last ? { xid: last.xid, id: last.id } : from,
    now: at.now,
  }
}

/** Appends the heads that the file lacks. True when the file is ahead of the database. */
async function catchUp(db: Kysely<DB>, places: SealPlaces): Promise<boolean> {
  const known = (await lastHead(places.heads))?.seq ?? 0
  const tip = (await sealTip(db))?.seq ?? 0
  for (let seq = known; seq < tip;) {
    const heads = await readHeadRows(db, seq, 1000)
    if (heads.length === 0) break
    await appendHeads(places.heads, heads)
    seq = heads.at(-1)!.seq
  }
  return known > tip
}

async function witness(places: SealPlaces, head: Head, result: SealResult): Promise<void> {
  if (!places.syslog) return
  try {
    await sendHead(places.syslog, head)
  } catch (error) {
    // sealing must not stop with a syslog server; the caller logs it
    result.syslogError = (error as Error).message
  }
}

function min(ids: readonly number[]): number {
  return ids.reduce((a, b) => (b < a ? b : a))
}

function max(ids: readonly number[]): number {
  return ids.reduce((a, b) => (b > a ? b : a))
}
