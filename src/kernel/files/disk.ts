import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, link } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { fileTypeFromFile } from 'file-type'
import { AppError } from '../errors/index.ts'
import { TextCheck } from './text-check.ts'

/** A content that lies in the store (or still in its `tmp`), by its hash. */
export interface StoredContent {
  sha256: string
  size: number
  /** by its signature */
  found: string | undefined
  isText: boolean
  temporary: string
}

/** Where a content lies: two levels of folders keep each of them small. */
export function contentPath(root: string, sha256: string): string {
  return path.join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256)
}

/**
 * Writes a stream into `root/tmp`, to the disk, hashing and examining it on the way. What fails leaves nothing.
 * @param stream `truncated` is set by the multipart parser when its own limit cut the body
 * @throws files.too_large (413), files.empty (422), files.storage_full (507), files.upload_aborted (400)
 */
export async function receive(
  root: string,
  stream: NodeJS.ReadableStream & { truncated?: boolean },
  options: { maxBytes: number; examineText: boolean },
): Promise<StoredContent> {
  await mkdir(path.join(root, 'tmp'), { recursive: true, mode: 0o700 })
  const temporary = path.join(root, 'tmp', randomBytes(12).toString('hex'))
  try {
    const { sha256, size, isText } = await write(temporary, stream, options)
    if (stream.truncated || size > options.maxBytes) throw tooLarge(options.maxBytes)
    if (size === 0) throw new AppError('files.empty', { status: 422, field: 'file' })
    const found = (await fileTypeFromFile(temporary))?.mime
    return { sha256, size, isText, found, temporary }
  } catch (error) {
    await rm(temporary, { force: true })
    // what the sender's side of the stream fails with (cut off in the middle, a torn form) is no fault of ours
    if (error === (stream as Readable).errored)
      throw new AppError('files.upload_aborted', { status: 400, cause: error })
    throw clear(error)
  }
}

async function write(
  file: string,
  stream: NodeJS.ReadableStream,
  options: { maxBytes: number; examineText: boolean },
): Promise<{ sha256: string; size: number; isText: boolean }> {
  const hash = createHash('sha256')
  const text = options.examineText ? new TextCheck() : undefined
  const handle = await open(file, 'wx', 0o600)
  let size = 0
  try {
    for await (const part of stream) {
      const chunk = typeof part === 'string' ? Buffer.from(part) : part
      size += chunk.length
      if (size > options.maxBytes) throw tooLarge(options.maxBytes)
      hash.update(chunk)
      text?.push(chunk)
      await handle.writeFile(chunk)
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
  return { sha256: hash.digest('hex'), size, isText: text?.end() ?? false }
}

/** Moves a received content to its place, atomically; an equal one that is there already is replaced by it. */
export async function keep(root: string, content: StoredContent): Promise<void> {
  const target = contentPath(root, content.sha256)
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
  await rename(content.temporary, target)
  // the name must survive a power cut as the bytes do
  const folder = await open(path.dirname(target), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Throws a received content away. */
export async function discard(content: StoredContent): Promise<void> {
  await rm(content.temporary, { force: true })
}

/** @throws files.content_missing (410) when the store has lost it */
export async function read(root: string, sha256: string): Promise<Readable> {
  const file = contentPath(root, sha256)
  try {
    await stat(file)
  } catch (cause) {
    throw new AppError('files.content_missing', { status: 410, cause })
  }
  return createReadStream(file)
}

/** Contents younger than this may belong to a transaction that has not committed yet. */
export const ORPHAN_AFTER_MS = 24 * 3600 * 1000

/**
 * Removes contents that nothing refers to (rolled back uploads, deleted attachments) and uploads that were never
 * finished, when they are older than a day.
 * @param referenced which of these hashes are in use
 * @returns number of files removed
 */
export async function sweep(
  root: string,
  referenced: (hashes: string[]) => Promise<Set<string>>,
  now = Date.now(),
): Promise<number> {
  let removed = 0
  const old = async (file: string): Promise<boolean> => now - (await stat(file)).mtimeMs > ORPHAN_AFTER_MS
  for (const name of await list(path.join(root, 'tmp'))) {
    const file = path.join(root, 'tmp', name)
    if (!(await old(file))) continue
    await rm(file, { force: true })
    removed++
  }
  for (const first of (await list(root)).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    for (const second of await list(path.join(root, first))) {
      const folder = path.join(root, first, second)
      const hashes = (await list(folder)).filter((name) => /^[0-9a-f]{64}$/.test(name))
      const used = hashes.length > 0 ? await referenced(hashes) : new Set<string>()
      for (const hash of hashes) {
        if (used.has(hash) || !(await old(path.join(folder, hash)))) continue
        if (await removeOrphan(root, folder, hash, old)) removed++
      }
    }
  }
  return removed
}

/** The same content may be uploaded at this very moment: take it away first, look again, and put a fresh one back. */
async function removeOrphan(
  root: string,
  folder: string,
  hash: string,
  old: (file: string) => Promise<boolean>,
): Promise<boolean> {
  const aside = path.join(root, 'tmp', `orphan-${hash}`)
  await mkdir(path.join(root, 'tmp'), { recursive: true, mode: 0o700 })
  await rename(path.join(folder, hash), aside)
  const gone = await old(aside)
  if (!gone) {
    try {
      await link(aside, path.join(folder, hash))
    } catch (error) {
      // a still newer upload has taken the place: the content is there
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  await rm(aside)
  return gone
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function tooLarge(maxBytes: number): AppError {
  return new AppError('files.too_large', {
    status: 413,
    field: 'file',
    params: { mb: Math.floor(maxBytes / 2 ** 20) },
  })
}

function clear(error: unknown): unknown {
  const { code = '' } = error as { code?: string }
  if (error instanceof AppError) return error
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new AppError('files.storage_full', { status: 507, cause: error })
  if (/^(ECONNRESET|ERR_STREAM_PREMATURE_CLOSE|FST_)/.test(code))
    return new AppError('files.upload_aborted', { status: 400, cause: error })
  return error
}
