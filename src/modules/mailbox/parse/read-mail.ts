import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { Splitter, type MimeNode } from '@zone-eu/mailsplit'
import { AppError } from '#kernel/errors/index.ts'
import { unopened, type Budget, type Inner } from './boxes.ts'
import { isUtf8 } from './decode.ts'
import { readHead, type Head } from './head.ts'
import { Part, type KeepFile, type Lost } from './part.ts'
import { introduction, joinTexts } from './texts.ts'

/** A mail taken apart. Its files lie in the file store and belong to nothing yet. */
export interface ReadMail<F> {
  head: Head
  /** the words, from the plain part where there is one */
  text: string
  /** the words were longer than what is kept */
  cut: boolean
  files: F[]
  /** parts that could not become attachments, and why */
  lost: Lost[]
  /** machine-readable parts of a bounce, and the head of the mail it returns */
  report: { status: string; original: string }
  /** of the same mail always the same, by whichever way it came: SHA-256 of its identity and its body */
  fingerprint: string
}

/** Parts beyond these stay in the source only. */
const whole = (): Budget => ({ files: 100, boxes: 30 })

/**
 * Takes a mail apart as a stream: whatever its size, a piece of each part is in memory, and of its words the first
 * 512 KiB per part. Attachments go to `keep` while they come.
 * @throws Error when it is no mail at all (a head of more than 1 MiB, more than 1,000 parts)
 */
export function readMail<F>(source: Readable, keep: KeepFile<F>): Promise<ReadMail<F>> {
  return readWithin(source, keep, whole(), 0)
}

/** As `readMail`, for a mail that may lie in another: they share what may be kept and opened in all. */
async function readWithin<F>(
  source: Readable,
  keep: KeepFile<F>,
  budget: Budget,
  depth: number,
): Promise<ReadMail<F>> {
  const splitter = new Splitter({ defaultInlineEmbedded: true })
  source.on('error', (error) => splitter.destroy(error))
  // given up before its end: nothing more comes, and nobody may wait for it
  source.once('close', () => source.readableEnded || splitter.destroy(new Error('the source was given up')))
  source.pipe(splitter)
  const body = createHash('sha256')
  const parts: Part<F>[] = []
  let head: Head | undefined
  let current: Part<F> | undefined
  try {
    for await (const chunk of splitter) {
      if (chunk.type === 'node') {
        await current?.end()
        current = undefined
        if (!head) head = readHead(linesOf(chunk))
        else body.update(chunk.getHeaders())
        if (chunk.multipart || chunk.messageNode) continue
        current = new Part(chunk, keep, {
          budget,
          depth,
          readable: isUtf8(rawHead(chunk)),
          openMail: (mail) => openMail(mail, keep, budget, depth + 1),
        })
        parts.push(current)
      } else if (chunk.value) {
        body.update(chunk.value)
        if (chunk.type === 'body') await current?.write(chunk.value)
      }
    }
    await current?.end()
  } finally {
    source.destroy()
    current?.abandon()
  }
  if (!head) head = readHead([])
  const { text, cut } = joinTexts(parts)
  return {
    head,
    text,
    cut,
    files: parts.flatMap((part) => part.files),
    lost: parts.flatMap((part) => part.lost),
    report: {
      status: parts
        .filter((part) => part.role === 'status')
        .map((part) => part.words)
        .join('\n\n'),
      original: parts.flatMap((part) => part.original).join('\n'),
    },
    fingerprint: createHash('sha256')
      .update(
        [head.messageId ?? '', head.from?.address ?? '', head.values('date')[0] ?? '', head.subject].join(
          '\n',
        ),
      )
      .update(body.digest())
      .digest('hex'),
  }
}

/**
 * A mail attached to another: its words behind a line that says whose they are, and its files. What is no mail at all
 * is told as such.
 * @throws what keeping a file failed with, other than a refusal
 */
async function openMail<F>(
  mail: { name: string; type: string; stream: Readable },
  keep: KeepFile<F>,
  budget: Budget,
  depth: number,
): Promise<Inner<F>> {
  let failed: unknown
  const watched: KeepFile<F> = async (file) => {
    try {
      return await keep(file)
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) failed = error
      throw error
    }
  }
  try {
    const { head, text, cut, files, lost } = await readWithin(mail.stream, watched, budget, depth)
    const words = text === '' ? '' : `${introduction(head)}\n\n${text}`
    return { words, cut, files, lost }
  } catch (error) {
    // no fault of the mail: it is tried again later
    if (failed !== undefined) throw error
    mail.stream.resume()
    return unopened(mail.name, mail.type, 'mailbox.unreadable_part')
  }
}

function linesOf(node: MimeNode): { key: string; line: string }[] {
  return node.headers ? node.headers.getList() : []
}

function rawHead(node: MimeNode): string {
  return linesOf(node)
    .map(({ line }) => line)
    .join('\n')
}
