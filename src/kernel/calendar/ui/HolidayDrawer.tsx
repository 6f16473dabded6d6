import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Alert, Button, Checkbox, DatePicker, Drawer, Input, InputNumber, Select } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useExplain, useMove } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { getHolidays, setHolidays } from '../contract.ts'

type HolidayYear = CallOutput<typeof getHolidays>

/** The statutory holidays and make-up days of a year; the one list that all calendars with holidays follow. */
export function HolidayDrawer({ year: first, onClose }: { year: number; onClose: () => void }) {
  const { t } = useTranslation('calendar')
  const [year, setYear] = useState(first)
  const { data, error, refetch } = useCall(getHolidays, { year })
  return (
    <Drawer
      open
      size={560}
      onClose={onClose}
      title={
        <span className="cal-holiday-head">
          {t('page.holidays')}
          <InputNumber
            min={1970}
            max={2200}
            precision={0}
            value={year}
            aria-label={t('page.holidayYear')}
            onChange={(v) => v && setYear(v)}
          />
        </span>
      }
    >
      {error ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {data && data.year === year ? (
        <YearEditor key={`${data.year}.${data.version}`} year={data} />
      ) : error ? null : (
        <Bars />
      )}
    </Drawer>
  )
}

function YearEditor({ year }: { year: HolidayYear }) {
  const { t } = useTranslation('calendar')
  const explain = useExplain()
  const [days, setDays] = useState(year.days)
  const [published, setPublished] = useState(year.published)
  const save = useMove(setHolidays, { done: t('page.saved'), onProblem: () => true })
  const editable = year.abilities.includes('update')
  const change = (i: number, part: Partial<HolidayYear['days'][number]>) =>
    setDays(days.with(i, { ...days[i]!, ...part }))
  return (
    <>
      <p className="cal-tags">
        <Tag hue={published ? 'green' : 'amber'}>{t(published ? 'field.published' : 'page.unpublished')}</Tag>
        {year.edited ? <Tag hue="violet">{t('field.edited')}</Tag> : null}
      </p>
      {published ? null : <p className="cal-dim">{t('provisional')}</p>}
      {save.error ? <Alert type="error" showIcon role="alert" title={explain(save.error)} /> : null}
      <div className="cal-holidays">
        {days.map((d, i) => (
          <div key={i} className="cal-holiday-row">
            <DatePicker
              value={d.date ? dayjs(d.date) : null}
              format="YYYY-MM-DD"
              allowClear={false}
              disabled={!editable}
              aria-label={t('field.date')}
              onChange={(v) => change(i, { date: v ? v.format('YYYY-MM-DD') : '' })}
            />
            <Input
              value={d.name}
              maxLength={60}
              disabled={!editable}
              aria-label={t('field.name')}
              onChange={(e) => change(i, { name: e.target.value })}
            />
            <Select
              value={d.isOffDay ? 'holiday' : 'make-up'}
              disabled={!editable}
              aria-label={t('field.isOffDay')}
              options={(['holiday', 'make-up'] as const).map((kind) => ({
                value: kind,
                label: t(`kind.${kind}`),
              }))}
              onChange={(kind) => change(i, { isOffDay: kind === 'holiday' })}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              disabled={!editable}
              aria-label={t('page.remove')}
              onClick={() => setDays(days.filter((_, at) => at !== i))}
            />
          </div>
        ))}
      </div>
      {editable ? (
        <div className="cal-buttons">
          <Button
            icon={<PlusOutlined />}
            onClick={() => setDays([...days, { date: `${year.year}-01-01`, name: '', isOffDay: true }])}
          >
            {t('page.addDay')}
          </Button>
          <Checkbox checked={published} onChange={(e) => setPublished(e.target.checked)}>
            {t('field.published')}
          </Checkbox>
          <Button
            type="primary"
            loading={save.isPending}
            disabled={days.some((d) => d.name.trim() === '' || d.date === '')}
            onClick={() =>
              save.mutate({
                year: year.year,
                version: year.version,
                published,
                days: days.map((d) => ({ ...d, name: d.name.trim() })),
              })
            }
          >
            {t('page.save')}
          </Button>
        </div>
      ) : null}
    </>
  )
}
