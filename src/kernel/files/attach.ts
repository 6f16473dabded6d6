import type { Kysely } from 'kysely'
import type { z } from 'zod'
import { transaction, type DB, type Db, type Tx } from '../db/index.ts'
import type { Upload } from '../http/route.ts'
import type { Actor } from '../permission/actor.ts'
import type { FileInfo } from './contract.ts'
import { attachFile, receiveUpload, type ReceivedFile } from './files.ts'

/** A record that takes attachments, as its room knows it. */
export interface Attachable<Row extends { id: string }> {
  /** the kind of record, as `openFile` and `listFiles` are asked for it */
  entity: string
  /** finds the record for somebody who may attach to it, else throws; asked before the bytes are taken */
  access: (db: Db) => Promise<Row>
  /** the kind of record that the audit names, where it is not `entity` */
  about?: string
  /** the same in the transaction that keeps the file, where it does more than look (takes a lock) */
  lock?: (tx: Tx) => Promise<Row>
  /** what the room writes beside the file: its story */
  kept?: (tx: Tx, row: Row, file: z.input<typeof FileInfo>) => Promise<unknown>
}

/**
 * Takes the bytes of an upload once `demand` let it. No connection waits for a slow sender: call it outside of any
 * transaction.
 * @throws what `demand` throws; what `receiveUpload` refuses
 */
export async function takeUpload(upload: Upload, demand: () => Promise<unknown>): Promise<ReceivedFile> {
  try {
    await demand()
  } catch (error) {
    // unread bytes would block the request
    upload.stream.resume()
    throw error
  }
  return receiveUpload(upload)
}

/**
 * The verb behind every `attachEndpoint`: access is checked before the bytes are taken and again in the transaction
 * that keeps them, with an audit entry.
 * @throws what the record's `access` throws; what `receiveUpload` refuses
 */
export async function attachUpload<Row extends { id: string }>(
  db: Db,
  actor: Actor,
  upload: Upload,
  to: Attachable<Row>,
): Promise<z.input<typeof FileInfo>> {
  const received = await takeUpload(upload, () => to.access(db))
  return transaction(db as Kysely<DB>, async (tx) => {
    const row = await (to.lock ?? to.access)(tx)
    const owner = { entity: to.entity, entityId: row.id }
    const file = await attachFile(tx, actor, received, owner, { ...owner, entity: to.about ?? to.entity })
    await to.kept?.(tx, row, file)
    return file
  })
}
