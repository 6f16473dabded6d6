import type { Tx } from '#kernel/db/index.ts'
import type { RoutedMail } from '#modules/mailbox/index.ts'
import { isFrom, mailFields } from './mail-fields.ts'
import { Windows } from './rules/window.ts'
import { settleOccurrences } from './settle.ts'
import type { MailSpec } from './spec-contract.ts'
import { insertMessages } from './store/message.ts'
import { activeSources, addCounts } from './store/source.ts'
import { judge, type Judged } from './understand.ts'

/** Counts for thresholds, of this process: mailboxes are read by one at a time. */
const windows = new Map<string, Windows>()

/**
 * Mails of senders that a source names become alerts by its rules instead of tickets, in the transaction that settles
 * the mail.
 * @returns name of the source that took it; undefined: the mail goes its way
 */
export async function routeMail(tx: Tx, mail: RoutedMail): Promise<string | undefined> {
  for (const source of await activeSources(tx, ['mail'])) {
    const spec = source.spec as MailSpec
    if (spec.mailboxId !== null && spec.mailboxId !== mail.mailboxId) continue
    if (!isFrom(spec.senders, mail.from)) continue
    let counted = windows.get(source.id)
    if (!counted) windows.set(source.id, (counted = new Windows()))
    const judged = judge(spec.rules, mailFields(mail), counted, Date.now())
    const taken = judged.what !== 'unmatched' || spec.unmatched === 'ignore'
    const alerts = judged.occurrence ? await settleOccurrences(tx, source, [judged.occurrence], false) : 0
    await keep(tx, source.id, mail, judged, alerts)
    if (taken) return source.name
  }
  return undefined
}

async function keep(
  tx: Tx,
  sourceId: string,
  mail: RoutedMail,
  judged: Judged,
  alerts: number,
): Promise<void> {
  const outcome = judged.occurrence ? 'alert' : 'ignored'
  await addCounts(tx, sourceId, { received: 1, [outcome]: 1 })
  const raw = `From: ${mail.fromName} <${mail.from}>\nSubject: ${mail.subject}\n\n${mail.text}`
  await insertMessages(tx, sourceId, [
    {
      outcome,
      peer: mail.from,
      raw: raw.slice(0, 8192).toWellFormed(),
      detail: judged.rule?.name ?? '',
      alerts,
    },
  ])
}
