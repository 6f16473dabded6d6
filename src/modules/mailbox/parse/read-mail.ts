import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { Splitter, type MimeNode } from '@zone-eu/mailsplit'
import { isUtf8 } from './decode.ts'
import { readHead, type Head } from './head.ts'
import { Part, type KeepFile, type Lost } from './part.ts'
import { joinTexts } from './texts.ts'

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

/** A part beyond these stays in the source only. */
const maxFiles = 100

/**
 * Takes a mail apart as a stream: whatever its size, a piece of each part is in memory, and of its words the first
 * 512 KiB per part. Attachments go to `keep` while they come.
 * @throws Error when it is no mail at all (a head of more than 1 MiB, more than 1,000 parts)
 */
export async function readMail<F>(source: Readable, keep: KeepFile<F>): Promise<ReadMail<F>> {
  const splitter = new Splitter({ defaultInlineEmbedded: true })
  source.on('error', (error) => splitter.destroy(error))
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
          files: parts.filter((part) => part.role === 'file').length < maxFiles,
          readable: isUtf8(rawHead(chunk)),
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
    files: parts.flatMap((part) => part.file ?? []),
    lost: parts.flatMap((part) => part.lost ?? []),
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

function linesOf(node: MimeNode): { key: string; line: string }[] {
  return node.headers ? node.headers.getList() : []
}

function rawHead(node: MimeNode): string {
  return linesOf(node)
    .map(({ line }) => line)
    .join('\n')
}
