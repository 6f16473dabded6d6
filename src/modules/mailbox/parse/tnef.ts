/**
 * What Outlook packs into winmail.dat (Transport Neutral Encapsulation Format, [MS-OXTNEF]). Pure, and bounded: whatever
 * the bytes, it ends with what could be read before they made no sense, and says so.
 */
import { decodeBytes } from './decode.ts'

export interface TnefFile {
  name: string
  /** as Outlook declares it; empty where it does not */
  type: string
  bytes: Buffer
}

export interface Tnef {
  /** the plain words, where it has any */
  text: string
  html: string
  files: TnefFile[]
  /** mails that were attached, each a TNEF of its own */
  messages: { name: string; bytes: Buffer }[]
  /** false: the rest made no sense, was cut off, or was beyond what is read */
  complete: boolean
}

const signature = 0x223e9f78
const maxAttributes = 20_000
const maxProperties = 5_000
const maxFiles = 200

/** Attributes by their ids, the type in the upper half. */
const attribute = {
  codepage: 0x00069007,
  body: 0x0002800c,
  properties: 0x00069003,
  attachment: 0x00069002,
  attachmentName: 0x00018010,
  attachmentData: 0x0006800f,
  attachmentProperties: 0x00069005,
} as const

/** Properties by their ids. */
const property = {
  body: 0x1000,
  html: 0x1013,
  displayName: 0x3001,
  data: 0x3701,
  shortName: 0x3704,
  method: 0x3705,
  longName: 0x3707,
  type: 0x370e,
} as const

/** Bytes that make no sense. */
class Nonsense extends Error {}

/** Reads little-endian values one after the other. @throws Nonsense beyond the end */
class Cursor {
  at = 0
  private readonly bytes: Buffer
  constructor(bytes: Buffer) {
    this.bytes = bytes
  }
  get left(): number {
    return this.bytes.length - this.at
  }
  take(size: number): Buffer {
    if (size > this.left) throw new Nonsense()
    const part = this.bytes.subarray(this.at, this.at + size)
    this.at += size
    return part
  }
  u8 = (): number => this.take(1).readUInt8()
  u16 = (): number => this.take(2).readUInt16LE()
  u32 = (): number => this.take(4).readUInt32LE()
  /** the bytes, and what fills them up to a multiple of four */
  padded(size: number): Buffer {
    const part = this.take(size)
    this.at = Math.min(this.bytes.length, this.at + ((4 - (size % 4)) % 4))
    return part
  }
}

interface Value {
  /** 0x1e: text in the code page, 0x1f: UTF-16 */
  type: number
  bytes: Buffer
}

const fixed: Readonly<Record<number, number>> = {
  0x2: 4,
  0x3: 4,
  0x4: 4,
  0x5: 8,
  0x6: 8,
  0x7: 8,
  0xa: 4,
  0xb: 4,
  0x14: 8,
  0x40: 8,
  0x48: 16,
}
const variable: ReadonlySet<number> = new Set([0xd, 0x1e, 0x1f, 0x102])

/** Properties that have one value, by their ids. @throws Nonsense */
function readProperties(bytes: Buffer): Map<number, Value> {
  const cursor = new Cursor(bytes)
  const count = cursor.u32()
  if (count > maxProperties) throw new Nonsense()
  const found = new Map<number, Value>()
  for (let n = 0; n < count; n++) {
    const type = cursor.u16()
    const id = cursor.u16()
    if (id >= 0x8000) skipName(cursor)
    const values = readValues(cursor, type)
    const [only] = values
    if (only && values.length === 1 && !found.has(id)) found.set(id, { type: type & 0xfff, bytes: only })
  }
  return found
}

function skipName(cursor: Cursor): void {
  cursor.take(16)
  if (cursor.u32() === 0) cursor.take(4)
  else cursor.padded(cursor.u32())
}

function readValues(cursor: Cursor, type: number): Buffer[] {
  const base = type & 0xfff
  const size = fixed[base]
  const many = (type & 0x1000) !== 0 || variable.has(base)
  const count = many ? cursor.u32() : 1
  if (count > maxProperties || (size === undefined && !variable.has(base) && base !== 1)) throw new Nonsense()
  const values: Buffer[] = []
  for (let n = 0; n < count; n++) {
    if (base === 1) values.push(Buffer.alloc(0))
    else if (size !== undefined) values.push(cursor.take(size))
    else values.push(cursor.padded(cursor.u32()))
  }
  return values
}

/** An attachment while its attributes come. */
interface Draft {
  title: Buffer | undefined
  data: Buffer | undefined
  properties: Map<number, Value>
}

/** Whether bytes claim to be TNEF. */
export function isTnef(bytes: Buffer): boolean {
  return bytes.length >= 6 && bytes.readUInt32LE() === signature
}

/** Takes a winmail.dat apart. Never throws. */
export function readTnef(bytes: Buffer): Tnef {
  const reader = new Reader()
  if (!isTnef(bytes)) return reader.result(false)
  try {
    reader.read(new Cursor(bytes.subarray(6)))
    return reader.result(true)
  } catch (error) {
    if (!(error instanceof Nonsense)) throw error
    return reader.result(false)
  }
}

class Reader {
  private charset = ''
  private body: Buffer | undefined
  private properties = new Map<number, Value>()
  private readonly drafts: Draft[] = []

  read(cursor: Cursor): void {
    for (let n = 0; cursor.left > 0; n++) {
      if (n >= maxAttributes) throw new Nonsense()
      const level = cursor.u8()
      if (level !== 1 && level !== 2) throw new Nonsense()
      const id = cursor.u32()
      const data = cursor.take(cursor.u32())
      if (cursor.u16() !== checksum(data)) throw new Nonsense()
      this.note(id, data)
    }
  }

  private note(id: number, data: Buffer): void {
    const last = this.drafts.at(-1)
    if (id === attribute.codepage && data.length >= 4) this.charset = charsetOf(data.readUInt32LE())
    else if (id === attribute.body) this.body ??= data
    else if (id === attribute.properties) this.properties = readProperties(data)
    else if (id === attribute.attachment) {
      if (this.drafts.length >= maxFiles) throw new Nonsense()
      this.drafts.push({ title: undefined, data: undefined, properties: new Map() })
    } else if (id === attribute.attachmentName && last) last.title ??= data
    else if (id === attribute.attachmentData && last) last.data ??= data
    else if (id === attribute.attachmentProperties && last) last.properties = readProperties(data)
  }

  result(complete: boolean): Tnef {
    const words = this.properties.get(property.body)
    const html = this.properties.get(property.html)
    const files: TnefFile[] = []
    const messages: Tnef['messages'] = []
    for (const draft of this.drafts) {
      const name = this.nameOf(draft)
      const object = draft.properties.get(property.data)
      // an object of another kind (a drawing, a link to a file) has nothing that could be kept
      const inner = object?.type === 0xd && object.bytes.length > 16 ? object.bytes.subarray(16) : undefined
      if (inner && isTnef(inner)) messages.push({ name, bytes: inner })
      else {
        const data = draft.data ?? (object?.type === 0x102 ? object.bytes : undefined)
        const type = this.wordsOf(draft.properties.get(property.type))
        if (data && data.length > 0) files.push({ name, type, bytes: data })
      }
    }
    const text = words ? this.wordsOf(words) : this.body ? this.decode(this.body) : ''
    return { text, html: this.wordsOf(html), files, messages, complete }
  }

  private nameOf(draft: Draft): string {
    const { longName, shortName, displayName } = property
    for (const id of [longName, shortName, displayName]) {
      const name = this.wordsOf(draft.properties.get(id))
      if (name.trim() !== '') return name.trim()
    }
    return draft.title ? this.decode(draft.title).trim() : ''
  }

  private wordsOf(value: Value | undefined): string {
    if (!value) return ''
    if (value.type === 0x1f)
      return untilNul(value.bytes.subarray(0, value.bytes.length & ~1).toString('utf16le'))
    return value.type === 0x1e || value.type === 0x102 ? this.decode(value.bytes) : ''
  }

  private decode(bytes: Buffer): string {
    const end = bytes.indexOf(0)
    return decodeBytes(end < 0 ? bytes : bytes.subarray(0, end), this.charset)
  }
}

/** Sum of the bytes, as every attribute carries it behind its data. */
function checksum(data: Buffer): number {
  let sum = 0
  for (const byte of data) sum = (sum + byte) & 0xffff
  return sum
}

function untilNul(text: string): string {
  const end = text.indexOf('\u0000')
  return end < 0 ? text : text.slice(0, end)
}

/** The name of a Windows code page. */
function charsetOf(page: number): string {
  if (page === 936 || page === 54936) return 'gb18030'
  if (page === 950) return 'big5'
  if (page === 932) return 'shift_jis'
  if (page === 65001) return 'utf-8'
  return page >= 1250 && page <= 1258 ? `windows-${page}` : ''
}
