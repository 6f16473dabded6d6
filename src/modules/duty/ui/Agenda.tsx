import { WarningOutlined } from '@ant-design/icons'
import type { Dayjs } from 'dayjs'
import { useTranslation } from 'react-i18next'
import { DayMark, type ShownCalendar } from './MonthGrid.tsx'
import { hoursOf, namesOf, today } from './parts.tsx'
import { PeriodMark } from './Periods.tsx'

/** The month as a list of days; on a phone in place of the grid. */
export function Agenda({
  month,
  shown,
  onOpen,
  always,
  allTeams,
}: {
  month: Dayjs
  shown: ShownCalendar
  onOpen: (day: string) => void
  always: boolean
  allTeams: boolean
}) {
  const { t } = useTranslation('duty')
  const now = today()
  const inMonth = shown.days.filter(({ day }) => day.startsWith(month.format('YYYY-MM')))
  return (
    <ol className={always ? 'duty-agenda duty-agenda-always' : 'duty-agenda'} aria-label={t('page.calendar')}>
      {inMonth.map(({ day, kind, name }) => {
        const shifts = shown.shifts.filter((s) => s.day === day)
        const issues = shown.issues.filter((i) => i.day === day).length
        if (shifts.length === 0 && issues === 0) return null
        const weekday = ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1
        return (
          <li key={day} className={`duty-day-${kind}`} aria-current={day === now ? 'date' : undefined}>
            <button type="button" onClick={() => onOpen(day)}>
              <span className="duty-agenda-day">
                <b className="zy-num">{day.slice(5)}</b> {t(`screen.weekday.d${weekday as 1}`)}
                <DayMark kind={kind} name={name} />
                <PeriodMark day={day} periods={shown.periods} />
                {issues > 0 ? (
                  <span className="duty-day-bad">
                    <WarningOutlined /> {issues}
                  </span>
                ) : null}
              </span>
              {shifts.map((s) => (
                <span key={s.id} className={s.published ? 'duty-line' : 'duty-line duty-entry-draft'}>
                  <span>
                    {allTeams ? `${s.team.name} ` : ''}
                    {s.name} <small className="zy-num">{hoursOf(s)}</small>
                  </span>
                  <span>
                    {namesOf(s, 'leader') ? (
                      <small>
                        {t('screen.role.leader')} {namesOf(s, 'leader')}{' '}
                      </small>
                    ) : null}
                    {namesOf(s, 'duty') || t('screen.unstaffed')}
                  </span>
                </span>
              ))}
            </button>
          </li>
        )
      })}
    </ol>
  )
}
