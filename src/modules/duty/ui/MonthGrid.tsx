import { WarningOutlined } from '@ant-design/icons'
import type { Dayjs } from 'dayjs'
import { useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import type { getDutyCalendar } from '../contract.ts'
import { namesOf, today } from './parts.tsx'
import { PeriodMark } from './Periods.tsx'

export type ShownCalendar = CallOutput<typeof getDutyCalendar>
const weekdays = [1, 2, 3, 4, 5, 6, 7] as const
const most = 3
const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/** A month as weeks, Monday first. One day is in the order of tabulation; arrows go from day to day, Enter opens one. */
export function MonthGrid({
  month,
  shown,
  chosen,
  onOpen,
  allTeams,
}: {
  month: Dayjs
  shown: ShownCalendar
  chosen: string | undefined
  onOpen: (day: string) => void
  allTeams: boolean
}) {
  const { t } = useTranslation('duty')
  const now = today()
  const days = shown.days.map((one) => one.day)
  const start = [chosen, now].find((day) => day && days.includes(day)) ?? month.format('YYYY-MM-DD')
  const [focus, setFocus] = useState(start)
  const at = days.includes(focus) ? focus : start
  const grid = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent) => {
    const step = steps[event.key]
    const next = step === undefined ? undefined : days[days.indexOf(at) + step]
    if (!next) return
    event.preventDefault()
    setFocus(next)
    grid.current?.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus()
  }
  return (
    <div ref={grid} className="duty-grid" role="group" aria-label={t('page.calendar')} onKeyDown={move}>
      {weekdays.map((n) => (
        <div key={n} className="duty-grid-head" aria-hidden>
          {t(`screen.weekday.d${n}`)}
        </div>
      ))}
      {shown.days.map(({ day, kind, name }) => {
        const shifts = shown.shifts.filter((s) => s.day === day)
        const issues = shown.issues.filter((i) => i.day === day)
        const look = [
          'duty-day',
          `duty-day-${kind}`,
          day.startsWith(month.format('YYYY-MM')) ? '' : 'duty-day-aside',
        ]
        return (
          <button
            key={day}
            type="button"
            data-day={day}
            className={look.join(' ')}
            tabIndex={day === at ? 0 : -1}
            onFocus={() => setFocus(day)}
            onClick={() => onOpen(day)}
            aria-current={day === now ? 'date' : undefined}
            aria-pressed={day === chosen}
          >
            <span className="duty-day-head">
              <b className="zy-num">{Number(day.slice(8))}</b>
              <DayMark kind={kind} name={name} />
              <PeriodMark day={day} periods={shown.periods} />
              {issues.length > 0 ? (
                <span className="duty-day-bad" title={t('screen.issues', { count: issues.length })}>
                  <WarningOutlined /> {issues.length}
                </span>
              ) : null}
            </span>
            {shifts.slice(0, most).map((s) => (
              <span
                key={s.id}
                className={`duty-entry ${s.night ? 'duty-entry-night' : ''} ${s.published ? '' : 'duty-entry-draft'}`}
                title={`${s.team.name} ${s.name} ${namesOf(s, 'leader')} ${namesOf(s, 'duty')}`}
              >
                <span>{allTeams ? s.team.name : s.name}</span> {namesOf(s, 'duty') || '—'}
              </span>
            ))}
            {shifts.length > most ? <small>{t('screen.more', { count: shifts.length - most })}</small> : null}
          </button>
        )
      })}
    </div>
  )
}

/** 休 with the holiday's name, 班 for a make-up working day. */
export function DayMark({ kind, name }: { kind: string; name: string | null }) {
  const { t } = useTranslation('duty')
  if (!name) return null
  const works = kind === 'work'
  return (
    <span className={works ? 'duty-mark duty-mark-on' : 'duty-mark'}>
      <i>{t(works ? 'screen.kind.on' : 'screen.kind.off')}</i> {works ? t('screen.kind.make_up') : name}
    </span>
  )
}
