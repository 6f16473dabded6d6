import { once } from 'node:events'
import type { Readable, Transform } from 'node:stream'
import type { MimeNode } from '@zone-eu/mailsplit'
import { AppError } from '#kernel/errors/index.ts'
import { clean, decodeBytes, headerText } from './decode.ts'
import { idsIn, readHead, type Head } from './head.ts'
import { textOfHtml } from './html.ts'

/** Takes an attachment's bytes; throws an AppError when it is none that may be kept. */
export type KeepFile<F> = (file: { name: string; type: string; stream: Readable }) => Promise<F>

/** A part that did not become an attachment. `reason` is the code of the refusal. */
export interface Lost {
  name: string
  type: string
  reason: string
}

type Role = 'plain' | 'html' | 'status' | 'original' | 'file' | 'nothing'

const keepBytes = 512 * 1024
/** Signatures say nothing to people and need no place of their own. */
const silent = /^application\/(pgp-signature|(x-)?pkcs7-signature)$/

/** What a leaf of the tree is to us. */
function roleOf(node: MimeNode, inReport: boolean): Role {
  const type = node.contentType || 'text/plain'
  if (type === 'message/delivery-status' || type === 'message/global-delivery-status') return 'status'
  if (/^(text|message)\/(rfc822-headers|global-headers)$/.test(type)) return 'original'
  if (inReport && (type === 'message/rfc822' || underMessage(node))) return 'original'
  if (silent.test(type)) return 'nothing'
  const attached = node.disposition === 'attachment' || Boolean(node.filename)
  if (!attached && type === 'text/plain') return 'plain'
  if (!attached && type === 'text/html') return 'html'
  return 'file'
}

function* ancestors(node: MimeNode): Generator<MimeNode> {
  for (let at = node.parentNode; at; at = at.parentNode) yield at as MimeNode
}

const underMessage = (node: MimeNode): boolean =>
  ancestors(node).some((one) => one.contentType === 'message/rfc822')

/** One leaf of a mail's tree while its bytes come. */
export class Part<F> {
  readonly role: Role
  /** of a text, of a delivery status */
  words = ''
  cut = false
  file: F | undefined
  lost: Lost | undefined
  /** Message-IDs of a returned mail */
  original: string[] = []
  /** the multipart/alternative that it is a version of */
  readonly alternative: MimeNode | undefined
  /** a forwarded mail that it belongs to */
  readonly embedded: MimeNode | undefined
  readonly embeddedHead: Head | undefined
  private readonly decoder: Transform
  private readonly done: Promise<void>
  private over = false

  constructor(node: MimeNode, keep: KeepFile<F>, options: { files: boolean; readable: boolean }) {
    const report = ancestors(node).find((one) => one.multipart === 'report')
    this.role = roleOf(node, report !== undefined)
    this.alternative = ancestors(node).find((one) => one.multipart === 'alternative')
    this.embedded = ancestors(node).find((one) => one.contentType === 'message/rfc822')
    const inner = [node, ...ancestors(node)].find((one) => one.parentNode && one.parentNode === this.embedded)
    this.embeddedHead = inner?.headers ? readHead(inner.headers.getList()) : undefined
    if (report && underMessage(node)) this.original = idsOfHead(node)
    this.decoder = node.getDecoder() as Transform
    // a consumer that gives up ends the decoder: that is told by `done`
    this.decoder.on('error', () => (this.over = true))
    this.decoder.on('close', () => (this.over = true))
    this.done = (this.role === 'file' ? this.keepFile(node, keep, options) : this.collect(node)).finally(
      () => {
        this.over = true
      },
    )
    this.done.catch(() => undefined)
  }

  /** Takes bytes as they stand in the mail; waits while the consumer is slower. */
  async write(bytes: Buffer): Promise<void> {
    if (this.over) return
    if (!this.decoder.write(bytes)) await Promise.race([once(this.decoder, 'drain'), this.done])
  }

  /** @throws what keeping the part failed with, other than a refusal */
  async end(): Promise<void> {
    if (!this.decoder.destroyed) this.decoder.end()
    await this.done
  }

  /** Nothing more comes: the mail broke off. */
  abandon(): void {
    if (!this.over) this.decoder.destroy()
  }

  private async collect(node: MimeNode): Promise<void> {
    const kept: Buffer[] = []
    let size = 0
    for await (const chunk of this.decoder as AsyncIterable<Buffer>) {
      if (size < keepBytes) kept.push(chunk.subarray(0, keepBytes - size))
      size += chunk.length
    }
    this.cut = size > keepBytes
    const text = clean(decodeBytes(Buffer.concat(kept), node.charset))
    if (this.role === 'original')
      this.original.push(...idsIn(/^message-id:.*(?:\n[ \t].*)*/im.exec(text)?.[0] ?? ''))
    else if (this.role !== 'nothing')
      this.words = this.role === 'html' ? textOfHtml(text) : unflowed(node, text)
  }

  private async keepFile(
    node: MimeNode,
    keep: KeepFile<F>,
    options: { files: boolean; readable: boolean },
  ): Promise<void> {
    const type = node.contentType || 'application/octet-stream'
    const name = nameOf(node, options.readable)
    if (!options.files) {
      this.lost = { name, type, reason: 'mailbox.too_many_files' }
      this.decoder.resume()
      return
    }
    try {
      this.file = await keep({ name, type, stream: this.decoder })
    } catch (error) {
      // a full disk is no fault of the part: the mail is tried again later
      if (!(error instanceof AppError) || error.status >= 500) throw error
      this.lost = { name, type, reason: error.code }
      if (!this.decoder.destroyed) this.decoder.resume()
    }
  }
}

/** Lines of format=flowed (RFC 3676) joined to paragraphs. */
function unflowed(node: MimeNode, text: string): string {
  if (!node.flowed) return text
  return text.replace(/^([^>\n][^\n]*) \n(?=[^>\s])/gm, node.delSp ? '$1' : '$1 ')
}

function idsOfHead(node: MimeNode): string[] {
  return node.headers ? node.headers.get('message-id').flatMap(idsIn) : []
}

/** The file's name as people read it; raw GB18030 in a head that is no UTF-8 is decoded as such. */
function nameOf(node: MimeNode, readable: boolean): string {
  const given = node.filename || ''
  const name = readable ? given : headerText(given)
  if (name.trim() !== '') return clean(name)
  const type = node.contentType || ''
  const extension = {
    'image/png': 'png',
    'image/jpeg': 'jpg',
    'image/gif': 'gif',
    'application/pdf': 'pdf',
    'text/plain': 'txt',
    'message/rfc822': 'eml',
  }[type]
  return extension ? `attachment.${extension}` : 'attachment'
}
