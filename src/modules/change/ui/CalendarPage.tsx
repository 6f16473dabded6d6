import { LeftOutlined, RightOutlined, UnorderedListOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import type { Dayjs } from 'dayjs'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { fromWall, toWall } from '#web/kit/zone.ts'
import { useUrlState } from '#web/url.ts'
import { getCalendar } from '../plan-contract.ts'
import { ChangeState, KindTag, RiskTag } from './parts.tsx'
import './change.css'

type Shown = CallOutput<typeof getCalendar>
type View = 'month' | 'week'

const iso = (day: Dayjs): string => fromWall(day)!
const weekStart = (day: Dayjs): Dayjs => day.startOf('day').subtract((day.day() + 6) % 7, 'day')

/** The days on the page: the weeks of a month, or one week; Monday first. */
function daysOf(view: View, anchor: Dayjs): Dayjs[] {
  if (view === 'week') return Array.from({ length: 7 }, (_, i) => weekStart(anchor).add(i, 'day'))
  const first = weekStart(anchor.startOf('month'))
  const last = weekStart(anchor.endOf('month')).add(6, 'day')
  return Array.from({ length: last.diff(first, 'day') + 1 }, (_, i) => first.add(i, 'day'))
}

/** Windows of changes and freezes by month or week; on a phone as a list. The day is in the address. */
export function CalendarPage() {
  const { t, i18n } = useTranslation('change')
  const navigate = useNavigate()
  const [url, setUrl] = useUrlState()
  const view: View = url['view'] === 'week' ? 'week' : 'month'
  const now = toWall(new Date().toISOString())!
  const asked = /^\d{4}-\d\d-\d\d$/.test(url['day'] ?? '') ? toWall(`${url['day']}T04:00:00Z`) : null
  const anchor = asked?.isValid() ? asked : now
  const days = daysOf(view, anchor)
  const range = { from: iso(days[0]!), to: iso(days.at(-1)!.add(1, 'day')) }
  const { data, error, refetch } = useCall(getCalendar, range, { keepPrevious: true })
  const go = (day: Dayjs) => setUrl({ day: day.format('YYYY-MM-DD') }, { push: true })
  const title = new Intl.DateTimeFormat(i18n.language, { year: 'numeric', month: 'long' }).format(
    new Date(anchor.year(), anchor.month(), 1),
  )
  return (
    <div className="zy-page">
      <PageHeader
        title={t('ui.page.calendar')}
        sub={title}
        actions={
          <>
            <Segmented
              value={view}
              onChange={(next) => setUrl({ view: next }, { push: true })}
              options={[
                { value: 'month', label: t('ui.calendar.month') },
                { value: 'week', label: t('ui.calendar.week') },
              ]}
            />
            <Button
              icon={<LeftOutlined />}
              aria-label={t('ui.calendar.previous')}
              onClick={() => go(anchor.subtract(1, view))}
            />
            <Button onClick={() => go(now)}>{t('ui.calendar.today')}</Button>
            <Button
              icon={<RightOutlined />}
              aria-label={t('ui.calendar.next')}
              onClick={() => go(anchor.add(1, view))}
            />
            <Button icon={<UnorderedListOutlined />} onClick={() => void navigate({ to: '/changes' })}>
              {t('ui.action.list')}
            </Button>
          </>
        }
      />
      {error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Bars rows={10} />
      ) : (
        <>
          <Grid days={days} month={view === 'month' ? anchor.month() : null} shown={data} />
          <Agenda shown={data} />
        </>
      )}
    </div>
  )
}

const most = 4

/** What reaches into a day. */
function ofDay<T extends { startsAt: string | null; endsAt: string | null }>(items: T[], day: Dayjs): T[] {
  const from = Date.parse(iso(day))
  const to = Date.parse(iso(day.add(1, 'day')))
  return items.filter(
    ({ startsAt, endsAt }) => startsAt && endsAt && Date.parse(startsAt) < to && Date.parse(endsAt) > from,
  )
}

function Grid({ days, month, shown }: { days: Dayjs[]; month: number | null; shown: Shown }) {
  const { t } = useTranslation('change')
  const today = toWall(new Date().toISOString())!.format('YYYY-MM-DD')
  const weekdays = [1, 2, 3, 4, 5, 6, 7] as const
  return (
    <div className={month === null ? 'chg-cal chg-cal-week' : 'chg-cal'} aria-label={t('ui.page.calendar')}>
      {weekdays.map((n) => (
        <div key={n} className="chg-cal-head">
          {t(`ui.calendar.weekdays.d${n}`)}
        </div>
      ))}
      {days.map((day) => {
        const changes = ofDay(shown.changes, day)
        const freezes = ofDay(shown.freezes, day)
        const limit = month === null ? 100 : most
        const name = day.format('YYYY-MM-DD')
        const aside = month !== null && day.month() !== month
        const look = ['chg-day', aside ? 'chg-day-aside' : '', freezes.length > 0 ? 'chg-day-frozen' : '']
        return (
          <div key={name} className={look.join(' ')} {...(name === today ? { 'aria-current': 'date' } : {})}>
            <span className="chg-day-no zy-num">{day.date()}</span>
            {freezes.map((one) => (
              <span key={one.id} className="chg-freeze" title={`${one.name} ${one.reason}`}>
                {t('ui.calendar.freezeOf', { name: one.name })}
              </span>
            ))}
            {changes.slice(0, limit).map((one) => (
              <Link
                key={one.id}
                to="/changes/$id"
                params={{ id: one.id }}
                className={`chg-entry chg-entry-${one.kind}`}
                title={`${one.number} ${one.title}`}
              >
                <span className="zy-num">{toWall(one.startsAt)!.format('HH:mm')}</span> {one.title}
              </Link>
            ))}
            {changes.length > limit ? (
              <small>{t('ui.calendar.more', { count: changes.length - limit })}</small>
            ) : null}
          </div>
        )
      })}
    </div>
  )
}

/** The same as a list, for narrow screens. */
function Agenda({ shown }: { shown: Shown }) {
  const { t } = useTranslation('change')
  const all = [
    ...shown.freezes.map((freeze) => ({ key: freeze.id, at: freeze.startsAt, freeze, change: null })),
    ...shown.changes.map((change) => ({ key: change.id, at: change.startsAt ?? '', freeze: null, change })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  if (all.length === 0)
    return (
      <div className="chg-agenda">
        <EmptyState title={t('ui.calendar.empty')} small />
      </div>
    )
  return (
    <ul className="chg-agenda">
      {all.map(({ key, freeze, change }) => (
        <li key={key} className={freeze ? 'chg-agenda-freeze' : undefined}>
          {freeze ? (
            <>
              <strong>{t('ui.calendar.freezeOf', { name: freeze.name })}</strong>
              <small>
                <TimeText at={freeze.startsAt} /> – <TimeText at={freeze.endsAt} /> {freeze.reason}
              </small>
            </>
          ) : null}
          {change ? (
            <>
              <Link to="/changes/$id" params={{ id: change.id }}>
                {change.title}
              </Link>
              <small>
                {change.number} · <TimeText at={change.startsAt} /> – <TimeText at={change.endsAt} />
              </small>
              <span>
                <ChangeState state={change.state} /> <KindTag kind={change.kind} />{' '}
                <RiskTag risk={change.risk} />
              </span>
            </>
          ) : null}
        </li>
      ))}
    </ul>
  )
}
