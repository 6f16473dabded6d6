import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { listMessages, type MessageView, type SourceView } from '../contract.ts'
import { OutcomeTag } from './parts.tsx'
import { Tried } from './PreviewPane.tsx'

/** The last messages as they came, each with what the settings make of it now. */
export function Messages({ source }: { source: SourceView }) {
  const { t } = useTranslation('alert-source')
  const found = useCall(listMessages, { id: source.id }, { refetchInterval: 3000 })
  return (
    <Panel title={t('screen.record.messages')} flush>
      {found.error && !found.data ? (
        <ErrorState error={found.error} retry={() => void found.refetch()} small />
      ) : !found.data ? (
        <div className="zy-pad">
          <Bars rows={4} />
        </div>
      ) : found.data.items.length === 0 ? (
        <EmptyState title={t('screen.record.noMessages')} hint={t('screen.record.noMessagesHint')} />
      ) : (
        found.data.items
          .slice(0, 30)
          .map((message) => <OneMessage key={message.id} message={message} source={source} />)
      )}
    </Panel>
  )
}

function OneMessage({ message, source }: { message: MessageView; source: SourceView }) {
  const { t } = useTranslation('alert-source')
  const [tried, setTried] = useState(false)
  const may = source.abilities.includes('manage') && message.raw !== ''
  return (
    <div className="source-message">
      <div className="source-message-head">
        <OutcomeTag outcome={message.outcome} />
        <span>{message.peer}</span>
        <span className="source-dim">{message.detail}</span>
        <TimeText at={message.recordedAt} />
        {may && !tried ? (
          <Button size="small" type="link" onClick={() => setTried(true)}>
            {t('screen.record.tryThis')}
          </Button>
        ) : null}
      </div>
      {message.raw ? <pre className="source-raw">{message.raw}</pre> : null}
      {tried ? <Tried spec={source.spec} raw={message.raw} peer={message.peer} /> : null}
    </div>
  )
}
