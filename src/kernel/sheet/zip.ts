import { Readable } from 'node:stream'
import { crc32, createInflateRaw, deflateRawSync, inflateRawSync } from 'node:zlib'
import { AppError } from '../errors/index.ts'

/** Directory of a zip by the names of its entries. */
export type ZipEntries = ReadonlyMap<string, ZipEntry>

interface ZipEntry {
  method: number
  packedSize: number
  /** where its local header begins */
  offset: number
}

const maxEntries = 2_000
const damaged = (cause?: unknown) => new AppError('sheet.damaged', { status: 422, field: 'file', cause })

/**
 * The directory of a zip (APPNOTE 6.3.10, 4.3.12 and 4.3.16), without its contents: what is not asked for is never
 * unpacked. ZIP64 and encryption do not occur in workbooks of this size.
 * @throws sheet.damaged (422)
 */
export function readZip(file: Buffer): ZipEntries {
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > file.length) throw damaged()
  const count = file.readUInt16LE(end + 10)
  if (count > maxEntries) throw damaged()
  const entries = new Map<string, ZipEntry>()
  let at = file.readUInt32LE(end + 16)
  for (let n = 0; n < count; n++) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== 0x02014b50) throw damaged()
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((o) => file.readUInt16LE(at + o)) as [
      number,
      number,
      number,
    ]
    const encrypted = (file.readUInt16LE(at + 8) & 1) === 1
    const name = file.toString('utf8', at + 46, at + 46 + nameLength)
    if (encrypted) throw new AppError('sheet.encrypted', { status: 422, field: 'file' })
    entries.set(name, {
      method: file.readUInt16LE(at + 10),
      packedSize: file.readUInt32LE(at + 20),
      offset: file.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + extraLength + commentLength
  }
  return entries
}

/**
 * One entry unpacked. The bound holds while it is unpacked: what a header claims about its size is not believed,
 * so a few kilobytes that unfold to gigabytes (a zip bomb) end at the bound.
 * @throws sheet.unpacked_too_large (422), sheet.damaged (422)
 */
export function unpack(file: Buffer, entry: ZipEntry, maxBytes: number): Buffer {
  const { method } = entry
  const packed = packedBytes(file, entry)
  if (method === 0) {
    if (packed.length > maxBytes) throw tooLarge()
    return packed
  }
  if (method !== 8) throw damaged()
  try {
    return inflateRawSync(packed, { maxOutputLength: maxBytes })
  } catch (cause) {
    if ((cause as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(cause)
    throw damaged(cause)
  }
}

const tooLarge = (cause?: unknown) =>
  new AppError('sheet.unpacked_too_large', { status: 422, field: 'file', cause })

function packedBytes(file: Buffer, { offset, packedSize }: ZipEntry): Buffer {
  if (offset + 30 > file.length || file.readUInt32LE(offset) !== 0x04034b50) throw damaged()
  const start = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28)
  const packed = file.subarray(start, start + packedSize)
  if (packed.length !== packedSize) throw damaged()
  return packed
}

/**
 * As `unpack`, piece by piece: memory holds one piece, however much the entry unfolds to below the bound.
 * @throws sheet.unpacked_too_large (422), sheet.damaged (422), while it is read
 */
export async function* unpackSteps(file: Buffer, entry: ZipEntry, maxBytes: number): AsyncGenerator<Buffer> {
  const packed = packedBytes(file, entry)
  if (entry.method !== 0 && entry.method !== 8) throw damaged()
  const inflate = entry.method === 8 ? createInflateRaw({ chunkSize: 65_536 }) : undefined
  const stream: AsyncIterable<Buffer> = inflate ?? Readable.from([packed])
  inflate?.end(packed)
  let size = 0
  try {
    for await (const chunk of stream) {
      size += chunk.length
      if (size > maxBytes) throw tooLarge()
      yield chunk
    }
  } catch (cause) {
    throw cause instanceof AppError ? cause : damaged(cause)
  }
}

/** An entry of a zip that is written. `streamed`: its sizes stand behind its bytes, for they were not known before. */
export interface ZipPart {
  path: string
  crc: number
  packedSize: number
  size: number
  streamed?: boolean
}

/** An entry with its bytes. @param content text is written as UTF-8 */
export function packed(path: string, content: string | Buffer): ZipPart & { data: Buffer } {
  const plain = typeof content === 'string' ? Buffer.from(content, 'utf8') : content
  const data = deflateRawSync(plain)
  return { path, crc: crc32(plain), packedSize: data.length, size: plain.length, data }
}

/** What local header and directory say alike: version 2.0, names in UTF-8, deflated, 1980-01-01 (same input, same bytes). */
function common({ path, crc, packedSize, size, streamed }: ZipPart, local: boolean): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(streamed ? 0x0808 : 0x0800, 2)
  fields.writeUInt16LE(8, 4)
  fields.writeUInt16LE(0x21, 8)
  const known = !(streamed && local)
  fields.writeUInt32LE(known ? crc : 0, 10)
  fields.writeUInt32LE(known ? packedSize : 0, 14)
  fields.writeUInt32LE(known ? size : 0, 18)
  fields.writeUInt16LE(Buffer.byteLength(path), 22)
  return fields
}

/** What stands before the bytes of an entry. */
export function localHeader(part: ZipPart): Buffer {
  return Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common(part, true), Buffer.from(part.path)])
}

/** The line of an entry in the directory at the end. */
export function centralEntry(part: ZipPart, offset: number): Buffer {
  const tail = Buffer.alloc(14)
  tail.writeUInt32LE(offset, 10)
  return Buffer.concat([
    Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
    common(part, false),
    tail,
    Buffer.from(part.path),
  ])
}

/** The directory, which begins at `offset`, and the end. */
export function endOfZip(directory: readonly Buffer[], offset: number): Buffer {
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([list, end])
}

/** A zip of a few small entries. */
export function writeZip(entries: readonly (readonly [name: string, content: string | Buffer])[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of entries) {
    const part = packed(name, content)
    directory.push(centralEntry(part, offset))
    const body = Buffer.concat([localHeader(part), part.data])
    bodies.push(body)
    offset += body.length
  }
  return Buffer.concat([...bodies, endOfZip(directory, offset)])
}
