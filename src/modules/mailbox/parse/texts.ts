import type { MimeNode } from '@zone-eu/mailsplit'
import type { Head } from './head.ts'

/** What the joining of texts looks at. */
interface TextPart {
  role: string
  words: string
  cut: boolean
  alternative: MimeNode | undefined
  embedded: MimeNode | undefined
  embeddedHead: Head | undefined
}

/**
 * The words of a mail, in the order of its parts: of the versions of one text the plain one, the HTML one where the
 * plain one is empty; a forwarded mail behind a line that says what it is; those of a winmail.dat where there are no others.
 */
export function joinTexts(parts: readonly TextPart[]): { text: string; cut: boolean } {
  const versioned = new Set(
    parts.filter((part) => part.role === 'plain' && part.words.trim() !== '').map((part) => part.alternative),
  )
  const said = parts.filter(
    (part) =>
      part.words.trim() !== '' &&
      (part.role === 'plain' ||
        part.role === 'mail' ||
        (part.role === 'html' && (part.alternative === undefined || !versioned.has(part.alternative)))),
  )
  // Outlook says the same once more in its winmail.dat
  const shown = said.some((part) => part.role !== 'mail')
    ? said
    : parts.filter((part) => said.includes(part) || (part.role === 'tnef' && part.words.trim() !== ''))
  const lines: string[] = []
  let within: MimeNode | undefined
  for (const part of shown) {
    if (part.embedded && part.embedded !== within) lines.push(introduction(part.embeddedHead))
    within = part.embedded
    lines.push(part.words.trim())
  }
  return { text: lines.join('\n\n').replace(/\n{4,}/g, '\n\n\n'), cut: shown.some((part) => part.cut) }
}

/** What forwarded words are, and whose. */
export function introduction(head: Head | undefined): string {
  const from = head?.from ? `From: ${head.from.name} <${head.from.address}>` : ''
  const subject = head?.subject ? `Subject: ${head.subject}` : ''
  return ['---------- Forwarded message ----------', from, subject].filter(Boolean).join('\n')
}

/** Title of a ticket from a subject: without reply and forward marks, our number, or more than fits. */
export function titleOf(subject: string): string {
  const marks = /^\s*(?:(?:re|fw|fwd|aw|wg|回复|答复|转发|回覆|轉寄)(?:\[\d+\])?\s*[:：]\s*)+/i
  const bare = subject
    .replace(/\[INC-\d{8}-\d{4,}\]/gi, ' ')
    .replace(/\s+/g, ' ')
    .replace(marks, '')
    .trim()
  return [...bare].slice(0, 200).join('').trim()
}
