import { Button, Tooltip } from 'antd'
import { BookOutlined, CheckOutlined, DisconnectOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { useCan } from '#web/session.tsx'
import { articleFromIncident, articlesOfIncident, linkArticle, unlinkArticle } from '../ticket-contract.ts'
import { articleSource } from './sources.ts'
import './knowledge.css'

/** Articles of an incident: link one, say that it solved it, make one of what was learned. */
export function IncidentArticles({ id }: { id: string }) {
  const { t } = useTranslation('knowledge')
  const can = useCan()
  const navigate = useNavigate()
  const articles = useCall(articlesOfIncident, { id })
  const link = useMove(linkArticle, { done: t('ui.link.linked') })
  const unlink = useMove(unlinkArticle, { done: t('ui.link.unlinked') })
  const draft = useMove(articleFromIncident, {
    onDone: (made) => navigate({ to: '/articles/$id/edit', params: { id: made.id } }),
  })
  if (articles.error) return <ErrorState error={articles.error} retry={() => void articles.refetch()} small />
  const items = articles.data?.items ?? []
  return (
    <Panel
      title={t('ui.link.title')}
      actions={
        can('knowledge.write') ? (
          <Button
            size="small"
            icon={<BookOutlined />}
            loading={draft.isPending}
            onClick={() => draft.mutate({ id })}
          >
            {t('ui.link.draft')}
          </Button>
        ) : null
      }
    >
      <ul className="zy-kn-list">
        {items.map((one) => (
          <li key={one.id}>
            <Link to="/articles/$id" params={{ id: one.id }}>
              <RecordNumber>{one.number}</RecordNumber> {one.title}
            </Link>
            <span className="zy-kn-row">
              <Tag hue={one.how === 'used' ? 'green' : 'grey'} icon={<BookOutlined />}>
                {t(`ui.how.${one.how}`)}
              </Tag>
              {one.how === 'linked' ? (
                <Button
                  size="small"
                  type="link"
                  icon={<CheckOutlined />}
                  loading={link.isPending}
                  onClick={() => link.mutate({ id, articleId: one.id, used: true })}
                >
                  {t('ui.link.used')}
                </Button>
              ) : null}
              <Tooltip title={t('ui.link.unlink')}>
                <Button
                  size="small"
                  type="text"
                  icon={<DisconnectOutlined />}
                  aria-label={t('ui.link.unlink')}
                  onClick={() => unlink.mutate({ id, articleId: one.id })}
                />
              </Tooltip>
            </span>
          </li>
        ))}
      </ul>
      <div className="zy-no-print">
        <RemoteSelect
          source={articleSource}
          value={null}
          onChange={(articleId) => articleId && link.mutate({ id, articleId })}
          placeholder={t('ui.link.add')}
          aria-label={t('ui.link.add')}
          style={{ width: '100%', marginTop: items.length > 0 ? 10 : 0 }}
        />
      </div>
    </Panel>
  )
}
