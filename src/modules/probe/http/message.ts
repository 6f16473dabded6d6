import { Failure } from '../failure.ts'
import { quote } from '../output.ts'
import { Pile } from '../pile.ts'

const maxHead = 65_536
const maxFields = 300
/** 100 Continue, 103 Early Hints and their like before the answer */
const maxInterim = 10
const maxChunkLine = 1024

/**
 * Reads one HTTP/1.x answer (RFC 9112) from pieces, within bounds. `done` is true when the message has ended, or enough
 * of its body is here; `cut` says that there was more of the body than `maxBytes`.
 * @throws Failure malformed, too_big (head or trailers), closed
 */
export class Message {
  status = 0
  /** in lower case; values of repeated fields joined by a comma, `set-cookie` in `cookies` */
  readonly fields = new Map<string, string>()
  readonly cookies: string[] = []
  done = false
  cut = false
  private readonly headOnly: (message: Message) => boolean
  private readonly maxBytes: number
  private readonly pile = new Pile()
  private readonly parts: Buffer[] = []
  private size = 0
  private interim = 0
  private phase: 'head' | 'length' | 'close' | 'chunk-line' | 'chunk' | 'chunk-end' | 'trailer' = 'head'
  /** of the body, or of the chunk */
  private remaining = 0
  private searched = 0
  private trailers = 0

  /** @param options.headOnly whether the head is all that is wanted, asked when it is here */
  constructor(options: { headOnly: (message: Message) => boolean; maxBytes: number }) {
    this.headOnly = options.headOnly
    this.maxBytes = options.maxBytes
  }

  get body(): Buffer {
    return this.parts.length === 1 ? this.parts[0]! : Buffer.concat(this.parts)
  }

  /** The answer has begun. */
  get started(): boolean {
    return this.phase !== 'head' || this.pile.length > 0 || this.interim > 0
  }

  push(chunk: Buffer): void {
    if (this.done) return
    // bodies go straight through; only lines need to be gathered
    if (this.pile.length === 0 && (this.phase === 'length' || this.phase === 'close')) {
      this.take(chunk)
      return
    }
    this.pile.add(chunk)
    while (!this.done && this.step());
  }

  /** The peer has ended its side. */
  end(): void {
    if (this.done) return
    if (this.phase === 'close') this.done = true
    else throw new Failure('closed', {}, { output: this.phase === 'head' ? quote(this.pile.bytes) : '' })
  }

  /** One step over what is gathered; false: more is needed. */
  private step(): boolean {
    switch (this.phase) {
      case 'head':
        return this.head()
      case 'length':
      case 'close':
      case 'chunk': {
        const { bytes } = this.pile
        if (bytes.length === 0) return false
        const part = this.phase === 'close' ? bytes : bytes.subarray(0, this.remaining)
        this.pile.drop(part.length)
        // what is kept must not be overwritten by what comes next
        this.take(Buffer.from(part))
        return true
      }
      case 'chunk-line': {
        const line = this.line()
        if (line === undefined) return false
        const [, digits] = /^([0-9a-fA-F]{1,12})[ \t]*(;|$)/.exec(line) ?? []
        if (digits === undefined) throw malformed(line)
        this.remaining = parseInt(digits, 16)
        this.phase = this.remaining === 0 ? 'trailer' : 'chunk'
        return true
      }
      case 'chunk-end': {
        const line = this.line()
        if (line === undefined) return false
        if (line !== '') throw malformed(line)
        this.phase = 'chunk-line'
        return true
      }
      case 'trailer': {
        const line = this.line()
        if (line === undefined) return false
        if (line === '') this.done = true
        else if (++this.trailers > maxFields) throw new Failure('too_big', { limit: maxHead })
        return true
      }
    }
  }

  /** Bytes of the body. */
  private take(part: Buffer): void {
    const rest = this.phase === 'length' ? part.subarray(0, this.remaining) : part
    const room = this.maxBytes - this.size
    const kept = rest.length > room ? rest.subarray(0, room) : rest
    if (kept.length > 0) this.parts.push(kept)
    // a drip of single bytes may not become a million buffers
    if (this.parts.length > 1000) this.parts.splice(0, this.parts.length, Buffer.concat(this.parts))
    this.size += kept.length
    if (rest.length > room) {
      this.cut = true
      this.done = true
      return
    }
    if (this.phase === 'close') return
    this.remaining -= rest.length
    if (this.remaining > 0) return
    if (this.phase === 'length') this.done = true
    else this.phase = 'chunk-end'
  }

  /** A line of the framing without its end. */
  private line(): string | undefined {
    const { bytes } = this.pile
    const end = bytes.indexOf(10)
    if (end < 0 ? bytes.length > maxChunkLine : end > maxChunkLine)
      throw new Failure('too_big', { limit: maxChunkLine })
    if (end < 0) return undefined
    const text = bytes.toString('latin1', 0, end > 0 && bytes[end - 1] === 13 ? end - 1 : end)
    this.pile.drop(end + 1)
    return text
  }

  private head(): boolean {
    const { bytes } = this.pile
    const end = endOfHead(bytes, Math.max(0, this.searched - 3))
    this.searched = bytes.length
    if (end === undefined ? bytes.length > maxHead : end > maxHead)
      throw new Failure('too_big', { limit: maxHead }, { output: quote(bytes) })
    if (end === undefined) {
      // no HTTP at all is known by its first bytes
      if (bytes.length >= 5 && !bytes.subarray(0, 5).equals(start)) throw malformed(bytes)
      return false
    }
    const text = bytes.toString('latin1', 0, end)
    this.pile.drop(end)
    this.searched = 0
    this.readHead(text)
    // RFC 9110 §15.2: an interim answer is followed by the one that counts
    if (this.status < 200) {
      if (this.status === 101 || ++this.interim > maxInterim) throw malformed(text)
      this.fields.clear()
      return true
    }
    this.frame()
    return true
  }

  private readHead(text: string): void {
    const lines = text.split('\n')
    const [, status] = /^HTTP\/1\.[01] ([1-9]\d\d)(?: |\r?$)/.exec(lines[0]!) ?? []
    if (status === undefined) throw malformed(text)
    this.status = Number(status)
    if (lines.length > maxFields) throw new Failure('too_big', { limit: maxHead })
    let last = ''
    for (let i = 1; i < lines.length; i++) {
      const line = lines[i]!.endsWith('\r') ? lines[i]!.slice(0, -1) : lines[i]!
      if (line === '') continue
      const colon = line.indexOf(':')
      // obs-fold, which old devices still send
      if (last && (line.startsWith(' ') || line.startsWith('\t')))
        this.fields.set(last, `${this.fields.get(last) ?? ''} ${line.trim()}`)
      else if (colon <= 0) throw malformed(line)
      else this.field((last = line.slice(0, colon).trim().toLowerCase()), line.slice(colon + 1).trim())
    }
  }

  private field(name: string, value: string): void {
    if (name === 'set-cookie') {
      this.cookies.push(value)
      return
    }
    const before = this.fields.get(name)
    this.fields.set(name, before === undefined ? value : `${before}, ${value}`)
  }

  /** How long the body is (RFC 9112 §6.3). */
  private frame(): void {
    const coding = this.fields.get('transfer-encoding')
    const length = this.fields.get('content-length')
    if (this.headOnly(this) || this.status === 204 || this.status === 304) this.done = true
    else if (coding !== undefined && /(^|[ ,])chunked$/i.test(coding)) this.phase = 'chunk-line'
    else if (coding !== undefined || length === undefined) this.phase = 'close'
    else {
      // the same value twice is one; anything else could be read in two ways
      const [first = '', ...others] = length.split(',').map((one) => one.trim())
      if (!/^\d{1,15}$/.test(first) || others.some((one) => one !== first))
        throw malformed(`content-length: ${length}`)
      this.remaining = Number(first)
      this.phase = 'length'
      if (this.remaining === 0) this.done = true
    }
  }
}

const start = Buffer.from('HTTP/')

/** Where the head has ended: after an empty line, its ends LF or CR LF. */
function endOfHead(bytes: Buffer, from: number): number | undefined {
  for (let at = bytes.indexOf(10, from); at >= 0; at = bytes.indexOf(10, at + 1)) {
    if (bytes[at + 1] === 10) return at + 2
    if (bytes[at + 1] === 13 && bytes[at + 2] === 10) return at + 3
  }
  return undefined
}

function malformed(what: string | Buffer): Failure {
  return new Failure('malformed', {}, { output: quote(what, 300) })
}
