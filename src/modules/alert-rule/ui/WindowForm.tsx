import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useMove } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import { createWindow, updateWindow, type Schedule } from '../silence-contract.ts'
import { dayKinds, schedules } from '../words.ts'
import { MatcherEditor } from './MatcherEditor.tsx'
import type { WindowRow } from './SilencesPage.tsx'

const week = ['1', '2', '3', '4', '5', '6', '7'] as const

/** When a window is, in words. */
export function useScheduleText(): (schedule: Schedule) => string {
  const { t } = useTranslation('alert-rule')
  return (schedule) => {
    if (schedule.every === 'once') return `${absoluteTime(schedule.from)} – ${absoluteTime(schedule.to)}`
    const { begin, minutes } = schedule
    if (schedule.every === 'monthly') return t('screen.window.monthly', { day: schedule.day, begin, minutes })
    const names = schedule.weekdays.map((day) => t(`screen.window.weekday.${day as 1}`)).join(comma())
    const only = schedule.days === 'any' ? '' : ` (${t(`screen.window.days.${schedule.days}`)})`
    return t('screen.window.weekly', { days: `${names}${only}`, begin, minutes })
  }
}

/** A maintenance window in a form. */
export function WindowForm({ row, onClose }: { row: WindowRow | null; onClose: () => void }) {
  const { t } = useTranslation('alert-rule')
  const options = { done: t('screen.window.saved'), onProblem: () => true }
  const create = useMove(createWindow, options)
  const update = useMove(updateWindow, options)
  const save = async (values: FormValues) => {
    const body = bodyOf(values)
    if (row) await update.mutateAsync({ id: row.id, version: row.version, ...body })
    else await create.mutateAsync(body)
  }
  return (
    <FormDialog
      title={row ? t('screen.window.edit') : t('screen.window.add')}
      width={640}
      initial={valuesOf(row)}
      fields={useFields()}
      fieldOf={(path) => path.replace(/^schedule\./, '').replace(/^matchers\..*$/, 'matchers')}
      onSubmit={save}
      onClose={onClose}
    />
  )
}

function valuesOf(row: WindowRow | null): FormValues {
  const begin = {
    every: 'weekly',
    weekdays: [...week],
    days: 'any',
    begin: '00:00',
    minutes: 60,
    day: 1,
    enabled: true,
  }
  if (!row) return { ...begin, matchers: [{ label: 'alertname', op: '=', value: '' }] }
  const { name, reason, matchers, enabled, schedule } = row
  const days = schedule.every === 'weekly' ? { weekdays: schedule.weekdays.map(String) } : {}
  return { ...begin, name, reason, matchers, enabled, ...schedule, ...days }
}

function bodyOf(v: FormValues): CallInput<typeof createWindow> {
  const span = { begin: String(v['begin']), minutes: Number(v['minutes']) }
  const schedule =
    v['every'] === 'once'
      ? { every: 'once', from: v['from'], to: v['to'] }
      : v['every'] === 'monthly'
        ? { every: 'monthly', day: Number(v['day']), ...span }
        : {
            every: 'weekly',
            weekdays: ((v['weekdays'] ?? []) as string[]).map(Number),
            days: v['days'],
            ...span,
          }
  const { name, reason, matchers, enabled } = v
  return { name, reason, matchers, enabled: enabled !== false, schedule } as CallInput<typeof createWindow>
}

function useFields(): FormField[] {
  const { t } = useTranslation('alert-rule')
  const when =
    (...every: string[]) =>
    (values: FormValues) =>
      every.includes(String(values['every']))
  return [
    { type: 'text', name: 'name', label: t('screen.field.name'), required: true, max: 100 },
    {
      type: 'custom',
      name: 'matchers',
      label: t('screen.field.match'),
      hint: t('screen.matcher.hint'),
      render: (bound) => <MatcherEditor {...bound} label={t('screen.field.match')} />,
    },
    {
      type: 'radio',
      name: 'every',
      label: t('screen.field.schedule'),
      options: schedules.map((value) => ({ value, label: t(`screen.window.every.${value}`) })),
    },
    {
      type: 'datetime',
      name: 'from',
      label: t('screen.field.starts'),
      half: true,
      when: when('once'),
      required: true,
    },
    {
      type: 'datetime',
      name: 'to',
      label: t('screen.field.ends'),
      half: true,
      when: when('once'),
      required: true,
    },
    {
      type: 'select',
      name: 'weekdays',
      label: t('screen.window.weekdays'),
      multiple: true,
      required: true,
      options: week.map((value) => ({ value, label: t(`screen.window.weekday.${value}`) })),
      when: when('weekly'),
    },
    {
      type: 'radio',
      name: 'days',
      label: t('screen.window.days.label'),
      options: dayKinds.map((value) => ({ value, label: t(`screen.window.days.${value}`) })),
      when: when('weekly'),
    },
    {
      type: 'number',
      name: 'day',
      label: t('screen.window.day'),
      min: 1,
      max: 31,
      required: true,
      when: when('monthly'),
    },
    {
      type: 'text',
      name: 'begin',
      label: t('screen.window.begin'),
      max: 5,
      placeholder: '22:00',
      required: true,
      half: true,
      when: when('weekly', 'monthly'),
    },
    {
      type: 'number',
      name: 'minutes',
      label: t('screen.window.minutes'),
      min: 1,
      max: 2880,
      required: true,
      half: true,
      when: when('weekly', 'monthly'),
    },
    { type: 'longtext', name: 'reason', label: t('screen.field.reason'), required: true, rows: 2, max: 500 },
    { type: 'switch', name: 'enabled', label: t('screen.field.enabled') },
  ]
}
