import { SwapOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '#web/session.tsx'
import type { ShiftRecord } from '../contract.ts'
import type { DutyRole } from '../words.ts'
import type { ShownCalendar } from './MonthGrid.tsx'
import { hoursOf, Issues, People, RosterState } from './parts.tsx'
import { SwapDialog } from './SwapDialog.tsx'

/** A day with its shifts, people and numbers; from here a shift of one's own is swapped. */
export function DayDrawer({
  day,
  shown,
  onClose,
}: {
  day: string
  shown: ShownCalendar
  onClose: () => void
}) {
  const { t } = useTranslation('duty')
  const me = useMe()
  const [swap, setSwap] = useState<{ shift: ShiftRecord; role: DutyRole } | null>(null)
  const weekday = ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1
  const shifts = shown.shifts.filter((s) => s.day === day)
  const issues = shown.issues.filter((i) => i.day === day)
  const facts = shown.days.find((one) => one.day === day)
  const title = [t('screen.dayTitle', { day, weekday: t(`screen.weekday.d${weekday as 1}`) }), facts?.name]
  return (
    <Drawer open title={title.filter(Boolean).join(' ')} onClose={onClose} size={420}>
      {issues.length > 0 ? <Issues issues={issues} /> : null}
      {shifts.map((shift) => {
        const mine = shift.people.filter((p) => p.id === me?.person.id)
        const ahead = shift.published && shift.phase === 'ahead'
        return (
          <section key={shift.id} className="duty-shift">
            <header>
              <strong>
                {shift.team.name} · {shift.name}
              </strong>
              <span className="zy-num">{hoursOf(shift)}</span>
              {shift.published ? null : <RosterState state="draft" />}
            </header>
            <People shift={shift} />
            <footer>
              <Link to="/duty-rosters/$id" params={{ id: shift.rosterId }}>
                {t('screen.gotoRoster')}
              </Link>
              {ahead
                ? mine.map(({ role }) => (
                    <Button
                      key={role}
                      size="small"
                      icon={<SwapOutlined />}
                      onClick={() => setSwap({ shift, role })}
                    >
                      {t('screen.swap.ask')}
                      {mine.length > 1 ? ` (${t(`screen.role.${role}`)})` : ''}
                    </Button>
                  ))
                : null}
            </footer>
          </section>
        )
      })}
      {shifts.length === 0 ? <p className="duty-fine">{t('screen.emptyMonth')}</p> : null}
      {swap ? <SwapDialog {...swap} onClose={() => setSwap(null)} /> : null}
    </Drawer>
  )
}
