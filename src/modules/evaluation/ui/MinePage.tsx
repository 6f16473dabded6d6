import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useInfiniteList } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { LoadMore } from '#web/kit/LoadMore.tsx'
import { listEvaluations, listPublished } from '../contract.ts'
import { listForms } from '../form-contract.ts'
import { Dimensions, Score, StateTag } from './parts.tsx'

/** In the portal: forms to fill in, what is said of the own company or org, and all that is published. */
export function MinePage() {
  const { t } = useTranslation('evaluation')
  return (
    <div className="zy-page zy-eva-sections">
      <PageHeader title={t('page.mine')} sub={t('page.mineHelp')} />
      <Forms />
      <Own />
      <Published />
    </div>
  )
}

function Forms() {
  const { t } = useTranslation('evaluation')
  const { data } = useCall(listForms, { all: 'true' })
  const shown = (data?.items ?? []).filter((one) => one.open)
  if (shown.length === 0) return null
  return (
    <section aria-label={t('page.forms')}>
      <h2>{t('page.forms')}</h2>
      <ul className="zy-eva-cards">
        {shown.map((one) => (
          <li key={one.id}>
            <div className="zy-eva-card-head">
              <h3>
                <Link to="/evaluation-forms/$id" params={{ id: one.id }}>
                  {one.title}
                </Link>
              </h3>
              <Tag hue={one.state === 'handed-in' ? 'green' : 'amber'}>{t(`formState.${one.state}`)}</Tag>
            </div>
            <div className="zy-eva-muted">
              {one.subject} · {one.from} – {one.to} · {t('field.due')} <TimeText at={one.due} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Own() {
  const { t } = useTranslation('evaluation')
  const list = useInfiniteList(listEvaluations, { own: 'true' })
  if (list.items.length === 0) return null
  return (
    <section aria-label={t('page.own')}>
      <h2>{t('page.own')}</h2>
      <ul className="zy-eva-cards">
        {list.items.map((one) => (
          <li key={one.id}>
            <div className="zy-eva-card-head">
              <h3>
                <Link to="/evaluations/$id" params={{ id: one.id }}>
                  {one.title}
                </Link>
              </h3>
              <span>
                <Score of={one} /> <StateTag state={one.state} />
              </span>
            </div>
            <div className="zy-eva-muted">
              {one.subject.name} · {t(`period.${one.periodKind}`)} {one.from} – {one.to}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

type One = CallOutput<typeof listPublished>['items'][number]

function Published() {
  const { t } = useTranslation('evaluation')
  const list = useInfiniteList(listPublished, {})
  if (list.isPending) return <Bars rows={6} />
  if (list.error && list.items.length === 0)
    return <ErrorState error={list.error} retry={() => void list.refetch()} />
  return (
    <section aria-label={t('page.published')}>
      <h2>{t('page.published')}</h2>
      {list.items.length === 0 ? <EmptyState title={t('page.publishedEmpty')} small /> : null}
      <ul className="zy-eva-cards">
        {list.items.map((one) => (
          <PublishedOne key={one.id} one={one} />
        ))}
      </ul>
      <LoadMore list={list} />
    </section>
  )
}

function PublishedOne({ one }: { one: One }) {
  const { t } = useTranslation('evaluation')
  return (
    <li>
      <div className="zy-eva-card-head">
        <h3>{one.title}</h3>
        <Score of={one} />
      </div>
      <div className="zy-eva-muted">
        {one.subject.name} · {t(`period.${one.periodKind}`)} {one.from} – {one.to} ·{' '}
        <TimeText at={one.publishedAt} />
      </div>
      <Dimensions rows={one.dimensions} />
      {one.notices.map((notice) => (
        <p key={notice.number}>
          <Tag hue={notice.kind === 'commend' ? 'green' : 'red'}>{t(`noticeKind.${notice.kind}`)}</Tag>{' '}
          {notice.text}
        </p>
      ))}
    </li>
  )
}
