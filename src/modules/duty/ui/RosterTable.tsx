import { EditOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { RosterRecord, ShiftRecord } from '../contract.ts'
import { hoursOf, namesOf, Nobody, today } from './parts.tsx'
import { PeriodMark } from './Periods.tsx'

/** Shifts of a roster, a line each; defects are marked on theirs. */
export function RosterTable({
  roster,
  onEdit,
}: {
  roster: RosterRecord
  onEdit?: (shift: ShiftRecord) => void
}) {
  const { t } = useTranslation('duty')
  const deputies = roster.shifts.some((s) => namesOf(s, 'deputy'))
  const bad = new Set(roster.issues.map((i) => i.shiftId))
  const now = today()
  return (
    <div className="zy-panel zy-table-holder duty-roster">
      <table className="zy-table" aria-label={t('page.roster')}>
        <thead>
          <tr>
            <th>{t('screen.field.day')}</th>
            <th>{t('screen.field.shift')}</th>
            <th>{t('screen.role.leader')}</th>
            <th>{t('screen.role.duty')}</th>
            {deputies ? <th>{t('screen.role.deputy')}</th> : null}
            {onEdit ? <th className="duty-edit" aria-label={t('screen.edit')} /> : null}
          </tr>
        </thead>
        <tbody>
          {roster.shifts.map((s, i) => {
            const weekday = ((new Date(`${s.day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1
            const first = roster.shifts[i - 1]?.day !== s.day
            return (
              <tr
                key={s.id}
                className={`duty-day-${s.kind} ${bad.has(s.id) ? 'duty-row-bad' : ''}`}
                aria-current={s.day === now ? 'date' : undefined}
              >
                <td>
                  {first ? (
                    <>
                      <span className="zy-num">{s.day}</span> {t(`screen.weekday.d${weekday as 1}`)}{' '}
                      {s.dayName ? (
                        <small>{s.kind === 'work' ? t('screen.kind.make_up') : s.dayName}</small>
                      ) : null}
                      <PeriodMark day={s.day} periods={roster.periods} />
                    </>
                  ) : null}
                </td>
                <td>
                  {s.name} <small className="zy-num">{hoursOf(s)}</small>
                </td>
                <td>{namesOf(s, 'leader')}</td>
                <td>
                  {namesOf(s, 'duty') || <Nobody />}
                  {s.people.some((p) => p.source !== 'rotation') ? (
                    <small className="duty-hand" title={t('screen.settledHint')}>
                      {' '}
                      <EditOutlined />
                    </small>
                  ) : null}
                </td>
                {deputies ? <td>{namesOf(s, 'deputy')}</td> : null}
                {onEdit ? (
                  <td>
                    <Button
                      size="small"
                      type="link"
                      aria-label={`${t('screen.edit')} ${s.day} ${s.name}`}
                      onClick={() => onEdit(s)}
                    >
                      {t('screen.edit')}
                    </Button>
                  </td>
                ) : null}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
