import { Readable } from 'node:stream'
import { AppError } from '#kernel/errors/index.ts'
import { clean } from './decode.ts'
import { textOfHtml } from './html.ts'
import type { KeepFile, Lost } from './part.ts'
import { readTnef } from './tnef.ts'

/** What one mail may hold in all, however deep it lies: shared by it and the mails and boxes within it. */
export interface Budget {
  /** files that may still be kept */
  files: number
  /** boxes and attached mails that may still be opened */
  boxes: number
}

/** What was packed into a part: a mail, a winmail.dat. */
export interface Inner<F> {
  words: string
  cut: boolean
  files: F[]
  lost: Lost[]
}

/** An attached mail in an attached mail in … beyond this stays in the source only. */
export const maxDepth = 5
/** A winmail.dat is looked at as a whole; a larger one stays in the source only. */
export const maxBoxBytes = 32 * 1024 * 1024
const maxWords = 512 * 1024

/**
 * Gives an attachment to the file room, or says why it did not become one.
 * @throws what keeping failed with, other than a refusal: a full disk is no fault of the part, the mail is tried again later
 */
export async function keepOne<F>(
  keep: KeepFile<F>,
  budget: Budget,
  file: { name: string; type: string; stream: Readable },
): Promise<{ file: F } | { lost: Lost }> {
  const { name, type, stream } = file
  if (budget.files <= 0) {
    stream.resume()
    return { lost: { name, type, reason: 'mailbox.too_many_files' } }
  }
  budget.files--
  try {
    return { file: await keep(file) }
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error
    if (!stream.destroyed) stream.resume()
    return { lost: { name, type, reason: error.code } }
  }
}

/** What is wrong with a part that should have been opened. */
export const unopened = <F>(name: string, type: string, reason: string): Inner<F> => ({
  words: '',
  cut: false,
  files: [],
  lost: [{ name, type, reason }],
})

/**
 * Opens a winmail.dat, and the mails that were attached in it. What could be read is kept, also of a broken one.
 * @throws as `keepOne`
 */
export async function openTnef<F>(
  box: { name: string; type: string; bytes: Buffer },
  keep: KeepFile<F>,
  budget: Budget,
  depth: number,
): Promise<Inner<F>> {
  const { name, type, bytes } = box
  if (depth >= maxDepth || budget.boxes <= 0) return unopened(name, type, 'mailbox.too_deep')
  budget.boxes--
  const read = readTnef(bytes)
  const words = clean(read.text.trim() === '' ? textOfHtml(read.html) : read.text).trim()
  const inner: Inner<F> = {
    words: words.slice(0, maxWords),
    cut: words.length > maxWords,
    files: [],
    lost: [],
  }
  for (const [i, one] of read.files.entries()) {
    const file = {
      name: clean(one.name).trim() || `attachment-${i + 1}`,
      type: /^[\w.+-]+\/[\w.+-]+$/.test(one.type) ? one.type.toLowerCase() : 'application/octet-stream',
      stream: Readable.from([one.bytes]),
    }
    const kept = await keepOne(keep, budget, file)
    if ('file' in kept) inner.files.push(kept.file)
    else inner.lost.push(kept.lost)
  }
  for (const one of read.messages) {
    const within = await openTnef({ name: one.name || name, type, bytes: one.bytes }, keep, budget, depth + 1)
    inner.words = [inner.words, within.words].filter(Boolean).join('\n\n')
    inner.cut ||= within.cut
    inner.files.push(...within.files)
    inner.lost.push(...within.lost)
  }
  if (!read.complete) inner.lost.push({ name, type, reason: 'mailbox.unreadable_part' })
  return inner
}
