import type { Socket } from 'node:net'
import { Failure, socketFailure } from './failure.ts'
import { quote } from './output.ts'
import { Pile } from './pile.ts'
import type { Span } from './span.ts'

/**
 * What a peer sends, kept up to a limit until somebody takes it. One reader at a time. Nothing is read ahead of the
 * limit: a flood stays in the peer's own buffers.
 */
export class Inbox {
  private readonly socket: Socket
  private readonly span: Span
  private readonly most: number
  private readonly pile = new Pile()
  private ended = false
  private error: unknown
  private wake: (() => void) | undefined

  constructor(socket: Socket, span: Span, most = 65_536) {
    this.socket = socket
    this.span = span
    this.most = most
    socket.on('data', this.take)
    socket.on('end', this.close)
    socket.on('close', this.close)
    socket.on('error', this.fail)
  }

  /** Gives the socket back, for a handshake of TLS upon it. @throws Failure `malformed` for bytes that came before it */
  release(): void {
    this.socket.off('data', this.take).off('end', this.close).off('close', this.close).off('error', this.fail)
    // what was sent in clear may not be taken for a part of what is protected (CVE-2011-0411)
    if (this.pile.length > 0) throw new Failure('malformed', {}, { output: quote(this.pile.bytes) })
  }

  /** What has come and was not taken yet. */
  peek(): Buffer {
    return this.pile.bytes
  }

  /**
   * Waits until `find` finds something in what has come, and takes the bytes up to `end` away.
   * @throws Failure closed (the peer ended first), too_big (over the limit), reset, timeout, stopped
   */
  async until<T>(find: (bytes: Buffer) => { end: number; found: T } | undefined): Promise<T> {
    for (;;) {
      const got = find(this.pile.bytes)
      if (got) {
        this.pile.drop(got.end)
        return got.found
      }
      const output = (): string => quote(this.pile.bytes, 1000)
      if (this.pile.length >= this.most)
        throw new Failure('too_big', { limit: this.most }, { output: output() })
      if (this.error) throw socketFailure(this.error)
      if (this.ended) throw new Failure('closed', {}, { output: output() })
      await this.more()
    }
  }

  /** One line without its end, decoded as UTF-8. */
  line(): Promise<string> {
    return this.until((bytes) => {
      const end = bytes.indexOf(10)
      if (end < 0) return undefined
      const text = bytes.subarray(0, end > 0 && bytes[end - 1] === 13 ? end - 1 : end).toString('utf8')
      return { end: end + 1, found: text }
    })
  }

  private more(): Promise<void> {
    this.socket.resume()
    return this.span.wait<void>((resolve) => (this.wake = resolve))
  }

  private readonly take = (chunk: Buffer): void => {
    this.pile.add(chunk)
    if (this.pile.length >= this.most) this.socket.pause()
    this.stir()
  }
  private readonly close = (): void => {
    this.ended = true
    this.stir()
  }
  private readonly fail = (error: unknown): void => {
    this.error = error
    this.stir()
  }
  private stir(): void {
    const { wake } = this
    this.wake = undefined
    wake?.()
  }
}
