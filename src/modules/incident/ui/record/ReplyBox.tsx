import { Button, Segmented } from 'antd'
import { LockOutlined, MessageOutlined, SendOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { addComment } from '../../story-contract.ts'
import { useDraft, useOutgoing } from '../parts/draft.ts'
import { SayBox, type Mention } from '../parts/SayBox.tsx'
import { stillNamed } from '../parts/trigger.ts'
import type { Incident } from '../types.ts'

/** A reply to the requester or a note among colleagues; the two look different so that nobody mixes them up. */
export function ReplyBox({ incident }: { incident: Incident }) {
  const { t } = useTranslation('incident')
  const internalAllowed = incident.abilities.includes('comment-internal')
  const [internal, setInternal] = useState(false)
  const draft = useOutgoing(`reply.${incident.id}`)
  const named = useDraft<Mention[]>(`named.${incident.id}`, [])
  const send = useMove(addComment, {
    done: t('ui.record.sent'),
    onDone: () => {
      if (!draft.now()) named.clear()
    },
    onProblem: (_problem, sent) => draft.comeBack(sent.body),
  })
  if (!incident.abilities.includes('comment')) return null
  const body = draft.value.trim()
  const submit = () => {
    if (!body || send.isPending) return
    const mentions = [...new Set(stillNamed(body, named.value).map((person) => person.id))]
    send.mutate({ id: incident.id, body, public: !internal, mentions })
    draft.goOut()
  }
  return (
    <div className={internal ? 'zy-inc-reply zy-inc-reply-internal zy-no-print' : 'zy-inc-reply zy-no-print'}>
      {internalAllowed ? (
        <Segmented
          size="small"
          value={internal ? 'internal' : 'public'}
          onChange={(value) => setInternal(value === 'internal')}
          options={[
            { value: 'public', label: t('ui.record.toRequester'), icon: <MessageOutlined /> },
            { value: 'internal', label: t('ui.record.internal'), icon: <LockOutlined /> },
          ]}
        />
      ) : null}
      <SayBox
        incidentId={incident.id}
        value={draft.value}
        onChange={draft.set}
        onSend={submit}
        {...(internalAllowed
          ? {
              mentions: {
                public: !internal,
                onMention: (person: Mention) => named.set([...named.value, person]),
              },
            }
          : {})}
        placeholder={t(internal ? 'ui.record.internalPlaceholder' : 'ui.record.replyPlaceholder')}
        aria-label={t(internal ? 'ui.record.internal' : 'ui.record.reply')}
        maxLength={20_000}
      />
      <div className="zy-inc-reply-foot">
        <small>{t(internal ? 'ui.record.internalHint' : 'ui.record.publicHint')}</small>
        <small className="zy-not-phone">{t('ui.record.sendKeys')}</small>
        <Button
          type="primary"
          icon={<SendOutlined />}
          disabled={!body}
          loading={send.isPending}
          onClick={submit}
        >
          {t('ui.record.reply')}
        </Button>
      </div>
    </div>
  )
}
