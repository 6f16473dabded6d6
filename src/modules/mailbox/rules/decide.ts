import type { IgnoreReason, QuarantineReason } from '../words.ts'

/** What is known of a mail when it is decided what becomes of it. */
export interface Facts {
  automatic: IgnoreReason | null
  bounce: { matched: boolean; delayed: boolean } | null
  /** `person`: one active account has the address; `mayFile`: and may file incidents */
  sender: { kind: 'none' } | { kind: 'stranger' } | { kind: 'person'; mayFile: boolean }
  /** the ticket that it refers to, by our or its own former mails, or by the number in the subject */
  thread: { state: 'open' | 'resolved' | 'ended'; participant: boolean; affected: boolean } | null
  overLimit: boolean
  /** a person has looked at it and wants it taken in */
  anyway: boolean
}

export interface Policy {
  unknownSender: 'caller' | 'quarantine' | 'reject'
  resolvedReply: 'reopen' | 'comment'
  closedReply: 'new' | 'comment'
}

export type Decision =
  | { kind: 'ignore'; reason: IgnoreReason }
  | { kind: 'reject' }
  | { kind: 'bounce' }
  | { kind: 'quarantine'; reason: QuarantineReason }
  | { kind: 'open'; linked: boolean }
  | { kind: 'comment'; reopen: boolean }

/**
 * What becomes of a mail. The order is the meaning: what no person wrote comes first, so that nothing of it is ever
 * answered; a reply lands on its ticket only for those who take part in it, whatever it cites.
 */
export function decide(facts: Facts, policy: Policy): Decision {
  const { bounce, automatic, sender, thread, anyway } = facts
  if (bounce) {
    if (!bounce.matched) return { kind: 'ignore', reason: 'bounce_unmatched' }
    return bounce.delayed ? { kind: 'ignore', reason: 'delayed' } : { kind: 'bounce' }
  }
  if (automatic && !(anyway && automatic !== 'loop' && automatic !== 'own_address'))
    return { kind: 'ignore', reason: automatic }
  if (sender.kind === 'none') return { kind: 'quarantine', reason: 'no_sender' }
  if (facts.overLimit && !anyway) return { kind: 'quarantine', reason: 'rate' }
  if (thread?.participant) return reply(thread, policy)
  if (sender.kind === 'person') {
    if (sender.mayFile) return { kind: 'open', linked: false }
    return anyway ? { kind: 'open', linked: false } : { kind: 'quarantine', reason: 'may_not_file' }
  }
  if (anyway) return { kind: 'open', linked: false }
  // a forged or forwarded reply: nobody's words reach a ticket because they know its number
  if (thread) return { kind: 'quarantine', reason: 'not_participant' }
  if (policy.unknownSender === 'reject') return { kind: 'reject' }
  if (policy.unknownSender === 'quarantine') return { kind: 'quarantine', reason: 'unknown_sender' }
  return { kind: 'open', linked: false }
}

function reply(thread: NonNullable<Facts['thread']>, policy: Policy): Decision {
  if (thread.state === 'ended' && policy.closedReply === 'new') return { kind: 'open', linked: true }
  // those who work on it may say thank you without opening it again
  const reopen = thread.state === 'resolved' && thread.affected && policy.resolvedReply === 'reopen'
  return { kind: 'comment', reopen }
}

/** Numbers of tickets that a subject names in brackets, as our mails do. */
export function numbersIn(subject: string): string[] {
  return [...subject.matchAll(/\[(INC-\d{8}-\d{4,10})\]/gi)]
    .map((match) => match[1]!.toUpperCase())
    .slice(0, 5)
}
