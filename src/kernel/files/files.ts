import path from 'node:path'
import type { Readable } from 'node:stream'
import type { z } from 'zod'
import { audit } from '../audit/record.ts'
import { newId, type Db, type Tx } from '../db/index.ts'
import { AppError, notFound } from '../errors/index.ts'
import type { Download, Upload } from '../http/route.ts'
import type { Actor } from '../permission/actor.ts'
import type { Settings } from '../settings/env.ts'
import type { FileInfo } from './contract.ts'
import { discard, keep, read, receive, sweep } from './disk.ts'
import {
  filesOf,
  findFile,
  insertFile,
  markDeleted,
  moveOwner,
  takeUnclaimed,
  usedHashes,
  type FileRow,
} from './store.ts'
import { INLINE, extension, extensions, judgeType, mayBeText, safeName } from './types.ts'

/** What an attachment belongs to. */
export interface Owner {
  entity: string
  entityId: string
}

/** An upload that lies in the store and that no record knows yet; without `attachFile` it is swept after a day. */
export interface ReceivedFile {
  name: string
  size: number
  type: string
  sha256: string
}

type Info = z.input<typeof FileInfo>

let store: { root: string; maxBytes: number } | undefined

/** Tells this process where files lie. Called once by every process that stores or reads any. */
export function openFileStore(settings: Pick<Settings, 'dataDir' | 'maxUploadBytes'>): void {
  store = { root: path.join(settings.dataDir, 'files'), maxBytes: settings.maxUploadBytes }
}

function opened(): { root: string; maxBytes: number } {
  if (!store) throw new Error('openFileStore has not been called in this process')
  return store
}

/**
 * Takes an upload's bytes, checks them and puts them into the store. No database: an endpoint with
 * `ownTransaction` calls this before its transaction, so that a slow sender holds no connection.
 * @throws files.bad_name (422), files.type_not_allowed (415), files.type_mismatch (422, it lies about its type),
 * files.too_large (413), files.empty (422), files.storage_full (507), files.upload_aborted (400)
 */
export async function receiveUpload(upload: Upload): Promise<ReceivedFile> {
  const { root, maxBytes } = opened()
  const name = safeName(upload.fileName)
  const refused = refuseName(name)
  if (refused) {
    // unread bytes would block the request
    upload.stream.resume()
    throw refused
  }
  const content = await receive(root, upload.stream, { maxBytes, examineText: mayBeText(name) })
  const verdict = judgeType(name, upload.declaredType, content.found, content.isText)
  if (!verdict.ok) {
    await discard(content)
    throw new AppError(`files.${verdict.code}`, { status: 422, field: 'file', params: { name } })
  }
  await keep(root, content)
  return { name, size: content.size, type: verdict.type, sha256: content.sha256 }
}

/**
 * As `receiveUpload`, for what the program keeps as it came (the source of a mail): of any type, hence for owners
 * that nobody attaches to, and offered as a download only.
 * @throws files.too_large (413), files.empty (422), files.storage_full (507), files.upload_aborted (400)
 */
export async function receiveSource(
  stream: NodeJS.ReadableStream,
  source: { name: string; type: string; maxBytes: number },
): Promise<ReceivedFile> {
  const { root } = opened()
  const content = await receive(root, stream, { maxBytes: source.maxBytes, examineText: false })
  await keep(root, content)
  return { name: safeName(source.name), size: content.size, type: source.type, sha256: content.sha256 }
}

/** The bytes of a received file, attached or not. @throws files.content_missing (410) */
export async function readReceived(file: Pick<ReceivedFile, 'sha256'>): Promise<Readable> {
  return read(opened().root, file.sha256)
}

function refuseName(name: string): AppError | undefined {
  if (name === '') return new AppError('files.bad_name', { status: 422, field: 'file' })
  if (extensions.includes(extension(name))) return undefined
  const params = { name, allowed: extensions.join(' ') }
  return new AppError('files.type_not_allowed', { status: 415, field: 'file', params })
}

/**
 * Ties a received file to what it belongs to, with an audit entry. Access to the owner is the caller's to check.
 * @param about the record that the audit names, where files of several kinds belong to one
 */
export async function attachFile(
  tx: Tx,
  actor: Actor,
  file: ReceivedFile,
  owner: Owner,
  about: Owner = owner,
): Promise<Info> {
  const row = await insertFile(tx, {
    ...file,
    id: newId(),
    entity: owner.entity,
    entity_id: owner.entityId,
    uploaded_by: actor.kind === 'person' || actor.kind === 'machine' ? actor.id : null,
    uploaded_by_login: actor.login,
  })
  await audit(tx, actor, {
    action: 'files.attach',
    ...about,
    after: { fileId: row.id, name: row.name, size: row.size, type: row.type, sha256: row.sha256 },
  })
  return info(row)
}

/** `receiveUpload` and `attachFile` in one, for a verb that has its transaction already. */
export async function saveUpload(tx: Tx, actor: Actor, upload: Upload, owner: Owner): Promise<Info> {
  return attachFile(tx, actor, await receiveUpload(upload), owner)
}

/**
 * A file for the answer of an endpoint with `download: true`; only an image is shown in the page when that is wanted.
 * The owner must be the one whose access the caller has checked.
 * @throws files.not_found (404), also for another owner's file; files.content_missing (410)
 */
export async function openFile(
  db: Db,
  id: string,
  owner: Owner,
  options: { inline?: boolean | undefined } = {},
): Promise<Download> {
  const row = await owned(db, id, owner)
  const content = await read(opened().root, row.sha256)
  const charset = row.type.startsWith('text/') ? '; charset=utf-8' : ''
  const inline = options.inline === true && INLINE.has(row.type)
  return { content, type: row.type + charset, fileName: row.name, inline }
}

/** Attachments of some records of one kind, oldest first, by the record's id. */
export async function listFiles(
  db: Db,
  entity: string,
  entityIds: readonly string[],
): Promise<Map<string, Info[]>> {
  const byOwner = new Map<string, Info[]>()
  if (entityIds.length === 0) return byOwner
  for (const row of await filesOf(db, entity, entityIds)) {
    const known = byOwner.get(row.entity_id)
    if (known) known.push(info(row))
    else byOwner.set(row.entity_id, [info(row)])
  }
  return byOwner
}

/** Gives all attachments of a record to another of its kind (two that become one). Access is the caller's to check. */
export async function moveFiles(
  tx: Tx,
  actor: Actor,
  move: { entity: string; fromId: string; toId: string },
): Promise<void> {
  const ids = await moveOwner(tx, move.entity, move.fromId, move.toId)
  if (ids.length === 0) return
  await audit(tx, actor, {
    action: 'files.move',
    entity: move.entity,
    entityId: move.toId,
    before: { of: move.fromId },
    after: { fileIds: ids },
  })
}

/**
 * Takes an attachment away; its bytes go with the next sweep unless another one has the same.
 * @param about as for `attachFile`
 * @returns its name
 * @throws files.not_found (404)
 */
export async function removeFile(
  tx: Tx,
  actor: Actor,
  id: string,
  owner: Owner,
  about: Owner = owner,
): Promise<string> {
  const row = await owned(tx, id, owner)
  await markDeleted(tx, id)
  await audit(tx, actor, {
    action: 'files.remove',
    ...about,
    before: { fileId: row.id, name: row.name, size: row.size, type: row.type, sha256: row.sha256 },
  })
  return row.name
}

/**
 * Takes away what was uploaded for a record that never came: files of these kinds of owner older than a day. Each leaves an
 * audit entry; a claim that comes at the same time wins.
 * @returns how many; at most 500 at once
 */
export async function removeUnclaimed(tx: Tx, actor: Actor, entities: readonly string[]): Promise<number> {
  const rows = await takeUnclaimed(tx, entities, 500)
  for (const row of rows)
    await audit(tx, actor, {
      action: 'files.remove',
      entity: row.entity,
      entityId: row.entity_id,
      before: { fileId: row.id, name: row.name, size: row.size, type: row.type, sha256: row.sha256 },
      after: { why: 'unclaimed' },
    })
  return rows.length
}

/** Removes contents that nothing refers to. @returns how many */
export async function sweepFiles(db: Db, root: string): Promise<number> {
  return sweep(root, (hashes) => usedHashes(db, hashes))
}

async function owned(db: Db, id: string, owner: Owner): Promise<FileRow> {
  const row = await findFile(db, id)
  if (!row || row.entity !== owner.entity || row.entity_id !== owner.entityId) throw notFound('files')
  return row
}

function info(row: FileRow): Info {
  return {
    id: row.id,
    name: row.name,
    size: row.size,
    type: row.type,
    sha256: row.sha256,
    uploadedBy: row.uploaded_by,
    uploadedByLogin: row.uploaded_by_login,
    recordedAt: row.recorded_at,
    inline: INLINE.has(row.type),
  }
}
