import { LeftOutlined, PlusOutlined, RightOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { TFunction } from 'i18next'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall } from '#web/hooks.ts'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { SideList } from '#web/kit/SideList.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { listCalendars } from '../contract.ts'
import { CalendarForm } from './CalendarForm.tsx'
import { CalendarFacts } from './CalendarFacts.tsx'
import { HolidayDrawer } from './HolidayDrawer.tsx'
import { YearGrid } from './YearGrid.tsx'
import './calendar.css'

export type CalendarRecord = CallOutput<typeof listCalendars>['items'][number]

/** Working calendars at the left, the chosen one's year at the right; calendar and year are in the address. */
export function CalendarsPage() {
  const { t } = useTranslation('calendar')
  const can = useCan()
  const [url, setUrl] = useUrlState()
  const [form, setForm] = useState<'new' | 'edit' | null>(null)
  const [holidays, setHolidays] = useState(false)
  const { data, error, refetch } = useCall(listCalendars, {})
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  const chosen = data.items.find((c) => c.id === url['id']) ?? data.items[0]
  const year = yearOf(url['year'])
  const go = (to: number) => setUrl({ year: String(to) })
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.title')}
        sub={t('page.help')}
        actions={
          <>
            <Button onClick={() => setHolidays(true)}>{t('page.holidays')}</Button>
            {can('calendar.manage') ? (
              <Button type="primary" icon={<PlusOutlined />} onClick={() => setForm('new')}>
                {t('page.new')}
              </Button>
            ) : null}
          </>
        }
      />
      <SideList
        label={t('page.title')}
        items={data.items.map((c) => ({ id: c.id, name: c.name, note: noteOf(c, t) }))}
        chosen={chosen?.id}
        onChoose={(id) => setUrl({ id }, { push: true })}
      >
        {chosen ? (
          <section className="zy-panel zy-pad">
            <CalendarFacts calendar={chosen} onEdit={() => setForm('edit')} />
            <div className="cal-year-head">
              <Button
                icon={<LeftOutlined />}
                aria-label={t('page.previousYear')}
                onClick={() => go(year - 1)}
              />
              <h2>{t('page.year', { year })}</h2>
              <Button icon={<RightOutlined />} aria-label={t('page.nextYear')} onClick={() => go(year + 1)} />
            </div>
            <YearGrid calendar={chosen} year={year} />
          </section>
        ) : null}
      </SideList>
      {form ? (
        <CalendarForm calendar={form === 'edit' ? chosen : undefined} onClose={() => setForm(null)} />
      ) : null}
      {holidays ? <HolidayDrawer year={year} onClose={() => setHolidays(false)} /> : null}
    </div>
  )
}

function noteOf(calendar: CalendarRecord, t: TFunction<'calendar'>): ReactNode {
  if (!calendar.isDefault && !calendar.always) return null
  return (
    <>
      {calendar.isDefault ? <Tag hue="blue">{t('field.isDefault')}</Tag> : null}
      {calendar.always ? <small>{t('field.always')}</small> : null}
    </>
  )
}

function yearOf(text: string | undefined): number {
  const year = Number(text)
  return Number.isInteger(year) && year >= 1970 && year <= 2200 ? year : new Date().getFullYear()
}
