import type { Head } from '../parse/head.ts'
import type { IgnoreReason } from '../words.ts'

/** Who we are, for the recognition of our own mails. */
export interface Ourselves {
  /** addresses of all mailboxes and the one that mail is sent from, lower case */
  addresses: ReadonlySet<string>
  /** what our mails carry in X-Loop */
  loopMark: string
}

/** Subjects of vacation answers whose mailers set no header. */
const vacation =
  /^\s*(?:自动(?:回复|答复|回覆)|自動(?:回覆|答覆)|automatic reply|auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|abwesenheits)/i

/**
 * Why a mail was written by no person, or is our own; null when nothing says so. RFC 3834 §2 and what mailers do instead.
 * Such a mail opens nothing and is never answered: two programs that answer each other do so for ever.
 */
export function automaticReason(head: Head, we: Ourselves): IgnoreReason | null {
  const word = (name: string): string => (head.values(name)[0] ?? '').split(';')[0]!.trim().toLowerCase()
  if (head.values('x-loop').some((value) => value.toLowerCase().includes(we.loopMark.toLowerCase())))
    return 'loop'
  if (head.values('x-ms-exchange-inbox-rules-loop').length > 0) return 'loop'
  if (head.from && we.addresses.has(head.from.address)) return 'own_address'
  const submitted = word('auto-submitted')
  if (submitted === 'auto-replied') return 'vacation'
  if (submitted !== '' && submitted !== 'no') return 'auto_submitted'
  if (
    /^(yes|1|true)$/.test(word('x-autoreply')) ||
    word('x-autorespond') !== '' ||
    word('x-auto-reply') !== ''
  )
    return 'vacation'
  const precedence = word('precedence')
  if (precedence === 'auto_reply' || vacation.test(head.subject)) return 'vacation'
  if (/^(bulk|list|junk)$/.test(precedence) || head.values('list-id').length > 0) return 'bulk'
  if (head.returnPath === '' || isPostmaster(head)) return 'null_sender'
  return null
}

/** Written by a mail system and not by a person. */
export function isPostmaster(head: Head): boolean {
  return /^(mailer-daemon|postmaster|mail-daemon|mdaemon)@/.test(head.from?.address ?? '')
}
