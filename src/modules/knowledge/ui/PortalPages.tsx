import { Input } from 'antd'
import { LeftOutlined, SearchOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useInfiniteList } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import { getArticle, listArticles } from '../contract.ts'
import { Files, useCountedView } from './ArticlePage.tsx'
import { DocView } from './DocView.tsx'
import { Feedback } from './Feedback.tsx'
import { Marked } from './parts.tsx'

/** What requesters can read up on before they report anything. */
export function PortalList() {
  const { t } = useTranslation('knowledge')
  const [url, setUrl] = useUrlState()
  const [text, setText] = useState(url['q'] ?? '')
  useEffect(() => {
    const timer = setTimeout(() => setUrl({ q: text.trim() || undefined }), 300)
    return () => clearTimeout(timer)
  }, [text, setUrl])
  const q = url['q'] ? { q: url['q'] } : {}
  const list = useInfiniteList(listArticles, {
    live: 'true',
    limit: 30,
    ...q,
    ...(url['q'] ? {} : { sort: '-useful' as const }),
  })
  return (
    <div className="zy-kn-portal">
      <PageHeader title={t('ui.portal.title')} />
      <Input
        size="large"
        allowClear
        prefix={<SearchOutlined aria-hidden="true" />}
        placeholder={t('ui.portal.search')}
        aria-label={t('ui.portal.search')}
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
      />
      {list.error ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Bars rows={6} />
      ) : list.items.length === 0 ? (
        <EmptyState title={t('ui.portal.none')} hint={t('ui.portal.noneHint')} />
      ) : (
        <div className="zy-kn-cards">
          {list.items.map((row) => (
            <Link key={row.id} to="/portal/knowledge/$id" params={{ id: row.id }} className="zy-kn-card">
              <b dir="auto">{row.found ? <Marked parts={row.found.title} /> : row.title}</b>
              <small dir="auto">
                {row.found ? <Marked parts={row.found.text} /> : row.summary || row.service?.name}
              </small>
            </Link>
          ))}
          {list.hasNextPage ? (
            <button type="button" className="zy-kn-card" onClick={() => void list.fetchNextPage()}>
              {t('web:action.loadMore')}
            </button>
          ) : null}
        </div>
      )}
    </div>
  )
}

/** One article on a phone's width. */
export function PortalArticle() {
  const { id = '' } = useParams({ strict: false })
  const { t } = useTranslation('knowledge')
  const { data, error, isPending, refetch } = useCall(getArticle, { id, copy: 'live' })
  useCountedView(data)
  useEffect(() => {
    if (data) document.title = `${data.title} · ${t('web:product')}`
  }, [data, t])
  if (isPending) return <Bars rows={10} />
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  return (
    <div className="zy-kn-portal">
      <Link to="/portal/knowledge">
        <LeftOutlined aria-hidden="true" /> {t('ui.portal.back')}
      </Link>
      <header>
        <h1 dir="auto">{data.title}</h1>
        <small>
          {data.number} · <TimeText at={data.publishedAt} />
        </small>
      </header>
      {data.summary ? <p className="zy-kn-lead">{data.summary}</p> : null}
      <DocView body={data.body} articleId={data.id} />
      <Files article={data} />
      <Feedback article={data} />
      <Link to="/portal/report">{t('ui.portal.report')}</Link>
    </div>
  )
}
