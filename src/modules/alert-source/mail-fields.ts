/** What rules see of a mail. Pure. */
import type { Lookup } from './rules/template.ts'

export interface MailFacts {
  /** address, lower case */
  from: string
  fromName: string
  subject: string
  text: string
}

/** Fields: `from` (address), `fromName`, `host` (domain of the sender), `subject`, `message` (its words). */
export function mailFields(mail: MailFacts): Lookup {
  const fields: Record<string, string> = {
    from: mail.from,
    fromName: mail.fromName,
    host: mail.from.split('@').at(-1) ?? '',
    subject: mail.subject.replace(/\s+/g, ' ').trim(),
    message: mail.text.slice(0, 16_000).trim(),
  }
  return (name) => (Object.hasOwn(fields, name) ? fields[name] : undefined)
}

/** Whether an address is one of these, or of one of these domains (`@domain`). */
export function isFrom(senders: readonly string[], address: string): boolean {
  const from = address.toLowerCase()
  return senders.some((sender) => (sender.startsWith('@') ? from.endsWith(sender) : from === sender))
}

/** A mail as a person puts it into the preview: lines of a head, an empty line, the words. */
export function mailOfText(raw: string): MailFacts {
  const [head = '', ...words] = raw.replaceAll('\r\n', '\n').split('\n\n')
  const of = (name: string): string =>
    head
      .split('\n')
      .find((line) => line.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim() ?? ''
  const from = of('from')
  return {
    from: (/[^\s<>]+@[^\s<>]+/.exec(from)?.[0] ?? '').toLowerCase(),
    fromName: from.replace(/<.*>/, '').trim(),
    subject: of('subject'),
    text: words.join('\n\n'),
  }
}
