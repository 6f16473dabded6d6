import { Button } from 'antd'
import { DislikeOutlined, LikeOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { listVotes, voteArticle } from '../ticket-contract.ts'
import type { Article } from './parts.tsx'

/** Did it help? With a remark where it did not. */
export function Feedback({ article }: { article: Article }) {
  const { t } = useTranslation('knowledge')
  const [asking, setAsking] = useState(false)
  const vote = useMove(voteArticle, { done: t('ui.vote.thanks'), onDone: () => setAsking(false) })
  if (!article.abilities.includes('vote')) return null
  const { id, myVote } = article
  return (
    <section className="zy-panel zy-pad zy-kn-feedback zy-no-print">
      <span>{t('ui.vote.ask')}</span>
      <Button
        icon={<LikeOutlined />}
        type={myVote?.useful === true ? 'primary' : 'default'}
        aria-pressed={myVote?.useful === true}
        loading={vote.isPending}
        onClick={() => vote.mutate({ id, useful: true })}
      >
        {t('ui.vote.yes')}
      </Button>
      <Button
        icon={<DislikeOutlined />}
        type={myVote?.useful === false ? 'primary' : 'default'}
        aria-pressed={myVote?.useful === false}
        onClick={() => setAsking(true)}
      >
        {t('ui.vote.no')}
      </Button>
      <ConfirmMove
        open={asking}
        title={t('ui.vote.no')}
        description={t('ui.vote.why')}
        reason="optional"
        reasonLabel={t('ui.vote.remark')}
        busy={vote.isPending}
        error={vote.error}
        onCancel={() => setAsking(false)}
        onConfirm={(remark) => vote.mutate({ id, useful: false, remark: remark.slice(0, 1000) })}
      />
    </section>
  )
}

/** What readers said, for those who write. */
export function Remarks({ id }: { id: string }) {
  const { t } = useTranslation('knowledge')
  const votes = useCall(listVotes, { id })
  if (votes.error) return <ErrorState error={votes.error} retry={() => void votes.refetch()} small />
  const said = votes.data?.items.filter((one) => one.remark !== '') ?? []
  if (said.length === 0) return null
  return (
    <Panel title={t('ui.vote.remarks')}>
      <ul className="zy-kn-list">
        {said.map((one) => (
          <li key={one.person.id}>
            <span dir="auto">{one.remark}</span>
            <small>
              {one.person.name} · V{one.no} · <TimeText at={one.recordedAt} />
            </small>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
