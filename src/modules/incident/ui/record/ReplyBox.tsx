import { Button, Input, Segmented } from 'antd'
import { LockOutlined, MessageOutlined, SendOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { addComment } from '../../story-contract.ts'
import { useDraft } from '../parts/draft.ts'
import type { Incident } from '../types.ts'

/** A reply to the requester or a note among colleagues; the two look different so that nobody mixes them up. */
export function ReplyBox({ incident }: { incident: Incident }) {
  const { t } = useTranslation('incident')
  const internalAllowed = incident.abilities.includes('comment-internal')
  const [internal, setInternal] = useState(false)
  const draft = useDraft(`reply.${incident.id}`, '')
  const send = useMove(addComment, { done: t('ui.record.sent'), onDone: draft.clear })
  if (!incident.abilities.includes('comment')) return null
  const body = draft.value.trim()
  const submit = () => {
    if (body && !send.isPending) send.mutate({ id: incident.id, body, public: !internal })
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
      <Input.TextArea
        value={draft.value}
        onChange={(event) => draft.set(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
        }}
        placeholder={t(internal ? 'ui.record.internalPlaceholder' : 'ui.record.replyPlaceholder')}
        aria-label={t(internal ? 'ui.record.internal' : 'ui.record.reply')}
        autoSize={{ minRows: 3, maxRows: 12 }}
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
