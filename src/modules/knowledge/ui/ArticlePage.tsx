import { Alert, Button } from 'antd'
import { EditOutlined, HistoryOutlined, PrinterOutlined } from '@ant-design/icons'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { call, urlOf } from '#web/api.ts'
import { useCall } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { sizeText } from '#web/kit/Uploader.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { downloadFile, getArticle } from '../contract.ts'
import { countView } from '../ticket-contract.ts'
import { DocView } from './DocView.tsx'
import { Drills } from './Drills.tsx'
import { Feedback, Remarks } from './Feedback.tsx'
import { MoveButtons } from './MoveButtons.tsx'
import { ArticleState, LevelTag, Usefulness, type Article } from './parts.tsx'
import { Tickets } from './Tickets.tsx'

/** An article to read: the published version, or with `?copy=draft` what is being written. */
export function ArticlePage() {
  const { id = '' } = useParams({ strict: false })
  const [url] = useUrlState()
  const copy = url['copy'] === 'draft' || url['copy'] === 'live' ? { copy: url['copy'] } : {}
  const { data, error, isPending, refetch } = useCall(getArticle, { id, ...copy } as { id: string })
  useCountedView(data)
  if (isPending) return <PageSkeleton />
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  return <Read article={data} />
}

/** Opening a published article is a view; a failure to count it disturbs nobody. */
export function useCountedView(article: Article | undefined): void {
  const id = article?.copy === 'live' ? article.id : undefined
  useEffect(() => {
    if (id) call(countView, { id }).catch((error: unknown) => console.warn('view not counted', error))
  }, [id])
}

function Read({ article }: { article: Article }) {
  const { t } = useTranslation('knowledge')
  const can = useCan()
  const plan = article.kind === 'emergency-plan'
  const list = plan
    ? { label: t('ui.page.plans'), to: '/emergency-plans' }
    : { label: t('ui.page.list'), to: '/knowledge' }
  return (
    <RecordPage
      title={article.title}
      breadcrumb={[list, { label: article.number }]}
      tags={
        <>
          <ArticleState state={article.state} /> <LevelTag level={article.classification} />
        </>
      }
      actions={<Actions article={article} />}
      story={
        <>
          <Banner article={article} />
          <Panel>
            {article.summary ? <p className="zy-kn-lead">{article.summary}</p> : null}
            <DocView body={article.body} articleId={article.id} />
          </Panel>
          <Files article={article} />
          {plan ? <Drills article={article} /> : null}
          <Feedback article={article} />
        </>
      }
      facts={
        <>
          <Panel>
            <FactList title={t('ui.facts')} facts={factsOf(article, t)} />
          </Panel>
          {can('knowledge.read-staff') ? <Tickets id={article.id} /> : null}
          {article.abilities.includes('history') ? <Remarks id={article.id} /> : null}
        </>
      }
    />
  )
}

function Actions({ article }: { article: Article }) {
  const { t } = useTranslation('knowledge')
  const navigate = useNavigate()
  const to = (path: '/articles/$id/edit' | '/articles/$id/history') => () =>
    void navigate({ to: path, params: { id: article.id } })
  return (
    <>
      <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
        {t('ui.print')}
      </Button>
      {article.abilities.includes('history') ? (
        <Button icon={<HistoryOutlined />} onClick={to('/articles/$id/history')}>
          {t('ui.page.history')}
        </Button>
      ) : null}
      {article.abilities.includes('edit') ? (
        <Button icon={<EditOutlined />} onClick={to('/articles/$id/edit')}>
          {t('ui.edit.open')}
        </Button>
      ) : null}
      <MoveButtons article={article} />
    </>
  )
}

/** What a writer must know before he reads on: which of two versions this is, and why it came back. */
function Banner({ article }: { article: Article }) {
  const { t } = useTranslation('knowledge')
  const other = article.copy === 'live' ? 'draft' : 'live'
  const link = (
    <Link to="/articles/$id" params={{ id: article.id }} search={{ copy: other } as never}>
      {t(`ui.banner.to_${other}`)}
    </Link>
  )
  return (
    <>
      {article.copy === 'live' && article.hasDraft ? (
        <Alert
          className="zy-kn-banner zy-no-print"
          type="info"
          showIcon
          title={t('ui.banner.live')}
          action={link}
        />
      ) : null}
      {article.copy === 'draft' && article.liveNo !== null ? (
        <Alert
          className="zy-kn-banner zy-no-print"
          type="warning"
          showIcon
          title={t('ui.banner.draft')}
          action={link}
        />
      ) : null}
      {article.stateNote ? (
        <Alert
          className="zy-kn-banner"
          type="info"
          showIcon
          title={t('ui.banner.note', { note: article.stateNote })}
        />
      ) : null}
    </>
  )
}

/** Attachments; the pictures of the text stand in the text. */
export function Files({ article }: { article: Article }) {
  const { t } = useTranslation('knowledge')
  if (article.files.length === 0) return null
  return (
    <Panel title={t('ui.field.files')}>
      <ul className="zy-kn-list">
        {article.files.map((file) => (
          <li key={file.id} className="zy-kn-row">
            <a
              href={urlOf(downloadFile, { id: article.id, fileId: file.id })}
              download={file.name}
              dir="auto"
            >
              {file.name}
            </a>
            <small className="zy-num">{sizeText(file.size)}</small>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function factsOf(article: Article, t: (key: string) => string) {
  const tags = (
    <span className="zy-kn-tags">
      {article.tags.map((tag) => (
        <Link key={tag} to="/knowledge" search={{ tag } as never} className="zy-kn-tag">
          {tag}
        </Link>
      ))}
    </span>
  )
  const readers =
    article.audience === 'groups'
      ? article.groups.map((group) => group.name).join(comma())
      : t(`audience.${article.audience}`)
  return [
    { label: t('ui.field.version'), value: `V${article.no}` },
    { label: t('ui.field.owner'), value: article.owner.name },
    { label: t('ui.field.authors'), value: article.authors.map((one) => one.name).join(comma()) },
    { label: t('ui.field.reviewer'), value: article.publishedBy?.name, when: article.publishedBy !== null },
    {
      label: t('ui.field.published'),
      value: <TimeText at={article.publishedAt} />,
      when: article.publishedAt !== null,
    },
    {
      label: t('ui.field.reviewDue'),
      value: <TimeText at={article.reviewDueAt} />,
      when: article.reviewDueAt !== null,
    },
    { label: t('ui.field.audience'), value: readers },
    { label: t('ui.field.level'), value: t(`classification.${article.classification}`) },
    { label: t('ui.field.service'), value: article.service?.name },
    { label: t('ui.field.category'), value: article.category?.name },
    { label: t('ui.field.tag'), value: tags, when: article.tags.length > 0 },
    { label: t('ui.field.views'), value: article.views },
    { label: t('ui.field.useful'), value: <Usefulness row={article} /> },
  ]
}
