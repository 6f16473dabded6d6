import { idsIn, type Head } from '../parse/head.ts'
import { isPostmaster } from './automatic.ts'

/** One recipient in a delivery status notification (RFC 3464 §2.3). */
export interface Delivery {
  recipient: string
  action: string
  status: string
  diagnostic: string
}

export interface Bounce {
  deliveries: Delivery[]
  /** Message-IDs that may be of our mail, the likeliest first */
  ids: string[]
  /** the mail system still tries */
  delayed: boolean
}

/** Reads the fields of a message/delivery-status part; what is no such part gives nothing. */
export function readDeliveries(status: string): Delivery[] {
  return status
    .replace(/\n[ \t]+/g, ' ')
    .split(/\n\s*\n/)
    .map((block) => {
      const field = (name: string): string =>
        (new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(block)?.[1] ?? '').trim()
      const after = (value: string): string => value.slice(value.indexOf(';') + 1).trim()
      return {
        recipient: after(field('Final-Recipient') || field('Original-Recipient'))
          .toLowerCase()
          .slice(0, 200),
        action: field('Action').toLowerCase(),
        status: field('Status').slice(0, 50),
        diagnostic: after(field('Diagnostic-Code')).slice(0, 500),
      }
    })
    .filter(({ recipient }) => recipient !== '')
}

/**
 * What a mail tells of a mail of ours that did not arrive; null when it tells no such thing. Beside the standard's
 * reports those of mail systems that write prose (qmail, many Chinese providers) count, by the sender of bounces and
 * an id of ours in their words.
 */
export function readBounce(
  head: Head,
  mail: { text: string; report: { status: string; original: string } },
  ourHost: string,
): Bounce | null {
  const deliveries = readDeliveries(mail.report.status)
  const formal =
    deliveries.length > 0 ||
    /^multipart\/report\b.*report-type\s*=\s*"?delivery-status/i.test(head.contentType)
  if (!formal && head.returnPath !== '' && !isPostmaster(head)) return null
  const ofOurs = (id: string): boolean => id.toLowerCase().endsWith(`@${ourHost.toLowerCase()}>`)
  const ids = [
    ...new Set([
      ...idsIn(mail.report.original),
      ...head.references,
      ...idsIn(mail.text.slice(0, 100_000)).filter(ofOurs),
    ]),
  ]
  if (!formal && !ids.some(ofOurs)) return null
  const delayed = deliveries.length > 0 && deliveries.every(({ action }) => action !== 'failed')
  return { deliveries, ids, delayed }
}
