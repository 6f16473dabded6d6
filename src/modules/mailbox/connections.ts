import type { ImapFlow } from 'imapflow'
import { openSecret } from '#kernel/secrets/index.ts'
import type { Settings } from './environment.ts'
import { imapClient } from './imap.ts'
import type { MailboxRow } from './store/mailbox.ts'

/** An open connection to a mailbox. Between its uses the server tells of new mail by itself (IDLE). */
export interface Connection {
  client: ImapFlow
  version: number
  /** there may be mail that was not looked at */
  news: boolean
  lookedAt: number
}

/** The connections of one process, and how long it leaves a server that fails alone. */
export class Connections {
  private readonly open = new Map<string, Connection>()
  private readonly rest = new Map<string, { until: number; failures: number }>()
  /** the process ends: nothing is begun any more */
  closing = false

  /** Whether a failed mailbox is to be left alone for now. */
  resting(id: string, now = Date.now()): boolean {
    return (this.rest.get(id)?.until ?? 0) > now
  }

  /** The mailbox's connection, made where there is none. @throws what the network or the server says */
  async of(mailbox: MailboxRow): Promise<Connection> {
    const known = this.open.get(mailbox.id)
    if (known?.client.usable && known.version === mailbox.version) return known
    this.drop(mailbox.id)
    const client = imapClient({ ...mailbox, secret: openSecret(mailbox.secret, `mailbox:${mailbox.id}`) })
    const made: Connection = { client, version: mailbox.version, news: true, lookedAt: 0 }
    // the next look finds the connection broken and makes another
    client.on('error', () => client.close())
    client.on('exists', () => (made.news = true))
    this.open.set(mailbox.id, made)
    await client.connect()
    await client.mailboxOpen(mailbox.folder)
    return made
  }

  succeeded(id: string): void {
    this.rest.delete(id)
  }

  /** After a failure it rests 2, 4, 8 … 120 seconds. */
  failed(id: string): void {
    this.drop(id)
    const failures = (this.rest.get(id)?.failures ?? 0) + 1
    this.rest.set(id, { failures, until: Date.now() + Math.min(120_000, 1000 * 2 ** Math.min(failures, 7)) })
  }

  /** Ends the connections of mailboxes that are no longer asked. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.open.keys()) if (!ids.has(id)) this.drop(id)
  }

  close(): void {
    this.closing = true
    for (const id of this.open.keys()) this.drop(id)
  }

  private drop(id: string): void {
    this.open.get(id)?.client.close()
    this.open.delete(id)
  }
}

const ofProcess = new WeakMap<Settings, Connections>()

/** The connections of the process with these settings (several in a test run). */
export function connectionsOf(settings: Settings): Connections {
  const known = ofProcess.get(settings)
  if (known) return known
  const made = new Connections()
  ofProcess.set(settings, made)
  return made
}
