import { Button, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { urlOf } from '#web/api.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FactList } from '#web/kit/FactList.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { discardMail, getMail, mailSource, retryMail } from '../contract.ts'
import { LostParts } from './LostParts.tsx'
import { OutcomeTag, type Mail } from './OutcomeTag.tsx'

/** One mail: where it is from, what became of it and why, its words, and what a person can do with it. */
export function MailFacts({ mail }: { mail: Mail }) {
  const { t } = useTranslation('mailbox')
  const whole = useCall(getMail, { id: mail.id })
  if (whole.error) return <ErrorState error={whole.error} retry={() => void whole.refetch()} small />
  if (!whole.data) return <PageSkeleton />
  return (
    <>
      {mail.outcome === 'quarantined' ? <Moves mail={mail} /> : null}
      <FactList
        facts={[
          { label: t('field.outcome'), value: <OutcomeTag outcome={mail.outcome} /> },
          {
            label: t('field.reason'),
            value: [mail.reasonText, mail.detail].filter(Boolean).join(' · ') || null,
          },
          {
            label: t('field.sender'),
            value: [mail.senderName, mail.sender].filter(Boolean).join(' · ') || null,
          },
          { label: t('field.mailbox'), value: mail.mailbox.name },
          { label: t('field.receivedAt'), value: <TimeText at={mail.receivedAt} /> },
          { label: t('field.size'), value: `${Math.ceil(mail.size / 1024)} KB` },
        ]}
      />
      <LostParts lost={whole.data.lost} />
      {mail.hasSource ? (
        <p>
          <a href={urlOf(mailSource, { id: mail.id })} download>
            {t('button.source')}
          </a>{' '}
          <small className="mailbox-dim">{t('block.unsafe')}</small>
        </p>
      ) : null}
      <div className="mailbox-words">
        <PlainText>{whole.data.words || '—'}</PlainText>
      </div>
    </>
  )
}

function Moves({ mail }: { mail: Mail }) {
  const { t } = useTranslation('mailbox')
  const [asked, setAsked] = useState<'anyway' | 'discard' | null>(null)
  const close = () => setAsked(null)
  const retry = useMove(retryMail, { done: t('done.retried'), onDone: close })
  const discard = useMove(discardMail, { done: t('done.discarded'), onDone: close })
  const { id, version } = mail
  return (
    <Space wrap className="mailbox-moves">
      {mail.hasSource ? (
        <>
          <Button type="primary" onClick={() => setAsked('anyway')}>
            {t('button.anyway')}
          </Button>
          <Button loading={retry.isPending} onClick={() => retry.mutate({ id, version, anyway: false })}>
            {t('button.retry')}
          </Button>
        </>
      ) : null}
      <Button danger onClick={() => setAsked('discard')}>
        {t('button.discard')}
      </Button>
      <ConfirmMove
        open={asked === 'anyway'}
        title={t('button.anyway')}
        description={t('hint.anyway')}
        reason="none"
        busy={retry.isPending}
        error={retry.error}
        onCancel={close}
        onConfirm={() => retry.mutate({ id, version, anyway: true })}
      />
      <ConfirmMove
        open={asked === 'discard'}
        title={t('button.discard')}
        description={t('hint.discard')}
        reason="required"
        danger
        busy={discard.isPending}
        error={discard.error}
        onCancel={close}
        onConfirm={(reason) => discard.mutate({ id, version, reason })}
      />
    </Space>
  )
}
