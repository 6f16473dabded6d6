import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { StatusTag } from '#web/kit/tags.tsx'
import type { listMails } from '../contract.ts'
import type { Outcome } from '../words.ts'

export type Mail = CallOutput<typeof listMails>['items'][number]

const tones: Record<Outcome, string> = {
  opened: 'resolved',
  commented: 'resolved',
  bounced: 'failed',
  ignored: 'inactive',
  duplicate: 'inactive',
  quarantined: 'pending',
  discarded: 'cancelled',
  alerted: 'closed',
}

/** What became of a mail, in one word. */
export function OutcomeTag({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation('mailbox')
  return <StatusTag state={tones[outcome]} label={t(`outcome.${outcome}`)} />
}
