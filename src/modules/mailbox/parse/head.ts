import addressparser from 'nodemailer/lib/addressparser'
import { headerText } from './decode.ts'

export interface Address {
  name: string
  /** lower case */
  address: string
}

/** What the head of a mail says, decoded. */
export interface Head {
  /** with its angle brackets; null when there is none */
  messageId: string | null
  /** In-Reply-To and References, the nearest last, each once */
  references: string[]
  from: Address | null
  to: Address[]
  subject: string
  /** as the sender's clock had it; null when it is missing or no date */
  sentAt: Date | null
  /** null: no such header; '' is the sender of bounces */
  returnPath: string | null
  contentType: string
  /** any header's values, by its name in lower case */
  values: (name: string) => readonly string[]
}

interface Line {
  key: string
  /** bytes as Latin-1 text, with the header's name */
  line: string
}

const maxReferences = 100

/** Reads the head of a mail from its lines. Never throws: what cannot be read is absent. */
export function readHead(lines: readonly Line[]): Head {
  const raw = new Map<string, string[]>()
  for (const { key, line } of lines) {
    const value = line.slice(line.indexOf(':') + 1)
    const known = raw.get(key)
    if (known) known.push(value)
    else raw.set(key, [value])
  }
  const first = (key: string): string => raw.get(key)?.[0] ?? ''
  const returnPath = raw.get('return-path')?.[0]
  const date = new Date(headerText(first('date')))
  return {
    messageId: idsIn(first('message-id'))[0] ?? null,
    references: [...new Set([...idsIn(first('references')), ...idsIn(first('in-reply-to'))])].slice(
      -maxReferences,
    ),
    from: addressesIn(first('from'))[0] ?? addressesIn(first('sender'))[0] ?? null,
    to: [...(raw.get('to') ?? []), ...(raw.get('cc') ?? [])].flatMap(addressesIn).slice(0, 200),
    subject: headerText(first('subject')),
    sentAt: Number.isNaN(date.getTime()) ? null : date,
    returnPath: returnPath === undefined ? null : returnPath.replace(/[<>\s]/g, '').toLowerCase(),
    contentType: headerText(first('content-type')),
    values: (name) => (raw.get(name) ?? []).map(headerText),
  }
}

/** Message-IDs in a text, with their brackets. Longer ones than any index takes are no ids. */
export function idsIn(text: string): string[] {
  return (text.match(/<[^<>\s]{3,500}>/g) ?? []).slice(-maxReferences)
}

/** Addresses of a header; groups are flattened, names decoded after the parts are told apart. */
function addressesIn(latin1: string): Address[] {
  const found = addressparser(latin1.replace(/\r?\n[ \t]*/g, ' ').slice(0, 100_000), { flatten: true })
  return found
    .map(({ name, address }) => ({
      name: headerText(name).slice(0, 100),
      address: address.trim().toLowerCase(),
    }))
    .filter(({ address }) => /^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$/.test(address))
}
