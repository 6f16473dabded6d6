import { Select } from 'antd'
import { useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { Bars, PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import { bodyLines } from '../body-contract.ts'
import { getArticle, getVersion, listVersions } from '../contract.ts'
import { compareLines, type Piece } from './compare.ts'
import './knowledge.css'

/** Versions of an article, and what changed between two of them. Which two is in the address. */
export function HistoryPage() {
  const { id = '' } = useParams({ strict: false })
  const { t } = useTranslation('knowledge')
  const [url, setUrl] = useUrlState()
  const article = useCall(getArticle, { id })
  const versions = useCall(listVersions, { id })
  const error = article.error ?? versions.error
  if (error)
    return (
      <ErrorState error={error} retry={() => void Promise.all([article.refetch(), versions.refetch()])} />
    )
  if (!article.data || !versions.data) return <PageSkeleton />
  const { items } = versions.data
  const numbers = items.map((one) => one.no)
  const chosen = (key: string, fallback: number) => numbers.find((no) => String(no) === url[key]) ?? fallback
  const to = chosen('to', numbers[0] ?? 1)
  const from = chosen('from', numbers.find((no) => no < to) ?? to)
  const picker = (key: 'from' | 'to', value: number) => (
    <Select
      value={value}
      aria-label={t(`ui.history.${key}`)}
      onChange={(no) => setUrl({ [key]: String(no) }, { push: true })}
      options={numbers.map((no) => ({ value: no, label: `V${no}` }))}
      style={{ width: 90 }}
    />
  )
  return (
    <div className="zy-page">
      <PageHeader
        title={t('ui.page.history')}
        tabTitle={`${article.data.number} ${t('ui.page.history')}`}
        breadcrumb={[
          { label: t('ui.page.list'), to: '/knowledge' },
          { label: article.data.title, to: `/articles/${id}` },
        ]}
      />
      <Panel title={t('ui.history.versions')}>
        <ul className="zy-kn-list">
          {items.map((one) => (
            <li key={one.no}>
              <span className="zy-kn-row">
                <b>V{one.no}</b> <span dir="auto">{one.title}</span>
              </span>
              <small>
                {one.authors.map((who) => who.name).join(comma())} ·{' '}
                {one.publishedAt ? (
                  <>
                    {t('ui.history.publishedBy', { name: one.publishedBy?.name })}{' '}
                    <TimeText at={one.publishedAt} />
                  </>
                ) : (
                  t('state.draft')
                )}
                {one.changeNote ? ` · ${one.changeNote}` : ''}
              </small>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel
        title={
          <span className="zy-kn-row">
            {t('ui.history.compare')} {picker('from', from)} → {picker('to', to)}
          </span>
        }
      >
        {from === to ? (
          <p className="zy-kn-none">{t('ui.history.onlyOne')}</p>
        ) : (
          <Comparison id={id} from={from} to={to} />
        )}
      </Panel>
    </div>
  )
}

function Comparison({ id, from, to }: { id: string; from: number; to: number }) {
  const { t } = useTranslation('knowledge')
  const before = useCall(getVersion, { id, no: String(from) })
  const after = useCall(getVersion, { id, no: String(to) })
  const rows = useMemo(
    () => (before.data && after.data ? compareLines(linesOf(before.data), linesOf(after.data)) : null),
    [before.data, after.data],
  )
  const error = before.error ?? after.error
  if (error)
    return (
      <ErrorState error={error} retry={() => void Promise.all([before.refetch(), after.refetch()])} small />
    )
  if (!rows) return <Bars rows={6} />
  if (rows.every((row) => row.kind !== 'changed')) return <p className="zy-kn-none">{t('ui.history.same')}</p>
  return (
    <div className="zy-kn-diff">
      {rows.map((row, i) =>
        row.kind === 'skipped' ? (
          <p key={i} className="zy-kn-skip">
            {t('ui.history.skipped', { n: row.lines })}
          </p>
        ) : (
          <p key={i} className={row.kind === 'changed' ? 'zy-kn-changed' : ''} dir="auto">
            {row.pieces.map((piece, j) => (
              <Said key={j} piece={piece} />
            ))}
          </p>
        ),
      )}
    </div>
  )
}

function Said({ piece }: { piece: Piece }) {
  if (piece.how === 'added') return <ins>{piece.text}</ins>
  if (piece.how === 'removed') return <del>{piece.text}</del>
  return piece.text
}

type Version = { title: string; summary: string; tags: string[]; body: Parameters<typeof bodyLines>[0] }

const linesOf = ({ title, summary, tags, body }: Version): string[] =>
  [title, summary, tags.join(comma()), ...bodyLines(body)].filter((line) => line !== '')
