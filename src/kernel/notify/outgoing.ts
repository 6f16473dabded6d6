import type { SendMailOptions } from 'nodemailer'
import { newId, type Tx } from '#kernel/db/index.ts'
import type { Settings } from '#kernel/settings/env.ts'
import { insertOutgoing, type OutgoingRow } from './store/outgoing.ts'

type Place = Pick<Settings, 'publicUrl'>

/** The host that our Message-IDs name. */
export function mailHost(settings: Place): string {
  return settings.publicUrl === undefined ? 'zhengyun.invalid' : new URL(settings.publicUrl).hostname
}

/** What every mail of ours carries in X-Loop: one that comes back with it is not answered. */
export function loopMark(settings: Place): string {
  return `zhengyun@${mailHost(settings)}`
}

/** A mail of a conversation. */
export interface ConversationMail {
  to: { name: string; address: string }
  replyTo?: string
  subject: string
  /** plain text */
  body: string
  /** stands in the Message-ID, before the part that cannot be guessed: a ticket's number */
  about: string
  /** the mail it answers, and those that came before, oldest first */
  inReplyTo?: string | null
  references?: readonly string[]
  /** RFC 3834; `no`: a person wrote it */
  automatic: OutgoingRow['automatic']
  entity: string
  entityId: string
  dedupeKey: string
}

/** As many as mail programs look at; the first one keeps the thread together. */
const maxReferences = 20

/**
 * Arranges that a mail is sent, once per dedupe key, by the discipline of `sendDueMails`. Where no mail server is set
 * it is recorded as not sent.
 * @param settings whose host the Message-ID gets: bounces and answers are recognised by it
 * @returns false when there was one of this key
 */
export async function sendMail(tx: Tx, settings: Place, mail: ConversationMail): Promise<boolean> {
  const id = newId()
  const references = mail.references ?? []
  return insertOutgoing(tx, {
    id,
    to_address: mail.to.address,
    to_name: mail.to.name,
    reply_to: mail.replyTo ?? null,
    subject: oneLine(mail.subject).slice(0, 300),
    body: mail.body,
    message_id: `<${mail.about}.${id}@${mailHost(settings)}>`,
    in_reply_to: mail.inReplyTo ?? null,
    refs:
      references.length > maxReferences
        ? [...references.slice(0, 1), ...references.slice(1 - maxReferences)]
        : [...references],
    automatic: mail.automatic,
    entity: mail.entity,
    entity_id: mail.entityId,
    dedupe_key: mail.dedupeKey,
  })
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** The letter of a row, as it goes to the mail server. */
export function outgoingLetter(
  mail: OutgoingRow & { recorded_at: Date },
  settings: Place & Pick<Settings, 'mailFrom'>,
): SendMailOptions {
  return {
    from: settings.mailFrom,
    to: { name: mail.to_name, address: mail.to_address },
    ...(mail.reply_to === null ? {} : { replyTo: mail.reply_to }),
    subject: mail.subject,
    text: mail.body,
    messageId: mail.message_id,
    date: mail.recorded_at,
    ...(mail.in_reply_to === null ? {} : { inReplyTo: mail.in_reply_to }),
    ...(mail.refs.length > 0 ? { references: mail.refs } : {}),
    headers: {
      'X-Loop': loopMark(settings),
      // answers of programs are not wanted, whoever wrote it
      'X-Auto-Response-Suppress': 'All',
      ...(mail.automatic === 'no' ? {} : { 'Auto-Submitted': mail.automatic }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
