/** The words of mail intake. Shared by rules, contract and browser. */
export const tlsModes = ['tls', 'starttls', 'none'] as const

/** What the mails of a mailbox become. */
export const purposes = ['tickets', 'complaints'] as const

/** What becomes of a mail whose sender is nobody we know. */
export const strangerPolicies = ['caller', 'quarantine', 'reject'] as const

/** What became of a mail. */
export const outcomes = [
  'opened',
  'commented',
  'bounced',
  'ignored',
  'duplicate',
  'quarantined',
  'discarded',
  'alerted',
] as const
export type Outcome = (typeof outcomes)[number]

/** Why a mail opened nothing. */
export const ignoreReasons = [
  'own_address',
  'loop',
  'auto_submitted',
  'bulk',
  'vacation',
  'null_sender',
  'bounce_unmatched',
  'delayed',
  'unknown_sender',
] as const
export type IgnoreReason = (typeof ignoreReasons)[number]

/** Why a mail waits for a person. */
export const quarantineReasons = [
  'unknown_sender',
  'no_sender',
  'rate',
  'not_participant',
  'may_not_file',
  'too_large',
  'unreadable',
  'refused',
] as const
export type QuarantineReason = (typeof quarantineReasons)[number]
