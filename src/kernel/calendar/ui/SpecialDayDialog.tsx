import { Alert, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useExplain, useMove } from '#web/hooks.ts'
import type { getCalendarYear } from '../contract.ts'
import { updateCalendar } from '../contract.ts'
import type { CalendarRecord } from './CalendarsPage.tsx'
import { HoursEditor } from './HoursEditor.tsx'

type Day = CallOutput<typeof getCalendarYear>['days'][number]

/** Sets a day by hand (it goes before holidays and weekly hours), or gives it back to the rules. */
export function SpecialDayDialog({
  calendar,
  day,
  onClose,
}: {
  calendar: CalendarRecord
  day: Day
  onClose: () => void
}) {
  const { t } = useTranslation('calendar')
  const explain = useExplain()
  const own = calendar.specialDays.find((d) => d.date === day.date)
  const [name, setName] = useState(own?.name ?? '')
  const [hours, setHours] = useState(day.hours)
  const save = useMove(updateCalendar, { done: t('page.saved'), onDone: onClose, onProblem: () => true })
  const others = calendar.specialDays.filter((d) => d.date !== day.date)
  const send = (specialDays: CalendarRecord['specialDays']) =>
    save.mutate({ id: calendar.id, version: calendar.version, specialDays })
  return (
    <Modal
      open
      title={t('page.specialTitle', { date: day.date, weekday: t(`weekday.${day.weekday}`) })}
      onCancel={onClose}
      footer={[
        own ? (
          <Button key="remove" danger loading={save.isPending} onClick={() => send(others)}>
            {t('page.backToRules')}
          </Button>
        ) : null,
        <Button key="cancel" onClick={onClose}>
          {t('page.cancel')}
        </Button>,
        <Button
          key="save"
          type="primary"
          loading={save.isPending}
          disabled={name.trim() === ''}
          onClick={() => send([...others, { date: day.date, name: name.trim(), hours }])}
        >
          {t('page.save')}
        </Button>,
      ]}
    >
      <p>
        {t(`kind.${day.kind}`)}
        {day.name ? ` · ${day.name}` : ''}
      </p>
      {save.error ? <Alert type="error" showIcon role="alert" title={explain(save.error)} /> : null}
      <label className="cal-field">
        <span>{t('field.name')}</span>
        <Input
          value={name}
          maxLength={40}
          autoFocus
          placeholder={t('page.specialHint')}
          onChange={(e) => setName(e.target.value)}
        />
      </label>
      <div className="cal-field">
        <span>{t('field.hours')}</span>
        <HoursEditor value={hours} onChange={setHours} />
      </div>
    </Modal>
  )
}
