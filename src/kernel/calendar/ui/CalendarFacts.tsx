import { EditOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CalendarRecord } from './CalendarsPage.tsx'
import { weekText } from './words.ts'

/** The hours of a calendar in words. */
export function CalendarFacts({ calendar, onEdit }: { calendar: CalendarRecord; onEdit: () => void }) {
  const { t } = useTranslation('calendar')
  return (
    <div className="cal-facts">
      <div>
        <strong>{calendar.name}</strong>
        {calendar.always ? (
          <p>{t('field.always')}</p>
        ) : (
          <>
            {weekText(t, calendar.week).map((line) => (
              <p key={line}>{line}</p>
            ))}
            {calendar.seasons.map((s) => (
              <p key={`${s.name}${s.from}`}>
                {`${s.name} (${s.from} – ${s.to}): ${weekText(t, s.week).join('; ')}`}
              </p>
            ))}
            <p className="cal-dim">
              {calendar.holidays
                ? t('page.withHolidays', { weekday: t(`weekday.${calendar.makeUpWeekday}`) })
                : t('page.withoutHolidays')}
              {' · '}
              {calendar.zone}
            </p>
          </>
        )}
      </div>
      {calendar.abilities.includes('update') ? (
        <Button icon={<EditOutlined />} onClick={onEdit}>
          {t('page.edit')}
        </Button>
      ) : null}
    </div>
  )
}
