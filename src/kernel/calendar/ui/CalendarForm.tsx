import { Alert, Button, Checkbox, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useExplain, useMove } from '#web/hooks.ts'
import { createCalendar, updateCalendar } from '../contract.ts'
import type { CalendarRecord } from './CalendarsPage.tsx'
import { HoursEditor } from './HoursEditor.tsx'
import type { Hours } from './words.ts'

const weekdays = [1, 2, 3, 4, 5, 6, 7]
const office: Hours[] = [
  { from: '08:30', to: '12:00' },
  { from: '13:30', to: '17:30' },
]

interface Draft {
  name: string
  isDefault: boolean
  always: boolean
  holidays: boolean
  makeUpWeekday: number
  week: Hours[][]
  seasons: CalendarRecord['seasons']
}

const fresh: Draft = {
  name: '',
  isDefault: false,
  always: false,
  holidays: true,
  makeUpWeekday: 1,
  week: weekdays.map((d) => (d <= 5 ? office : [])),
  seasons: [],
}

/** Name, weekly hours, summer and winter hours, and whether holidays apply. */
export function CalendarForm({
  calendar,
  onClose,
}: {
  calendar: CalendarRecord | undefined
  onClose: () => void
}) {
  const { t } = useTranslation('calendar')
  const explain = useExplain()
  const [draft, setDraft] = useState<Draft>(calendar ?? fresh)
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const options = { done: t('page.saved'), onDone: onClose, onProblem: () => true } as const
  const create = useMove(createCalendar, options)
  const update = useMove(updateCalendar, options)
  const error = create.error ?? update.error
  const save = () => {
    const { name, isDefault, always, holidays, makeUpWeekday, week, seasons } = draft
    const body = {
      name: name.trim(),
      always,
      holidays,
      makeUpWeekday,
      week,
      seasons,
      ...(isDefault ? { isDefault } : {}),
    }
    if (calendar) update.mutate({ id: calendar.id, version: calendar.version, ...body })
    else create.mutate(body)
  }
  return (
    <Modal
      open
      width={720}
      title={calendar ? `${t('page.edit')} · ${calendar.name}` : t('page.new')}
      onCancel={onClose}
      onOk={save}
      okText={t('page.save')}
      okButtonProps={{ disabled: draft.name.trim() === '' }}
      confirmLoading={create.isPending || update.isPending}
    >
      {error ? (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={explain(error)}
          description={error.errors[0]?.message}
        />
      ) : null}
      <label className="cal-field">
        <span>{t('field.name')}</span>
        <Input value={draft.name} maxLength={60} autoFocus onChange={(e) => set({ name: e.target.value })} />
      </label>
      <p className="cal-checks">
        <Checkbox
          checked={draft.isDefault}
          disabled={calendar?.isDefault === true}
          onChange={(e) => set({ isDefault: e.target.checked })}
        >
          {t('field.isDefault')}
        </Checkbox>
        <Checkbox checked={draft.always} onChange={(e) => set({ always: e.target.checked })}>
          {t('field.always')}
        </Checkbox>
        {draft.always ? null : (
          <Checkbox checked={draft.holidays} onChange={(e) => set({ holidays: e.target.checked })}>
            {t('field.holidays')}
          </Checkbox>
        )}
      </p>
      {draft.always ? null : (
        <>
          {draft.holidays ? (
            <label className="cal-field">
              <span>{t('field.makeUpWeekday')}</span>
              <Select
                value={draft.makeUpWeekday}
                options={weekdays.map((d) => ({ value: d, label: t(`weekday.${d}`) }))}
                onChange={(makeUpWeekday) => set({ makeUpWeekday })}
              />
            </label>
          ) : null}
          <h3>{t('field.week')}</h3>
          <WeekEditor week={draft.week} onChange={(week) => set({ week })} />
          <h3>{t('field.seasons')}</h3>
          {draft.seasons.map((s, i) => {
            const change = (part: Partial<typeof s>) =>
              set({ seasons: draft.seasons.with(i, { ...s, ...part }) })
            return (
              <fieldset key={i} className="cal-season">
                <div className="cal-season-head">
                  <Input
                    value={s.name}
                    maxLength={40}
                    placeholder={t('field.name')}
                    aria-label={t('field.name')}
                    onChange={(e) => change({ name: e.target.value })}
                  />
                  <Input
                    value={s.from}
                    maxLength={10}
                    placeholder="06-01"
                    aria-label={t('field.from')}
                    onChange={(e) => change({ from: e.target.value.trim() })}
                  />
                  <Input
                    value={s.to}
                    maxLength={10}
                    placeholder="09-30"
                    aria-label={t('field.to')}
                    onChange={(e) => change({ to: e.target.value.trim() })}
                  />
                  <Button onClick={() => set({ seasons: draft.seasons.filter((_, at) => at !== i) })}>
                    {t('page.remove')}
                  </Button>
                </div>
                <WeekEditor week={s.week} onChange={(week) => change({ week })} />
              </fieldset>
            )
          })}
          <Button
            size="small"
            onClick={() =>
              set({ seasons: [...draft.seasons, { name: '', from: '06-01', to: '09-30', week: draft.week }] })
            }
          >
            {t('page.addSeason')}
          </Button>
        </>
      )}
    </Modal>
  )
}

function WeekEditor({ week, onChange }: { week: Hours[][]; onChange: (week: Hours[][]) => void }) {
  const { t } = useTranslation('calendar')
  return (
    <div className="cal-week">
      {weekdays.map((d) => (
        <div key={d}>
          <span>{t(`weekday.${d}`)}</span>
          <HoursEditor value={week[d - 1] ?? []} onChange={(hours) => onChange(week.with(d - 1, hours))} />
        </div>
      ))}
    </div>
  )
}
