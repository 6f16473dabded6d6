import { useTranslation } from 'react-i18next'
import { Problem } from '#web/api.ts'
import { comma } from '#web/kit/marks.ts'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import { closedRules, everies, type RuleInput } from '../recurrence-contract.ts'

const numbers = (n: number) => Array.from({ length: n }, (_, i) => i + 1)
const is =
  (...wanted: string[]) =>
  (values: FormValues) =>
    wanted.includes(values['every'] as string)

/** The fields of a rule, to stand among those of a form; `ruleOf` reads what they hold. */
export function useRuleFields(): FormField[] {
  const { t } = useTranslation('calendar')
  const last = (label: string) => ({ value: -1, label })
  return [
    {
      type: 'radio',
      name: 'every',
      label: t('recurrence.field.every'),
      required: true,
      options: everies.map((value) => ({ value, label: t(`recurrence.every.${value}`) })),
    },
    {
      type: 'select',
      name: 'weekdays',
      label: t('recurrence.field.weekdays'),
      required: true,
      multiple: true,
      when: is('week'),
      options: numbers(7).map((value) => ({ value, label: t(`recurrence.weekday.${value as 1}`) })),
    },
    {
      type: 'select',
      name: 'n',
      label: t('recurrence.field.n'),
      required: true,
      half: true,
      when: is('month-workday'),
      options: [
        ...numbers(15).map((n) => ({ value: n, label: t('recurrence.said.nth', { n }) })),
        last(t('recurrence.said.lastWorkday')),
      ],
    },
    {
      type: 'select',
      name: 'day',
      label: t('recurrence.field.day'),
      required: true,
      half: true,
      when: is('month-day'),
      options: [
        ...numbers(31).map((n) => ({ value: n, label: t('recurrence.said.day', { n }) })),
        last(t('recurrence.said.lastDay')),
      ],
    },
    {
      type: 'select',
      name: 'months',
      label: t('recurrence.field.months'),
      placeholder: t('recurrence.field.allMonths'),
      multiple: true,
      half: true,
      when: is('month-day', 'month-workday'),
      options: numbers(12).map((value) => ({ value, label: String(value) })),
    },
    {
      type: 'text',
      name: 'at',
      label: t('recurrence.field.at'),
      required: true,
      half: true,
      max: 5,
      placeholder: '09:00',
    },
    {
      type: 'select',
      name: 'closed',
      label: t('recurrence.field.closed'),
      required: true,
      half: true,
      when: is('week', 'month-day'),
      options: closedRules.map((value) => ({ value, label: t(`recurrence.closed.${value}`) })),
    },
  ]
}

/** The rule that the fields hold, and what else the form holds. */
export function ruleOf(values: FormValues): { rule: RuleInput; rest: FormValues } {
  const { every, weekdays, day, n, months, at, closed, ...rest } = values
  const rules: Record<string, unknown> = {
    workday: { every, at },
    week: { every, weekdays: weekdays ?? [], at, closed },
    'month-day': { every, day, months: months ?? [], at, closed },
    'month-workday': { every, n, months: months ?? [], at },
  }
  return { rule: rules[every as string] as RuleInput, rest }
}

/** Problems of a rule name its parts: `rule.at` is the field `at`, the rule as a whole its kind. */
export function atRule(error: unknown): unknown {
  if (!(error instanceof Problem)) return error
  const errors = error.errors.map((one) => ({
    ...one,
    field: one.field === 'rule' ? 'every' : one.field.replace(/^rule\./, ''),
  }))
  return Object.assign(new Problem(error.status, {}, error.retryAfter), {
    ...error,
    errors,
    message: error.message,
  })
}

/** Says a rule in words: "每月第 1 个工作日 09:00". */
export function useRuleText(): (rule: RuleInput) => string {
  const { t } = useTranslation('calendar')
  return (rule) => {
    const { at } = rule
    if (rule.every === 'workday') return t('recurrence.said.workday', { at })
    if (rule.every === 'week')
      return t('recurrence.said.week', {
        at,
        days: rule.weekdays.map((day) => t(`recurrence.weekday.${day as 1}`)).join(comma()),
      })
    const list = (rule.months ?? []).join(comma())
    const months = list ? t('recurrence.said.months', { list }) : t('recurrence.said.everyMonth')
    if (rule.every === 'month-day') {
      const day = rule.day === -1 ? t('recurrence.said.lastDay') : t('recurrence.said.day', { n: rule.day })
      return t('recurrence.said.month-day', { at, months, day })
    }
    const n = rule.n === -1 ? t('recurrence.said.lastWorkday') : t('recurrence.said.nth', { n: rule.n })
    return t('recurrence.said.month-workday', { at, months, n })
  }
}
