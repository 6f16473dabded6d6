import { BellOutlined, LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Alert, Button, Checkbox, Segmented, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { useUrlState } from '#web/url.ts'
import { getDutyCalendar } from '../contract.ts'
import { listTeams } from '../team-contract.ts'
import { Agenda } from './Agenda.tsx'
import { DayDrawer } from './DayDrawer.tsx'
import { FeedsDialog } from './FeedsDialog.tsx'
import { MonthGrid } from './MonthGrid.tsx'
import { NowStrip } from './NowStrip.tsx'
import { today } from './parts.tsx'
import { Periods } from './Periods.tsx'

const iso = (day: Dayjs) => day.format('YYYY-MM-DD')
const monday = (day: Dayjs) => day.subtract((day.day() + 6) % 7, 'day')

/** Who stands duty when: a month as a grid or a list (on a phone always a list). Month, team and view are in the address. */
export function CalendarPage() {
  const { t, i18n } = useTranslation('duty')
  const [url, setUrl] = useUrlState()
  const [feeds, setFeeds] = useState(false)
  const asked = /^\d{4}-\d\d$/.test(url['month'] ?? '') ? dayjs(`${url['month']}-01`) : null
  const first = (asked?.isValid() ? asked : dayjs(today())).startOf('month')
  const view = url['view'] === 'list' ? 'list' : 'month'
  const range = { from: iso(monday(first)), to: iso(monday(first.endOf('month')).add(6, 'day')) }
  const teams = useCall(listTeams, {}, { staleTime: 60_000 })
  const teamId = url['team']
  const { data, error, refetch } = useCall(
    getDutyCalendar,
    { ...range, ...(teamId ? { teamId } : {}), ...(url['mine'] ? { mine: 'true' as const } : {}) },
    { keepPrevious: true },
  )
  const go = (month: Dayjs) => setUrl({ month: month.format('YYYY-MM'), day: undefined }, { push: true })
  const title = new Intl.DateTimeFormat(i18n.language, { year: 'numeric', month: 'long' }).format(
    first.toDate(),
  )
  const open = (day: string) => setUrl({ day })
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.calendar')}
        sub={title}
        actions={
          <>
            <Segmented
              className="zy-not-phone"
              value={view}
              onChange={(next) => setUrl({ view: next === 'list' ? 'list' : undefined })}
              options={[
                { value: 'month', label: t('screen.month') },
                { value: 'list', label: t('screen.list') },
              ]}
            />
            <Button
              icon={<LeftOutlined />}
              aria-label={t('screen.previous')}
              onClick={() => go(first.subtract(1, 'month'))}
            />
            <Button onClick={() => go(dayjs(today()))}>{t('screen.today')}</Button>
            <Button
              icon={<RightOutlined />}
              aria-label={t('screen.following')}
              onClick={() => go(first.add(1, 'month'))}
            />
            <Button icon={<BellOutlined />} onClick={() => setFeeds(true)}>
              {t('screen.feed.action')}
            </Button>
          </>
        }
      />
      <div className="duty-filters" role="search">
        <Select
          value={teamId ?? ''}
          aria-label={t('screen.field.team')}
          onChange={(next: string) => setUrl({ team: next || undefined })}
          options={[
            { value: '', label: t('screen.allTeams') },
            ...(teams.data?.items ?? [])
              .filter((one) => one.active)
              .map((one) => ({ value: one.id, label: one.name })),
          ]}
        />
        <Checkbox
          checked={url['mine'] !== undefined}
          onChange={(event) => setUrl({ mine: event.target.checked ? '1' : undefined })}
        >
          {t('screen.mine')}
        </Checkbox>
      </div>
      <NowStrip teamId={teamId} />
      {data ? <Periods periods={data.periods} /> : null}
      {data?.provisional ? <Alert type="warning" showIcon title={t('screen.provisional')} /> : null}
      {error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Bars rows={10} />
      ) : (
        <>
          {view === 'month' ? (
            <MonthGrid month={first} shown={data} chosen={url['day']} onOpen={open} allTeams={!teamId} />
          ) : null}
          <Agenda month={first} shown={data} onOpen={open} always={view === 'list'} allTeams={!teamId} />
          {data.shifts.length === 0 ? (
            <EmptyState title={t('screen.emptyMonth')} hint={t('screen.emptyMonthHint')} small />
          ) : null}
          {url['day'] ? (
            <DayDrawer day={url['day']} shown={data} onClose={() => setUrl({ day: undefined })} />
          ) : null}
        </>
      )}
      {feeds ? <FeedsDialog teamId={teamId} onClose={() => setFeeds(false)} /> : null}
    </div>
  )
}
