import { Collapse } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { urlOf } from '#web/api.ts'
import { useCall } from '#web/hooks.ts'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { StatusTag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { incidentMails, incidentMailSource } from '../contract.ts'
import type { Outcome } from '../words.ts'
import { LostParts } from './LostParts.tsx'
import { OutcomeTag } from './OutcomeTag.tsx'
import './mailbox.css'

type Mail = CallOutput<typeof incidentMails>['items'][number]

/** The mails of an incident, folded; nothing at all where it has none. `id`: the incident's. */
export function MailsOfIncident({ id }: { id: string }) {
  const { t } = useTranslation('mailbox')
  const mails = useCall(incidentMails, { id }, { refetchInterval: 15_000 })
  // who sees the incident without working on it has no such block
  if (mails.error && (mails.error.status === 403 || mails.error.status === 404)) return null
  if (mails.error)
    return (
      <Panel title={t('block.title')}>
        <ErrorState error={mails.error} retry={() => void mails.refetch()} small />
      </Panel>
    )
  if (!mails.data || mails.data.items.length === 0) return null
  return (
    <Panel title={t('block.title')}>
      <Collapse
        size="small"
        ghost
        items={mails.data.items.toReversed().map((mail) => ({
          key: mail.id,
          label: <Head mail={mail} />,
          children: <Whole mail={mail} incidentId={id} />,
        }))}
      />
    </Panel>
  )
}

function Head({ mail }: { mail: Mail }) {
  const { t } = useTranslation('mailbox')
  const tone =
    { sent: 'resolved', failed: 'failed', returned: 'failed', none: 'inactive' }[mail.state] ?? 'pending'
  return (
    <span className="mailbox-head">
      <span className="mailbox-dim">{t(`block.${mail.direction}`)}</span>
      <span className="mailbox-who">{mail.name || mail.address}</span>
      {mail.direction === 'out' ? (
        <StatusTag state={tone} label={t(`mailState.${mail.state}`)} />
      ) : (
        <OutcomeTag outcome={mail.state as Outcome} />
      )}
      {mail.automatic ? <small className="mailbox-dim">{t('block.automatic')}</small> : null}
      <TimeText at={mail.at} />
    </span>
  )
}

function Whole({ mail, incidentId }: { mail: Mail; incidentId: string }) {
  const { t } = useTranslation('mailbox')
  return (
    <>
      <p className="mailbox-dim">
        {mail.address} · {mail.subject}
      </p>
      {mail.error ? <p className="mailbox-error">{mail.error}</p> : null}
      <LostParts lost={mail.lost} />
      {mail.hasSource ? (
        <p>
          <a href={urlOf(incidentMailSource, { id: incidentId, mailId: mail.id })} download>
            {t('button.source')}
          </a>
        </p>
      ) : null}
      <div className="mailbox-words">
        <PlainText>{mail.words || '—'}</PlainText>
      </div>
    </>
  )
}
