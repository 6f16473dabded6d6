import {
  KeyOutlined,
  QuestionCircleOutlined,
  RightOutlined,
  SmileOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { listSurveys } from '#modules/satisfaction/contract.ts'
import { useCall, useInfiniteList } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { RecordBlocks } from '#web/RecordBlocks.tsx'
import { useCan, useMe } from '#web/session.tsx'
import { listIncidents } from '../../contract.ts'
import { similarIncidents } from '../../story-contract.ts'
import type { IncidentType } from '../../words.ts'
import { KnownCard, ReportCard } from './parts.tsx'
import '../incident.css'
import './portal.css'

const ways: { type: IncidentType; icon: ReactNode }[] = [
  { type: 'fault', icon: <WarningOutlined /> },
  { type: 'request', icon: <KeyOutlined /> },
  { type: 'consultation', icon: <QuestionCircleOutlined /> },
]

/** The requester's home: ask for help, see what is known, follow one's own reports. */
export function PortalPage() {
  const { t } = useTranslation('incident')
  const me = useMe()
  const can = useCan()
  return (
    <div className="zy-inc-portal">
      <header>
        <p>{t('ui.portal.hello', { name: me?.person.name })}</p>
        <h1>{t('ui.portal.ask')}</h1>
      </header>
      <nav className="zy-inc-ways" aria-label={t('ui.portal.ask')}>
        {ways.map(({ type, icon }) => (
          <Link
            key={type}
            // what the catalogue has is asked for there; it leads to the words of one's own for the rest
            {...(type === 'request' && can('catalogue.read')
              ? { to: '/portal/catalogue' }
              : { to: '/portal/report', search: { type } as never })}
            className={`zy-inc-way zy-inc-way-${type}`}
          >
            <span aria-hidden="true">{icon}</span>
            <b>{t(`ui.portal.${type}`)}</b>
            <small>{t(`ui.portal.${type}Hint`)}</small>
          </Link>
        ))}
      </nav>
      <Answers id={me?.person.id ?? ''} />
    </div>
  )
}

/** What is asked of me, known and mine, at once when all of it has come: each by itself would push down the others. */
function Answers({ id }: { id: string }) {
  const can = useCan()
  const asked = useCall(listSurveys, { state: 'asked', limit: 20 }, { enabled: can('satisfaction.answer') })
  const known = useCall(similarIncidents, {})
  const mine = useMine(id)
  // what fails is not waited for
  const coming = [asked, known, mine.open, mine.done].some((one) => one.isLoading && one.failureCount === 0)
  return coming ? (
    <Bars rows={6} />
  ) : (
    <>
      <Waiting asked={asked} />
      <KnownFaults known={known} />
      <RecordBlocks record="portal" id={id} />
      <Mine {...mine} />
    </>
  )
}

/** Services that wait for a rating. */
function Waiting({ asked }: { asked: UseQueryResult<CallOutput<typeof listSurveys>> }) {
  const { t } = useTranslation('incident')
  const items = asked.data?.items ?? []
  const first = items[0]
  if (!first) return null
  return (
    <Link to={items.length === 1 ? `/surveys/${first.id}` : '/surveys'} className="zy-inc-rate">
      <SmileOutlined aria-hidden="true" />
      <span>
        {items.length === 1 ? first.ticketTitle : t('ui.portal.rateMany', { n: items.length })}
        <small>{t('ui.portal.rateHint')}</small>
      </span>
      <b>
        {t('ui.portal.rate')} <RightOutlined aria-hidden="true" />
      </b>
    </Link>
  )
}

function KnownFaults({ known }: { known: UseQueryResult<CallOutput<typeof similarIncidents>> }) {
  const { t } = useTranslation('incident')
  const items = known.data?.items ?? []
  // Good news needs no space: the section is there only when something is known.
  if (items.length === 0) return null
  return (
    <section>
      <h2>{t('ui.portal.known')}</h2>
      <div className="zy-inc-cards">
        {items.slice(0, 5).map((one) => (
          <KnownCard key={one.id} one={one} />
        ))}
      </div>
    </section>
  )
}

/** My reports, open and finished. */
function useMine(id: string) {
  const open = useInfiniteList(
    listIncidents,
    { requesterId: id, open: 'true', limit: 50 },
    { enabled: id !== '' },
  )
  const done = useInfiniteList(
    listIncidents,
    { requesterId: id, open: 'false', limit: 10 },
    { enabled: id !== '' },
  )
  return { open, done }
}

function Mine({ open, done }: ReturnType<typeof useMine>) {
  const { t } = useTranslation('incident')
  const error = open.error ?? done.error
  if (error)
    return <ErrorState error={error} retry={() => void Promise.all([open.refetch(), done.refetch()])} />
  if (open.isPending || done.isPending) return <Bars rows={6} />
  if (open.items.length + done.items.length === 0)
    return <EmptyState title={t('ui.portal.mineNone')} hint={t('ui.portal.mineNoneHint')} />
  return (
    <>
      {open.items.length > 0 ? (
        <section>
          <h2>
            {t('ui.portal.mineOpen')} <small className="zy-num">{open.items.length}</small>
          </h2>
          <div className="zy-inc-cards">
            {open.items.map((row) => (
              <ReportCard key={row.id} row={row} />
            ))}
          </div>
        </section>
      ) : null}
      {done.items.length > 0 ? (
        <section>
          <h2>{t('ui.portal.mineDone')}</h2>
          <div className="zy-inc-cards">
            {done.items.map((row) => (
              <ReportCard key={row.id} row={row} />
            ))}
          </div>
          {done.hasNextPage ? (
            <button type="button" className="zy-inc-more" onClick={() => void done.fetchNextPage()}>
              {t('web:action.loadMore')}
            </button>
          ) : null}
        </section>
      ) : null}
    </>
  )
}
