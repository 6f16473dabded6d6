import { Button, DatePicker } from 'antd'
import { BookOutlined, WarningOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import { overview } from '../contract.ts'
import { statuses } from '../words.ts'
import { CountBar, useText, useTitles } from './parts.tsx'

type Overview = CallOutput<typeof overview>

/** How the norms in force stand, and what got worse within a month and why. */
export function OverviewPage() {
  const { t } = useTranslation('norm')
  const navigate = useNavigate()
  const [url, setUrl] = useUrlState()
  const on = url['on']
  const seen = useCall(overview, on ? { on } : {}, {
    keepPrevious: true,
    ...(on ? {} : { refetchInterval: 60_000 }),
  })
  const library = (
    <Button icon={<BookOutlined />} onClick={() => void navigate({ to: '/norm-library' })}>
      {t('ui.overview.library')}
    </Button>
  )
  if (seen.error && !seen.data) return <ErrorState error={seen.error} retry={() => void seen.refetch()} />
  if (!seen.data) return <PageSkeleton />
  return (
    <div className="zy-page">
      <PageHeader
        title={t('ui.page.overview')}
        sub={t('ui.overview.sub')}
        actions={
          <>
            <DatePicker
              value={on ? dayjs(on) : null}
              placeholder={t('ui.norm.on')}
              aria-label={t('ui.norm.on')}
              maxDate={dayjs()}
              onChange={(value) => setUrl({ on: value ? value.format('YYYY-MM-DD') : undefined })}
            />
            {library}
          </>
        }
      />
      {seen.data.items.length === 0 ? (
        <EmptyState title={t('ui.overview.empty')} hint={t('ui.overview.emptyHint')} action={library} />
      ) : (
        <>
          <div className="zy-norm-cards">
            {seen.data.items.map((one) => (
              <NormCard key={one.id} item={one} />
            ))}
          </div>
          <Worsened items={seen.data.worsened} />
        </>
      )}
    </div>
  )
}

function NormCard({ item }: { item: Overview['items'][number] }) {
  const { t } = useTranslation('norm')
  const titles = useTitles()
  const before = statuses
    .filter((one) => item.before[one])
    .map((one) => `${t(`status.${one}`)} ${item.before[one]}`)
    .join(comma())
  return (
    <section className="zy-panel">
      <h2>
        <Link to="/norm-adoptions/$id" params={{ id: item.id }}>
          {titles(item)}
        </Link>
      </h2>
      <p className="zy-norm-sub">
        {t('ui.overview.from', { org: item.org.name, edition: item.edition, day: item.fromDay })}
        {' · '}
        {t('ui.overview.clauses', { n: item.clauses })}{' '}
        {item.active ? null : <Tag hue="grey">{t('ui.overview.future')}</Tag>}
        {item.doubt ? (
          <Tag hue="amber" icon={<WarningOutlined />}>
            {t('ui.doubt')}
          </Tag>
        ) : null}
      </p>
      <div style={{ marginTop: 10 }}>
        {item.evaluatedAt ? <CountBar counts={item.counts} total={item.clauses} /> : t('ui.overview.never')}
      </div>
      <p className="zy-norm-foot">
        {item.better === 0 && item.worse === 0 ? <span>{t('ui.overview.same')}</span> : null}
        {item.better > 0 ? (
          <span className="zy-norm-good">{t('ui.overview.better', { n: item.better })}</span>
        ) : null}
        {item.worse > 0 ? (
          <span className="zy-norm-bad">{t('ui.overview.worse', { n: item.worse })}</span>
        ) : null}
        <Link to="/norm-adoptions/$id" params={{ id: item.id }} search={{ show: 'gaps' } as never}>
          {t('ui.overview.gaps', { n: item.gaps })}
        </Link>
        <Link to="/norm-tasks">{t('ui.overview.tasks', { n: item.openTasks })}</Link>
        {item.evaluatedAt ? (
          <span>
            {t('ui.overview.evaluated')} <TimeText at={item.evaluatedAt} mode="relative" />
          </span>
        ) : null}
      </p>
      {before ? <p className="zy-norm-sub">{t('ui.overview.month', { counts: before })}</p> : null}
    </section>
  )
}

function Worsened({ items }: { items: Overview['worsened'] }) {
  const { t } = useTranslation('norm')
  const text = useText()
  return (
    <Panel title={t('ui.overview.worsened')}>
      {items.length === 0 ? <p className="zy-norm-quiet">{t('ui.overview.nothingWorse')}</p> : null}
      <ul className="zy-norm-list">
        {items.map((one) => (
          <li key={one.adoptionId + one.clauseId}>
            <div className="zy-norm-row">
              <Link
                to="/norm-adoptions/$id/clauses/$clauseId"
                params={{ id: one.adoptionId, clauseId: one.clauseId }}
              >
                {text(one.norm, one.normEn)} {one.article}
              </Link>
              <span className="zy-norm-bad">
                {t('ui.overview.was', {
                  before: t(`status.${one.before}`),
                  now: t(`status.${one.now}`),
                })}
              </span>
            </div>
            <p>{text(one.gist, one.gistEn)}</p>
            {one.why.map((why) => (
              <p key={why.rule} className="zy-norm-quiet">
                {why.words}{' '}
                <b className="zy-num">
                  {t('ui.overview.figure', { before: why.before ?? '—', now: why.now ?? '—' })}
                </b>
              </p>
            ))}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
