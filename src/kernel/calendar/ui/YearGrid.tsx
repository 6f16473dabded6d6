import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert } from 'antd'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { dayKinds, getCalendarYear } from '../contract.ts'
import type { CalendarRecord } from './CalendarsPage.tsx'
import { SpecialDayDialog } from './SpecialDayDialog.tsx'
import { hoursText } from './words.ts'

type Day = CallOutput<typeof getCalendarYear>['days'][number]

/** Twelve months; what a day is shows by colour and by a mark, its hours in the tooltip. A click edits the day. */
export function YearGrid({ calendar, year }: { calendar: CalendarRecord; year: number }) {
  const { t } = useTranslation('calendar')
  const { data, error, refetch } = useCall(getCalendarYear, { id: calendar.id, year }, { keepPrevious: true })
  const [picked, setPicked] = useState<Day | null>(null)
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <Bars />
  const months = Array.from({ length: 12 }, (_, i) =>
    data.days.filter((d) => Number(d.date.slice(5, 7)) === i + 1),
  )
  const editable = calendar.abilities.includes('update') && !calendar.always
  return (
    <>
      {data.provisional ? <Alert type="warning" showIcon title={t('provisional')} /> : null}
      <div className="cal-legend">
        {dayKinds.map((kind) => (
          <span key={kind}>
            <i className={`cal-day cal-${kind}`} aria-hidden="true">
              <Mark kind={kind} />
            </i>
            {t(`kind.${kind}`)}
          </span>
        ))}
        <span className="cal-dim">
          {t('page.total', { days: data.workingDays, hours: Math.round(data.workingSeconds / 3600) })}
          {editable ? ` · ${t('page.clickToEdit')}` : ''}
        </span>
      </div>
      <div className="cal-months">
        {months.map((days, i) => (
          <Month key={i} month={i + 1} days={days} {...(editable ? { onPick: setPicked } : {})} />
        ))}
      </div>
      {picked ? <SpecialDayDialog calendar={calendar} day={picked} onClose={() => setPicked(null)} /> : null}
    </>
  )
}

function Month({ month, days, onPick }: { month: number; days: Day[]; onPick?: (day: Day) => void }) {
  const { t } = useTranslation('calendar')
  const lead = (days[0]?.weekday ?? 1) - 1
  return (
    <section className="cal-month" aria-label={t(`month.${month}`)}>
      <h3>{t(`month.${month}`)}</h3>
      <div className="cal-days">
        {[1, 2, 3, 4, 5, 6, 7].map((w) => (
          <span key={w} className="cal-weekday" aria-hidden="true">
            {t(`weekdayShort.${w}`)}
          </span>
        ))}
        {Array.from({ length: lead }, (_, i) => (
          <span key={`lead${i}`} />
        ))}
        {days.map((day) => (
          <DayCell key={day.date} day={day} {...(onPick ? { onPick } : {})} />
        ))}
      </div>
    </section>
  )
}

function DayCell({ day, onPick }: { day: Day; onPick?: (day: Day) => void }) {
  const { t } = useTranslation('calendar')
  const words = [day.date, t(`kind.${day.kind}`), day.name, day.season, hoursText(t, day.hours)]
  const title = words.filter(Boolean).join(' · ')
  const content = (
    <>
      {Number(day.date.slice(8))}
      <Mark kind={day.kind} />
    </>
  )
  const look = `cal-day cal-${day.kind}${day.hours.length === 0 ? ' cal-closed' : ''}`
  return onPick ? (
    <button type="button" className={look} title={title} aria-label={title} onClick={() => onPick(day)}>
      {content}
    </button>
  ) : (
    <span className={look} title={title}>
      {content}
    </span>
  )
}

/** One character that says what colour says too; ordinary days need none. */
function Mark({ kind }: { kind: Day['kind'] }) {
  const { t } = useTranslation('calendar')
  return kind === 'working' || kind === 'weekend' ? null : <em>{t(`mark.${kind}`)}</em>
}
