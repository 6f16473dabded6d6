import { once } from 'node:events'
import type { Readable, Transform } from 'node:stream'
import type { MimeNode } from '@zone-eu/mailsplit'
import { keepOne, maxBoxBytes, maxDepth, openTnef, unopened, type Budget, type Inner } from './boxes.ts'
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

type Role = 'plain' | 'html' | 'status' | 'original' | 'file' | 'mail' | 'tnef' | 'nothing'

/** What a part that is kept or opened needs. */
export interface Opening<F> {
  budget: Budget
  /** how many boxes and mails it lies in */
  depth: number
  /** the head of its part is UTF-8 */
  readable: boolean
  /** takes an attached mail apart */
  openMail: (file: { name: string; type: string; stream: Readable }) => Promise<Inner<F>>
}

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
  if (type === 'message/rfc822' || /\.eml$/i.test(node.filename || '')) return 'mail'
  if (/^application\/(vnd\.)?ms-tnef$/.test(type) || /^winmail\.dat$/i.test(node.filename || ''))
    return 'tnef'
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
  files: F[] = []
  lost: Lost[] = []
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

  constructor(node: MimeNode, keep: KeepFile<F>, opening: Opening<F>) {
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
    this.done = this.consume(node, keep, opening).finally(() => {
      this.over = true
    })
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

  private async consume(node: MimeNode, keep: KeepFile<F>, opening: Opening<F>): Promise<void> {
    const type = node.contentType || 'application/octet-stream'
    const name = nameOf(node, opening.readable)
    if (this.role === 'mail') this.take(await this.openMail({ name, type }, opening))
    else if (this.role === 'tnef') this.take(await this.openBox({ name, type }, keep, opening))
    else if (this.role === 'file') {
      const kept = await keepOne(keep, opening.budget, { name, type, stream: this.decoder })
      if ('file' in kept) this.files.push(kept.file)
      else this.lost.push(kept.lost)
    } else await this.collect(node)
  }

  private take(inner: Inner<F>): void {
    this.words = inner.words
    this.cut = inner.cut
    this.files = inner.files
    this.lost = inner.lost
  }

  private async openMail({ name, type }: { name: string; type: string }, o: Opening<F>): Promise<Inner<F>> {
    if (o.depth >= maxDepth || o.budget.boxes <= 0) {
      this.decoder.resume()
      return unopened(name, type, 'mailbox.too_deep')
    }
    o.budget.boxes--
    return o.openMail({ name, type, stream: this.decoder })
  }

  private async openBox(
    { name, type }: { name: string; type: string },
    keep: KeepFile<F>,
    o: Opening<F>,
  ): Promise<Inner<F>> {
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of this.decoder as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size <= maxBoxBytes) chunks.push(chunk)
      else chunks.length = 0
    }
    if (size > maxBoxBytes) return unopened(name, type, 'mailbox.part_too_large')
    return openTnef({ name, type, bytes: Buffer.concat(chunks) }, keep, o.budget, o.depth)
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
