import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { transaction } from '#kernel/db/index.ts'
import { receiveSource } from '#kernel/files/index.ts'
import type { Reaction } from '#kernel/manifest.ts'
import type { TestApp } from '#kernel/testing/index.ts'
import type { MailboxRow } from '../store/mailbox.ts'
import { settleSource } from '../take-one.ts'

export interface Given {
  from?: string
  subject?: string
  id?: string
  text?: string
  headers?: string[]
  /** texts attached, by their names */
  files?: Record<string, string>
  raw?: string
  uid?: number
}
export interface Settled {
  id: string
  outcome: string
  reason: string | null
  ticketId: string | null
  version: number
}
interface Sent {
  to_address: string
  subject: string
  message_id: string
  in_reply_to: string | null
  refs: string[]
  automatic: string
  body: string
}

function body({ text = '三楼的打印机坏了', files }: Given): string[] {
  const words = ['Content-Type: text/plain; charset=utf-8', '', text]
  if (!files) return words
  const attached = Object.entries(files).flatMap(([name, content]) => [
    ...['--b', `Content-Type: text/plain; name=${name}`, 'Content-Disposition: attachment', '', content],
  ])
  return ['Content-Type: multipart/mixed; boundary=b', '', '--b', ...words, ...attached, '--b--']
}

/** Mails as the intake has them after fetching, and what came of them. */
export class Intake {
  readonly #app: TestApp
  readonly #mailbox: () => MailboxRow
  #uid = 0
  constructor(app: TestApp, mailbox: () => MailboxRow) {
    this.#app = app
    this.#mailbox = mailbox
  }

  nextUid = (): number => ++this.#uid

  /** @returns the id of its row */
  async bring(given: Given): Promise<string> {
    const id = randomUUID()
    const raw =
      given.raw ??
      [
        `Message-ID: ${given.id ?? `<${id}@x.example>`}`,
        `From: ${given.from ?? '王某 <wang@x.example>'}`,
        'To: desk@city.example',
        `Subject: ${given.subject ?? '打印机坏了'}`,
        ...(given.headers ?? []),
        ...body(given),
      ].join('\r\n')
    const source = await receiveSource(Readable.from([Buffer.from(raw)]), {
      name: 'a.eml',
      type: 'message/rfc822',
      maxBytes: 1e8,
    })
    const mailbox = this.#mailbox()
    const uid = given.uid ?? this.nextUid()
    const received = { id, mailboxId: mailbox.id, uid, uidValidity: 7, size: raw.length, source }
    await settleSource({ db: this.#app.db, settings: this.#app.settings }, mailbox, received, false)
    return id
  }

  async rowOf(id: string): Promise<Settled> {
    const { rows } = await sql<Settled>`
      select id, outcome, reason, ticket_id as "ticketId", version from mail where id = ${id}`.execute(
      this.#app.db,
    )
    return rows[0]!
  }
  async brought(given: Given): Promise<Settled> {
    return this.rowOf(await this.bring(given))
  }

  /** Letters about a ticket or a complaint, in their order. */
  async sentAbout(id: string): Promise<Sent[]> {
    const query = sql<Sent>`select * from outgoing_mail where entity_id = ${id} order by id`
    return (await query.execute(this.#app.db)).rows
  }

  /** Works reactions off by hand, in the order of the events. */
  async react(id: string, entity: string, reactions: readonly Reaction[]): Promise<void> {
    const { rows } = await sql<{ id: string; type: string; data: Record<string, unknown> }>`
      select id, type, data from event_outbox where entity_id = ${id} order by id`.execute(this.#app.db)
    for (const event of rows)
      for (const reaction of reactions.filter(({ on }) => on === event.type))
        await transaction(this.#app.db, (tx) =>
          reaction.run(tx, { ...event, entity, entityId: id, recordedAt: '' }),
        )
  }
}
