import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer'
import { dbNow } from '#kernel/db/index.ts'
import type { JobContext } from '#kernel/manifest.ts'
import { say } from '#kernel/http/texts.ts'
import type { Settings } from '#kernel/settings/env.ts'
import { releaseHeld } from './digest.ts'
import { loopMark, mailHost, outgoingLetter } from './outgoing.ts'
import { pathOf, renderText } from './render.ts'
import {
  abandonMails,
  claimMails,
  dropDueMails,
  mailAgainIn,
  mailFailed,
  mailSent,
  type DueMail,
  type MailTable,
} from './store/mail.ts'
import { claimOutgoing } from './store/outgoing.ts'

const maxAttempts = 8
/** A mail takes at most the timeouts below; one that is `sending` for longer was left behind by a process that died. */
const abandonedAfterSeconds = 600
const perTurn = 200

/**
 * Sends what is due. A mail is claimed (`sending`) and committed before the server hears of it, so it never goes
 * out twice: when a process dies between the server's acceptance and our mark, the mail counts as failed
 * ("may have arrived") and is not tried again — the notification itself is in the page in any case. Only a mail
 * that the server surely has not accepted is tried again: 1, 2, 4 … 60 minutes later, 8 times at most.
 * What waits for quiet hours or a digest is let go first (`releaseHeld`).
 * Its Message-ID is made from the notification's id, so that two copies would be recognisable as one.
 * @param at the present, for tests; default: the database's clock
 */
export async function sendDueMails(context: JobContext, at?: Date): Promise<void> {
  const { db, settings, log } = context
  for (const table of tables) {
    if (settings.smtpUrl === undefined) {
      await dropDueMails(db, table)
      continue
    }
    const abandoned = await abandonMails(db, table, abandonedAfterSeconds)
    if (abandoned > 0) log('mails interrupted while sending; not sent again', { count: abandoned })
  }
  if (settings.smtpUrl === undefined) return
  await releaseHeld(db, settings, at ?? (await dbNow(db)))
  const transport = open(settings.smtpUrl)
  try {
    for (const table of tables)
      for (let sent = 0; sent < perTurn; sent++) {
        const mail = await claimOne(table, context)
        if (!mail) break
        if (!(await sendOne(transport, mail, context))) return
      }
  } finally {
    transport.close()
  }
}

/** What people wait for comes before news. */
const tables: readonly MailTable[] = ['outgoing_mail', 'notification']

/** A claimed mail, of whichever table. `letter` is made when it is sent: nothing of it is thrown by the claim. */
interface Claimed {
  table: MailTable
  id: string
  attempts: number
  email: string
  letter: () => SendMailOptions
}

async function claimOne(table: MailTable, { db, settings }: JobContext): Promise<Claimed | undefined> {
  if (table === 'outgoing_mail') {
    const mail = await claimOutgoing(db)
    return mail && { table, ...mail, email: mail.to_address, letter: () => outgoingLetter(mail, settings) }
  }
  const [mail] = await claimMails(db, 1)
  return mail && { table, ...mail, letter: () => letter(mail, settings) }
}

function open(url: string): Transporter {
  const timed = new URL(url)
  for (const timeout of ['connectionTimeout', 'greetingTimeout', 'socketTimeout']) {
    if (!timed.searchParams.has(timeout)) timed.searchParams.set(timeout, '20000')
  }
  // not pooled: a pool queues a mail again by itself when its connection breaks, which may send it twice
  return createTransport(timed.href)
}

/** @returns false when the server is not to be reached, so that the others wait for the next turn */
async function sendOne(transport: Transporter, mail: Claimed, context: JobContext): Promise<boolean> {
  const { db, log } = context
  const { table } = mail
  if (mail.email === '') {
    await mailFailed(db, table, mail.id, 'no mail address any more')
    return true
  }
  try {
    await transport.sendMail(mail.letter())
  } catch (error) {
    const { verdict, reason } = judge(error)
    if (verdict === 'again' && mail.attempts < maxAttempts) {
      await mailAgainIn(db, table, mail.id, Math.min(3600, 60 * 2 ** (mail.attempts - 1)), reason)
      if (mail.attempts === 1) log('mail not accepted, will try again', { id: mail.id, reason })
      return !unreachable(error)
    }
    await mailFailed(
      db,
      table,
      mail.id,
      verdict === 'unknown' ? `connection lost while sending; may have arrived (${reason})` : reason,
    )
    log('mail failed', { id: mail.id, reason })
    return true
  }
  await mailSent(db, table, mail.id)
  return true
}

interface SmtpError {
  code?: string
  command?: string
  responseCode?: number
  syscall?: string
  message?: string
}

/** Steps before any mail is spoken of: whatever the answer, nothing was handed over, and a person can mend it. */
const before = /^(API|EHLO|HELO|LHLO|STARTTLS|AUTH\b.*)$/

function unreachable(error: unknown): boolean {
  const { responseCode = 0, command = '' } = error as SmtpError
  return responseCode < 400 || before.test(command)
}

/**
 * What an error of the SMTP dialogue means (RFC 5321 §4.2.1): a reply 4yz is a refusal for now, 5yz for good.
 * A connection that broke without such a reply tells nothing (the message may have been handed over), unless it
 * was never made.
 */
export function judge(error: unknown): { verdict: 'again' | 'never' | 'unknown'; reason: string } {
  const { code = '', command = '', responseCode = 0, syscall = '', message = '' } = error as SmtpError
  const reason = `${code} ${message}`.replace(/\s+/g, ' ').trim()
  if (before.test(command)) return { verdict: 'again', reason }
  if (responseCode >= 500) return { verdict: 'never', reason }
  if (responseCode >= 400) return { verdict: 'again', reason }
  const neverConnected =
    code === 'EDNS' ||
    code === 'ETLS' ||
    syscall === 'connect' ||
    /^(Connection timeout|Greeting never received)/.test(message)
  return { verdict: neverConnected ? 'again' : 'unknown', reason }
}

/** The mail itself: plain text, one line of news, the page's address, and why one gets it. */
export function letter(mail: DueMail, settings: Pick<Settings, 'publicUrl' | 'mailFrom'>) {
  const text = renderText(mail.locale, mail.text_key, mail.params)
  const base = settings.publicUrl
  const host = mailHost(settings)
  const link = base === undefined ? [] : [`${base}${pathOf(mail.entity, mail.entity_id)}`]
  return {
    from: settings.mailFrom,
    to: { name: mail.name, address: mail.email },
    subject: text.replace(/\s+/g, ' ').slice(0, 200),
    text: [text, ...link, say(mail.locale, 'notify:mail.footer')].join('\n\n'),
    messageId: `<notification-${mail.id}@${host}>`,
    date: mail.recorded_at,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'X-Loop': loopMark(settings),
    },
    // nothing in a text may make the program read files or fetch addresses
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
